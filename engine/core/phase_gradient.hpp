// The first phase of a frame, from magnitudes alone.
//
// magnitudes  float (count, BINS)    a run of consecutive frames, HOP samples apart
// angles      double (BINS,)         radians, referred to the centre of the frame
//
// Phase-gradient integration with one known future frame (Prusa, Balazs, Sondergaard: "A Noniterative Method for
// Reconstruction of Phase from STFT Magnitude", 2017). The logarithm of the magnitudes of a Gaussian-like window holds the
// derivatives of its phase; integrating them along loud bins gives the phase. Instead of a heap, a widest-path scan finds
// for each bin the bin of the frame before from which the route to it is loudest at its quietest point.
#pragma once
#include "geometry.hpp"

namespace vamen {

class PhaseGradientIntegrator {
public:
    // From the angles of the first of `count` rows, those of the rows after it but for the last: angles[0..count-3].
    void integrate(const float* const* rows, int count, double* angle, double (*angles)[WIDE]);

private:
    struct Paths { alignas(32) float width[WIDE], gate[WIDE]; int32_t source[WIDE]; };

    void find_sources(const float* previous, const float* current);
    const Paths& scan();

    alignas(32) float loudness_[MOST_ROWS][WIDE], both_[WIDE], slope_[WIDE], width_[WIDE];
    alignas(32) double turn_[WIDE], climb_[WIDE];
    int32_t source_[WIDE];
    Paths paths_[2];
};

}  // namespace vamen
