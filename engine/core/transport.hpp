// Musical time: where the playhead stands at a sample of the instrument's clock.
//
// clock     int64   samples since the instrument began        beat   double   quarter notes since play
// position  double  column of the tape that is centred on that sample; it runs on past the end, the tape is a loop
// tempo     BPM: beats, and the playhead's pace               speed  the pace relative to the tempo; below 0: backwards
// rate      columns per hop of samples; 1 at the tape's native tempo
//
// Position and beat are functions of the clock between two changes, never sums over hops, so they cannot drift and do
// not depend on how the clock is cut into blocks. Effects are laid over the break, which runs on below: freeze over
// stutter over reverse. Whatever is taken away, the playhead is where it would have been without it.
#pragma once
#include "mathematics.hpp"

namespace vamen {

constexpr double SHORTEST_REPEAT = 0.25;  // sixteenths
constexpr double REPEATS_APART = 512;     // samples, at least: each is a restart, the most expensive moment there is
constexpr double SNAP = 0.125;            // share of a region: this near to the next, that is meant; presses come early
constexpr double SAME = 0.01;             // columns that make no audible difference
constexpr double STANDS = 1e-9;           // columns per sample: less is a column in six hours
constexpr double LATEST = 1e15;           // samples; a region that ends later does not end

constexpr int64_t NEVER = int64_t(1) << 62;  // a sample that does not come

struct Effects {
    bool freeze = false, reverse = false;
    double stutter = 0;  // sixteenths that repeat; 0 is off
    bool operator==(const Effects& o) const {
        return freeze == o.freeze && reverse == o.reverse && stutter == o.stutter;
    }
};

// A passage begin .. begin + length of the tape that repeats, read at `pace` columns per sample of either sign. The
// first pass comes from `column` at `clock`, wherever that is; all others run through the whole passage.
struct RepeatRegion {
    double begin, length, pace, clock, column;
    int64_t passes = 0;  // finished

    double entry() const { return pace >= 0 ? begin : begin + length; }

    int64_t due() const {  // the sample at which the next pass begins
        const double at = std::fabs(pace) > STANDS ? std::nearbyint(start_of(passes + 1)) : LATEST;
        return at < LATEST ? int64_t(at) : NEVER;
    }

    // Passes begin on whole samples, so that all are alike, unless `exact`.
    double position(double at, bool exact = false) const {
        const double since = start_of(passes);
        return (passes ? entry() : column) + (at - (exact ? since : std::nearbyint(since))) * pace;
    }

    RepeatRegion with_pace(double at, double other) const { return {begin, length, other, at, position(at, true)}; }

    RepeatRegion next(double other_length) const {
        if (other_length == length) return {begin, length, pace, clock, column, passes + 1};
        return whole(begin, other_length, pace, start_of(passes + 1));
    }

    static RepeatRegion whole(double begin, double length, double pace, double clock) {
        return {begin, length, pace, clock, pace >= 0 ? begin : begin + length};
    }

private:
    double start_of(int64_t pass) const {
        if (!pass) return clock;
        const double way = begin + (pace > 0 ? length : 0) - column;
        return clock + (way + double(pass - 1) * std::copysign(length, pace)) / pace;
    }
};

class Transport {
public:
    Transport(double tempo, double speed) : tempo_(tempo), speed_(speed) {}

    // Of what is below a freeze.
    double own_rate() const { return (effects_.reverse ? -1 : 1) * speed_ * tempo_ / NATIVE_TEMPO; }
    double rate() const { return effects_.freeze ? 0.0 : own_rate(); }
    int64_t due() const { return region_ ? region_->due() : NEVER; }  // the next repeat
    double beat(int64_t at) const { return beat_ + double(at - clock_) * tempo_ / (60.0 * RATE); }

    double straight(int64_t at) const {  // the column without any effect
        return position_ + double(at - clock_) * (speed_ * tempo_ / NATIVE_TEMPO) / HOP;
    }

    double position(int64_t at) const { return effects_.freeze ? held_ : moving(at); }

    int64_t sixteenth(double column) const {  // that a position lies in, counted since play
        return passes_ * STEPS + whole(column / STEP_FRAMES);
    }

