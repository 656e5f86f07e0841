// Streaming Griffin-Lim: magnitudes in, one hop of samples out.
//
// magnitudes  rows of BINS     consecutive frames of the tape as the playhead will read them
// samples     float (HOP,)     mono
//
// A frame covers FFT samples from the first one of its hop on. The buffer holds PAST committed frames, which still
// sound, and the active ones: the frame that the next hop commits, and `look_ahead` provisional ones. The tape is
// known, so the look-ahead adds work and no delay. Every hop brings fresh magnitudes for all active frames (retarget),
// so a change of the tape is heard as fast as without look-ahead. A hop may also bring new magnitudes for the committed
// frames (retro): they keep their phases, and the sound fades over within the hop.
//
// Look-ahead and iteration after Zhu, Beauregard, Wyse: "Real-Time Signal Estimation from Modified Short-Time Fourier
// Transform Magnitude Spectra" (2007); momentum after Perraudin, Balazs, Sondergaard: "A Fast Griffin-Lim Algorithm"
// (2013).
#pragma once
#include "fft.hpp"
#include "phase_gradient.hpp"

namespace vamen {

// A periodic Hann window and its dual, whose products overlap to exactly 1.
struct Windows {
    float hann[FFT], dual[FFT], synthesis[FFT];  // synthesis: dual / FFT, for an inverse transform without a factor

    Windows() {
        for (int n = 0; n < FFT; n++) hann[n] = float(0.5 - 0.5 * std::cos(2 * PI * n / FFT));
        for (int n = 0; n < FFT; n++) {
            float energy = 0;
            for (int m = n % HOP; m < FFT; m += HOP) energy += hann[m] * hann[m];
            dual[n] = hann[n] / energy;
            synthesis[n] = dual[n] / FFT;
        }
    }

    // Sample n of the window for frame `frame` of a buffer that holds frames first..count-1. Where neighbours are
    // missing the overlap sum is less than the sound; the window is divided by the share that is there (Gnann, Spiertz
    // 2010).
    float analysis(int frame, int n, int first, int count) const {
        double share = 0;
        for (int other = std::max(first, frame - PAST); other < std::min(count, frame + OVERLAP); other++) {
            const int m = n + (frame - other) * HOP;
            if (m >= 0 && m < FFT) share += double(hann[m] * dual[m]);
        }
        return float(hann[n] / std::max(share, 1e-3));
    }
};

// Raised cosine from 1 to 0 over `count` samples, at the middle of each.
inline float falling(int n, int count) { return float(0.5 + 0.5 * std::cos(PI * (n + 0.5) / count)); }

class StreamingGriffinLim {
public:
    explicit StreamingGriffinLim(Quality quality)
        : iterations_(std::max(quality.iterations, 1)), active_(std::clamp(quality.look_ahead, 0, MOST_ACTIVE - 1) + 1),
          made_up_(RESTART_PREROLL + active_ - 1), momentum_(quality.momentum) {
        for (int f = 0; f < active_; f++)
            for (int n = 0; n < FFT; n++) window_[f / LANES].at[at(n, f)] = windows_.analysis(f, n, -PAST, active_);
        for (int f = 0; f < made_up_; f++)
            for (int n = 0; n < FFT; n++)
                restart_window_[f / LANES].at[at(n, f)] = windows_.analysis(f, n, 0, made_up_);
        for (int n = 0; n < HOP; n++) falling_[n] = falling(n, HOP);
        reset();
    }

    int rows() const { return active_ + 1; }  // of a hop: the active frames and the next one
    int restart_rows() const { return RESTART_PREROLL + active_ + 1; }  // the last one is the last but one of a hop
    const float* upcoming() const { return sound_ + HOP; }  // the hop that would follow: provisional

