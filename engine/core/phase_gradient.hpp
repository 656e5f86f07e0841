// The first phase of a frame, from magnitudes alone.
//
// magnitudes  float (count, BINS)    a run of consecutive frames, HOP samples apart
// angles      double (BINS,)         radians, referred to the centre of the frame
//
// Phase-gradient integration with one known future frame (Prusa, Balazs, Sondergaard: "A Noniterative Method for
// Reconstruction of Phase from STFT Magnitude", 2017). The logarithm of the magnitudes of a Gaussian-like window holds
// the derivatives of its phase; integrating them along loud bins gives the phase. Instead of a heap, a widest-path scan
// finds for each bin the bin of the frame before from which the route to it is loudest at its quietest point.
#pragma once
#include "mathematics.hpp"

namespace vamen {

class PhaseGradientIntegrator {
public:
    // From the angles of the first of `count` rows, those of the rows after it but for the last: angles[0..count-3].
    void integrate(const float* const* rows, int count, double* angle, double (*angles)[WIDE]) {
        for (int r = 0; r < count; r++)
            for (int k = 0; k < BINS; k++) loudness_[r][k] = fast_log(rows[r][k] + 1e-10f);
        for (int f = 0; f + 2 < count; f++) {
            const float *before = loudness_[f], *here = loudness_[f + 1], *after = loudness_[f + 2];
            for (int k = 0; k < BINS; k++) both_[k] = before[k] + here[k];
            for (int k = 0; k < BINS; k++) slope_[k] = PER_FRAME * (before[k] - after[k]) / 2;
            for (int k = 0; k < BINS; k++) turn_[k] = 2 * PI * HOP * k / FFT;
            for (int k = 1; k < BINS - 1; k++) turn_[k] += PER_BIN * (both_[k + 1] - both_[k - 1]) / 4;
            climb_[0] = 0;
            for (int k = 1; k < BINS; k++) climb_[k] = climb_[k - 1] + double((slope_[k] + slope_[k - 1]) / 2);
            for (int k = 0; k < BINS; k++) turn_[k] += angle[k] - climb_[k];
            const Paths &up = scan<1>(rows[f], rows[f + 1], up_), &down = scan<-1>(rows[f], rows[f + 1], down_);
            for (int k = 0; k < BINS; k++) {
                const int mirrored = BINS - 1 - k;
                const bool wider = up.width[k] < down.width[mirrored];
                angles[f][k] = climb_[k] + turn_[wider ? BINS - 1 - down.source[mirrored] : up.source[k]];
            }
            // Bin 0 is real. Under a bass tone of less than two bins it has the sign of the cosine of that tone's
            // phase; set otherwise, the two settle against each other for good.
            float sine, cosine;
            fast_sincos(angles[f][1], sine, cosine);
            angles[f][0] = cosine >= 0 ? 0.0 : PI;
            angle = angles[f];
        }
    }

private:
    static constexpr double GAMMA = 0.25645;  // a Hann window of FFT samples is close to exp(-pi t^2 / (GAMMA FFT^2))
    static constexpr float PER_BIN = float(HOP / (GAMMA * FFT));  // d log magnitude / d bin -> radians per hop
    static constexpr float PER_FRAME = float(GAMMA * FFT / HOP);  // d log magnitude / d frame -> radians per bin
    struct Paths { alignas(32) float width[WIDE], gate[WIDE]; int32_t source[WIDE]; };

    // width[m] = max(previous[m], min(current[m - 1], width[m - 1])) from below (STEP 1) or, mirrored, from above (-1).
    // Steps x -> max(a, min(b, x)) compose, so log2(BINS) doublings replace a loop in which each bin waits for the
    // last.
    template <int STEP> const Paths& scan(const float* previous, const float* current, Paths (&paths)[2]) {
        constexpr int FIRST = STEP > 0 ? 0 : BINS - 1;
        for (int m = 0; m < BINS; m++) paths[0].width[m] = previous[FIRST + STEP * m];
        for (int m = 1; m < BINS; m++) paths[0].gate[m] = current[FIRST + STEP * (m - 1)];
        for (int m = 0; m < BINS; m++) paths[0].source[m] = m;
        paths[0].gate[0] = 0;
        int from = 0;
        for (int step = 1; step < BINS; step *= 2) {
            const float *width = paths[from].width, *gate = paths[from].gate;
            const int32_t* source = paths[from].source;
            Paths& next = paths[from ^ 1];
            float *__restrict new_width = next.width, *__restrict new_gate = next.gate;
            int32_t *__restrict new_source = next.source, any = 0;
            std::copy_n(width, step, new_width);
            std::copy_n(gate, step, new_gate);
            std::copy_n(source, step, new_source);
            for (int m = step; m < BINS; m++) {
                const float arriving = gate[m] < width[m - step] ? gate[m] : width[m - step];
                const int32_t wider = -int32_t(arriving > width[m]);  // all bits or none
                any |= wider;
                new_width[m] = arriving > width[m] ? arriving : width[m];
                new_source[m] = source[m] ^ ((source[m] ^ source[m - step]) & wider);
                new_gate[m] = gate[m] < gate[m - step] ? gate[m] : gate[m - step];
            }
            if (!any) break;
            from ^= 1;
        }
        return paths[from];
    }

    alignas(32) float loudness_[MOST_ROWS][WIDE], both_[WIDE], slope_[WIDE];
    alignas(32) double turn_[WIDE], climb_[WIDE];
    Paths up_[2], down_[2];
};

}  // namespace vamen
