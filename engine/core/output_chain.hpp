// From the playhead's sound to what leaves: a table of effects, then the limiter, then the fade-out.
//
// in   mid and side, float (QUANTUM,) each, any level
// out  float (QUANTUM, 2)   left and right, delayed by `latency`, never above CEILING
//
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
const double RECOVER = 1 - std::exp(-QUANTUM / (0.15 * RATE));  // of the limiter's reduction, likewise
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

// Look-ahead peak limiter, one gain for both channels, linear between the boundaries of quanta. A boundary's gain is no
// higher than either neighbour allows, so no sample in between can pass the ceiling.
class Limiter {
public:
    // Interleaved; becomes the quantum before this one, of which it returns the peak
    float operator()(float* samples) {
        const double before = gain_;
        float loudest = 0;
        for (int n = 0; n < 2 * QUANTUM; n++) loudest = std::max(loudest, std::fabs(samples[n]));
        const double allowed = loudest > 0 ? std::min(1.0, double(CEILING) / loudest) : 1.0;
        const double freed = before + (1 - before) * RECOVER;
        const double after = std::min({freed < FREE ? freed : 1.0, allowed_, allowed});
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
    float held_[2 * QUANTUM] = {}, loudest_ = 0;  // the quantum that is not handed out yet
    double allowed_ = 1, gain_ = 1;
};

class OutputChain {
public:
    static constexpr int latency = QUANTUM;  // samples, of the limiter

    float peak = 0;  // largest sample since it was last set to 0

    void reset(double level, double width) {
        *this = {};
        level_.set(gain_of(level));
        width_.set(width);
    }

    void operator()(Quantum& quantum, double level, double width) {
        level_.follow(gain_of(level));
        width_.follow(width);
        for (float* samples : {quantum.mid, quantum.side})
            for (int n = 0; n < QUANTUM; n++) samples[n] = std::fabs(samples[n]) <= LOUDEST ? samples[n] : 0.0f;
        for (const Effect effect : EFFECTS) (this->*effect)(quantum);
        peak = std::max(peak, limiter_(quantum.out));
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
    static constexpr Effect EFFECTS[] = {&OutputChain::apply_level, &OutputChain::remove_dc, &OutputChain::to_stereo};

    Smoothed level_, width_;
    Limiter limiter_;
    double dc_in_ = 0, dc_out_ = 0;
    int open_ = FADE;  // of FADE
    bool opening_ = true;
};

}  // namespace vamen
