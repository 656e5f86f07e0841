// Stereo from mono: a side signal with another phase, which vanishes when left and right are added.
//
// spectrum  of each frame as it is committed        side  float (count,): left = mid + width * side, right = mid - ...
//
// The side is the same sound through an all-pass filter (tables.turn): every bin is delayed by its own 0 to 4 ms,
// neighbours by nearly the same, so onsets stay onsets and nothing sounds before they do.
#pragma once
#include "griffin_lim.hpp"

namespace vamen {

struct Tables { const float *turn_re, *turn_im; const double* wander; int wander_count; };

class StereoWidener {
public:
    explicit StereoWidener(const Tables& tables);

    void reset() { std::fill_n(pending_, 2 * FFT, 0.0f); }
    void add(const Spectrum& spectrum, float gain);  // a frame that begins with the next sample
    // Leaves what sounds within `fade` samples, for the frames of an inverter that has just been restarted.
    void restart(const StreamingGriffinLim& inverter, float gain, int fade);
    void take(int count, float* out);  // the next samples, at most a frame

private:
    void synthesise(const Spectrum& spectrum);  // into lane 0 of frame_

    const Windows windows_;
    Fourier fourier_;
    Spectrum turn_, spectrum_;
    LaneRows re_{}, im_{};
    LaneFrames frame_;
    alignas(32) float pending_[2 * FFT];
};

}  // namespace vamen
