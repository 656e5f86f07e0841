#include "transport.hpp"

#include "mathematics.hpp"

namespace vamen {
namespace {

constexpr double SHORTEST_REPEAT = 0.25;  // sixteenths
constexpr double REPEATS_APART = 512;     // samples, at least: each is a restart, the most expensive moment there is
constexpr double SNAP = 0.125;            // share of a region: this near to the next one, that is meant; presses come early
constexpr double SAME = 0.01;             // columns that make no audible difference
constexpr double STANDS = 1e-9;           // columns per sample: less is a column in six hours
constexpr double LATEST = 1e15;           // samples; a region that ends later does not end

}  // namespace

double RepeatRegion::start_of(int64_t pass) const {
    if (!pass) return clock;
    const double way = begin + (pace > 0 ? length : 0) - column;
    return clock + (way + double(pass - 1) * std::copysign(length, pace)) / pace;
}

int64_t RepeatRegion::due() const {
    const double at = std::fabs(pace) > STANDS ? std::nearbyint(start_of(passes + 1)) : LATEST;
    return at < LATEST ? int64_t(at) : NEVER;
}

double RepeatRegion::position(double at, bool exact) const {
    const double since = start_of(passes);
    return (passes ? entry() : column) + (at - (exact ? since : std::nearbyint(since))) * pace;
}

RepeatRegion RepeatRegion::with_pace(double at, double other) const {
    return {begin, length, other, at, position(at, true)};
}

RepeatRegion RepeatRegion::next(double other_length) const {
    RepeatRegion following = *this;
    if (other_length == length) {
        following.passes++;
        return following;
    }
    following = {begin, other_length, pace, start_of(passes + 1), 0.0};
    following.column = following.entry();
    return following;
}

double Transport::own_rate() const { return (effects_.reverse ? -1 : 1) * speed_ * tempo_ / NATIVE_TEMPO; }

double Transport::beat(int64_t at) const { return beat_ + double(at - clock_) * tempo_ / (60.0 * RATE); }

double Transport::straight(int64_t at) const {
    return position_ + double(at - clock_) * (speed_ * tempo_ / NATIVE_TEMPO) / HOP;
}

double Transport::moving(int64_t at) const {
    if (region_) return region_->position(double(at));
    return effects_.reverse ? backwards(at) : straight(at);
}

void Transport::begin(int64_t at, double beat, double position) {
    clock_ = turned_clock_ = at;
    beat_ = beat;
    position_ = turned_ = held_ = position;
    if (region_) region_ = region_at(at, position);
}

void Transport::locate(int64_t at, double beat, bool holding) {
    const double held = held_;
    begin(at, beat, modulo(beat * speed_ * (double(FRAMES) / BEATS), FRAMES));
    if (holding && effects_.freeze) held_ = held;
}

void Transport::jump(int64_t at, int step) {
    const int place = (step % STEPS + STEPS) % STEPS;
    begin(at, beat(at), double(place * STEP_FRAMES));
    if (!region_) return;
    region_ = RepeatRegion{position_, repeat_length(), pace(), double(at), 0.0};
    region_->column = region_->entry();
}

void Transport::set_pace(int64_t at, double tempo, double speed) {
    if (tempo == tempo_ && speed == speed_) return;
    const double here = beat(at), straight_here = straight(at), backwards_here = backwards(at);
    beat_ = here;
    position_ = straight_here;
    turned_ = backwards_here;
    clock_ = turned_clock_ = at;
    tempo_ = tempo;
    speed_ = speed;
    if (region_) region_ = region_->with_pace(double(at), pace());
}

bool Transport::set_effects(int64_t at, const Effects& effects) {
    if (effects == effects_) return false;
    const double heard = position(at), was = moving(at);
    const Effects before = effects_;
    effects_ = effects;
    if (effects.reverse != before.reverse) {
        turned_clock_ = at;
        turned_ = was;
        if (region_) region_ = region_->with_pace(double(at), pace());
    }
    if (effects.stutter == 0) region_.reset();
    else if (!region_) region_ = region_at(at, moving(at));
    if (effects.freeze && !before.freeze) held_ = was;
    const double away = modulo(position(at) - heard, FRAMES);
    return SAME < away && away < FRAMES - SAME;
}

bool Transport::advance_repeat(int64_t at) {
    bool advanced = false;
    while (region_ && region_->due() <= at) {
        region_ = region_->next(repeat_length());
        advanced = true;
    }
    return advanced && !effects_.freeze;
}

double Transport::repeat_length() const {  // columns; doubled until repeats are far enough apart
    const double wanted = std::max(effects_.stutter, SHORTEST_REPEAT) * STEP_FRAMES;
    double length = wanted;
    while (length < REPEATS_APART * std::fabs(pace())) length *= 2;
    return length;
}

// What repeats from here on begins with the sixteenth that is played, or with a part of it.
RepeatRegion Transport::region_at(int64_t at, double position) const {
    const double sixteenth = STEP_FRAMES, length = repeat_length(), going = pace(), grid = std::min(length, sixteenth);
    const double near = position + (going ? std::copysign(SNAP * grid, going) : 0.0);
    const double step = floor_divide(near, sixteenth) * sixteenth;
    return {step + floor_divide(near - step, grid) * grid, length, going, double(at), position};
}

}  // namespace vamen
