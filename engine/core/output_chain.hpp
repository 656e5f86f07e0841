// From the playhead's sound to what leaves: the gain of the tape, the effects, the level, the limiter, the fade-out.
//
// in   mid and side, float (QUANTUM,) each, any level; if it is split, its parts float (QUANTUM, LAYERS)
// out  float (QUANTUM, 2)   left and right, delayed by `latency`, never above CEILING; likewise the parts (see PartOutputs)
//
// The gain of the tape comes first, so that drive and crush bend every tape alike; the level comes behind the effects, so
// that it changes nothing but the volume. Each effect is off, and leaves every bit as it is, where its parameters say so.
// Quanta lie on a fixed grid of the sample clock, so the result does not depend on the block size of a device.
// Parameters are smoothed, so that turning them is never heard as steps.
#pragma once
#include "effects/crush.hpp"
#include "effects/drive.hpp"
#include "effects/filters.hpp"
#include "effects/punch.hpp"
#include "effects/room.hpp"
#include "part_outputs.hpp"

namespace vamen {

constexpr int FADE = 441;          // samples of the fade-out at the end, and of the fade-in after a takeover
constexpr double SILENCE = -60.0;  // dB, the lowest level: no sound at all
const double GLIDE = std::exp(-QUANTUM / (0.25 * RATE));  // of the distance in dB to a new tape's gain, in a quantum
constexpr double MOST_GAIN = 40;                          // dB, of a tape, up or down

inline double gain_of(double level) { return level > SILENCE ? std::pow(10.0, level / 20) : 0.0; }

inline double width_of(const double* values) { return values[MONO] > 0 ? 0.0 : values[WIDTH]; }

// The gain of the tape, in dB. It glides to that of a new tape, so that a turned knob does not pump; the first holds at
// once. A tape without one (NaN: it is silent) keeps the gain.
class TapeGain {
public:
    void aim(double decibels) {
        if (!std::isfinite(decibels)) return;
        target_ = std::clamp(decibels, -MOST_GAIN, MOST_GAIN);
        if (!std::exchange(known_, true)) settle();
    }
    void settle() { now_ = target_, before_ = after_ = gain_of(now_); }
    void follow() {
        before_ = after_;
        if (now_ == target_) return;
        now_ = target_ + (now_ - target_) * GLIDE;
        if (std::fabs(now_ - target_) < 1e-3) now_ = target_;
        after_ = gain_of(now_);
    }
    double at(int n) const { return before_ + (after_ - before_) * (double(n + 1) / QUANTUM); }

private:
    double target_ = 0, now_ = 0, before_ = 1, after_ = 1;
    bool known_ = false;
};

class OutputChain {
public:
    static constexpr int latency = QUANTUM;  // samples, of the limiter

    float peak = 0;        // largest sample since it was last set to 0
    double reduction = 0;  // 1 - the limiter's lowest gain, likewise

    void reset(const double* values) {
        const TapeGain tape_gain = tape_gain_;
        *this = {};
        tape_gain_ = tape_gain;
        tape_gain_.settle();
        level_.set(gain_of(values[LEVEL]));
        width_.set(width_of(values));
        punch_.set(values), drive_.set(values), crush_.set(values), filters_.set(values), room_.set(values);
    }

    void load(const Tape& tape) { tape_gain_.aim(tape.gain); }
    void hush() { filters_.hush(), room_.hush(); }  // what rings on where nothing comes in

    void operator()(Quantum& quantum, const double* values) {
        tape_gain_.follow();
        level_.follow(gain_of(values[LEVEL]));
        width_.follow(width_of(values));
        for (float* samples : {quantum.mid, quantum.side})
            for (int n = 0; n < QUANTUM; n++) samples[n] = std::fabs(samples[n]) <= LOUDEST ? samples[n] : 0.0f;
        if (quantum.split) part_outputs_.take(quantum.mid, quantum.side, quantum.parts);
        apply_gain(tape_gain_, quantum);
        punch_(quantum, values), drive_(quantum, values), crush_(quantum, values);
        filters_(quantum, values), room_(quantum, values);
        apply_gain(level_, quantum);
        remove_dc(quantum);
        to_stereo(quantum);
        const double before = limiter_.gain();
        peak = std::max(peak, limiter_(quantum.out));
        reduction = std::max(reduction, 1 - limiter_.gain());
        if (quantum.split) finish_parts(quantum, before);
    }

    void fade_out() { opening_ = false; }
    void fade_in() { open_ = 0, opening_ = true; }
    bool silent() const { return !opening_ && !open_; }

    void fade(const Block& block) {  // that is handed out
        if (opening_ && open_ == FADE) return;
        for (int n = 0; n < block.frames; n++) {
            open_ = opening_ ? std::min(open_ + 1, FADE) : std::max(open_ - 1, 0);
            const float gain = float(open_) / FADE;
            for (int p = 0; p < 1 + (block.parts ? PARTS : 0); p++) {
                float* const samples = p ? block.parts[p - 1] : block.mix;
                samples[2 * n] *= gain;
                samples[2 * n + 1] *= gain;
            }
        }
    }

private:
    template <class Gain> static void apply_gain(const Gain& by, Quantum& quantum) {
        for (int n = 0; n < QUANTUM; n++) {
            const float gain = float(by.at(n));
            quantum.mid[n] *= gain;
            quantum.side[n] *= gain;
        }
    }

    void remove_dc(Quantum& quantum) {
        for (float& sample : quantum.mid) sample = high_pass_(sample);
    }

    void to_stereo(Quantum& quantum) {
        for (int n = 0; n < QUANTUM; n++) {
            const float side = quantum.side[n] * float(width_.at(n));
            quantum.out[2 * n] = quantum.mid[n] + side;
            quantum.out[2 * n + 1] = quantum.mid[n] - side;
        }
    }

    void finish_parts(Quantum& quantum, double before) {
        float gain[QUANTUM], width[QUANTUM];
        for (int n = 0; n < QUANTUM; n++) gain[n] = float(tape_gain_.at(n)) * float(level_.at(n));
        for (int n = 0; n < QUANTUM; n++) width[n] = float(width_.at(n));
        part_outputs_.finish(gain, width, before, limiter_.gain(), quantum.part_out);
    }

    TapeGain tape_gain_;
    Punch punch_;
    Drive drive_;
    Crush crush_;
    Filters filters_;
    Room room_;
    Smoothed level_, width_;
    Limiter limiter_;
    HighPass high_pass_;
    PartOutputs part_outputs_;
    int open_ = FADE;  // of FADE
    bool opening_ = true;
};

}  // namespace vamen
