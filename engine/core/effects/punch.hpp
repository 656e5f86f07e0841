// Transient shaper: attacks of the break are emphasised (1) or softened (-1); 0 leaves every bit as it is.
//
// Two envelopes of the mid: one rises within a millisecond, the other follows it; they fall together. While the first is
// ahead, there is an attack. The side gets the gain of the mid, so that the sum of both channels does not depend on the
// width.
#pragma once
#include "../quantum.hpp"

namespace vamen {

class Punch {
public:
    void set(const double* values) { amount_.set(target(values)); }

    void operator()(Quantum& quantum, const double* values) {
        amount_.follow(target(values));
        if (amount_.off()) return listen(quantum.mid);
        if (amount_.begins()) listen(quantum.mid);
        float ahead[QUANTUM];  // by how much the first envelope is ahead, 0..1
        for (int n = 0; n < QUANTUM; n++) {
            const float level = std::fabs(quantum.mid[n]);
            fast_ = level > fast_ ? fast_ + RISE * (level - fast_) : fast_ * FALL;
            slow_ = fast_ > slow_ ? slow_ + FOLLOW * (fast_ - slow_) : fast_;
            ahead[n] = fast_ - RIPPLE * slow_;
            ahead[n] = ahead[n] > 0 ? ahead[n] / (fast_ + slow_ + QUIET) : 0.0f;
        }
        const float before = float(amount_.before), after = float(amount_.value);
        for (int n = 0; n < QUANTUM; n++) {
            const float amount = between(before, after, n), change = 1 + MOST * std::fabs(amount) * ahead[n];
            const float gain = amount > 0 ? change : 1 / change;
            quantum.mid[n] *= gain;
            quantum.side[n] *= gain;
        }
    }

private:
    static constexpr float RISE = 0.030f;    // time constants: 0.75 ms
    static constexpr float FALL = 0.99968f;  // 70 ms
    static constexpr float FALL_IN_QUANTUM = 0.98981f;  // FALL to the power of QUANTUM
    static constexpr float FOLLOW = 0.0011f; // 20 ms
    static constexpr float RIPPLE = 1.15f;   // the fast one is that far ahead within a period of a kick
    static constexpr float QUIET = 1e-4f;    // -80 dB: nothing below is an attack
    static constexpr float MOST = 3;

    static double target(const double* values) { return values[BYPASS_PUNCH] > 0 ? 0.0 : values[PUNCH]; }

    void listen(const float* mid) {  // while it is off: what has sounded before is no attack
        float loudest = 0;
        for (int n = 0; n < QUANTUM; n++) loudest = std::max(loudest, std::fabs(mid[n]));
        slow_ = fast_ = std::max(loudest, fast_ * FALL_IN_QUANTUM);
    }

    Smoothed amount_;
    float fast_ = 0, slow_ = 0;
};

}  // namespace vamen
