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
// tells the time, and the burst is the block that counts. Only a card that tells when a block is heard shows its bursts.
#pragma once
#include "geometry.hpp"

namespace vamen {

class StreamClock {
public:
    explicit StreamClock(int rate) : rate_(rate) {}

    void called(double clock, int frames, double now, double lead);

    double handed_over(double clock) const { return origin_ + clock / RATE; }  // seconds
    double latency(double otherwise) const;  // seconds from there until it is heard; `otherwise`: where nothing is known
    int block() const { return block_; }     // frames of the card that are asked for at once: its period

private:
    static constexpr int CALLS = 12, BURSTS = 8;
    struct Call { double origin, heard, at; };  // seconds of sample 0, handed over and heard; of the call

    void begin_burst(double clock, double now, double lead);

    const int rate_;
    Call calls_[CALLS];
    int64_t count_ = 0, bursts_ = 0;
    int lengths_[BURSTS], burst_ = 0, block_ = 0, frames_ = 0;  // frames of the last bursts, of this one, and of a call
    double origin_ = 0, heard_ = 0, lead_ = -1;
    bool known_ = false;
};

}  // namespace vamen
