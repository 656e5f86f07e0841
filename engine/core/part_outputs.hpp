// Kick, snare and hats as outputs of their own, beside the mix: mid, side and parts of a quantum in, stereo pairs out.
//
// in   mid, side float (QUANTUM,)   parts float (QUANTUM, LAYERS)   before the effects
// out  float (PARTS, QUANTUM, 2)    left and right, delayed as the mix and with the gain of its limiter
//
// They have level and width of the mix and none of its effects, so that they add up to the mix without effects.
#pragma once
#include "limiter.hpp"

namespace vamen {

struct Block { float* mix; float* const* parts; int frames; };  // interleaved stereo; parts: nullptr, or PARTS of them

class HighPass {  // of the first order, against DC
public:
    float operator()(float sample) {
        out_ = (1 + POLE) / 2 * (sample - in_) + POLE * out_;
        in_ = sample;
        return float(out_);
    }

private:
    static inline const double POLE = std::exp(-2 * PI * 20.0 / RATE);
    double in_ = 0, out_ = 0;
};

class PartOutputs {
public:
    void take(const float* mid, const float* side, const float (*parts)[LAYERS]) {
        for (int n = 0; n < QUANTUM; n++) {
            const float *one = parts[n], kick = one[KICK_MID], snare = one[SNARE_MID];
            mid_[KICK][n] = kick, mid_[SNARE][n] = snare, mid_[HATS][n] = mid[n] - kick - snare;
            const float kick_side = one[KICK_SIDE], snare_side = one[SNARE_SIDE];
            side_[KICK][n] = kick_side, side_[SNARE][n] = snare_side, side_[HATS][n] = side[n] - kick_side - snare_side;
        }
    }

    // `gain` and `width` (QUANTUM,) of the samples that have been taken; the limiter's at both ends of those that leave.
    void finish(const float* gain, const float* width, double before, double after, float (*out)[2 * QUANTUM]) {
        for (int p = 0; p < PARTS; p++)
            for (int n = 0; n < QUANTUM; n++) {
                const float mid = high_pass_[p](gain[n] * safe(mid_[p][n]));
                const float side = gain[n] * width[n] * safe(side_[p][n]);
                const float limited = float(before + (after - before) * (double(n + 1) / QUANTUM));
                for (int c = 0; c < 2; c++) {
                    float& held = held_[p][2 * n + c];
                    out[p][2 * n + c] = std::clamp(held * limited, -CEILING, CEILING);
                    held = c ? mid - side : mid + side;
                }
            }
    }

private:
    static float safe(float sample) { return std::fabs(sample) <= LOUDEST ? sample : 0.0f; }

    float mid_[PARTS][QUANTUM] = {}, side_[PARTS][QUANTUM] = {}, held_[PARTS][2 * QUANTUM] = {};
    HighPass high_pass_[PARTS];
};

}  // namespace vamen
