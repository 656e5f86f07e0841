// A playhead over a tape: where it is, and the hop of sound that is there.
//
// Tape, transport, inverter and side belong together: a restart moves all of them; a new tape is read from the next hop on.
#pragma once
#include "stereo.hpp"
#include "tape_reader.hpp"
#include "transport.hpp"

namespace vamen {

class Playhead {
public:
    Playhead(const Tape& tape, Quality quality, const Tables& tables, double tempo, double speed);

    Transport transport;
    StereoWidener side;
    int64_t faults = 0;  // hops that were not finite

    void reset();  // silence before the next hop; the tape stays
    void load(const Tape& tape) { tape_ = tape, edited_ = true; }
    const float* upcoming() const { return inverter_.upcoming(); }
    // Begins a hop at this sample, wherever the transport is now; what the side still holds leaves within `fade` samples.
    void restart(int64_t clock, bool wide, float accent, int fade);
    void hop(int64_t clock, bool wide, float accent, float* out);  // and its side at the same loudness

private:
    void read(int64_t clock, int64_t number, int first, int count);

    StreamingGriffinLim inverter_;
    Tape tape_;
    Tables tables_;
    bool edited_ = false;
    int64_t hops_ = 0;  // made so far
    Row store_[MOST_ROWS + PAST];
    const float* rows_[MOST_ROWS + PAST];
    Spectrum spectrum_;
};

}  // namespace vamen
