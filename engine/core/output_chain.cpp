#include "output_chain.hpp"

#include <algorithm>
#include <cmath>

namespace vamen {
namespace {

constexpr double SILENCE = -60.0;  // dB, the lowest level: no sound at all
constexpr float LOUDEST = 1e6f;    // of a sample; beyond that something went wrong before, and it becomes silence
constexpr double FREE = 1 - 1e-4;  // gain from which the difference to 1 is inaudible
const double KEEP = std::exp(-QUANTUM / (0.01 * RATE));         // of a smoothed value's distance, in a quantum
const double RECOVER = 1 - std::exp(-QUANTUM / (0.15 * RATE));  // of the limiter's reduction, likewise
const double DC_POLE = std::exp(-2 * PI * 20.0 / RATE);         // first-order high-pass at 20 Hz

double gain_of(double level) { return level > SILENCE ? std::pow(10.0, level / 20) : 0.0; }

}  // namespace

void Smoothed::follow(double target) {
    before = value;
    const double nearer = target + (value - target) * KEEP;
    value = std::fabs(nearer - target) < 1e-6 ? target : nearer;
}

float Limiter::operator()(float* samples) {
    const double before = gain_;
    float loudest = 0;
    for (int n = 0; n < 2 * QUANTUM; n++) loudest = std::max(loudest, std::fabs(samples[n]));
    const double allowed = loudest > 0 ? std::min(1.0, double(CEILING) / loudest) : 1.0;
    const double freed = before + (1 - before) * RECOVER;
    const double after = std::min({freed < FREE ? freed : 1.0, allowed_, allowed});
    float peak = loudest_;
    std::swap_ranges(held_, held_ + 2 * QUANTUM, samples);
    loudest_ = loudest, allowed_ = allowed, gain_ = after;
    if (before == 1 && after == 1) return peak;
    peak = 0;
    for (int n = 0; n < 2 * QUANTUM; n++) {
        const float gain = float(before) + float(after - before) * (float(n / 2 + 1) / QUANTUM);
        samples[n] = std::clamp(samples[n] * gain, -CEILING, CEILING);  // rounding may pass it in the last place
        peak = std::max(peak, std::fabs(samples[n]));
    }
    return peak;
}

const OutputChain::Effect OutputChain::EFFECTS[] = {
    &OutputChain::apply_level,
    &OutputChain::remove_dc,
    &OutputChain::to_stereo,
};

void OutputChain::reset(double level, double width) {
    *this = {};
    level_.set(gain_of(level));
    width_.set(width);
}

void OutputChain::operator()(Quantum& quantum, double level, double width) {
    level_.follow(gain_of(level));
    width_.follow(width);
    for (float* samples : {quantum.mid, quantum.side})
        for (int n = 0; n < QUANTUM; n++) samples[n] = std::fabs(samples[n]) <= LOUDEST ? samples[n] : 0.0f;
    for (const Effect effect : EFFECTS) (this->*effect)(quantum);
    peak = std::max(peak, limiter_(quantum.out));
}

void OutputChain::apply_level(Quantum& quantum) {
    for (int n = 0; n < QUANTUM; n++) {
        const float gain = float(level_.at(n));
        quantum.mid[n] *= gain;
        quantum.side[n] *= gain;
    }
}

void OutputChain::remove_dc(Quantum& quantum) {
    for (float& sample : quantum.mid) {
        dc_out_ = (1 + DC_POLE) / 2 * (sample - dc_in_) + DC_POLE * dc_out_;
        dc_in_ = sample;
        sample = float(dc_out_);
    }
}

void OutputChain::to_stereo(Quantum& quantum) {
    for (int n = 0; n < QUANTUM; n++) {
        const float side = quantum.side[n] * float(width_.at(n));
        quantum.out[2 * n] = quantum.mid[n] + side;
        quantum.out[2 * n + 1] = quantum.mid[n] - side;
    }
}

void OutputChain::fade(float* samples, int frames) {
    if (opening_ && open_ == FADE) return;
    for (int n = 0; n < frames; n++) {
        open_ = opening_ ? std::min(open_ + 1, FADE) : std::max(open_ - 1, 0);
        const float gain = float(open_) / FADE;
        samples[2 * n] *= gain;
        samples[2 * n + 1] *= gain;
    }
}

}  // namespace vamen
