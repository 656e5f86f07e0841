// The last of the output chain: whatever comes in, nothing that leaves is above CEILING, nor is what a converter makes of it.
//
// in   float (QUANTUM, 2)   left and right, any level        out  the same, a quantum later
#pragma once
#include "quantum.hpp"

namespace vamen {

constexpr float CEILING = 0.891250938f;  // of full scale, -1 dB: room for what a converter makes between samples
constexpr double FREE = 1 - 1e-4;        // gain from which the difference to 1 is inaudible
const double RECOVER = 1 - std::exp(-QUANTUM / (0.04 * RATE));  // of the limiter's reduction, in a quantum

// Look-ahead peak limiter, one gain for both channels, linear between the boundaries of quanta. A boundary's gain is no
// higher than either neighbour allows, so no sample in between can pass the ceiling, nor can what a converter makes
// between samples, at their thirds.
class Limiter {
public:
    double gain() const { return gain_; }  // at the end of the last quantum

    // Interleaved; becomes the quantum before this one, of which it returns the peak
    float operator()(float* samples) {
        const double before = gain_;
        float loudest = 0;
        for (int n = 0; n < 2 * QUANTUM; n++) loudest = std::max(loudest, std::fabs(samples[n]));
        float ending = 0, beginning = loudest;  // the last REACH samples of the quantum before; this one up to its own
        if (2 * std::max(loudest, loudest_) > CEILING) look_between(samples, ending, beginning);  // their sum is below 2
        const double freed = before + (1 - before) * RECOVER;
        const double allowed = allowed_below(beginning), end = allowed_below(ending);
        const double steep = (end - before * REACH / QUANTUM) / (1 - double(REACH) / QUANTUM);  // there already, at `end`
        const double after = std::max(std::min({freed < FREE ? freed : 1.0, allowed_, allowed, end, steep}), 0.0);
        const float peak = loudest_;
        std::swap_ranges(held_, held_ + 2 * QUANTUM, samples);
        loudest_ = loudest, allowed_ = allowed, gain_ = after;
        if (before == 1 && after == 1) return peak;
        float limited = 0;
        for (int n = 0; n < 2 * QUANTUM; n++) {
            const float gain = float(before) + float(after - before) * (float(n / 2 + 1) / QUANTUM);
            samples[n] = std::clamp(samples[n] * gain, -CEILING, CEILING);  // rounding may pass it in the last place
            limited = std::max(limited, std::fabs(samples[n]));
        }
        return limited;
    }

private:
    static constexpr int REACH = 8;  // samples on either side that a value in between is interpolated from
    static constexpr float THIRD[2 * REACH] = {  // sinc(t) cos(pi t / 17)^2 a third after the middle, of sum 1
        -0.0017204f, 0.0066131f, -0.0157702f, 0.0308280f, -0.0550926f, 0.0975040f, -0.1944488f, 0.8238623f,
        0.4072538f, -0.1501988f, 0.0802375f, -0.0456327f, 0.0250051f, -0.0121617f, 0.0045675f, -0.0008460f};

    static double allowed_below(float peak) { return peak > CEILING ? double(CEILING) / peak : 1.0; }

    void look_between(const float* samples, float& ending, float& beginning) const {
        constexpr int BACK = 2 * (2 * REACH - 1);
        float line[BACK + 2 * QUANTUM], first[2 * QUANTUM] = {}, second[2 * QUANTUM] = {};
        std::copy_n(held_ + 2 * QUANTUM - BACK, BACK, line);
        std::copy_n(samples, 2 * QUANTUM, line + BACK);
        for (int k = 0; k < 2 * REACH; k++)
            for (int n = 0; n < 2 * QUANTUM; n++) {
                first[n] += THIRD[k] * line[n + 2 * k];
                second[n] += THIRD[2 * REACH - 1 - k] * line[n + 2 * k];
            }
        for (int n = 0; n < 2 * QUANTUM; n++) {
            float& peak = n < 2 * REACH ? ending : beginning;
            peak = std::max({peak, std::fabs(first[n]), std::fabs(second[n])});
        }
    }

    float held_[2 * QUANTUM] = {}, loudest_ = 0;  // the quantum that is not handed out yet
    double allowed_ = 1, gain_ = 1;
};

}  // namespace vamen
