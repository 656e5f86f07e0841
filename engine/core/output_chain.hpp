// From the playhead's sound to what leaves: a table of effects, then the limiter, then the fade-out.
//
// in   mid and side, float (QUANTUM,) each, any level
// out  float (QUANTUM, 2)   left and right, delayed by `latency`, never above CEILING
//
// The gain of the tape comes first, so that the drive bends every tape alike; the level comes after both, so that it
// changes nothing but the volume.
// Quanta lie on a fixed grid of the sample clock, so the result does not depend on the block size of a device.
// Parameters are smoothed, so that turning them is never heard as steps.
#pragma once
#include "geometry.hpp"

namespace vamen {

constexpr float CEILING = 0.891250938f;  // of full scale, -1 dB: room for what a converter makes between samples
constexpr int FADE = 441;                // samples of the fade-out at the end, and of the fade-in after a takeover
constexpr double SILENCE = -60.0;  // dB, the lowest level: no sound at all
constexpr float LOUDEST = 1e6f;    // of a sample; beyond that something went wrong before, and it becomes silence
constexpr double FREE = 1 - 1e-4;  // gain from which the difference to 1 is inaudible
const double KEEP = std::exp(-QUANTUM / (0.01 * RATE));         // of a smoothed value's distance, in a quantum
const double RECOVER = 1 - std::exp(-QUANTUM / (0.04 * RATE));  // of the limiter's reduction, likewise
const double GLIDE = std::exp(-QUANTUM / (0.25 * RATE));        // of the distance in dB to a new tape's gain, likewise
constexpr double MOST_GAIN = 40;  // dB, of a tape, up or down
constexpr float BEND = 6;         // at full drive; beyond it the harmonics fold back audibly
const double DC_POLE = std::exp(-2 * PI * 20.0 / RATE);         // first-order high-pass at 20 Hz

inline double gain_of(double level) { return level > SILENCE ? std::pow(10.0, level / 20) : 0.0; }

struct Quantum { float mid[QUANTUM], side[QUANTUM], out[2 * QUANTUM]; };

// A value that follows its target with a time constant of 10 ms, linearly within a quantum.
struct Smoothed {
    double before = 0, value = 0;
    void set(double target) { before = value = target; }
    void follow(double target) {
        before = value;
        const double nearer = target + (value - target) * KEEP;
        value = std::fabs(nearer - target) < 1e-6 ? target : nearer;
    }
    double at(int n) const { return before + (value - before) * (double(n + 1) / QUANTUM); }
};

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

// Look-ahead peak limiter, one gain for both channels, linear between the boundaries of quanta. A boundary's gain is no
// higher than either neighbour allows, so no sample in between can pass the ceiling, nor can what a converter makes
// between samples, at their thirds.
class Limiter {
public:
    double gain() const { return gain_; }  // at the end of the last quantum

    // Interleaved; becomes the quantum before this one, of which it returns the peak
    float operator()(float* samples) {
        const double before = gain_;
        float loudest = 0;
        for (int n = 0; n < 2 * QUANTUM; n++) loudest = std::max(loudest, std::fabs(samples[n]));
        float ending = 0, beginning = loudest;  // the last REACH samples of the quantum before; this one up to its own
        if (2 * std::max(loudest, loudest_) > CEILING) look_between(samples, ending, beginning);  // their sum is below 2
        const double freed = before + (1 - before) * RECOVER;
        const double allowed = allowed_below(beginning), end = allowed_below(ending);
        const double steep = (end - before * REACH / QUANTUM) / (1 - double(REACH) / QUANTUM);  // there already, at `end`
        const double after = std::max(std::min({freed < FREE ? freed : 1.0, allowed_, allowed, end, steep}), 0.0);
        const float peak = loudest_;
        std::swap_ranges(held_, held_ + 2 * QUANTUM, samples);
        loudest_ = loudest, allowed_ = allowed, gain_ = after;
        if (before == 1 && after == 1) return peak;
        float limited = 0;
        for (int n = 0; n < 2 * QUANTUM; n++) {
            const float gain = float(before) + float(after - before) * (float(n / 2 + 1) / QUANTUM);
            samples[n] = std::clamp(samples[n] * gain, -CEILING, CEILING);  // rounding may pass it in the last place
            limited = std::max(limited, std::fabs(samples[n]));
        }
        return limited;
    }

private:
    static constexpr int REACH = 8;  // samples on either side that a value in between is interpolated from
    static constexpr float THIRD[2 * REACH] = {  // sinc(t) cos(pi t / 17)^2 a third after the middle, of sum 1
        -0.0017204f, 0.0066131f, -0.0157702f, 0.0308280f, -0.0550926f, 0.0975040f, -0.1944488f, 0.8238623f,
        0.4072538f, -0.1501988f, 0.0802375f, -0.0456327f, 0.0250051f, -0.0121617f, 0.0045675f, -0.0008460f};

    static double allowed_below(float peak) { return peak > CEILING ? double(CEILING) / peak : 1.0; }

