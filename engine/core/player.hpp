// The instrument under a sound card: shared memory in, blocks of samples out, meters into shared memory.
//
// in    parameters (sequence lock), events (ring), tapes (three slots)     out   meters (sequence lock), tap, journal
//
// Every word of the segment has one writer (see engine/shared.py); nothing here waits. A writer that is in the way is read a
// block later. What the other side writes is checked: it may be dying, or somebody else's.
#pragma once
#include <optional>

#include "instrument.hpp"
#include "resampler.hpp"
#include "stream_clock.hpp"
#include "vamen.h"

namespace vamen {

class PeakHold {  // the largest value of the last `span` to 2 * `span` seconds
public:
    explicit PeakHold(double span) : span_(span) {}
    double operator()(double value, double now);

private:
    double span_, since_ = 0, before_ = 0, present_ = 0;
};

class Player {
public:
    Player(const vamen_segment& segment, vamen_output& output, Quality quality, const Tables& tables);

    void play(float* samples, int frames, double now, double lead, bool underrun);
    void set_priority();  // of the calling thread, if that is wanted; only the first call does something

private:
    void take_changes(double now);
    void take_parameters();
    void take_events();
    bool read_parameters();
    int64_t claim_tape();
    int64_t tape_word(int offset) const;
    Tape tape() const;
    void render(float* samples, int frames);
    void write_tap(const float* samples, int frames);
    void write_mark(double now);
    void write_entry(int64_t kind, int64_t which, double value, int64_t at);
    void publish(double now, double began, int frames);
    double position() const;

    const vamen_segment segment_;
    vamen_output& output_;
    const vamen_meters past_;  // of the player before this one: counts go on, and so does the beat
    int64_t slot_;  // of the tape that is read
    Instrument instrument_;
    std::optional<Resampler> resampler_;
    StreamClock clock_;
    PeakHold peak_{0.1}, load_{1.0}, ahead_{1.0};
    double values_[PARAMETERS], known_[PARAMETERS] = {};
    int64_t sequence_ = -1, underruns_ = 0, faults_ = 0;
    bool begun_ = false, fading_ = false, prioritised_ = false;
    float stereo_[2 * Resampler::CHUNK];
};

double seconds();  // of the clock that all processes share: time.perf_counter

}  // namespace vamen
