// Streaming Griffin-Lim: magnitudes in, one hop of samples out.
//
// magnitudes  rows of BINS     consecutive frames of the tape as the playhead will read them
// samples     float (HOP,)     mono
//
// A frame covers FFT samples from the first one of its hop on. The buffer holds PAST committed frames, which still sound,
// and the active ones: the frame that the next hop commits, and `look_ahead` provisional ones. The tape is known, so the
// look-ahead adds work and no delay. Every hop brings fresh magnitudes for all active frames (retarget), so a change of the
// tape is heard as fast as without look-ahead. A hop may also bring new magnitudes for the committed frames (retro): they
// keep their phases, and the sound fades over within the hop.
//
// Look-ahead and iteration after Zhu, Beauregard, Wyse: "Real-Time Signal Estimation from Modified Short-Time Fourier
// Transform Magnitude Spectra" (2007); momentum after Perraudin, Balazs, Sondergaard: "A Fast Griffin-Lim Algorithm" (2013).
#pragma once
#include "fft.hpp"
#include "phase_gradient.hpp"
#include "windows.hpp"

namespace vamen {

struct Quality { int look_ahead = 3, iterations = 4; float momentum = 0.4f; };

class StreamingGriffinLim {
public:
    explicit StreamingGriffinLim(Quality quality);

    int rows() const { return active_ + 1; }                             // of a hop: the active frames and the next one
    int restart_rows() const { return RESTART_PREROLL + active_ + 1; }   // the last one is the last but one of a hop
    const float* upcoming() const { return sound_ + HOP; }               // the hop that would follow: provisional

    void reset();
    void restart(const float* const* magnitudes);
    void hop(const float* const* magnitudes, bool retro, float* out);  // retro: PAST rows before the others
    // What a retro hop would change: 0 nothing, 1 rows (PAST) that have nothing in common with these.
    double change(const float* const* magnitudes) const;
    void committed(Spectrum& out) const { active_spectrum(0, out); }         // by the last hop
    void sounding(int index, Spectrum& out) const;                           // index 0..PAST-1: with the next hop, oldest first
    int state(float* values, bool store);                                    // see vamen.h

private:
    struct Group {  // LANES active frames
        LaneRows magnitude, re, im, before_re, before_im;  // unit phasors; the spectra of the pass before
        LaneFrames frame, window, restart_window;
    };
    struct Committed { Row magnitude; Spectrum unit; alignas(32) float frame[FFT]; };

    void set_window(LaneFrames& window, int lane, int frame, int first, int count);
    void shift(int groups);
    void first_phases(const float* const* magnitudes);
    void set_phases(int frame, const double* angles);
    void synthesise(Group& group);
    void improve(Group& group, const LaneFrames& window, const float* sound);
    void add_up(const float* tail, int groups);
    void make_tail();
    void resynthesise_committed(const float* const* magnitudes);
    void active_spectrum(int frame, Spectrum& out) const;

    static constexpr int GROUPS = (RESTART_PREROLL + MOST_ACTIVE + LANES - 1) / LANES;
    static constexpr int SOUND = (GROUPS * LANES + PAST) * HOP;

    const Quality quality_;
    const int active_, groups_, restart_groups_;
    const Windows windows_;
    Fourier fourier_;
    PhaseGradientIntegrator integrator_;
    Committed past_[PAST];
    Group group_[GROUPS]{};
    LaneFrames cut_;
    LaneRows now_re_, now_im_, product_re_, product_im_;
    alignas(32) float falling_[HOP], tail_[PAST * HOP], sound_[SOUND];
    double angle_[WIDE], angles_[RESTART_PREROLL + MOST_ACTIVE][WIDE];
    int fresh_;  // newest active frames that have no phase yet
};

}  // namespace vamen
