// Musical time: where the playhead stands at a sample of the instrument's clock.
//
// clock     int64   samples since the instrument began        beat   double   quarter notes since play
// position  double  columns of musical time at that sample; it runs on past the end, the tape is a loop
// place     double  column of the tape where the groove has that position
// column    double  of the tape, that is centred on that sample: the place, or that of a shuffled sixteenth
// tempo     BPM: beats, and the playhead's pace               speed  the pace relative to the tempo; below 0: backwards
// rate      columns per hop of samples; 1 at the tape's native tempo
//
// Position and beat are functions of the clock between two changes, never sums over hops, so they cannot drift and do
// not depend on how the clock is cut into blocks. Effects are laid over the break, which runs on below: freeze over
// stutter over reverse over half time. Whatever is taken away, the playhead is where it would have been without it. A
// shuffle lies over all of them: it replaces some of the sixteenths that they read.
#pragma once
#include "groove.hpp"
#include "shuffle.hpp"
#include "slices.hpp"

namespace vamen {

constexpr double SHORTEST_REPEAT = 0.25;  // sixteenths
constexpr double REPEATS_APART = 512;     // samples, at least: each is a restart, the most expensive moment there is
constexpr double SNAP = 0.125;            // share of a region: this near to the next, that is meant; presses come early
constexpr double SAME = 0.01;             // columns that make no audible difference
constexpr double STANDS = 1e-9;           // columns per sample: less is a column in six hours
constexpr double LATEST = 1e15;           // samples; a region that ends later does not end

constexpr int64_t NEVER = int64_t(1) << 62;  // a sample that does not come
constexpr int64_t SOON = 2 * QUANTUM;         // samples
constexpr double SLACK = 1e-7;                // sixteenths: a place so near to the next one has arrived

struct Effects {
    bool freeze = false, reverse = false, halftime = false;
    double stutter = 0;  // sixteenths that repeat; 0 is off
    double ramp = 0;     // octaves by which each repeat is shorter than the one before
    double scratch = 0;  // sixteenths, where the hand is

    bool operator==(const Effects& o) const {
        return freeze == o.freeze && reverse == o.reverse && halftime == o.halftime && stutter == o.stutter &&
               ramp == o.ramp && scratch == o.scratch;
    }
};

// A hand on a tape that is held: the columns by which it has moved it. It takes GLIDE samples to wherever it goes.
class Hand {
public:
    void let_go(double sixteenths) { from_ = to_ = 0, began_ = sixteenths; }  // it holds the tape where it is from here
    void move(int64_t at, double sixteenths) {
        const double column = (sixteenths - began_) * STEP_FRAMES;
        if (column == to_) return;
        from_ = moved(at), to_ = column, since_ = at;
    }
    double moved(int64_t at) const {
        const double share = double(at - since_) / GLIDE;
        return share >= 1 ? to_ : from_ + (to_ - from_) * std::max(share, 0.0);
    }
    double rate(int64_t at) const { return since_ <= at && double(at - since_) < GLIDE ? (to_ - from_) / GLIDE * HOP : 0; }

private:
    static constexpr double GLIDE = 882;  // samples, 20 ms: a hand that is told 50 times a second never stops
    double from_ = 0, to_ = 0, began_ = 0;
    int64_t since_ = 0;
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

    Groove groove;

    // Of what is below a freeze.
    double own_rate() const { return rate_of(LAYERS - 1); }
    double rate(int64_t at) const { return effects_.freeze ? hand_.rate(at) : own_rate(); }
    double offset() const { return shuffle_.offset(); }  // columns, of a sixteenth that is read in place of another
    int64_t repeat_due() const { return region_ ? region_->due() : NEVER; }
    int64_t due(int64_t at) const {  // the next leap, to a repeat or to another sixteenth, if it is less than SOON ahead
        return std::min(repeat_due(), shuffle_due(at));
    }
    double beat(int64_t at) const { return beat_ + double(at - layers_[STRAIGHT].clock) * tempo_ / (60.0 * RATE); }
    double straight(int64_t at) const { return run(STRAIGHT, at); }  // the position without any effect
    double position(int64_t at) const { return effects_.freeze ? held_ + hand_.moved(at) : moving(at); }
    double place(int64_t at) const { return groove.column(position(at)); }
    double column(int64_t at) const { return place(at) + offset(); }

