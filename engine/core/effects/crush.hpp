// Bit and rate reduction: samples are held for 1 / rate, at any instant between two of ours, and rounded to steps of
// 2^(1 - bits) of full scale. Both are continuous, so turning them is heard as a sweep. At 16 bits and 44 100 Hz it is off.
#pragma once
#include "../mathematics.hpp"
#include "../quantum.hpp"

namespace vamen {

class Crush : public FadedEffect<Crush> {
    friend FadedEffect<Crush>;

    static bool wanted(const double* values) {
        const bool turned = values[CRUSH_BITS] < LIMITS[CRUSH_BITS].high || values[CRUSH_RATE] < LIMITS[CRUSH_RATE].high;
        return turned && !(values[BYPASS_CRUSH] > 0);
    }

    void begin(const double* values) {
        rate_.set(fast_log(float(values[CRUSH_RATE])));
        bits_.set(values[CRUSH_BITS]);
        phase_ = 0;
    }

    void run(Quantum& quantum, const double* values) {
        rate_.follow(fast_log(float(values[CRUSH_RATE])));
        bits_.follow(values[CRUSH_BITS]);
        float mid[QUANTUM], side[QUANTUM];
        hold(quantum, mid, side);
        const float step = step_of(bits_.before), next = step_of(bits_.value);
        const float before = float(share_.before), after = float(share_.value);
        for (int n = 0; n < QUANTUM; n++) {
            const float size = between(step, next, n), share = between(before, after, n);
            quantum.mid[n] += share * (rounded(mid[n], size) - quantum.mid[n]);
            quantum.side[n] += share * (rounded(side[n], size) - quantum.side[n]);
        }
    }

    static float step_of(double bits) { return float(power_of_two(1 - bits)); }
    // In periods for each sample of ours; exactly 1 at the end of the range, where nothing is held
    static float advance_of(double rate) { return float(std::min(power_of_two(LOG2_E * rate) * (1.000001 / RATE), 1.0)); }

    static float rounded(float value, float step) {
        constexpr float ROUND = 12582912.0f;  // 1.5 * 2^23: adding it leaves a whole number
        return (value / step + ROUND - ROUND) * step;
    }

    void hold(const Quantum& quantum, float* mid, float* side) {
        const float before = advance_of(rate_.before), after = advance_of(rate_.value);
        for (int n = 0; n < QUANTUM; n++) {
            const float advance = between(before, after, n), a = quantum.mid[n], b = quantum.side[n];
            phase_ += advance;
            if (phase_ >= 1) {  // that long ago, in samples of ours
                phase_ = std::min(phase_ - 1, 0.999f * advance);
                const float ago = phase_ / advance;
                held_mid_ = a + (last_mid_ - a) * ago, held_side_ = b + (last_side_ - b) * ago;
            }
            last_mid_ = a, last_side_ = b;
            mid[n] = held_mid_, side[n] = held_side_;
        }
    }

    Smoothed rate_, bits_;  // log Hz
    float phase_ = 0;       // since the last sample was held, in periods of the rate
    float held_mid_ = 0, held_side_ = 0, last_mid_ = 0, last_side_ = 0;
};

}  // namespace vamen