    void reset() {
        std::memset(past_, 0, sizeof past_);
        std::memset(group_, 0, groups(made_up_) * sizeof *group_);
        for (int k = 0; k < BINS; k++) {
            for (Committed& frame : past_) frame.unit.re[k] = centre_sign(k);
            for (int g = 0; g < groups(made_up_); g++) std::fill_n(group_[g].re.at + k * LANES, LANES, centre_sign(k));
        }
        std::fill_n(tail_, PAST * HOP, 0.0f);
        std::fill_n(sound_, SOUND, 0.0f);
        fresh_ = active_;
    }

    // Begins in the middle of a tape as if it had always played there. `magnitudes` (restart_rows): RESTART_PREROLL + 1
    // frames before the one that the next hop commits, then that one and its look-ahead; one sweep finds all phases.
    void restart(const float* const* magnitudes) {
        reset();
        std::fill_n(angle_, BINS, 0.0);
        integrator_.integrate(magnitudes, made_up_ + 2, angle_, angles_);
        for (int f = 0; f < made_up_; f++) {
            put(magnitudes[f + 1], group_[f / LANES].magnitude, f);
            set_phases(f, angles_[f]);
        }
        iterate(made_up_, RESTART_ITERATIONS, restart_window_, nullptr);
        // All but one of the preroll become committed frames now, and that one with the next hop.
        for (int f = 0; f + 1 < RESTART_PREROLL; f++) shift(made_up_);
        fresh_ = 1;
        std::fill_n(sound_, SOUND, 0.0f);
    }

    void hop(const float* const* magnitudes, bool retro, float* out) {  // retro: PAST rows before the others
        const float* const* active = magnitudes + (retro ? PAST : 0);
        shift(active_);
        for (int f = 0; f < active_; f++) put(active[f], group_[f / LANES].magnitude, f);
        first_phases(active);
        make_tail();
        float left[HOP];
        std::copy_n(tail_, HOP, left);
        if (retro) resynthesise_committed(magnitudes);
        iterate(active_, iterations_, window_, tail_);
        add_up(groups(active_), tail_);
        for (int n = 0; n < HOP; n++) out[n] = sound_[n] + falling_[n] * (left[n] - tail_[n]);
    }

    // What a retro hop would change: 0 nothing, 1 rows (PAST) that have nothing in common with these.
    double change(const float* const* magnitudes) const {
        double apart = 0, held = 0, given = 0;
        for (int i = 0; i < PAST; i++)
            for (int k = 0; k < BINS; k++) {
                const int next = i + 1;  // as they stand after the next shift
                const double old = next < PAST ? past_[next].magnitude[k] : group_[0].magnitude.at[k * LANES];
                const double value = magnitudes[i][k], difference = value - old;
                apart += difference * difference, held += old * old, given += value * value;
            }
        return std::sqrt(apart) / std::max(std::sqrt(held + given), 1e-9);
    }

    // Of a frame that sounds: 0 the one that the last hop committed, -1 the one before it, down to 1 - PAST.
    void spectrum(int frame, Spectrum& out) const {
        const Committed& past = past_[std::min(PAST + frame, PAST - 1)];
        const Group& group = group_[0];
        for (int k = 0; k < BINS; k++) {
            const float magnitude = frame ? past.magnitude[k] : group.magnitude.at[k * LANES];
            out.re[k] = magnitude * (frame ? past.unit.re[k] : group.re.at[k * LANES]);
            out.im[k] = magnitude * (frame ? past.unit.im[k] : group.im.at[k * LANES]);
        }
    }

