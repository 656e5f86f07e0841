// What the output chain works on, a quantum of samples, and values that glide from one quantum to the next.
#pragma once
#include "geometry.hpp"
#include "parameters.hpp"

namespace vamen {

const double KEEP = std::exp(-QUANTUM / (0.01 * RATE));  // of a smoothed value's distance, in a quantum

constexpr double LOG2_E = 1.44269504088896341;  // octaves of a step of 1 in a natural logarithm

struct Quantum {
    float mid[QUANTUM] = {}, side[QUANTUM] = {}, parts[QUANTUM][LAYERS] = {};
    float out[2 * QUANTUM] = {}, part_out[PARTS][2 * QUANTUM] = {};
    bool split = false;  // into parts
};

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
    bool off() const { return before == 0 && value == 0; }     // for the whole quantum
    bool begins() const { return before == 0 && value != 0; }  // with this quantum
};

// As `at`, for values that are computed from smoothed ones at both ends of a quantum.
inline float between(float before, float after, int n) {
    return before + (after - before) * (float(n + 1) / QUANTUM);
}

}  // namespace vamen
