#include "stereo.hpp"

#include "jump.hpp"

namespace vamen {

StereoWidener::StereoWidener(const Tables& tables) {
    std::copy_n(tables.turn_re, BINS, turn_.re);
    std::copy_n(tables.turn_im, BINS, turn_.im);
    reset();
}

void StereoWidener::add(const Spectrum& spectrum, float gain) {
    synthesise(spectrum);
    for (int n = 0; n < FFT; n++) pending_[n] += gain * frame_.at[n * LANES];
}

void StereoWidener::restart(const StreamingGriffinLim& inverter, float gain, int fade) {
    float leaving[CROSSFADE];
    for (int n = 0; n < fade; n++) leaving[n] = pending_[n] * falling(n, fade);
    reset();
    for (int i = 0; gain && i < PAST; i++) {
        const int age = (PAST - i) * HOP;
        inverter.sounding(i, spectrum_);
        synthesise(spectrum_);
        for (int n = age; n < FFT; n++) pending_[n - age] += gain * frame_.at[n * LANES];
    }
    for (int n = 0; n < fade; n++) pending_[n] = pending_[n] * (1 - falling(n, fade)) + leaving[n];
}

void StereoWidener::take(int count, float* out) {
    std::copy_n(pending_, count, out);
    std::copy(pending_ + count, pending_ + 2 * FFT, pending_);
    std::fill_n(pending_ + 2 * FFT - count, count, 0.0f);
}

void StereoWidener::synthesise(const Spectrum& spectrum) {
    for (int k = 0; k < BINS; k++) {
        re_.at[k * LANES] = spectrum.re[k] * turn_.re[k] - spectrum.im[k] * turn_.im[k];
        im_.at[k * LANES] = spectrum.re[k] * turn_.im[k] + spectrum.im[k] * turn_.re[k];
    }
    fourier_.backward(re_, im_, windows_.synthesis, frame_);
}

}  // namespace vamen