    // See vamen.h. In the order of the numpy oracle: magnitudes, unit phasors, frames, spectra of the last pass, sound,
    // fresh frames.
    int state(float* values, bool store) {
        int size = 0;
        auto pass = [&](float& value) {
            if (values && store) value = values[size];
            else if (values) values[size] = value;
            size++;
        };
        auto row = [&](float* from, int count, int stride) {
            for (int i = 0; i < count; i++) pass(from[i * stride]);
        };
        auto complex = [&](float* re, float* im, int stride) {
            for (int k = 0; k < BINS; k++) pass(re[k * stride]), pass(im[k * stride]);
        };
        for (Committed& frame : past_) {
            row(frame.magnitude, BINS, 1);
            complex(frame.unit.re, frame.unit.im, 1);
            row(frame.frame, FFT, 1);
        }
        for (int f = 0; f < active_; f++) {
            Group& group = group_[f / LANES];
            const int lane = f % LANES;
            row(group.magnitude.at + lane, BINS, LANES);
            complex(group.re.at + lane, group.im.at + lane, LANES);
            row(group.frame.at + lane, FFT, LANES);
            complex(group.before_re.at + lane, group.before_im.at + lane, LANES);
        }
        row(sound_, (active_ + PAST) * HOP, 1);
        float fresh = float(fresh_);
        pass(fresh);
        fresh_ = std::clamp(int(fresh), 0, active_);
        return size;
    }

private:
    struct Group {  // LANES active frames
        LaneRows magnitude, re, im, before_re, before_im;  // re, im: unit phasors; before: the spectra of the last pass
        LaneFrames frame;
    };
    struct Committed { alignas(32) float magnitude[WIDE]; Spectrum unit; alignas(32) float frame[FFT]; };

    static constexpr int RESTART_ITERATIONS = 2;  // over the frames that a restart makes up
    static constexpr int GROUPS = (RESTART_PREROLL + MOST_ACTIVE + LANES - 1) / LANES;
    static constexpr int SOUND = (GROUPS * LANES + PAST) * HOP;

    static int groups(int frames) { return (frames + LANES - 1) / LANES; }
    static int at(int bin, int frame) { return bin * LANES + frame % LANES; }
    static float centre_sign(int bin) { return bin & 1 ? -1.0f : 1.0f; }  // phase at a frame's first sample <-> centre
    static void put(const float* row, LaneRows& rows, int frame) {
        for (int k = 0; k < BINS; k++) rows.at[at(k, frame)] = row[k];
    }
    static void get(const float* lanes, int frame, float* row, int count = BINS) {
        for (int k = 0; k < count; k++) row[k] = lanes[at(k, frame)];
    }

    // The first active frame becomes a committed one, the others move up, and the last one is empty.
    void shift(int frames) {
        for (int i = 0; i + 1 < PAST; i++) past_[i] = past_[i + 1];
        Committed& newest = past_[PAST - 1];
        get(group_[0].magnitude.at, 0, newest.magnitude);
        get(group_[0].re.at, 0, newest.unit.re);
        get(group_[0].im.at, 0, newest.unit.im);
        get(group_[0].frame.at, 0, newest.frame, FFT);
        for (int g = 0; g < groups(frames); g++) {
            const Group* next = g + 1 < groups(frames) ? &group_[g + 1] : nullptr;
            for (auto rows : {&Group::magnitude, &Group::re, &Group::im, &Group::before_re, &Group::before_im})
                shift_lanes((group_[g].*rows).at, next ? (next->*rows).at : nullptr, BINS);
            shift_lanes(group_[g].frame.at, next ? next->frame.at : nullptr, FFT);
        }
    }

    void first_phases(const float* const* magnitudes) {
        const int first = active_ - fresh_, count = fresh_ + 2;
        const float* run[MOST_ACTIVE + 2];
        run[0] = first ? magnitudes[first - 1] : past_[PAST - 1].magnitude;
        std::copy_n(magnitudes + first, count - 1, run + 1);
        Spectrum unit = past_[PAST - 1].unit;  // of the frame before them
        if (first) get(group_[(first - 1) / LANES].re.at, first - 1, unit.re);
        if (first) get(group_[(first - 1) / LANES].im.at, first - 1, unit.im);
        for (int k = 1; k < BINS; k += 2) unit.re[k] = -unit.re[k], unit.im[k] = -unit.im[k];
        for (int k = 0; k < BINS; k++) angle_[k] = fast_atan2(unit.im[k], unit.re[k]);
        integrator_.integrate(run, count, angle_, angles_);
        for (int f = 0; f < fresh_; f++) set_phases(first + f, angles_[f]);
        fresh_ = 1;
    }

