// Kick, snare and hats as parts of the sound: committed frames and the shares of the tape in, the sound of each part out.
//
// shares  float (2, BINS)           of kick and snare in a column of the tape; the rest is the hats'
// sound   float (count, LAYERS)     kick and snare of the mid, then of the side; mid and side less these are the hats
//
// A committed frame times the shares of the column that it was read from overlaps with others of its kind as the whole
// frames do, so the parts add up to the sound. Nothing of it is inverted again: a frame costs one transform.
#pragma once
#include "griffin_lim.hpp"

namespace vamen {

inline float rising(double part) {  // the integral of a Hann window: steeper than half a cosine, and far less of a click
    float sine, cosine;
    fast_sincos(2 * PI * part, sine, cosine);
    return float(part - sine / (2 * PI));
}

class PartSplitter {
public:
    explicit PartSplitter(const Tables& tables) : tables_(tables) {
        for (int n = 0; n < HOP; n++) falling_[n] = falling(n, HOP);
        reset();
    }

    void reset() { std::memset(pending_, 0, sizeof pending_), taken_ = 0; }

    // The frame that has just been committed, read from `column`; `accent`: of the side, 0 without one.
    void add(const StreamingGriffinLim& griffin_lim, const Tape& tape, double column, float accent) {
        std::memmove(pending_, upcoming(), sizeof pending_ - taken_ * sizeof *pending_);
        std::memset(pending_ + FFT - taken_, 0, taken_ * sizeof *pending_);
        taken_ = 0;
        add(griffin_lim, tape, 0, column, accent, 0);
    }

    // All frames that sound, from samples that follow `age` samples after the beginning of the newest one.
    void rebuild(const StreamingGriffinLim& griffin_lim, const Tape& tape, const double* columns, float accent, int age,
                 int newest = 0) {
        reset();
        for (int back = newest; back < OVERLAP && age + back * HOP < FFT; back++)
            add(griffin_lim, tape, -back, columns[back], accent, age + back * HOP);
    }

    // The frame that has just been committed, where those before it have been revised: their sound fades over.
    void revise(const StreamingGriffinLim& griffin_lim, const Tape& tape, const double* columns, float accent) {
        float before[HOP][LAYERS];
        std::memcpy(before, upcoming(), sizeof before);
        rebuild(griffin_lim, tape, columns, accent, 0, 1);
        for (int n = 0; n < HOP; n++)
            for (int l = 0; l < LAYERS; l++)
                pending_[n][l] += falling_[n] * (before[n][l] - pending_[n][l]);
        add(griffin_lim, tape, 0, columns[0], accent, 0);
    }

    float (*upcoming())[LAYERS] { return pending_ + taken_; }  // the next samples; those of the present hop are complete
    void skip(int count) { taken_ += count; }                  // samples that have been taken

private:
    void add(const StreamingGriffinLim& griffin_lim, const Tape& tape, int frame, double column, float accent, int age) {
        griffin_lim.spectrum(frame, spectrum_);
        read_shares(tape, column);
        for (int k = 0; k < BINS; k++) {
            const float turn_re = accent * tables_.turn_re[k], turn_im = accent * tables_.turn_im[k];
            for (int p = 0; p < HATS; p++) {
                const float re = shares_[p][k] * spectrum_.re[k], im = shares_[p][k] * spectrum_.im[k];
                re_.at[k * LANES + p] = re;
                im_.at[k * LANES + p] = im;
                re_.at[k * LANES + KICK_SIDE + p] = re * turn_re - im * turn_im;
                im_.at[k * LANES + KICK_SIDE + p] = re * turn_im + im * turn_re;
            }
        }
        fourier_.backward(re_, im_, windows_.synthesis, frame_);
        for (int n = age; n < FFT; n++)
            for (int l = 0; l < LAYERS; l++) pending_[n - age][l] += frame_.at[n * LANES + l];
    }

    void read_shares(const Tape& tape, double column) {  // linear between columns, and between bands
        float bands[HATS][PART_BANDS] = {};
        if (tape.parts) {
            const double below = std::floor(column);
            int64_t index = int64_t(below) % tape.frames;
            if (index < 0) index += tape.frames;
            const uint8_t* here = tape.parts + index * HATS * PART_BANDS;
            const uint8_t* there = tape.parts + (index + 1) % tape.frames * HATS * PART_BANDS;
            const float weight = float(column - below);
            for (int p = 0; p < HATS; p++)
                for (int b = 0; b < PART_BANDS; b++) {
                    const float one = here[p * PART_BANDS + b], other = there[p * PART_BANDS + b];
                    bands[p][b] = (one + weight * (other - one)) / 255.0f;
                }
        }
        for (int p = 0; p < HATS; p++)
            for (int k = 0; k < BINS; k++) {
                const float* band = bands[p] + tables_.part_band[k];
                shares_[p][k] = band[0] + tables_.part_weight[k] * (band[1] - band[0]);
            }
    }

    const Tables tables_;
    const Windows windows_;
    Fourier fourier_;
    Spectrum spectrum_;
    LaneRows re_{}, im_{};
    LaneFrames frame_;
    float shares_[HATS][WIDE], falling_[HOP];
    alignas(32) float pending_[FFT][LAYERS];
    int taken_;
};

// The gain of each part, which follows its mute within CROSSFADE samples: set with a slice, it is as sudden as that.
class PartGains {
public:
    bool idle(const double* muted) const {  // whether all samples stay as they are
        for (int p = 0; p < PARTS; p++)
            if (muted[p] > 0 || open_[p] < CROSSFADE) return false;
        return true;
    }
    void settle(const double* muted) {
        for (int p = 0; p < PARTS; p++) open_[p] = muted[p] > 0 ? 0 : CROSSFADE;
    }

    void apply(const double* muted, float* mid, float* side, float (*parts)[LAYERS], int count) {
        for (int n = 0; n < count; n++) {
            float gain[PARTS];
            for (int p = 0; p < PARTS; p++) {
                open_[p] = std::clamp(open_[p] + (muted[p] > 0 ? -1 : 1), 0, CROSSFADE);
                gain[p] = open_[p] == CROSSFADE ? 1 : open_[p] ? rising(double(open_[p]) / CROSSFADE) : 0;
            }
            mid[n] *= gain[HATS], side[n] *= gain[HATS];
            for (int p = 0; p < HATS; p++) {
                float &of_mid = parts[n][p], &of_side = parts[n][KICK_SIDE + p];
                mid[n] += (gain[p] - gain[HATS]) * of_mid, side[n] += (gain[p] - gain[HATS]) * of_side;
                of_mid *= gain[p], of_side *= gain[p];
            }
        }
    }

private:
    int open_[PARTS] = {CROSSFADE, CROSSFADE, CROSSFADE};  // of CROSSFADE
};

}  // namespace vamen
