// Silence: the probability of each sixteenth and the sixteenth to come in, a gain for each sample out.
//
// A probability is the share of the passes over the tape in which a sixteenth is silent. Its number since play alone
// decides, so every rendering of a set has the same ones. The sound is faded in time for the attacks, which begin
// ATTACK_PREROLL samples before their sixteenth: that of a silent one is not heard, and the next one is complete.
#pragma once
#include "mathematics.hpp"

namespace vamen {

constexpr int MUTE_FADE = 256;                          // samples
constexpr int MUTE_AHEAD = ATTACK_PREROLL + MUTE_FADE;  // samples from the beginning of a fade to its sixteenth

// A summand with which the shares of the first 400 passes are within 5 points of any probability, for each sixteenth.
constexpr uint64_t EVEN = 3777913334;

// From 0 to below 1.
inline double chance(int64_t sixteenth) { return unit(mixed((uint64_t(sixteenth) + EVEN) * GOLDEN)); }

class Mutes {
public:
    void set(int step, double probability) { probabilities_[step] = probability; }
    bool silent(int64_t sixteenth) const { return chance(sixteenth) < probabilities_[uint64_t(sixteenth) % STEPS]; }

    bool idle() const {  // whether all samples stay as they are
        return open_ == 1 && std::all_of(probabilities_, probabilities_ + STEPS, [](double one) { return one == 0; });
    }
    void settle(bool silent) { open_ = silent ? 0 : 1, closing_ = MUTE_FADE, closes_ = silent; }
    void close_within(int samples) { closing_ = samples; }  // until it is silent
    float follow(bool silent) {                             // the gain of the next sample
        open_ = std::clamp(open_ + (silent ? -1.0 / closing_ : 1.0 / MUTE_FADE), 0.0, 1.0);
        if (open_ == 0) closing_ = MUTE_FADE;
        closes_ = silent;
        return gain();
    }
    float go_on() { return follow(closes_); }  // if nothing changes

private:
    float gain() const {  // without a corner, which would click
        if (open_ == 0 || open_ == 1) return float(open_);
        float sine, cosine;
        fast_sincos(PI * open_, sine, cosine);
        return 0.5f - 0.5f * cosine;
    }

    double probabilities_[STEPS] = {};
    double open_ = 1;
    bool closes_ = false;
    int closing_ = MUTE_FADE;  // samples of the present fade
};

}  // namespace vamen