    void begin(int64_t at, double beat, double position) {
        clock_ = turned_clock_ = at;
        beat_ = beat;
        position_ = turned_ = held_ = position;
        passes_ = whole(beat * speed_ / BEATS);
        if (region_) region_ = region_at(at, position);
    }

    // Goes on from a beat, with the break where it is if it ran there from beat 0 at the present speed. It moves what
    // is laid over the break, as a slice does; but a freeze that is `holding` a moment goes on with it.
    void locate(int64_t at, double beat, bool holding) {
        const double held = held_;
        begin(at, beat, modulo(beat * speed_ * (double(FRAMES) / BEATS), FRAMES));
        if (holding && effects_.freeze) held_ = held;
    }

    void jump(int64_t at, int step, bool again) {  // to a sixteenth; the beat goes on; `again`: it is another pass
        const int place = (step % STEPS + STEPS) % STEPS;
        const int64_t pass = passes_ + whole(straight(at) / FRAMES) + again;
        begin(at, beat(at), double(place * STEP_FRAMES));
        passes_ = pass;
        if (region_) region_ = RepeatRegion::whole(position_, repeat_length(), pace(), double(at));
    }

    void set_pace(int64_t at, double tempo, double speed) {
        if (tempo == tempo_ && speed == speed_) return;
        const double here = beat(at), straight_here = straight(at), backwards_here = backwards(at);
        beat_ = here, position_ = straight_here, turned_ = backwards_here;
        clock_ = turned_clock_ = at;
        tempo_ = tempo, speed_ = speed;
        if (region_) region_ = region_->with_pace(double(at), pace());
    }

    bool set_effects(int64_t at, const Effects& effects) {  // whether the playhead is elsewhere at once
        if (effects == effects_) return false;
        const double heard = position(at), was = moving(at);
        const Effects before = effects_;
        effects_ = effects;
        if (effects.reverse != before.reverse) {
            turned_clock_ = at, turned_ = was;
            if (region_) region_ = region_->with_pace(double(at), pace());
        }
        if (effects.stutter == 0) region_.reset();
        else if (!region_) region_ = region_at(at, moving(at));
        if (effects.freeze && !before.freeze) held_ = was;
        const double away = modulo(position(at) - heard, FRAMES);
        return SAME < away && away < FRAMES - SAME;
    }

    bool advance_repeat(int64_t at) {  // whether a new pass, due by then, is heard
        bool advanced = false;
        for (; region_ && region_->due() <= at; advanced = true) region_ = region_->next(repeat_length());
        return advanced && !effects_.freeze;
    }

private:
    static int64_t whole(double number) { return std::fabs(number) < LATEST ? int64_t(std::floor(number)) : 0; }

    double pace() const { return own_rate() / HOP; }  // columns per sample
    double backwards(int64_t at) const { return turned_ + double(at - turned_clock_) * pace(); }

    double moving(int64_t at) const {
        if (region_) return region_->position(double(at));
        return effects_.reverse ? backwards(at) : straight(at);
    }

    double repeat_length() const {  // columns; doubled until repeats are far enough apart
        double length = std::max(effects_.stutter, SHORTEST_REPEAT) * STEP_FRAMES;
        while (length < REPEATS_APART * std::fabs(pace())) length *= 2;
        return length;
    }

    // What repeats from here on begins with the sixteenth that is played, or with a part of it.
    RepeatRegion region_at(int64_t at, double position) const {
        const double sixteenth = STEP_FRAMES, length = repeat_length(), going = pace();
        const double grid = std::min(length, sixteenth);
        const double near = position + (going ? std::copysign(SNAP * grid, going) : 0.0);
        const double step = floor_divide(near, sixteenth) * sixteenth;
        return {step + floor_divide(near - step, grid) * grid, length, going, double(at), position};
    }

    double tempo_, speed_;
    Effects effects_;
    int64_t clock_ = 0, turned_clock_ = 0;  // where the present motion of the break, and of its reverse, began
    double beat_ = 0, position_ = 0, turned_ = 0, held_ = 0;
    int64_t passes_ = 0;  // over the tape since play, when the present motion began
    std::optional<RepeatRegion> region_;
};

}  // namespace vamen
