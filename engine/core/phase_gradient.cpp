#include "phase_gradient.hpp"

#include "mathematics.hpp"

namespace vamen {
namespace {

constexpr double GAMMA = 0.25645;  // a Hann window of FFT samples is close to exp(-pi t^2 / (GAMMA FFT^2))
constexpr float PER_BIN = float(HOP / (GAMMA * FFT));    // d log magnitude / d bin -> radians per hop
constexpr float PER_FRAME = float(GAMMA * FFT / HOP);    // d log magnitude / d frame -> radians per bin

}  // namespace

void PhaseGradientIntegrator::integrate(const float* const* rows, int count, double* angle, double (*angles)[WIDE]) {
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
        find_sources(rows[f], rows[f + 1]);
        for (int k = 0; k < BINS; k++) turn_[k] += angle[k] - climb_[k];
        for (int k = 0; k < BINS; k++) angles[f][k] = climb_[k] + turn_[source_[k]];
        // Bin 0 is real. Under a bass tone of less than two bins it has the sign of the cosine of that tone's phase; set
        // otherwise, the two settle against each other for good.
        float sine, cosine;
        fast_sincos(angles[f][1], sine, cosine);
        angles[f][0] = cosine >= 0 ? 0.0 : PI;
        angle = angles[f];
    }
}

// The scan width[m] = max(previous[m], min(current[m - 1], width[m - 1])), from below and from above; the wider one counts.
void PhaseGradientIntegrator::find_sources(const float* previous, const float* current) {
    Paths& start = paths_[0];
    for (int m = 0; m < BINS; m++) start.width[m] = previous[m];
    for (int m = 0; m < BINS; m++) start.gate[m] = m ? current[m - 1] : 0;
    for (int m = 0; m < BINS; m++) start.source[m] = m;
    const Paths& up = scan();
    for (int m = 0; m < BINS; m++) source_[m] = up.source[m], width_[m] = up.width[m];
    for (int m = 0; m < BINS; m++) start.width[m] = previous[BINS - 1 - m];
    for (int m = 0; m < BINS; m++) start.gate[m] = m ? current[BINS - m] : 0;
    for (int m = 0; m < BINS; m++) start.source[m] = m;
    const Paths& down = scan();
    for (int m = 0; m < BINS; m++) {
        const int mirrored = BINS - 1 - m;
        if (width_[m] < down.width[mirrored]) source_[m] = BINS - 1 - down.source[mirrored];
    }
}

// Steps x -> max(a, min(b, x)) compose, so log2(BINS) doublings replace a loop in which each bin waits for the one before.
const PhaseGradientIntegrator::Paths& PhaseGradientIntegrator::scan() {
    int from = 0;
    for (int step = 1; step < BINS; step *= 2) {
        const Paths& old = paths_[from];
        Paths& next = paths_[from ^ 1];
        const float *width = old.width, *gate = old.gate;
        const int32_t* source = old.source;
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
    return paths_[from];
}

}  // namespace vamen