    double ahead(int64_t at, int hops) const {  // the position so many hops on, if nothing changes and nothing repeats
        return effects_.freeze ? position(at + hops * HOP) : moving(at) + own_rate() * hops;
    }

    int64_t sixteenth(double place) const {  // that a place lies in, counted since play
        return passes_ * STEPS + whole(place / STEP_FRAMES);
    }

    const std::optional<Slice>& slice() const { return slice_; }  // that was played last; none: it has been left behind

    void begin(int64_t at, double beat, double position) {
        beat_ = beat;
        for (Layer& layer : layers_) layer.clock = at, layer.column = position;
        held_ = position;
        hand_.let_go(effects_.scratch);
        passes_ = whole(beat * speed_ / BEATS);
        slice_.reset();
        if (region_) region_ = region_at(at, position);
    }

    // Goes on from a beat, with the break where it is if it ran there from beat 0 at the present speed. It moves what
    // is laid over the break, as a slice does; but a freeze that is `holding` a moment goes on with it.
    void locate(int64_t at, double beat, bool holding) {
        const double held = held_;
        const Hand hand = hand_;
        begin(at, beat, modulo(beat * speed_ * (double(FRAMES) / BEATS), FRAMES));
        if (holding && effects_.freeze) held_ = held, hand_ = hand;
        enter(at);
    }

    void jump(int64_t at, const Slice& slice, bool played) {  // the beat goes on; `played`: by hand, in another pass
        const int64_t pass = passes_ + whole(groove.column(straight(at)) / FRAMES) + played;
        begin(at, beat(at), groove.time(slice.begin));
        passes_ = pass;
        if (region_) region_ = RepeatRegion::whole(held_, repeat_length(), pace(), double(at)), ramped_ = 1;
        if (played) slice_ = slice.moved(region_ ? place(at) - slice.begin : 0);  // repeats begin at the end, backwards
        enter(at);
    }

    void set_pace(int64_t at, double tempo, double speed) {
        if (tempo == tempo_ && speed == speed_) return;
        beat_ = beat(at);
        restart_layers(at, STRAIGHT);
        tempo_ = tempo, speed_ = speed;
        if (region_) region_ = region_->with_pace(double(at), pace());
    }

    void set_shuffle(int64_t at, double probability, double seed) { shuffle_.set(probability, seed, passing(at)); }

    bool set_effects(int64_t at, const Effects& effects) {  // whether the playhead is elsewhere at once
        if (effects == effects_) return false;
        const double heard = position(at), was = moving(at), rate = own_rate();
        const Effects before = effects_;
        if (effects.halftime != before.halftime) restart_layers(at, HALVED);
        if (effects.reverse != before.reverse) restart_layers(at, REVERSED);
        effects_ = effects;
        layers_[HALVED].factor = effects.halftime ? 0.5 : 1;
        layers_[REVERSED].factor = effects.reverse ? -1 : 1;
        if (region_ && own_rate() != rate) region_ = region_->with_pace(double(at), pace());
        if (effects.stutter != before.stutter) ramped_ = UNRAMPED;
        if (effects.stutter == 0) region_.reset();
        else if (!region_) region_ = region_at(at, moving(at));
        if (!effects.freeze || !before.freeze) hand_.let_go(effects.scratch);
        if (effects.freeze && !before.freeze) held_ = was;
        if (effects.freeze) hand_.move(at, effects.scratch);
        const double away = modulo(position(at) - heard, FRAMES);
        return SAME < away && away < FRAMES - SAME;
    }

    // Whether a leap that is due by then is heard; `elsewhere`: the playhead has just been moved.
    bool advance(int64_t at, bool elsewhere) {
        bool repeats = false;
        for (; region_ && region_->due() <= at; repeats = true) region_ = region_->next(next_length());
        const bool turns = shuffle_.active() && !shuffle_.is_at(passing(at)) && (elsewhere || apart(at));
        if (turns) entered_ = at;
        return (turns && enter(at)) || (repeats && !effects_.freeze);
    }

private:
    static int64_t whole(double number) { return std::fabs(number) < LATEST ? int64_t(std::floor(number)) : 0; }

