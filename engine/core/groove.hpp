// Swing and shifts of sixteenths: musical time in, columns of the tape out.
//
// swing   50..75 %            share of a pair of sixteenths that the first one takes
// shift   -0.5..0.5           sixteenths by which one comes later; below 0: sooner
// time    double              columns of musical time: STEP_FRAMES in a sixteenth of the tempo
// column  double              of the tape; both run on past the end, the tape is a loop
//
// Each sixteenth has a place in musical time. Between two places column and time are proportional. After a change the
// places glide, as a tape that is elsewhere at once would have no attacks where they are passed over.
#pragma once
#include "mathematics.hpp"

namespace vamen {

class Groove {
public:
    Groove() { place_all(), settle(); }

    void set_swing(double percent) {
        if (percent != swing_) swing_ = percent, place_all();
    }
    void set_shift(int step, double shift) {
        if (shift != shifts_[step]) shifts_[step] = shift, place_all();
    }

    void settle() { now_ = from_ = to_, moved_ = false, share_ = 1, straight_ = are_straight(now_); }

    void follow(int64_t at) {  // the places as they are at that sample
        if (moved_) from_ = now_, since_ = at, share_ = 0, moved_ = false;
        if (share_ == 1) return;
        share_ = std::min(double(at - since_) / GLIDE, 1.0);
        for (int k = 0; k <= STEPS; k++) now_.at[k] = from_.at[k] + (to_.at[k] - from_.at[k]) * share_;
        if (share_ == 1) settle();
        straight_ = are_straight(now_);
    }

    bool straight() const { return straight_; }  // whether time and column are the same

    double column(double time) const {
        if (straight_) return time;
        const double loop = std::floor((time - now_.at[0]) / FRAMES) * FRAMES, place = time - loop;
        const int k = std::clamp(int(std::upper_bound(now_.at, now_.at + STEPS, place) - now_.at) - 1, 0, STEPS - 1);
        return loop + k * STEP_FRAMES + (place - now_.at[k]) / (now_.at[k + 1] - now_.at[k]) * STEP_FRAMES;
    }

    double time(double column) const {
        if (straight_) return column;
        const double loop = std::floor(column / FRAMES) * FRAMES, sixteenths = (column - loop) / STEP_FRAMES;
        const int k = sixteenths < STEPS - 1 ? int(sixteenths) : STEPS - 1;  // also of what is not finite
        return loop + now_.at[k] + (sixteenths - k) * (now_.at[k + 1] - now_.at[k]);
    }

private:
    static constexpr double CLOSEST = 2;    // columns of time between two places, at least: the order stays
    static constexpr double GLIDE = 2048;   // samples, 46 ms

    struct Places { double at[STEPS + 1]; };  // of all sixteenths, and of the first one of the next pass

    void place_all() {
        double* const at = to_.at;
        for (int k = 0; k < STEPS; k++) at[k] = STEP_FRAMES * (k + (k % 2 ? swing_ / 50 - 1 : 0) + shifts_[k]);
        for (int k = 1; k < STEPS; k++) at[k] = std::max(at[k], at[k - 1] + CLOSEST);
        at[STEPS] = at[0] + FRAMES;
        for (int k = STEPS - 1; k; k--) at[k] = std::min(at[k], at[k + 1] - CLOSEST);
        moved_ = true;
    }

    static bool are_straight(const Places& places) {
        for (int k = 0; k < STEPS; k++)
            if (places.at[k] != k * STEP_FRAMES) return false;
        return true;
    }

    double swing_ = 50, shifts_[STEPS] = {};
    Places now_, from_, to_;
    int64_t since_ = 0;
    double share_ = 1;  // of the way from the old places to the new ones
    bool moved_ = false, straight_ = true;
};

}  // namespace vamen
