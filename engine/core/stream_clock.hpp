// When samples are handed to the card and when they are heard: the calls of a callback in, two lines of time out.
//
// clock   double   samples of the instrument, at RATE       now, lead   seconds: of the call, and until its first frame
//                                                                       is heard (below 0: not known)
//
// A callback is called when the card needs samples, or a little later where the machine was busy, never earlier. So the
// earliest of the last calls tells best how samples lie in time, and what is placed by it does not share the jitter of
// single calls. A filter with a memory would not do: after an underrun the card goes on later, at once.
//
// A server whose period is longer than our block calls several times in a row: a burst. Only the first call of a burst
// tells the time, and the burst is the block that counts. Only a card that tells when a block is heard shows its
// bursts.
#pragma once
#include "geometry.hpp"

namespace vamen {

constexpr double BREAK = 0.05;    // seconds; later than that, the card has begun anew
constexpr double RECENT = 0.05;   // seconds of calls that count
constexpr int FEWEST = 3;         // calls that count, however old

class StreamClock {
public:
    explicit StreamClock(int rate) : rate_(rate) {}

    void called(double clock, int frames, double now, double lead) {
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

    double handed_over(double clock) const { return origin_ + clock / RATE; }  // seconds
    // Seconds from there until it is heard; `otherwise`: where nothing is known.
    double latency(double otherwise) const { return known_ ? heard_ - origin_ : otherwise; }
    int block() const { return block_; }     // frames of the card that are asked for at once: its period

private:
    static constexpr int CALLS = 12, BURSTS = 8;
    struct Call { double origin, heard, at; };  // seconds of sample 0, handed over and heard; of the call

    void begin_burst(double clock, double now, double lead) {
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

    const int rate_;
    Call calls_[CALLS];
    int64_t count_ = 0, bursts_ = 0;
    int lengths_[BURSTS], burst_ = 0, block_ = 0, frames_ = 0;  // frames of the last bursts, of this one, and of a call
    double origin_ = 0, heard_ = 0, lead_ = -1;
    bool known_ = false;
};

}  // namespace vamen
