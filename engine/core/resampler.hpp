// Sound at the engine's rate in, sound at the card's rate out, for cards that do not run at RATE.
//
// A bank of windowed-sinc filters, one for every place that an output sample can have between two input samples; the ratio
// of the rates is exact, and any division into blocks gives the same samples. It asks half a filter ahead.
// After Smith and Gossett: "A flexible sampling-rate conversion method" (1984).
#pragma once
#include <vector>

#include "geometry.hpp"

namespace vamen {

class Resampler {
public:
    static constexpr int CHUNK = 512;  // output frames at once, at most

    explicit Resampler(int rate);

    double position() const;          // of the next output frame, in input frames
    int missing(int frames) const;    // input frames that these output frames need beyond what is held
    float* room() { return input_.data() + 2 * held_; }  // where they go, interleaved stereo
    void take(float* out, int frames, int added);

private:
    int phases_, taps_, step_;  // step: phases from one output frame to the next
    std::vector<float> bank_, input_;
    int held_, phase_ = 0;      // input frames, and the phase of the next output frame, counted from the oldest of them
    int64_t dropped_ = 0;       // input frames that are no longer held
};

}  // namespace vamen
