// Low-pass and high-pass with resonance, 12 dB per octave each; a corner at the end of its range is off.
//
// State variable filters with trapezoidal integrators: V. Zavalishin, The Art of VA Filter Design, chapter 4. They are
// stable however fast corner and resonance move: A. Wishnick, Time-Varying Filters for Musical Applications, DAFx-14.
#pragma once
#include "../mathematics.hpp"
#include "../quantum.hpp"

namespace vamen {

class Filter : public FadedEffect<Filter> {
public:
    Filter(Parameter corner, bool high) : parameter_(corner), high_(high) {}
    void hush() { hushed_ = HUSHED; }  // let what rings on decay at once

private:
    friend FadedEffect<Filter>;

    struct State { float first = 0, second = 0; };  // of both integrators
    struct Coefficients { float damping[QUANTUM], a[QUANTUM], b[QUANTUM], c[QUANTUM], share[QUANTUM]; };

    bool wanted(const double* values) const {
        const bool turned = high_ ? values[parameter_] > LIMITS[parameter_].low : values[parameter_] < LIMITS[parameter_].high;
        return turned && !(values[BYPASS_FILTER] > 0);
    }

    void begin(const double* values) {
        corner_.set(fast_log(float(values[parameter_])));
        resonance_.set(values[FILTER_RESONANCE]);
        mid_ = side_ = {};
        hushed_ = 0;
    }

    void run(Quantum& quantum, const double* values) {
        corner_.follow(fast_log(float(values[parameter_])));
        resonance_.follow(values[FILTER_RESONANCE]);
        Coefficients coefficients;
        compute(coefficients);
        pass(coefficients, mid_, quantum.mid);
        pass(coefficients, side_, quantum.side);
        hushed_ = std::max(hushed_ - 1, 0);
    }

    static float frequency_of(double corner) {  // log Hz -> gain of an integrator, with the corner where it belongs
        float sine, cosine;
        fast_sincos(PI / RATE * power_of_two(LOG2_E * corner), sine, cosine);
        return sine / cosine;
    }

    static float damping_of(double resonance) {  // -3 dB at the corner, up to +19 dB
        return float(power_of_two(0.5 - LEAST_DAMPING * resonance));
    }

    void compute(Coefficients& to) const {
        const float corner = frequency_of(corner_.before), next = frequency_of(corner_.value);
        const float damping = damping_of(resonance_.before), damping_next = damping_of(resonance_.value);
        const float share = float(share_.before), share_next = float(share_.value);
        for (int n = 0; n < QUANTUM; n++) {
            const float g = between(corner, next, n), k = between(damping, damping_next, n);
            to.damping[n] = k;
            to.a[n] = 1 / (1 + g * (g + k));
            to.b[n] = g * to.a[n];
            to.c[n] = g * to.b[n];
            to.share[n] = between(share, share_next, n);
        }
    }

    void pass(const Coefficients& with, State& state, float* samples) const {
        const float keep = hushed_ ? HUSHED_KEEP : 1.0f;
        State now = state;
        for (int n = 0; n < QUANTUM; n++) {
            const float sample = samples[n], rest = sample - now.second;
            const float band = with.a[n] * now.first + with.b[n] * rest;
            const float low = now.second + with.b[n] * now.first + with.c[n] * rest;
            now.first = keep * (2 * band - now.first), now.second = keep * (2 * low - now.second);
            const float passed = high_ ? sample - with.damping[n] * band - low : low;
            samples[n] = sample + with.share[n] * (passed - sample);
        }
        state = now;
    }

    static constexpr double LEAST_DAMPING = 3.64385619;  // octaves below that without resonance: a factor of 0.08
    static constexpr int HUSHED = RATE / 25 / QUANTUM;   // quanta: 40 ms
    static inline const float HUSHED_KEEP = float(std::exp(-1 / (0.002 * RATE)));  // of a state, in a sample: 2 ms

    Parameter parameter_;
    bool high_;
    Smoothed corner_, resonance_;  // log Hz
    State mid_, side_;
    int hushed_ = 0;  // quanta that are left
};

class Filters {
public:
    void set(const double* values) { low_.set(values), high_.set(values); }
    void hush() { low_.hush(), high_.hush(); }
    void operator()(Quantum& quantum, const double* values) { low_(quantum, values), high_(quantum, values); }

private:
    Filter low_{FILTER_LOW, false}, high_{FILTER_HIGH, true};
};

}  // namespace vamen
