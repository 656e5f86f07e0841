// What the output chain works on, a quantum of samples, and values that glide from one quantum to the next.
#pragma once
#include "geometry.hpp"
#include "parameters.hpp"

namespace vamen {

const double KEEP = std::exp(-QUANTUM / (0.005 * RATE));  // of the distance of either pole of a smoothed value, in a quantum

constexpr double LOG2_E = 1.44269504088896341;  // octaves of a step of 1 in a natural logarithm

struct Quantum {
    float mid[QUANTUM] = {}, side[QUANTUM] = {}, parts[QUANTUM][LAYERS] = {};
    float out[2 * QUANTUM] = {}, part_out[PARTS][2 * QUANTUM] = {};
    bool split = false;  // into parts
};

// A value that follows its target with two poles of 5 ms each, linearly within a quantum: a single pole begins with a
// corner, which clicks.
struct Smoothed {
    double before = 0, value = 0, first = 0;  // `first`: behind the first pole

    Smoothed() = default;
    explicit Smoothed(double target) { set(target); }

    void set(double target) { before = value = first = target; }
    void follow(double target) {
        before = value;
        first = target + (first - target) * KEEP;
        value = first + (value - first) * KEEP;
        if (std::fabs(first - target) < 1e-6 && std::fabs(value - target) < 1e-6) first = value = target;
    }
    double at(int n) const { return before + (value - before) * (double(n + 1) / QUANTUM); }
    bool off() const { return before == 0 && value == 0; }     // for the whole quantum
    bool begins() const { return before == 0 && value != 0; }  // with this quantum
};

// As `at`, for values that are computed from smoothed ones at both ends of a quantum.
inline float between(float before, float after, int n) {
    return before + (after - before) * (float(n + 1) / QUANTUM);
}

// An effect that fades between dry and wet, and is not computed while it is off. It has `wanted`, whether it is on,
// `begin`, from silence, and `run`, which mixes its sound in by `share_`.
template <class Effect> class FadedEffect {
public:
    void set(const double* values) {
        share_.set(effect().wanted(values));
        effect().begin(values);
    }

    void operator()(Quantum& quantum, const double* values) {
        share_.follow(effect().wanted(values));
        if (share_.off()) return;
        if (share_.begins()) effect().begin(values);
        effect().run(quantum, values);
    }

protected:
    Smoothed share_;  // how much of it is heard, 0..1

private:
    Effect& effect() { return static_cast<Effect&>(*this); }
};

}  // namespace vamen
