// The lengths of a jump: when it begins before the onset that it aims at, and how the sound fades over.
#pragma once
#include "mathematics.hpp"

namespace vamen {

constexpr int ATTACK_PREROLL = 32;  // samples from the beginning of a jump to the onset that it aims at
constexpr int CROSSFADE = 56;       // samples from the old place to the new one

// Fades `hop` in over what is left behind (CROSSFADE,). The gain is the integral of a Hann window: steeper than half a
// cosine, and far less of a click.
inline void crossfade(const float* leaving, float* hop) {
    for (int n = 0; n < CROSSFADE; n++) {
        const double part = (n + 0.5) / CROSSFADE;
        float sine, cosine;
        fast_sincos(2 * PI * part, sine, cosine);
        const float rising = float(part - sine / (2 * PI));
        hop[n] = leaving[n] + rising * (hop[n] - leaving[n]);
    }
}

}  // namespace vamen
