// Saturation at about the same loudness: x / sqrt(1 + (bend x)^2), which leaves quiet sound as it is and bends loud sound to
// 1 / bend, times what makes up for that. The side gets the gain of the mid, so that the sum of both channels does not
// depend on the width.
#pragma once
#include "../quantum.hpp"

namespace vamen {

class Drive {
public:
    void set(const double* values) { amount_.set(target(values)); }

    void operator()(Quantum& quantum, const double* values) {
        amount_.follow(target(values));
        if (amount_.off()) return;
        const float bend = bend_of(amount_.before), further = bend_of(amount_.value) - bend;
        const float makeup = makeup_of(bend), more = makeup_of(bend + further) - makeup;
        for (int n = 0; n < QUANTUM; n++) {
            const float part = float(n + 1) / QUANTUM;
            const float bent = (bend + further * part) * quantum.mid[n];
            const float gain = (makeup + more * part) / std::sqrt(1 + bent * bent);
            quantum.mid[n] *= gain;
            quantum.side[n] *= gain;
        }
    }

private:
    static constexpr float BEND = 6;  // at full drive; beyond it the harmonics fold back audibly

    static double target(const double* values) { return values[BYPASS_DRIVE] > 0 ? 0.0 : values[DRIVE]; }
    static float bend_of(double drive) { return BEND * float(drive * drive); }
    // Fitted to breaks of -16 LUFS, so that their loudness stays
    static float makeup_of(float bend) { return float(std::pow(1 + double(bend) * bend / 6.5, 0.305)); }

    Smoothed amount_;
};

}  // namespace vamen