    void look_between(const float* samples, float& ending, float& beginning) const {
        constexpr int BACK = 2 * (2 * REACH - 1);
        float line[BACK + 2 * QUANTUM], first[2 * QUANTUM] = {}, second[2 * QUANTUM] = {};
        std::copy_n(held_ + 2 * QUANTUM - BACK, BACK, line);
        std::copy_n(samples, 2 * QUANTUM, line + BACK);
        for (int k = 0; k < 2 * REACH; k++)
            for (int n = 0; n < 2 * QUANTUM; n++) {
                first[n] += THIRD[k] * line[n + 2 * k];
                second[n] += THIRD[2 * REACH - 1 - k] * line[n + 2 * k];
            }
        for (int n = 0; n < 2 * QUANTUM; n++) {
            float& peak = n < 2 * REACH ? ending : beginning;
            peak = std::max({peak, std::fabs(first[n]), std::fabs(second[n])});
        }
    }

    float held_[2 * QUANTUM] = {}, loudest_ = 0;  // the quantum that is not handed out yet
    double allowed_ = 1, gain_ = 1;
};

class OutputChain {
public:
    static constexpr int latency = QUANTUM;  // samples, of the limiter

    float peak = 0;        // largest sample since it was last set to 0
    double reduction = 0;  // 1 - the limiter's lowest gain, likewise

    void reset(double level, double width, double drive) {
        const TapeGain tape_gain = tape_gain_;
        *this = {};
        tape_gain_ = tape_gain;
        tape_gain_.settle();
        level_.set(gain_of(level));
        width_.set(width);
        drive_.set(drive);
    }

    void load(const Tape& tape) { tape_gain_.aim(tape.gain); }

    void operator()(Quantum& quantum, double level, double width, double drive) {
        tape_gain_.follow();
        level_.follow(gain_of(level));
        width_.follow(width);
        drive_.follow(drive);
        for (float* samples : {quantum.mid, quantum.side})
            for (int n = 0; n < QUANTUM; n++) samples[n] = std::fabs(samples[n]) <= LOUDEST ? samples[n] : 0.0f;
        for (const Effect effect : EFFECTS) (this->*effect)(quantum);
        peak = std::max(peak, limiter_(quantum.out));
        reduction = std::max(reduction, 1 - limiter_.gain());
    }

    void fade_out() { opening_ = false; }
    void fade_in() { open_ = 0, opening_ = true; }
    bool silent() const { return !opening_ && !open_; }

    void fade(float* samples, int frames) {  // of a block that is handed out, interleaved
        if (opening_ && open_ == FADE) return;
        for (int n = 0; n < frames; n++) {
            open_ = opening_ ? std::min(open_ + 1, FADE) : std::max(open_ - 1, 0);
            const float gain = float(open_) / FADE;
            samples[2 * n] *= gain;
            samples[2 * n + 1] *= gain;
        }
    }

private:
    void apply_tape_gain(Quantum& quantum) {
        for (int n = 0; n < QUANTUM; n++) {
            const float gain = float(tape_gain_.at(n));
            quantum.mid[n] *= gain;
            quantum.side[n] *= gain;
        }
    }

    // x / sqrt(1 + (bend x)^2), which leaves quiet sound as it is and bends loud sound to 1 / bend, times what makes up
    // for that. The side gets the gain of the mid, so that the sum of both channels does not depend on the width.
    void saturate(Quantum& quantum) {
        if (drive_.before == 0 && drive_.value == 0) return;
        const float bend = bend_of(drive_.before), further = bend_of(drive_.value) - bend;
        const float makeup = makeup_of(bend), more = makeup_of(bend + further) - makeup;
        for (int n = 0; n < QUANTUM; n++) {
            const float part = float(n + 1) / QUANTUM;
            const float bent = (bend + further * part) * quantum.mid[n];
            const float gain = (makeup + more * part) / std::sqrt(1 + bent * bent);
            quantum.mid[n] *= gain;
            quantum.side[n] *= gain;
        }
    }
    static float bend_of(double drive) { return BEND * float(drive * drive); }
    // Fitted to breaks of -16 LUFS, so that their loudness stays
    static float makeup_of(float bend) { return float(std::pow(1 + double(bend) * bend / 6.5, 0.305)); }

    void remove_dc(Quantum& quantum) {
        for (float& sample : quantum.mid) {
            dc_out_ = (1 + DC_POLE) / 2 * (sample - dc_in_) + DC_POLE * dc_out_;
            dc_in_ = sample;
            sample = float(dc_out_);
        }
    }

    void apply_level(Quantum& quantum) {
        for (int n = 0; n < QUANTUM; n++) {
            const float gain = float(level_.at(n));
            quantum.mid[n] *= gain;
            quantum.side[n] *= gain;
        }
    }

    void to_stereo(Quantum& quantum) {
        for (int n = 0; n < QUANTUM; n++) {
            const float side = quantum.side[n] * float(width_.at(n));
            quantum.out[2 * n] = quantum.mid[n] + side;
            quantum.out[2 * n + 1] = quantum.mid[n] - side;
        }
    }

    using Effect = void (OutputChain::*)(Quantum&);
    static constexpr Effect EFFECTS[] = {&OutputChain::apply_tape_gain, &OutputChain::saturate,
                                         &OutputChain::apply_level, &OutputChain::remove_dc, &OutputChain::to_stereo};

    TapeGain tape_gain_;
    Smoothed level_, width_, drive_;
    Limiter limiter_;
    double dc_in_ = 0, dc_out_ = 0;
    int open_ = FADE;  // of FADE
    bool opening_ = true;
};

}  // namespace vamen
