#include "resampler.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vamen {
namespace {

constexpr int TAPS = 64;      // input frames that an output frame is made of, when the rate goes up
constexpr double BETA = 8.0;  // of the Kaiser window: images and aliases 80 dB down, flat to 20 kHz

double bessel(double x) {  // modified, order 0
    double sum = 1, term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
        term *= x / (2 * k) * x / (2 * k);
        sum += term;
    }
    return sum;
}

double sinc(double x) { return x ? std::sin(PI * x) / (PI * x) : 1.0; }

}  // namespace

Resampler::Resampler(int rate) {
    const int common = std::gcd(RATE, rate);
    const double squeeze = std::min(1.0, double(rate) / RATE);  // the lower rate sets the band
    phases_ = rate / common;
    step_ = RATE / common;
    taps_ = 2 * int(std::ceil(TAPS / 2 / squeeze));
    bank_.resize(size_t(phases_) * taps_);
    for (int p = 0; p < phases_; p++) {
        float* filter = &bank_[size_t(p) * taps_];
        double sum = 0;
        for (int t = 0; t < taps_; t++) {
            const double distance = t - taps_ / 2 + 1 - double(p) / phases_, edge = 2 * distance / taps_;
            const double window = bessel(BETA * std::sqrt(std::clamp(1 - edge * edge, 0.0, 1.0)));
            filter[t] = float(sinc(squeeze * distance) * window);
            sum += filter[t];
        }
        for (int t = 0; t < taps_; t++) filter[t] = float(filter[t] / sum);
    }
    held_ = taps_ / 2 - 1;
    const int most = int(std::ceil(double(CHUNK) * RATE / rate)) + 2 * taps_ + 2;
    input_.resize(2 * size_t(most));
}

double Resampler::position() const { return double(dropped_) + double(phase_) / phases_; }

int Resampler::missing(int frames) const {
    const int64_t last = (phase_ + int64_t(frames - 1) * step_) / phases_;
    return std::max(int(last) + taps_ - held_, 0);
}

void Resampler::take(float* out, int frames, int added) {
    held_ += added;
    int64_t at = phase_;
    for (int n = 0; n < frames; n++, at += step_) {
        const float* filter = &bank_[size_t(at % phases_) * taps_];
        const float* input = &input_[2 * size_t(at / phases_)];
        float sum[4] = {};  // left and right of even and odd taps
        for (int t = 0; t < taps_; t += 2)
            for (int i = 0; i < 4; i++) sum[i] += filter[t + i / 2] * input[2 * t + i];
        out[2 * n] = sum[0] + sum[2];
        out[2 * n + 1] = sum[1] + sum[3];
    }
    const int used = int(at / phases_);
    std::copy(input_.begin() + 2 * used, input_.begin() + 2 * held_, input_.begin());
    held_ -= used;
    dropped_ += used;
    phase_ = int(at % phases_);
}

}  // namespace vamen
