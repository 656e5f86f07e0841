// The instrument: parameters, events and a tape in; sound out.
//
// process(block) -> float (frames, 2), -1..1, never above the output chain's CEILING; and kick, snare and hats as such
//
// No thread, socket, file or clock: the caller says how many frames the next block has, and events name samples of the
// instrument's own clock. The same object renders a file and plays live, and any division into blocks gives the same
// samples. Inside, sound is made in hops by the playhead, and a jump begins a new hop at its own sample; from there it
// runs through the output chain in quanta of a fixed grid.
#pragma once
#include "events.hpp"
#include "mutes.hpp"
#include "output_chain.hpp"
#include "playhead.hpp"

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace vamen {

constexpr int GATE = 256;  // samples of the fade-out at stop and panic, 5.8 ms

enum StepValue { MUTE, SHIFT, STEP_VALUES };  // of a sixteenth; as CORE_STEP_VALUES of engine/controls.py
constexpr int FIRST_STEP_VALUE = 256;  // of these, where a parameter's index is expected: STEPS of each, one after another
constexpr Limits STEP_LIMITS[STEP_VALUES] = {{0, 1, 0}, {-0.5, 0.5, 0}};

class NoDenormals {  // in its scope, denormal numbers are zero: they cost a hundred times as much as others
public:
#if defined(__SSE__)
    NoDenormals() : mode_(_mm_getcsr()) { _mm_setcsr(unsigned(mode_) | 0x8040); }
    ~NoDenormals() { _mm_setcsr(unsigned(mode_)); }
#elif defined(__aarch64__)
    NoDenormals() {
        __asm__ volatile("mrs %0, fpcr" : "=r"(mode_));
        __asm__ volatile("msr fpcr, %0" : : "r"(mode_ | (uint64_t(1) << 24)));
    }
    ~NoDenormals() { __asm__ volatile("msr fpcr, %0" : : "r"(mode_)); }
#endif

private:
    [[maybe_unused]] uint64_t mode_ = 0;
};

class Instrument {
public:
    Instrument(const Tape& tape, Quality quality, const Tables& tables)
        : playhead_(tape, quality, tables, LIMITS[TEMPO].start, LIMITS[SPEED].start) {
        for (int k = 0; k < PARAMETERS; k++) values_[k] = LIMITS[k].start;
        chain_.load(tape);
        reset();
    }

    static constexpr int latency = ATTACK_PREROLL + OutputChain::latency;  // samples from an event to its onset

    void reset() {  // stopped, at the downbeat, clock 0; parameters and tape stay
        clock_ = made_ = 0;
        moved_at_ = -NEVER;
        playing_ = gate_open_ = false;
        queue_.clear(), target_.reset();
        held_ = ready_ = 0;
        gate_ = 0, faded_ = CROSSFADE;
        accent_ = velocity_ = 1;
        played_.reset();
        mutes_.settle(false);
        part_gains_.settle(values_ + MUTE_KICK);
        playhead_.reset();
        chain_.reset(values_);
    }

    void set(int parameter, double value) {  // from the next hop on; before the first block, at once
        if (!take(parameter, value)) return;
        if (!made_) chain_.reset(values_);
    }

    void load(const Tape& tape) { playhead_.load(tape), chain_.load(tape); }  // the playhead stays where it is

    void split(bool parts) { outputs_ = parts; }  // whether kick, snare and hats are made as outputs of their own

    void schedule(Event event) {  // below 0: at once; past: at once, and counted
        late_ += event.at >= 0 && event.at < made_;
        event.at = std::max(event.at, made_);
        queue_.add(event);
    }

    // Fades in as if it had always played: for one that takes over where another one was `ago` samples before.
    void resume(double beat, double straight, int64_t ago) {
        const NoDenormals mode;
        leap([&] {
            open(1.0);
            playhead_.transport.begin(heard() - ago, beat, straight);
            playhead_.transport.advance(made_ + ATTACK_PREROLL, true);
        });
        chain_.fade_in();
    }

    void fade_out() { chain_.fade_out(); }

    void process(const Block& block) {
        const NoDenormals mode;
        for (int done = 0; done < block.frames;) {
            if (!ready_) make_quantum();
            const int count = std::min(block.frames - done, ready_), from = 2 * (QUANTUM - ready_);
            std::copy_n(quantum_.out + from, 2 * count, block.mix + 2 * done);
            for (int p = 0; block.parts && p < PARTS; p++)
                std::copy_n(quantum_.part_out[p] + from, 2 * count, block.parts[p] + 2 * done);
            ready_ -= count, done += count;
        }
        clock_ += block.frames;
        chain_.fade(block);
    }

    int64_t clock() const { return clock_; }

    vamen_state look() {
        const Transport& transport = playhead_.transport;
        const int64_t heard = this->heard();
        const double beat = playing_ ? transport.beat(heard) : 0.0;
        const Transport& read = heard < moved_at_ ? before_move_ : transport;  // rendering is ahead of what is output
        const double frame = playing_ ? modulo(read.column(heard), FRAMES) : 0.0;
        const double straight = playing_ ? modulo(transport.straight(heard), FRAMES) : 0.0;
        return {clock_, made_, late_, queue_.refused + refused_, playhead_.faults, playing_, chain_.silent(),
                beat, frame, straight, std::exchange(chain_.peak, 0.0f), std::exchange(chain_.reduction, 0.0)};
    }

private:
    int64_t heard() const { return clock_ - OutputChain::latency; }

    void make_quantum() {
        const int64_t end = made_ + QUANTUM;
        while (made_ < end) {
            apply_due_events(end);
            follow_parameters();
            int64_t upto = queue_.next(end);
            if (gate_open_) upto = std::min(upto, playhead_.transport.due(made_ + ATTACK_PREROLL) - ATTACK_PREROLL);
            const int begin = int(made_ + QUANTUM - end);
            made_ += fill(begin, int(std::max(upto - made_, int64_t(1))));
        }
        quantum_.split = outputs_;
        chain_(quantum_, values_);
        ready_ = QUANTUM;
    }

    // Mid, side and parts, up to the end of the present hop; returns how many.
    int fill(int begin, int count) {
        float *const mid = quantum_.mid + begin, *const side = quantum_.side + begin;
        float(*const parts)[LAYERS] = quantum_.parts + begin;
        if (!playing_) {
            std::fill_n(mid, count, 0.0f), std::fill_n(side, count, 0.0f), std::fill_n(*parts, count * LAYERS, 0.0f);
            return count;
        }
        if (!held_) next_hop();
        count = std::min(count, held_);
        std::copy_n(hop_ + HOP - held_, count, mid);
        playhead_.side.take(count, side);
        played_.follow(playhead_.in_slice(made_));
        if (split_) std::copy_n(*playhead_.parts.upcoming(), count * LAYERS, *parts);
        shape(mid, side, parts, count, mutes_, false);
        held_ -= count;
        faded_ = std::min(faded_ + count, CROSSFADE);
        if (split_) {
            playhead_.parts.skip(count);
            part_gains_.apply(values_ + MUTE_KICK, mid, side, parts, count);
        }
        if (gate_open_) return count;
        for (int n = 0; n < count; n++) {
            const float gain = gate_gain(n);
            mid[n] *= gain, side[n] *= gain;
            for (float& layer : parts[n]) layer *= gain;
        }
        gate_ = std::max(0.0, gate_ - double(count) / GATE);
        if (gate_) return count;
        playing_ = false;
        held_ = 0, faded_ = CROSSFADE;
        playhead_.reset(), played_.reset();
        part_gains_.settle(values_ + MUTE_KICK);
        return count;
    }

    void next_hop() {
        Transport& transport = playhead_.transport;
        transport.set_pace(made_, values_[TEMPO], values_[SPEED]);
        const double accent = accent_;
        playhead_.hop(made_, width_of(values_) > 0, float(accent), split_, hop_);
        const int64_t end = std::min(made_ + HOP, transport.repeat_due() - ATTACK_PREROLL);  // which is the same again
        if (!transport.slice() || !transport.slice()->holds(transport.place(end))) accent_ = 1;
        for (int n = 0; n < HOP; n++) accents_[n] = float(accent + (accent_ - accent) * rising(double(n) / (HOP - 1)));
        if (accent != 1)
            for (int n = 0; n < HOP; n++) hop_[n] *= accents_[n];
        held_ = HOP;
        if (split_) accent_parts();
    }

    // The next samples of mid, side and parts, as they are heard: without what is silent, and faded over from before a
    // leap. Parts that are not made are not changed. `leaving`: a leap is next, and fades go on as they are.
    void shape(float* mid, float* side, float (*parts)[LAYERS], int count, Mutes& mutes, bool leaving) const {
        if (!mutes.idle() || !played_.idle()) {
            const int64_t due = playhead_.transport.repeat_due() - 1;
            for (int n = 0; n < count; n++) {
                const float gain = leaving ? mutes.go_on() : mutes.follow(silent(std::min(made_ + n + MUTE_AHEAD, due)));
                mid[n] *= gain, side[n] *= gain;
                for (int l = 0; split_ && l < LAYERS; l++) parts[n][l] *= gain;
            }
        }
        for (int n = 0, k = faded_; n < count && k < CROSSFADE; n++, k++) {
            const float gain = rising((k + 0.5) / CROSSFADE);
            mid[n] = leaving_[k] + gain * (mid[n] - leaving_[k]);
            side[n] = leaving_side_[k] + gain * (side[n] - leaving_side_[k]);
            for (int l = 0; split_ && l < LAYERS; l++)
                parts[n][l] = leaving_parts_[k][l] + gain * (parts[n][l] - leaving_parts_[k][l]);
        }
    }

    void accent_parts() {  // of what is held
        float(*parts)[LAYERS] = playhead_.parts.upcoming();
        for (int n = HOP - held_; n < HOP; n++, parts++)
            for (int l = 0; l < KICK_SIDE; l++) (*parts)[l] *= accents_[n];
    }

    void follow_split() {
        const bool split = outputs_ || !part_gains_.idle(values_ + MUTE_KICK);
        if (std::exchange(split_, split) == split) return;
        if (!split || !playing_) return playhead_.parts.reset();
        playhead_.split_from(HOP - held_, width_of(values_) > 0, float(accent_));
        accent_parts();
    }

    bool silent(int64_t at) const {  // whether what is played at a sample is
        const bool inside = playhead_.in_slice(at);
        return played_.silent(inside) || (!inside && mutes_.silent(playhead_.sixteenth(at)));
    }

    // A slice that is let go fades from this sample on, before the next attack if there is room for a fade.
    void release() {
        int ahead = ATTACK_PREROLL;
        while (ahead < MUTE_AHEAD && !playhead_.strikes(made_, made_ + ahead)) ahead++;
        mutes_.close_within(std::max(ahead - ATTACK_PREROLL, CROSSFADE));
    }

    void apply_due_events(int64_t end) {
        for (Event event; queue_.take(made_, event);) {
            if (event.action == SET) {
                take(event.index, event.value);
            } else if (event.action == STOP || event.action == PANIC) {
                target_.reset();
                gate_open_ = false;
                queue_.cancel_pending();
                if (event.action == PANIC) chain_.hush();
            } else {
                refused_ += event.action == LOCATE ? !is_locate(event) : std::isnan(event.value);
                target_ = coalesce(target_, event, playing_ && gate_open_);
                if (event.action == RELEASE && !target_ && played_.release(event.index)) release();
            }
        }
        follow_split();
        if (!target_ || superseded(*target_, queue_, end)) return;
        jump(*target_);
        target_.reset();
    }

    void follow_parameters() {  // where the playhead leaps, also to a repeat, it goes as it does to a slice
        if (!gate_open_) return;
        const Transport before = playhead_.transport;
        const bool elsewhere = update_transport();
        if (!playhead_.transport.advance(made_ + ATTACK_PREROLL, elsewhere) && !elsewhere) return;
        before_move_ = before, moved_at_ = made_;
        leap([&] {
            const std::optional<Slice>& slice = playhead_.transport.slice();
            const double place = playhead_.transport.place(made_ + ATTACK_PREROLL);
            if (slice && std::fabs(place - slice->begin) < 1) accent_ = velocity_;
        });
    }

    bool update_transport() {
        Transport& transport = playhead_.transport;
        transport.set_pace(made_, values_[TEMPO], values_[SPEED]);
        transport.groove.set_swing(values_[SWING]);
        transport.groove.follow(made_);
        transport.set_shuffle(made_ + ATTACK_PREROLL, values_[SHUFFLE_CHANCE], values_[SHUFFLE_SEED]);
        return transport.set_effects(made_, {values_[FREEZE] > 0, values_[REVERSE] > 0, values_[HALFTIME] > 0,
                                             values_[STUTTER], values_[RAMP], values_[SCRATCH]});
    }

    void jump(const Jump& jump) {
        leap([&] {
            const bool going = playing_ && gate_open_;
            open(jump.velocity);
            jump.move(playhead_, made_ + ATTACK_PREROLL, going, values_[SLICES_ONSETS] > 0);
            if (!going) played_.reset();
            if (jump.played) played_.press(*jump.step);
            if (jump.released) played_.release(*jump.step);
        });
    }

    void open(double accent) {
        update_transport();
        playhead_.transport.groove.settle();
        playing_ = gate_open_ = true;
        gate_ = 1;
        accent_ = velocity_ = accent;
    }

    // Moves the playhead, and keeps what would have come next, as loud as it would have been, for the fade (see shape).
    template <class Move> void leap(Move move) {
        float leaving[CROSSFADE], leaving_side[CROSSFADE], leaving_parts[CROSSFADE][LAYERS];
        const int made = std::min(held_, CROSSFADE);
        std::copy_n(hop_ + HOP - held_, made, leaving), std::copy_n(playhead_.side.upcoming(), CROSSFADE, leaving_side);
        std::copy_n(*playhead_.parts.upcoming(), CROSSFADE * LAYERS, *leaving_parts);
        Mutes mutes = mutes_;
        shape(leaving, leaving_side, leaving_parts, made, mutes, true);
        for (int n = 0; n < CROSSFADE; n++) {
            const float gain = (n < made ? 1.0f : mutes.go_on()) * (!playing_ ? 0.0f : gate_open_ ? 1.0f : gate_gain(n));
            const float accent = n < made ? 1 : float(accent_);
            leaving_[n] = gain * (n < made ? leaving[n] : playhead_.upcoming()[n - made] * accent);
            leaving_side_[n] = gain * leaving_side[n];
            for (int l = 0; l < LAYERS; l++)
                leaving_parts_[n][l] = split_ ? gain * leaving_parts[n][l] * (l < KICK_SIDE ? accent : 1) : 0;
        }
        move();
        mutes_.settle(silent(made_ + ATTACK_PREROLL));
        playhead_.restart(made_, width_of(values_) > 0, float(accent_), split_);
        next_hop();
        faded_ = 0;
    }

    float gate_gain(int n) const {  // of the n-th sample from here; without a corner, which would click
        float sine, cosine;
        fast_sincos(PI * std::max(gate_ - double(n + 1) / GATE, 0.0), sine, cosine);
        return 0.5f - 0.5f * cosine;
    }

    bool take(int parameter, double value) {  // false: there is none, or the value is refused
        const int cell = parameter - FIRST_STEP_VALUE, step = cell % STEPS;
        const bool of_step = 0 <= cell && cell < STEP_VALUES * STEPS;
        if (!of_step && !(0 <= parameter && parameter < PARAMETERS)) return false;
        const Limits limits = of_step ? STEP_LIMITS[cell / STEPS] : LIMITS[parameter];
        const bool fits = limits.low <= value && value <= limits.high;
        refused_ += !fits;
        if (!fits) return false;
        if (!of_step) values_[parameter] = value;
        else if (cell / STEPS == MUTE) mutes_.set(step, value);
        else playhead_.transport.groove.set_shift(step, value);
        if (parameter == SLICES_MODE) played_.set_mode(value);
        if (!playing_) part_gains_.settle(values_ + MUTE_KICK);
        return true;
    }

    EventQueue queue_;
    std::optional<Jump> target_;  // where the events of this quantum lead to, so far
    Playhead playhead_;
    Transport before_move_{LIMITS[TEMPO].start, LIMITS[SPEED].start};  // valid up to sample `moved_at_`
    OutputChain chain_;
    Mutes mutes_;
    PartGains part_gains_;
    double values_[PARAMETERS];
    int64_t clock_ = 0, made_ = 0, late_ = 0, refused_ = 0;
    int64_t moved_at_ = -NEVER;  // of the last repeat or effect that moved the playhead
    Quantum quantum_;
    float hop_[HOP], accents_[HOP];  // of the present hop; accents_: gains of its mid
    int held_ = 0, ready_ = 0;  // samples of the hop, and of the quantum, that are not used yet
    float leaving_[CROSSFADE], leaving_side_[CROSSFADE];  // what was to come before the last leap
    float leaving_parts_[CROSSFADE][LAYERS] = {};
    int faded_ = CROSSFADE;                               // samples of its fade that are over
    double gate_ = 0, accent_ = 1, velocity_ = 1;
    bool playing_ = false, gate_open_ = false;
    bool outputs_ = false, split_ = false;  // parts are outputs of their own; they are made
    PlayedSlice played_;
};

}  // namespace vamen
