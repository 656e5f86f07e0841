// From the playhead's sound to what leaves: a table of effects, then the limiter, then the fade-out.
//
// in   mid and side, float (QUANTUM,) each, any level
// out  float (QUANTUM, 2)   left and right, delayed by `latency`, never above CEILING
//
// Quanta lie on a fixed grid of the sample clock, so the result does not depend on the block size of a device. Parameters
// are smoothed, so that turning them is never heard as steps.
#pragma once
#include "geometry.hpp"

namespace vamen {

constexpr float CEILING = 0.891250938f;  // of full scale, -1 dB: room for what a converter makes between samples
constexpr int FADE = 441;                // samples of the fade-out at the end, and of the fade-in after a takeover

struct Quantum { float mid[QUANTUM], side[QUANTUM], out[2 * QUANTUM]; };

// A value that follows its target with a time constant of 10 ms, linearly within a quantum.
struct Smoothed {
    double before = 0, value = 0;
    void set(double target) { before = value = target; }
    void follow(double target);
    double at(int n) const { return before + (value - before) * (double(n + 1) / QUANTUM); }
};

// Look-ahead peak limiter, one gain for both channels, linear between the boundaries of quanta. A boundary's gain is no
// higher than either neighbour allows, so no sample in between can pass the ceiling.
class Limiter {
public:
    void reset() { *this = {}; }
    float operator()(float* samples);  // interleaved; becomes the quantum before this one, of which it returns the peak

private:
    float held_[2 * QUANTUM] = {}, loudest_ = 0;  // the quantum that is not handed out yet
    double allowed_ = 1, gain_ = 1;
};

class OutputChain {
public:
    static constexpr int latency = QUANTUM;  // samples, of the limiter

    float peak = 0;  // largest sample, until whoever reads it sets it to 0
    void reset(double level, double width);
    void operator()(Quantum& quantum, double level, double width);

    void fade_out() { opening_ = false; }
    void fade_in() { open_ = 0, opening_ = true; }
    bool silent() const { return !opening_ && !open_; }
    void fade(float* samples, int frames);  // of a block that is handed out, interleaved

private:
    void remove_dc(Quantum& quantum);
    void apply_level(Quantum& quantum);
    void to_stereo(Quantum& quantum);

    using Effect = void (OutputChain::*)(Quantum&);
    static const Effect EFFECTS[];  // in their order

    Smoothed level_, width_;
    Limiter limiter_;
    double dc_in_ = 0, dc_out_ = 0;
    int open_ = FADE;  // of FADE
    bool opening_ = true;
};

}  // namespace vamen
