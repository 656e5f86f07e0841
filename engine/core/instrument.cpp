#include "instrument.hpp"

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace vamen {
namespace {

constexpr int GATE = 256;  // samples of the fade-out at stop and panic, 5.8 ms

struct Limits { double low, high, start; };
// What is beyond these is an error of whoever sent it. The table of parameters has narrower ranges and the defaults.
constexpr Limits LIMITS[PARAMETERS] = {
    {1, 2000, 170}, {-64, 64, 1}, {0, 1, 0}, {0, 1, 0}, {0, 512, 0}, {-200, 60, 0}, {0, 4, 0},
};

// While it lives, tiny numbers are zero: they cost a hundred times as much as others.
class NoDenormals {
public:
#if defined(__SSE__)
    NoDenormals() : mode_(_mm_getcsr()) { _mm_setcsr(mode_ | 0x8040); }
    ~NoDenormals() { _mm_setcsr(mode_); }

private:
    unsigned mode_;
#elif defined(__aarch64__)
    NoDenormals() {
        __asm__ volatile("mrs %0, fpcr" : "=r"(mode_));
        __asm__ volatile("msr fpcr, %0" : : "r"(mode_ | (uint64_t(1) << 24)));
    }
    ~NoDenormals() { __asm__ volatile("msr fpcr, %0" : : "r"(mode_)); }

private:
    uint64_t mode_;
#endif
};

}  // namespace

Instrument::Instrument(const Tape& tape, Quality quality, const Tables& tables)
    : playhead_(tape, quality, tables, LIMITS[TEMPO].start, LIMITS[SPEED].start) {
    for (int k = 0; k < PARAMETERS; k++) values_[k] = LIMITS[k].start;
    reset();
}

void Instrument::reset() {
    clock_ = made_ = 0;
    playing_ = gate_open_ = false;
    queue_.clear();
    target_.reset();
    held_ = ready_ = 0;
    gate_ = slice_column_ = 0;
    accent_ = velocity_ = 1;
    playhead_.reset();
    chain_.reset(values_[LEVEL], values_[WIDTH]);
}

void Instrument::set(int parameter, double value) {
    if (!legal(parameter, value)) return;
    values_[parameter] = value;
    if (!made_) chain_.reset(values_[LEVEL], values_[WIDTH]);
}

bool Instrument::legal(int parameter, double value) {
    const bool known = 0 <= parameter && parameter < PARAMETERS;
    const bool fits = known && LIMITS[parameter].low <= value && value <= LIMITS[parameter].high;
    refused_ += known && !fits;
    return fits;
}

void Instrument::schedule(const Event& event, int64_t at) {
    late_ += at >= 0 && at < made_;
    queue_.add(event, std::max(at, made_));
}

void Instrument::resume(double beat, double straight, int64_t ago) {
    float leaving[CROSSFADE];
    keep_leaving(leaving);
    open(made_, 1.0);
    playhead_.transport.begin(heard() - ago, beat, straight);
    playhead_.transport.advance_repeat(made_ + ATTACK_PREROLL);
    restart_with_crossfade(made_, leaving);
    chain_.fade_in();
}

float Instrument::take_peak() {
    const float peak = chain_.peak;
    chain_.peak = 0;
    return peak;
}

void Instrument::process(float* samples, int frames) {
    const NoDenormals mode;
    float* const begin = samples;
    for (int left = frames; left;) {
        if (!ready_) make_quantum();
        const int count = std::min(left, ready_);
        samples = std::copy_n(quantum_.out + 2 * (QUANTUM - ready_), 2 * count, samples);
        ready_ -= count, left -= count;
    }
    clock_ += frames;
    chain_.fade(begin, frames);
}

void Instrument::make_quantum() {
    const int64_t end = made_ + QUANTUM;
    while (made_ < end) {
        apply_due_events(end);
        follow_parameters();
        int64_t upto = queue_.next(end);
        if (gate_open_) upto = std::min(upto, playhead_.transport.due() - ATTACK_PREROLL);
        const int begin = int(made_ + QUANTUM - end);
        made_ += fill(quantum_.mid + begin, quantum_.side + begin, int(std::max(upto - made_, int64_t(1))));
    }
    chain_(quantum_, values_[LEVEL], values_[WIDTH]);
    ready_ = QUANTUM;
}

// Mid and side, up to the end of the present hop; returns how many.
int Instrument::fill(float* mid, float* side, int count) {
    if (!playing_) {
        std::fill_n(mid, count, 0.0f);
        std::fill_n(side, count, 0.0f);
        return count;
    }
    if (!held_) next_hop();
    count = std::min(count, held_);
    std::copy_n(hop_ + HOP - held_, count, mid);
    playhead_.side.take(count, side);
    held_ -= count;
    if (gate_open_) return count;
    for (int n = 0; n < count; n++) {
        const float gain = gate_gain(n);
        mid[n] *= gain;
        side[n] *= gain;
    }
    gate_ = std::max(0.0, gate_ - double(count) / GATE);
    if (!gate_) {
        playing_ = false;
        held_ = 0;
        playhead_.reset();
    }
    return count;
}

float Instrument::gate_gain(int n) const {  // of the n-th sample from here; without a corner, which would click
    float sine, cosine;
    fast_sincos(PI * std::max(gate_ - double(n + 1) / GATE, 0.0), sine, cosine);
    return 0.5f - 0.5f * cosine;
}

void Instrument::next_hop() {
    Transport& transport = playhead_.transport;
    transport.set_pace(made_, values_[TEMPO], values_[SPEED]);
    const double accent = accent_;
    playhead_.hop(made_, values_[WIDTH] > 0, float(accent), hop_);
    const int64_t end = std::min(made_ + HOP, transport.due() - ATTACK_PREROLL);  // a repeat is the same sixteenth again
    if (std::fabs(transport.position(end) - slice_column_) >= STEP_FRAMES) accent_ = 1;
    if (accent != 1)
        for (int n = 0; n < HOP; n++) hop_[n] *= float(accent + (accent_ - accent) * n / (HOP - 1));
    held_ = HOP;
}

void Instrument::apply_due_events(int64_t end) {
    for (Event event; queue_.take(made_, event);) {
        if (event.action == SET) {
            if (legal(event.index, event.value)) values_[event.index] = event.value;
        } else if (event.action == STOP || event.action == PANIC) {
            target_.reset();
            gate_open_ = false;
        } else {
            refused_ += event.action == LOCATE ? !is_locate(event) : std::isnan(event.value);
            target_ = coalesce(target_, event, playing_ && gate_open_);
        }
        if (event.action == PANIC) queue_.cancel_pending();
    }
    if (!target_ || superseded(*target_, queue_, end)) return;
    jump(*target_);
    target_.reset();
}

bool Instrument::update_transport(int64_t at) {
    playhead_.transport.set_pace(at, values_[TEMPO], values_[SPEED]);
    return playhead_.transport.set_effects(at, {values_[FREEZE] > 0, values_[REVERSE] > 0, values_[STUTTER]});
}

void Instrument::follow_parameters() {  // where the playhead leaps, also to a repeat, it goes as it does to a slice
    if (!gate_open_) return;
    const bool elsewhere = update_transport(made_);
    if (!playhead_.transport.advance_repeat(made_ + ATTACK_PREROLL) && !elsewhere) return;
    float leaving[CROSSFADE];
    keep_leaving(leaving);
    if (std::fabs(playhead_.transport.position(made_ + ATTACK_PREROLL) - slice_column_) < 1) accent_ = velocity_;
    restart_with_crossfade(made_, leaving);
}

void Instrument::jump(const Jump& jump) {
    float leaving[CROSSFADE];
    keep_leaving(leaving);
    const bool going = playing_ && gate_open_;
    open(made_, jump.velocity);
    jump.move(playhead_.transport, made_ + ATTACK_PREROLL, going);
    slice_column_ = playhead_.transport.position(made_ + ATTACK_PREROLL);
    restart_with_crossfade(made_, leaving);
}

void Instrument::open(int64_t at, double accent) {
    update_transport(at);
    playing_ = gate_open_ = true;
    gate_ = 1;
    accent_ = velocity_ = accent;
}

void Instrument::keep_leaving(float* out) const {  // what would have come next, as loud as it would have been
    const float* upcoming = playhead_.upcoming();
    for (int n = 0; n < CROSSFADE; n++) {
        const float going = n < held_ ? hop_[HOP - held_ + n] : upcoming[n - held_] * float(accent_);
        out[n] = !playing_ ? 0.0f : gate_open_ ? going : going * gate_gain(n);
    }
}

void Instrument::restart_with_crossfade(int64_t at, const float* leaving) {
    playhead_.restart(at, values_[WIDTH] > 0, float(accent_), CROSSFADE);
    next_hop();
    crossfade(leaving, hop_);
}

}  // namespace vamen
