// Stereo from mono: a side signal with another phase, which vanishes when left and right are added.
//
// spectrum  of each frame as it is committed        side  float (count,): left = mid + width * side, right = mid - ...
//
// The side is the same sound through an all-pass filter (tables.turn): every bin is delayed by its own 0 to 4 ms,
// neighbours by nearly the same, so onsets stay onsets and nothing sounds before they do.
#pragma once
#include "griffin_lim.hpp"

namespace vamen {

class StereoWidener {
public:
    explicit StereoWidener(const Tables& tables) {
        std::copy_n(tables.turn_re, BINS, turn_.re);
        std::copy_n(tables.turn_im, BINS, turn_.im);
        reset();
    }

    void reset() { std::fill_n(pending_, 2 * FFT, 0.0f); }

    // A frame that began `age` samples before the next one; what lies before that has been heard.
    void add(const StreamingGriffinLim& griffin_lim, int frame, float gain, int age = 0) {
        griffin_lim.spectrum(frame, spectrum_);
        for (int k = 0; k < BINS; k++) {
            re_.at[k * LANES] = spectrum_.re[k] * turn_.re[k] - spectrum_.im[k] * turn_.im[k];
            im_.at[k * LANES] = spectrum_.re[k] * turn_.im[k] + spectrum_.im[k] * turn_.re[k];
        }
        fourier_.backward(re_, im_, windows_.synthesis, frame_);
        for (int n = age; n < FFT; n++) pending_[n - age] += gain * frame_.at[n * LANES];
    }

    void restart(const StreamingGriffinLim& griffin_lim, float gain) {  // one that has just been restarted
        reset();
        for (int frame = 1 - PAST; gain && frame <= 0; frame++) add(griffin_lim, frame, gain, (1 - frame) * HOP);
    }

    float* upcoming() { return pending_; }  // the next samples; those of the hop that has been made are complete

    void take(int count, float* out) {  // the next samples, at most a frame
        std::copy_n(pending_, count, out);
        std::copy(pending_ + count, pending_ + 2 * FFT, pending_);
        std::fill_n(pending_ + 2 * FFT - count, count, 0.0f);
    }

private:
    const Windows windows_;
    Fourier fourier_;
    Spectrum turn_, spectrum_;
    LaneRows re_{}, im_{};
    LaneFrames frame_;
    alignas(32) float pending_[2 * FFT];
};

}  // namespace vamen
