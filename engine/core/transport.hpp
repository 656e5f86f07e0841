// Musical time: where the playhead stands at a sample of the instrument's clock.
//
// clock     int64   samples since the instrument began        beat   double   quarter notes since play
// position  double  column of the tape that is centred on that sample; it runs on past the end, the tape is a loop
// tempo     BPM: beats, and the playhead's pace               speed  the pace relative to the tempo; below 0: backwards
// rate      columns per hop of samples; 1 at the tape's native tempo
//
// Position and beat are functions of the clock between two changes, never sums over hops, so they cannot drift and do not
// depend on how the clock is cut into blocks. Effects are laid over the break, which runs on below: freeze over stutter
// over reverse. Whatever is taken away, the playhead is where it would have been without it.
#pragma once
#include <optional>

#include "geometry.hpp"

namespace vamen {

constexpr int64_t NEVER = int64_t(1) << 62;  // a sample that does not come

struct Effects {
    bool freeze = false, reverse = false;
    double stutter = 0;  // sixteenths that repeat; 0 is off
    bool operator==(const Effects& o) const { return freeze == o.freeze && reverse == o.reverse && stutter == o.stutter; }
};

// A passage begin .. begin + length of the tape that repeats, read at `pace` columns per sample of either sign. The first
// pass comes from `column` at `clock`, wherever that is; all others run through the whole passage.
struct RepeatRegion {
    double begin, length, pace, clock, column;
    int64_t passes = 0;  // finished

    double entry() const { return pace >= 0 ? begin : begin + length; }
    int64_t due() const;  // the sample at which the next pass begins
    // Passes begin on whole samples, so that all are alike, unless `exact`.
    double position(double at, bool exact = false) const;
    RepeatRegion with_pace(double at, double other) const;
    RepeatRegion next(double other_length) const;

private:
    double start_of(int64_t pass) const;
};

class Transport {
public:
    Transport(double tempo, double speed) : tempo_(tempo), speed_(speed) {}

    double own_rate() const;  // of what is below a freeze
    double rate() const { return effects_.freeze ? 0.0 : own_rate(); }
    int64_t due() const { return region_ ? region_->due() : NEVER; }  // the next repeat
    double beat(int64_t at) const;
    double straight(int64_t at) const;  // the column without any effect
    double position(int64_t at) const { return effects_.freeze ? held_ : moving(at); }

    void begin(int64_t at, double beat, double position);
    // Goes on from a beat, with the break where it is if it ran there from beat 0 at the present speed. It moves what is
    // laid over the break, as a slice does; but a freeze that is `holding` a moment goes on with it.
    void locate(int64_t at, double beat, bool holding);
    void jump(int64_t at, int step);  // to a sixteenth; the beat goes on
    void set_pace(int64_t at, double tempo, double speed);
    bool set_effects(int64_t at, const Effects& effects);  // whether the playhead is elsewhere at once
    bool advance_repeat(int64_t at);                       // whether a new pass, due by then, is heard

private:
    double pace() const { return own_rate() / HOP; }  // columns per sample
    double backwards(int64_t at) const { return turned_ + double(at - turned_clock_) * pace(); }
    double moving(int64_t at) const;
    double repeat_length() const;
    RepeatRegion region_at(int64_t at, double position) const;

    double tempo_, speed_;
    Effects effects_;
    int64_t clock_ = 0, turned_clock_ = 0;  // where the present motion of the break, and of its reverse, began
    double beat_ = 0, position_ = 0, turned_ = 0, held_ = 0;
    std::optional<RepeatRegion> region_;
};

}  // namespace vamen