    void set_phases(int frame, const double* angles) {
        Reduced angle[WIDE];
        Spectrum unit;
        for (int k = 0; k < BINS; k++) angle[k] = reduce(angles[k]);
        for (int k = 0; k < BINS; k++) fast_sincos(angle[k], unit.im[k], unit.re[k]);
        for (int k = 1; k < BINS; k += 2) unit.re[k] = -unit.re[k], unit.im[k] = -unit.im[k];
        put(unit.re, group_[frame / LANES].re, frame);
        put(unit.im, group_[frame / LANES].im, frame);
    }

    void iterate(int frames, int passes, const LaneFrames* windows, const float* tail) {
        const int count = groups(frames);
        for (int g = 0; g < count; g++) synthesise(group_[g]);
        for (int pass = 0; pass < passes; pass++) {
            add_up(count, tail);
            for (int g = 0; g < count; g++) improve(group_[g], windows[g], sound_ + g * LANES * HOP);
        }
    }

    void synthesise(Group& group) {
        for (int i = 0; i < BINS * LANES; i++) {
            product_re_.at[i] = group.magnitude.at[i] * group.re.at[i];
            product_im_.at[i] = group.magnitude.at[i] * group.im.at[i];
        }
        fourier_.backward(product_re_, product_im_, windows_.synthesis, group.frame);
    }

    // One pass over a group: analyse the sound, step beyond that and away from the pass before, and synthesise again.
    void improve(Group& group, const LaneFrames& window, const float* sound) {
        cut(sound, window, cut_);
        fourier_.forward(cut_, now_re_, now_im_);
        const float momentum = momentum_;
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

    void add_up(int count, const float* tail) {
        std::fill_n(sound_, (count * LANES + PAST) * HOP, 0.0f);
        if (tail) std::copy_n(tail, PAST * HOP, sound_);
        for (int g = 0; g < count; g++) overlap_add(group_[g].frame, sound_ + g * LANES * HOP);
    }

    void make_tail() {  // what the committed frames add to the hop to come and to the two after it
        std::fill_n(tail_, PAST * HOP, 0.0f);
        for (int i = 0; i < PAST; i++) {
            const int over = (PAST - i) * HOP;
            for (int n = 0; n < FFT - over; n++) tail_[n] += past_[i].frame[over + n];
        }
    }

    void resynthesise_committed(const float* const* magnitudes) {
        product_re_ = product_im_ = {};
        for (int i = 0; i < PAST; i++) {
            std::copy_n(magnitudes[i], BINS, past_[i].magnitude);
            for (int k = 0; k < BINS; k++) {
                product_re_.at[at(k, i)] = magnitudes[i][k] * past_[i].unit.re[k];
                product_im_.at[at(k, i)] = magnitudes[i][k] * past_[i].unit.im[k];
            }
        }
        fourier_.backward(product_re_, product_im_, windows_.synthesis, cut_);
        for (int i = 0; i < PAST; i++) get(cut_.at, i, past_[i].frame, FFT);
        make_tail();
    }

    const int iterations_, active_, made_up_;  // made_up_: frames of a restart
    const float momentum_;
    const Windows windows_;
    Fourier fourier_;
    PhaseGradientIntegrator integrator_;
    Committed past_[PAST];
    Group group_[GROUPS]{};
    LaneFrames window_[GROUPS]{}, restart_window_[GROUPS]{}, cut_;
    LaneRows now_re_, now_im_, product_re_, product_im_;
    alignas(32) float falling_[HOP], tail_[PAST * HOP], sound_[SOUND];
    double angle_[WIDE], angles_[RESTART_PREROLL + MOST_ACTIVE][WIDE];
    int fresh_;  // newest active frames that have no phase yet
};

}  // namespace vamen
