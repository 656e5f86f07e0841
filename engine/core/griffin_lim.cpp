#include "griffin_lim.hpp"

#include "mathematics.hpp"

namespace vamen {
namespace {

constexpr int RESTART_ITERATIONS = 2;  // over the frames that a restart makes up

float centre_sign(int bin) { return bin & 1 ? -1.0f : 1.0f; }  // phase at a frame's first sample <-> at its centre
int lane_at(int bin, int frame) { return bin * LANES + frame % LANES; }

}  // namespace

StreamingGriffinLim::StreamingGriffinLim(Quality quality)
    : quality_(quality),
      active_(quality.look_ahead + 1),
      groups_((active_ + LANES - 1) / LANES),
      restart_groups_((RESTART_PREROLL + quality.look_ahead + LANES - 1) / LANES) {
    const int made_up = RESTART_PREROLL + quality.look_ahead;
    for (int f = 0; f < active_; f++) set_window(group_[f / LANES].window, f % LANES, f, -PAST, active_);
    for (int f = 0; f < made_up; f++) set_window(group_[f / LANES].restart_window, f % LANES, f, 0, made_up);
    for (int n = 0; n < HOP; n++) falling_[n] = falling(n, HOP);
    reset();
}

void StreamingGriffinLim::set_window(LaneFrames& window, int lane, int frame, int first, int count) {
    for (int n = 0; n < FFT; n++) window.at[n * LANES + lane] = windows_.analysis(frame, n, first, count);
}

void StreamingGriffinLim::reset() {
    for (Committed& frame : past_) {
        std::memset(&frame, 0, sizeof frame);
        for (int k = 0; k < BINS; k++) frame.unit.re[k] = centre_sign(k);
    }
    for (int g = 0; g < restart_groups_; g++) {
        Group& group = group_[g];
        for (LaneRows* rows : {&group.magnitude, &group.re, &group.im, &group.before_re, &group.before_im})
            std::memset(rows, 0, sizeof *rows);
        std::memset(&group.frame, 0, sizeof group.frame);
        for (int k = 0; k < BINS; k++) std::fill_n(group.re.at + k * LANES, LANES, centre_sign(k));
    }
    std::fill_n(tail_, PAST * HOP, 0.0f);
    std::fill_n(sound_, SOUND, 0.0f);
    fresh_ = active_;
}

// Begins in the middle of a tape as if it had always played there. `magnitudes` (restart_rows): RESTART_PREROLL + 1 frames
// before the one that the next hop commits, then that one and its look-ahead. All get their phases in one sweep.
void StreamingGriffinLim::restart(const float* const* magnitudes) {
    reset();
    const int count = RESTART_PREROLL + quality_.look_ahead;
    std::fill_n(angle_, BINS, 0.0);
    integrator_.integrate(magnitudes, count + 2, angle_, angles_);
    for (int f = 0; f < count; f++) {
        LaneRows& magnitude = group_[f / LANES].magnitude;
        for (int k = 0; k < BINS; k++) magnitude.at[lane_at(k, f)] = magnitudes[f + 1][k];
        set_phases(f, angles_[f]);
    }
    for (int g = 0; g < restart_groups_; g++) synthesise(group_[g]);
    for (int pass = 0; pass < RESTART_ITERATIONS; pass++) {
        add_up(nullptr, restart_groups_);
        for (int g = 0; g < restart_groups_; g++)
            improve(group_[g], group_[g].restart_window, sound_ + g * LANES * HOP);
    }
    // All but one of the preroll become committed frames now, and that one with the next hop.
    for (int f = 0; f + 1 < RESTART_PREROLL; f++) shift(restart_groups_);
    fresh_ = 1;
    std::fill_n(sound_, SOUND, 0.0f);
}

void StreamingGriffinLim::hop(const float* const* magnitudes, bool retro, float* out) {
    const float* const* active = magnitudes + (retro ? PAST : 0);
    shift(groups_);
    for (int f = 0; f < active_; f++) {
        LaneRows& magnitude = group_[f / LANES].magnitude;
        for (int k = 0; k < BINS; k++) magnitude.at[lane_at(k, f)] = active[f][k];
    }
    first_phases(active);
    make_tail();
    float left[HOP];
    std::copy_n(tail_, HOP, left);
    if (retro) resynthesise_committed(magnitudes);
    for (int g = 0; g < groups_; g++) synthesise(group_[g]);
    for (int pass = 0; pass < quality_.iterations; pass++) {
        add_up(tail_, groups_);
        for (int g = 0; g < groups_; g++) improve(group_[g], group_[g].window, sound_ + g * LANES * HOP);
    }
    add_up(tail_, groups_);
    for (int n = 0; n < HOP; n++) out[n] = sound_[n] + falling_[n] * (left[n] - tail_[n]);
}

double StreamingGriffinLim::change(const float* const* magnitudes) const {
    double apart = 0, held = 0, given = 0;
    for (int i = 0; i < PAST; i++)
        for (int k = 0; k < BINS; k++) {
            const int next = i + 1;  // as they stand after the next shift
            const double old = next < PAST ? past_[next].magnitude.at[k] : group_[0].magnitude.at[k * LANES];
            const double value = magnitudes[i][k], difference = value - old;
            apart += difference * difference, held += old * old, given += value * value;
        }
    return std::sqrt(apart) / std::max(std::sqrt(held + given), 1e-9);
}

void StreamingGriffinLim::sounding(int index, Spectrum& out) const {
    if (index + 1 == PAST) return active_spectrum(0, out);
    const Committed& frame = past_[index + 1];
    for (int k = 0; k < BINS; k++) {
        out.re[k] = frame.magnitude.at[k] * frame.unit.re[k];
        out.im[k] = frame.magnitude.at[k] * frame.unit.im[k];
    }
}

void StreamingGriffinLim::active_spectrum(int frame, Spectrum& out) const {
    const Group& group = group_[frame / LANES];
    for (int k = 0; k < BINS; k++) {
        const float magnitude = group.magnitude.at[lane_at(k, frame)];
        out.re[k] = magnitude * group.re.at[lane_at(k, frame)];
        out.im[k] = magnitude * group.im.at[lane_at(k, frame)];
    }
}

// The first active frame becomes a committed one, the others move up, and the last one is empty.
void StreamingGriffinLim::shift(int groups) {
    for (int i = 0; i + 1 < PAST; i++) past_[i] = past_[i + 1];
    Committed& newest = past_[PAST - 1];
    for (int k = 0; k < BINS; k++) newest.magnitude.at[k] = group_[0].magnitude.at[k * LANES];
    for (int k = 0; k < BINS; k++) newest.unit.re[k] = group_[0].re.at[k * LANES];
    for (int k = 0; k < BINS; k++) newest.unit.im[k] = group_[0].im.at[k * LANES];
    for (int n = 0; n < FFT; n++) newest.frame[n] = group_[0].frame.at[n * LANES];
    for (int g = 0; g < groups; g++) {
        Group& group = group_[g];
        const Group* next = g + 1 < groups ? &group + 1 : nullptr;
        shift_lanes(group.magnitude.at, next ? next->magnitude.at : nullptr, BINS);
        shift_lanes(group.re.at, next ? next->re.at : nullptr, BINS);
        shift_lanes(group.im.at, next ? next->im.at : nullptr, BINS);
        shift_lanes(group.before_re.at, next ? next->before_re.at : nullptr, BINS);
        shift_lanes(group.before_im.at, next ? next->before_im.at : nullptr, BINS);
        shift_lanes(group.frame.at, next ? next->frame.at : nullptr, FFT);
    }
}

void StreamingGriffinLim::first_phases(const float* const* magnitudes) {
    const int first = active_ - fresh_, count = fresh_ + 2;
    const float* run[MOST_ACTIVE + 2];
    for (int i = 0; i < count; i++) {
        const int frame = first - 1 + i;
        run[i] = frame < 0 ? past_[PAST - 1].magnitude.at : magnitudes[frame];
    }
    Spectrum unit = past_[PAST - 1].unit;  // of the frame before them
    const Group& group = group_[std::max(first - 1, 0) / LANES];
    for (int k = 0; first && k < BINS; k++) unit.re[k] = group.re.at[lane_at(k, first - 1)];
    for (int k = 0; first && k < BINS; k++) unit.im[k] = group.im.at[lane_at(k, first - 1)];
    for (int k = 1; k < BINS; k += 2) unit.re[k] = -unit.re[k], unit.im[k] = -unit.im[k];
    for (int k = 0; k < BINS; k++) angle_[k] = fast_atan2(unit.im[k], unit.re[k]);
    integrator_.integrate(run, count, angle_, angles_);
    for (int f = 0; f < fresh_; f++) set_phases(first + f, angles_[f]);
    fresh_ = 1;
}

void StreamingGriffinLim::set_phases(int frame, const double* angles) {
    float rest[WIDE], sine[WIDE], cosine[WIDE];
    int32_t quadrant[WIDE];
    for (int k = 0; k < BINS; k++) {
        const Reduced angle = reduce(angles[k]);
        rest[k] = angle.rest, quadrant[k] = angle.quadrant;
    }
    for (int k = 0; k < BINS; k++) fast_sincos(Reduced{rest[k], quadrant[k]}, sine[k], cosine[k]);
    Group& group = group_[frame / LANES];
    for (int k = 0; k < BINS; k++) {
        group.re.at[lane_at(k, frame)] = cosine[k] * centre_sign(k);
        group.im.at[lane_at(k, frame)] = sine[k] * centre_sign(k);
    }
}

void StreamingGriffinLim::synthesise(Group& group) {
    for (int i = 0; i < BINS * LANES; i++) {
        product_re_.at[i] = group.magnitude.at[i] * group.re.at[i];
        product_im_.at[i] = group.magnitude.at[i] * group.im.at[i];
    }
    fourier_.backward(product_re_, product_im_, windows_.synthesis, group.frame);
}

// One pass over a group: analyse the sound, step beyond that and away from the pass before, and synthesise again.
void StreamingGriffinLim::improve(Group& group, const LaneFrames& window, const float* sound) {
    cut(sound, window, cut_);
    fourier_.forward(cut_, now_re_, now_im_);
    const float momentum = quality_.momentum;
    for (int i = 0; i < BINS * LANES; i++) {
        const float re = now_re_.at[i] - momentum * group.before_re.at[i];
        const float im = now_im_.at[i] - momentum * group.before_im.at[i];
        const float scale = 1.0f / (std::sqrt(re * re + im * im) + 1e-12f);
        group.before_re.at[i] = now_re_.at[i];
        group.before_im.at[i] = now_im_.at[i];
        group.re.at[i] = re * scale;
        group.im.at[i] = im * scale;
    }
    synthesise(group);
}

void StreamingGriffinLim::add_up(const float* tail, int groups) {
    std::fill_n(sound_, (groups * LANES + PAST) * HOP, 0.0f);
    if (tail) std::copy_n(tail, PAST * HOP, sound_);
    for (int g = 0; g < groups; g++) overlap_add(group_[g].frame, sound_ + g * LANES * HOP);
}

void StreamingGriffinLim::make_tail() {  // what the committed frames add to the hop to come and to the two after it
    std::fill_n(tail_, PAST * HOP, 0.0f);
    for (int i = 0; i < PAST; i++) {
        const int over = (PAST - i) * HOP;
        for (int n = 0; n < FFT - over; n++) tail_[n] += past_[i].frame[over + n];
    }
}

void StreamingGriffinLim::resynthesise_committed(const float* const* magnitudes) {
    product_re_ = product_im_ = {};
    for (int i = 0; i < PAST; i++) {
        std::copy_n(magnitudes[i], BINS, past_[i].magnitude.at);
        for (int k = 0; k < BINS; k++) {
            product_re_.at[lane_at(k, i)] = magnitudes[i][k] * past_[i].unit.re[k];
            product_im_.at[lane_at(k, i)] = magnitudes[i][k] * past_[i].unit.im[k];
        }
    }
    fourier_.backward(product_re_, product_im_, windows_.synthesis, cut_);
    for (int i = 0; i < PAST; i++)
        for (int n = 0; n < FFT; n++) past_[i].frame[n] = cut_.at[lane_at(n, i)];
    make_tail();
}

// In the order of the numpy oracle: magnitudes, unit phasors, frames, spectra of the last pass, sound, fresh frames.
int StreamingGriffinLim::state(float* values, bool store) {
    int size = 0;
    auto pass = [&](float& value) {
        if (values && store) value = values[size];
        else if (values) values[size] = value;
        size++;
    };
    for (Committed& frame : past_) {
        for (int k = 0; k < BINS; k++) pass(frame.magnitude.at[k]);
        for (int k = 0; k < BINS; k++) pass(frame.unit.re[k]), pass(frame.unit.im[k]);
        for (float& sample : frame.frame) pass(sample);
    }
    for (int f = 0; f < active_; f++) {
        Group& group = group_[f / LANES];
        for (int k = 0; k < BINS; k++) pass(group.magnitude.at[lane_at(k, f)]);
        for (int k = 0; k < BINS; k++) pass(group.re.at[lane_at(k, f)]), pass(group.im.at[lane_at(k, f)]);
        for (int n = 0; n < FFT; n++) pass(group.frame.at[lane_at(n, f)]);
        for (int k = 0; k < BINS; k++) pass(group.before_re.at[lane_at(k, f)]), pass(group.before_im.at[lane_at(k, f)]);
    }
    for (int n = 0; n < (active_ + PAST) * HOP; n++) pass(sound_[n]);
    float fresh = float(fresh_);
    pass(fresh);
    fresh_ = std::clamp(int(fresh), 0, active_);
    return size;
}

}  // namespace vamen
