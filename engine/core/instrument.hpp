// The instrument: parameters, events and a tape in; sound out.
//
// process(samples, frames) -> float (frames, 2), -1..1, never above the output chain's CEILING
//
// No thread, socket, file or clock: the caller says how many frames the next block has, and events name samples of the
// instrument's own clock. The same object renders a file and plays live, and any division into blocks gives the same
// samples. Inside, sound is made in hops by the playhead, and a jump begins a new hop at its own sample; from there it runs
// through the output chain in quanta of a fixed grid.
#pragma once
#include "events.hpp"
#include "jump.hpp"
#include "output_chain.hpp"
#include "playhead.hpp"

namespace vamen {

enum Parameter { TEMPO, SPEED, FREEZE, REVERSE, STUTTER, LEVEL, WIDTH, PARAMETERS };  // as engine/parameters.py

class Instrument {
public:
    Instrument(const Tape& tape, Quality quality, const Tables& tables);

    static constexpr int latency = ATTACK_PREROLL + OutputChain::latency;  // samples from an event to its onset

    void reset();  // stopped, at the downbeat, clock 0; parameters and tape stay
    void set(int parameter, double value);  // from the next hop on; before the first block, at once
    void load(const Tape& tape) { playhead_.load(tape); }  // the playhead stays where it is
    void schedule(const Event& event, int64_t at);  // below 0: at once; past: at once, and counted
    // Fades in as if it had always played: for one that takes over where another one was `ago` samples before.
    void resume(double beat, double straight, int64_t ago);
    void fade_out() { chain_.fade_out(); }
    void process(float* samples, int frames);

    int64_t clock() const { return clock_; }  // samples handed out
    int64_t made() const { return made_; }    // the first sample that an event can still change
    int64_t late() const { return late_; }
    int64_t refused() const { return queue_.refused + refused_; }
    int64_t faults() const { return playhead_.faults; }
    bool playing() const { return playing_; }
    bool silent() const { return chain_.silent(); }
    double beat() const { return playing_ ? playhead_.transport.beat(heard()) : 0.0; }  // of the next sample handed out
    double frame() const { return playing_ ? modulo(playhead_.transport.position(heard()), FRAMES) : 0.0; }
    double straight() const { return playing_ ? modulo(playhead_.transport.straight(heard()), FRAMES) : 0.0; }
    float take_peak();

private:
    int64_t heard() const { return clock_ - OutputChain::latency; }
    void make_quantum();
    int fill(float* mid, float* side, int count);
    void next_hop();
    void apply_due_events(int64_t end);
    void follow_parameters();
    bool update_transport(int64_t at);
    void jump(const Jump& jump);
    void open(int64_t at, double accent);
    void keep_leaving(float* out) const;
    void restart_with_crossfade(int64_t at, const float* leaving);
    float gate_gain(int n) const;
    bool legal(int parameter, double value);

    EventQueue queue_;
    std::optional<Jump> target_;  // where the events of this quantum lead to, so far
    Playhead playhead_;
    OutputChain chain_;
    double values_[PARAMETERS];
    int64_t clock_ = 0, made_ = 0, late_ = 0, refused_ = 0;
    Quantum quantum_;
    float hop_[HOP];
    int held_ = 0, ready_ = 0;  // samples of the hop, and of the quantum, that are not used yet
    double gate_ = 0, accent_ = 1, velocity_ = 1, slice_column_ = 0;
    bool playing_ = false, gate_open_ = false;
};

}  // namespace vamen
