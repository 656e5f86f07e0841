// Sound at the engine's rate in, sound at the card's rate out, for cards that do not run at RATE.
//
// A bank of windowed-sinc filters, one for every place that an output sample can have between two input samples; the
// ratio of the rates is exact, and any division into blocks gives the same samples. It asks half a filter ahead. After
// Smith and Gossett: "A flexible sampling-rate conversion method" (1984).
#pragma once
#include <numeric>
#include <vector>
#include "geometry.hpp"

namespace vamen {

constexpr int TAPS = 64;      // input frames that an output frame is made of, when the rate goes up
constexpr double BETA = 8.0;  // of the Kaiser window: images and aliases 80 dB down, flat to 20 kHz

inline double bessel(double x) {  // modified, order 0
    double sum = 1, term = 1;
    for (int k = 1; term > 1e-12 * sum; k++) term *= x / (2 * k) * x / (2 * k), sum += term;
    return sum;
}

inline double sinc(double x) { return x ? std::sin(PI * x) / (PI * x) : 1.0; }

class Resampler {
public:
    static constexpr int CHUNK = 512;  // output frames at once, at most

    explicit Resampler(int rate) {
        const int common = std::gcd(RATE, rate);
        const double squeeze = std::min(1.0, double(rate) / RATE);  // the lower rate sets the band
        phases_ = rate / common, step_ = RATE / common;
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

    // Of the next output frame, in input frames.
    double position() const { return double(dropped_) + double(phase_) / phases_; }

    int missing(int frames) const {  // input frames that these output frames need beyond what is held
        const int64_t last = (phase_ + int64_t(frames - 1) * step_) / phases_;
        return std::max(int(last) + taps_ - held_, 0);
    }

    float* room() { return input_.data() + 2 * held_; }  // where they go, interleaved stereo

    void take(float* out, int frames, int added) {
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
        held_ -= used, dropped_ += used;
        phase_ = int(at % phases_);
    }

private:
    int phases_, taps_, step_;  // step: phases from one output frame to the next
    std::vector<float> bank_, input_;
    int held_, phase_ = 0;      // input frames, and the phase of the next output frame, counted from the oldest of them
    int64_t dropped_ = 0;       // input frames that are no longer held
};

}  // namespace vamen
