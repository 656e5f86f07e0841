// The C interface of Griffin-Lim and instrument: vamen.h says what each function does. That of the player: player.cpp.
#include "instrument.hpp"

using namespace vamen;

struct vamen_griffin_lim : StreamingGriffinLim { using StreamingGriffinLim::StreamingGriffinLim; };
struct vamen_instrument : Instrument { using Instrument::Instrument; };

namespace {

struct Rows {  // of an array (count, BINS)
    const float* at[MOST_ROWS + PAST];
    explicit Rows(const float* magnitudes) {
        for (int i = 0; i < MOST_ROWS + PAST; i++) at[i] = magnitudes + i * BINS;
    }
};

}  // namespace

extern "C" {

const vamen_geometry* vamen_core_geometry(void) {
    static const vamen_geometry geometry{RATE,    FFT,            HOP,        FRAMES, STEPS,
                                          QUANTUM, ATTACK_PREROLL, PARAMETERS, PART_BANDS, FIRST_STEP_VALUE, CEILING};
    return &geometry;
}

vamen_griffin_lim* vamen_griffin_lim_new(vamen_quality quality) { return new vamen_griffin_lim(quality); }
void vamen_griffin_lim_free(vamen_griffin_lim* griffin_lim) { delete griffin_lim; }
void vamen_griffin_lim_restart(vamen_griffin_lim* griffin_lim, const float* magnitudes) {
    if (magnitudes) griffin_lim->restart(Rows(magnitudes).at);
    else griffin_lim->reset();
}
void vamen_griffin_lim_hop(vamen_griffin_lim* griffin_lim, const float* magnitudes, int32_t retro, float* samples) {
    griffin_lim->hop(Rows(magnitudes).at, retro, samples);
}
double vamen_griffin_lim_change(const vamen_griffin_lim* griffin_lim, const float* magnitudes) {
    return griffin_lim->change(Rows(magnitudes).at);
}
int32_t vamen_griffin_lim_state(vamen_griffin_lim* griffin_lim, float* state, int32_t store) {
    return griffin_lim->state(state, store);
}

vamen_instrument* vamen_instrument_new(vamen_tape tape, vamen_quality quality, vamen_tables tables) {
    return new vamen_instrument(tape, quality, tables);
}
void vamen_instrument_free(vamen_instrument* instrument) { delete instrument; }
void vamen_instrument_reset(vamen_instrument* instrument) { instrument->reset(); }
void vamen_instrument_set(vamen_instrument* instrument, int32_t first, const double* values, int32_t count) {
    for (int k = 0; k < count; k++) instrument->set(first + k, values[k]);
}
void vamen_instrument_load(vamen_instrument* instrument, vamen_tape tape) { instrument->load(tape); }
void vamen_instrument_schedule(vamen_instrument* instrument, int32_t action, int32_t index, double value, int64_t at) {
    instrument->schedule({action, index, value, at, 0});
}
void vamen_instrument_resume(vamen_instrument* instrument, double beat, double straight, int64_t ago) {
    instrument->resume(beat, straight, ago);
}
void vamen_instrument_fade_out(vamen_instrument* instrument) { instrument->fade_out(); }
void vamen_instrument_split(vamen_instrument* instrument, int32_t parts) { instrument->split(parts); }
void vamen_instrument_process(vamen_instrument* instrument, float* samples, int32_t frames, float* const* parts) {
    instrument->process({samples, parts, frames});
}
vamen_state vamen_instrument_look(vamen_instrument* instrument) { return instrument->look(); }

}  // extern "C"
