#include "stream_clock.hpp"

#include <algorithm>

namespace vamen {
namespace {

constexpr double BREAK = 0.05;    // seconds; later than that, the card has begun anew
constexpr double RECENT = 0.05;   // seconds of calls that count
constexpr int FEWEST = 3;         // calls that count, however old

}  // namespace

void StreamClock::called(double clock, int frames, double now, double lead) {
    // In a burst each block is heard a block later than the one before, though it is asked for at once.
    const bool again = lead_ >= 0 && lead - lead_ > double(frames_) / rate_ / 2;
    if (!again) {
        if (burst_) lengths_[bursts_++ % BURSTS] = burst_;
        burst_ = 0;
        begin_burst(clock, now, lead);
    }
    burst_ += frames;
    frames_ = frames, lead_ = lead;
    // The second longest: one that makes up for a stall does not count.
    int longest = 0, second = 0;
    for (int i = 0; i < std::min<int64_t>(bursts_, BURSTS); i++) {
        second = std::max(second, std::min(longest, lengths_[i]));
        longest = std::max(longest, lengths_[i]);
    }
    block_ = second ? second : longest ? longest : frames;
}

void StreamClock::begin_burst(double clock, double now, double lead) {
    const double origin = now - clock / RATE;
    if (count_ && origin > origin_ + BREAK) count_ = 0;
    calls_[count_++ % CALLS] = {origin, origin + std::max(lead, 0.0), now};
    known_ = lead >= 0;
    origin_ = heard_ = 1e300;
    for (int back = 1; back <= std::min<int64_t>(count_, CALLS); back++) {
        const Call& call = calls_[(count_ - back) % CALLS];
        if (back > FEWEST && now - call.at > RECENT) break;
        origin_ = std::min(origin_, call.origin);
        heard_ = std::min(heard_, call.heard);
    }
}

double StreamClock::latency(double otherwise) const { return known_ ? heard_ - origin_ : otherwise; }

}  // namespace vamen
