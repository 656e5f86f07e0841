// The windows of analysis and synthesis: a periodic Hann window and its dual, whose products overlap to exactly 1.
#pragma once
#include <algorithm>
#include <cmath>

#include "geometry.hpp"

namespace vamen {

struct Windows {
    float hann[FFT], dual[FFT], synthesis[FFT];  // synthesis: the dual over FFT, for an inverse transform without a factor

    Windows() {
        for (int n = 0; n < FFT; n++) hann[n] = float(0.5 - 0.5 * std::cos(2 * PI * n / FFT));
        for (int n = 0; n < FFT; n++) {
            float energy = 0;
            for (int m = n % HOP; m < FFT; m += HOP) energy += hann[m] * hann[m];
            dual[n] = hann[n] / energy;
            synthesis[n] = dual[n] / FFT;
        }
    }

    // Sample n of the window for frame `frame` of a buffer that holds frames first..count-1. Where neighbours are missing
    // the overlap sum is less than the sound; the window is divided by the share that is there (Gnann and Spiertz 2010).
    float analysis(int frame, int n, int first, int count) const {
        double share = 0;
        for (int other = std::max(first, frame - PAST); other < std::min(count, frame + OVERLAP); other++) {
            const int m = n + (frame - other) * HOP;
            if (m >= 0 && m < FFT) share += double(hann[m] * dual[m]);
        }
        return float(hann[n] / std::max(share, 1e-3));
    }
};

// Raised cosine from 1 to 0 over `count` samples, at the middle of each.
inline float falling(int n, int count) { return float(0.5 + 0.5 * std::cos(PI * (n + 0.5) / count)); }

}  // namespace vamen