    // Of the motions that are laid over each other: the break, at half its pace, the other way.
    enum { STRAIGHT, HALVED, REVERSED, LAYERS };
    struct Layer {
        double factor = 1;  // of the pace of the one below; 1 is as that one
        int64_t clock = 0;  // where it began, at this column
        double column = 0;
    };

    // The sixteenth, counted since play, that is read from a sample on; the next one begins at the nearest sample.
    int64_t passing(int64_t at) const {
        const double place = this->place(at) / STEP_FRAMES, slack = std::max(std::fabs(pace()) / STEP_FRAMES / 2, SLACK);
        return passes_ * STEPS + (pace() < 0 ? -1 - whole(slack - place) : whole(place + slack));
    }

    bool enter(int64_t at) {  // the sixteenth that is read from there on; whether it is read elsewhere
        const int64_t sixteenth = passing(at);
        const double begin = double((sixteenth - passes_ * STEPS) * STEP_FRAMES);
        return shuffle_.enter(sixteenth, slice_ && slice_->before < begin + STEP_FRAMES && begin < slice_->end);
    }

    bool apart(int64_t at) const { return at >= entered_ + int64_t(REPEATS_APART); }

    int64_t shuffle_due(int64_t at) const {
        if (!shuffle_.active()) return NEVER;
        int64_t low = std::max(at, entered_ + int64_t(REPEATS_APART)), high = at + SOON;
        if (high < low || shuffle_.is_at(passing(high))) return NEVER;
        while (low < high) {
            const int64_t middle = low + (high - low) / 2;
            if (shuffle_.is_at(passing(middle))) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    double rate_of(int layer) const {
        double rate = speed_ * tempo_ / NATIVE_TEMPO;
        for (; layer; layer--) rate *= layers_[layer].factor;
        return rate;
    }
    double run(int layer, int64_t at) const {
        while (layer && layers_[layer].factor == 1) layer--;
        return layers_[layer].column + double(at - layers_[layer].clock) * rate_of(layer) / HOP;
    }
    void restart_layers(int64_t at, int from) {  // where they are; before the pace of the lowest one changes
        for (int k = LAYERS - 1; k >= from; k--) layers_[k].column = run(k, at), layers_[k].clock = at;
    }

    double pace() const { return own_rate() / HOP; }  // columns per sample
    double moving(int64_t at) const { return region_ ? region_->position(double(at)) : run(LAYERS - 1, at); }

    double repeat_length() const {  // columns; doubled until repeats are far enough apart
        double length = std::max(effects_.stutter, SHORTEST_REPEAT) * STEP_FRAMES;
        while (length < REPEATS_APART * std::fabs(pace())) length *= 2;
        return length;
    }

    double next_length() {  // columns, of the repeat that begins
        const double length = repeat_length(), apart = REPEATS_APART * std::fabs(pace());
        const double shortest = std::min(std::max(SHORTEST_REPEAT * STEP_FRAMES, apart), length);
        ramped_ = ramped_ == UNRAMPED ? 1 : ramped_ * power_of_two(-effects_.ramp);
        ramped_ = std::clamp(length * ramped_, shortest, std::max(length, double(FRAMES))) / length;
        return length * ramped_;
    }

    // What repeats from here on begins with the sixteenth that is played, or with a part of it.
    RepeatRegion region_at(int64_t at, double position) {
        const double sixteenth = STEP_FRAMES, length = repeat_length(), going = pace();
        const double grid = std::min(length, sixteenth);
        const double near = position + (going ? std::copysign(SNAP * grid, going) : 0.0);
        const double step = groove.time(floor_divide(groove.column(near), sixteenth) * sixteenth);
        ramped_ = 1;
        return {step + floor_divide(near - step, grid) * grid, length, going, double(at), position};
    }

    static constexpr double UNRAMPED = 0;  // of `ramped_`: the next repeat has the length that was set

    double tempo_, speed_;
    Effects effects_;
    Layer layers_[LAYERS];
    double beat_ = 0, held_ = 0;
    double ramped_ = 1;  // length of the present repeat in those that were set
    Hand hand_;
    int64_t passes_ = 0;  // over the tape since play, when the present motion of the break began
    std::optional<RepeatRegion> region_;
    Shuffle shuffle_;
    int64_t entered_ = -NEVER;  // sample of the last leap to another sixteenth
    std::optional<Slice> slice_;
};

}  // namespace vamen
