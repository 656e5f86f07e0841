// Slices: where one begins and ends, and how long the one that was played last sounds.
//
// before, begin, end   double   columns of the tape: the slice before it, forwards its own begin, the slice after it
//
// A slice plays on into the break that follows, or it is silent from its end on, or from the moment it is let go. The
// silence lasts until another slice is played, or another mode is chosen, or the instrument stops.
#pragma once
#include "geometry.hpp"

namespace vamen {

struct Slice {
    double before, begin, end;
    // Whether a column belongs to it; backwards, it sounds what is before its begin.
    bool holds(double column) const { return before < column && column < end; }
    Slice moved(double columns) const { return {before + columns, begin + columns, end + columns}; }
};

enum SliceMode { PLAY_ON, ONE_SHOT, GATED };

class PlayedSlice {
public:
    void set_mode(double mode) {  // another mode ends what the last one had begun
        if (SliceMode(mode) == mode_) return;
        mode_ = SliceMode(mode), state_ = FREE;
    }
    void reset() { state_ = FREE; }
    void press(int index) { index_ = index, state_ = mode_ == PLAY_ON ? FREE : HELD; }
    bool release(int index) {  // whether it ends now; any other slice than the last has been left already
        if (state_ != HELD || mode_ != GATED || index != index_) return false;
        state_ = ENDED;
        return true;
    }
    void follow(bool inside) {  // where the playhead is: what has been left does not come back
        if (state_ == HELD && silent(inside)) state_ = ENDED;
    }
    bool silent(bool inside) const { return state_ == ENDED || (state_ == HELD && mode_ == ONE_SHOT && !inside); }
    bool idle() const { return state_ == FREE; }  // whether it silences nothing

private:
    enum State { FREE, HELD, ENDED };
    SliceMode mode_ = PLAY_ON;
    State state_ = FREE;
    int index_ = 0;
};

}  // namespace vamen
