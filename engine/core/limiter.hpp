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
// between samples, at their quarters: the worst wave is 0.7 dB higher somewhere else.
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
    // sinc(t) cos(pi t / 17)^2, of sum 1, a quarter and a half after the middle
    static constexpr float QUARTER[2 * REACH] = {
        -0.0016274f, 0.0058758f, -0.0136930f, 0.0264810f, -0.0471383f, 0.0837175f, -0.1706315f, 0.8984319f,
        0.2943890f, -0.1156321f, 0.0624694f, -0.0355264f, 0.0193398f, -0.0092691f, 0.0033677f, -0.0005544f};
    static constexpr float HALF[2 * REACH] = {
        -0.0014329f, 0.0063902f, -0.0160382f, 0.0321032f, -0.0579149f, 0.1020231f, -0.1963068f, 0.6311763f,
        0.6311763f, -0.1963068f, 0.1020231f, -0.0579149f, 0.0321032f, -0.0160382f, 0.0063902f, -0.0014329f};

    static double allowed_below(float peak) { return peak > CEILING ? double(CEILING) / peak : 1.0; }

    void look_between(const float* samples, float& ending, float& beginning) const {
        constexpr int BACK = 2 * (2 * REACH - 1);
        float line[BACK + 2 * QUANTUM], first[2 * QUANTUM] = {}, second[2 * QUANTUM] = {}, third[2 * QUANTUM] = {};
        std::copy_n(held_ + 2 * QUANTUM - BACK, BACK, line);
        std::copy_n(samples, 2 * QUANTUM, line + BACK);
        for (int k = 0; k < 2 * REACH; k++)
            for (int n = 0; n < 2 * QUANTUM; n++) {
                first[n] += QUARTER[k] * line[n + 2 * k];
                second[n] += HALF[k] * line[n + 2 * k];
                third[n] += QUARTER[2 * REACH - 1 - k] * line[n + 2 * k];
            }
        for (int n = 0; n < 2 * QUANTUM; n++) {
            float& peak = n < 2 * REACH ? ending : beginning;
            peak = std::max({peak, std::fabs(first[n]), std::fabs(second[n]), std::fabs(third[n])});
        }
    }

    float held_[2 * QUANTUM] = {}, loudest_ = 0;  // the quantum that is not handed out yet
    double allowed_ = 1, gain_ = 1;
};

}  // namespace vamen
