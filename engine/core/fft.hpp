// Real Fourier transforms of four frames at once, one frame in each lane of a vector.
//
// samples  float (FFT, LANES)    of four frames, sample by sample
// re, im   float (BINS, LANES)   their spectra
//
// Stockham's radix-4 transform of half the size over complex pairs. All lanes do the same work, so it needs no shuffles
// and gives the same bits with any vector unit.
#pragma once
#include "geometry.hpp"

namespace vamen {

typedef float Lanes __attribute__((vector_size(4 * LANES), may_alias));

struct LaneFrames { alignas(32) float at[FFT * LANES]; };
struct LaneRows { alignas(32) float at[WIDE * LANES]; };

class Fourier {
public:
    void forward(LaneFrames& samples, LaneRows& re, LaneRows& im);  // `samples` is used as scratch
    // FFT times the inverse transform, times `window` (FFT,); imaginary parts of the first and last bin do not count.
    void backward(const LaneRows& re, const LaneRows& im, const float* window, LaneFrames& samples);

private:
    LaneFrames scratch_;
};

// From a row of samples to LANES frames that are HOP apart, and back.
void cut(const float* sound, const LaneFrames& window, LaneFrames& frames);  // frame f begins at sound[f * HOP]
void overlap_add(const LaneFrames& frames, float* sound);                    // adds frame f from sound[f * HOP] on
// Each frame moves one lane down; the last lane becomes the first one of `next`, or silence.
void shift_lanes(float* row, const float* next, int count);

}  // namespace vamen
