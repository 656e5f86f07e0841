// Events that wait for their samples, and the jump that those of one sample amount to.
//
// Events are added in any order and taken in that of their samples, and of arrival. Nothing grows without end: beyond
// CAPACITY they are refused and counted. Of several places in one quantum only the last is gone to: a jump is
// expensive, and what lies between them is too short to be heard.
#pragma once

#include "playhead.hpp"

namespace vamen {

enum Action : int32_t { PLAY = 1, STOP, SLICE, PANIC, SET, LOCATE, RELEASE };  // as engine/controls.py

struct Event { int32_t action, index; double value; int64_t at, order; };  // order: of arrival, given by the queue

class EventQueue {
public:
    int64_t refused = 0;

    void clear() { count_ = 0, order_ = taken_ = 0; }
    void add(Event event) {
        if (count_ == CAPACITY) return void(refused++);
        event.order = ++order_;
        waiting_[count_++] = event;
        std::push_heap(waiting_, waiting_ + count_, later);
    }
    int64_t next(int64_t end) const { return count_ ? std::min(end, waiting_[0].at) : end; }
    bool holds_before(int64_t end, bool (*wanted)(const Event&)) const {
        auto fits = [=](const Event& event) { return event.at < end && wanted(event); };
        return std::any_of(waiting_, waiting_ + count_, fits);
    }
    bool take(int64_t clock, Event& event) {
        if (!count_ || waiting_[0].at > clock) return false;
        event = waiting_[0];
        taken_ = event.order;
        std::pop_heap(waiting_, waiting_ + count_--, later);
        return true;
    }
    void cancel_pending() {  // what came before the event that was taken last; parameters stay
        auto cancelled = [this](const Event& event) { return event.order <= taken_ && event.action != SET; };
        count_ = int(std::remove_if(waiting_, waiting_ + count_, cancelled) - waiting_);
        std::make_heap(waiting_, waiting_ + count_, later);
    }

private:
    static constexpr int CAPACITY = 4096;
    static bool later(const Event& a, const Event& b) { return a.at != b.at ? a.at > b.at : a.order > b.order; }

    Event waiting_[CAPACITY];
    int count_ = 0;
    int64_t order_ = 0, taken_ = 0;
};

constexpr double MAX_BEAT = 1e7;  // a month of playing

inline bool is_slice(const Event& event) { return event.action == SLICE && event.value > 0; }
inline bool is_locate(const Event& event) { return event.action == LOCATE && std::fabs(event.value) <= MAX_BEAT; }

struct Jump {
    std::optional<int> step;     // a slice of the tape; else the place that belongs to the beat
    double velocity = 1.0;
    std::optional<double> beat;  // none: the count goes on
    bool played = false;         // by hand
    bool released = false;       // before it began

    void move(Playhead& playhead, int64_t at, bool holding, bool onsets) const {
        if (beat) playhead.transport.locate(at, *beat, holding);
        if (step) playhead.transport.jump(at, playhead.slice(*step, played && onsets), played);
    }
};

// Whether a later event of the same quantum leads elsewhere anyhow. A slice leaves the beat alone, which must be set in
// time.
inline bool superseded(const Jump& jump, const EventQueue& queue, int64_t end) {
    return queue.holds_before(end, is_locate) || (!jump.beat && queue.holds_before(end, is_slice));
}

// What an event makes of the jump that those before it asked for; `playing`: without them.
inline std::optional<Jump> coalesce(const std::optional<Jump>& jump, const Event& event, bool playing) {
    const bool going = playing || jump;
    if (event.action == PLAY && !going) return Jump{{}, 1.0, 0.0};
    if (is_slice(event)) {
        const std::optional<double> restart = going ? std::nullopt : std::optional<double>(0.0);
        return Jump{event.index, std::min(event.value, 1.0), jump ? jump->beat : restart, true};
    }
    if (is_locate(event)) return Jump{{}, 1.0, event.value};
    if (event.action != RELEASE || !jump || !jump->played || jump->step != event.index) return jump;
    Jump released = *jump;
    released.released = true;
    return released;
}

}  // namespace vamen
