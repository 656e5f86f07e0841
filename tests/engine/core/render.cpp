// Ten seconds of everything that the instrument does, as raw samples: two builds of the core must give the same bytes.
//
// in   look-ahead and iterations     out   float (1000, 4, 441, 2) on standard output: the mix, kick, snare, hats
#include <stdio.h>
#include <stdlib.h>

#include "segment.hpp"

int main(int, char** arguments) {
    Random random{7};
    const Tables tables(random);
    static Slot first, second;
    fill_with_beats(first, random);
    fill_with_beats(second, random);
    auto tape = [](const Slot& slot) { return vamen_tape{slot.magnitudes, slot.onsets, COLUMNS, int32_t(slot.count), slot.gain, slot.parts}; };
    vamen_instrument* const one = vamen_instrument_new(tape(first), {atoi(arguments[1]), atoi(arguments[2]), 0.4f}, tables.view());
    vamen_instrument_split(one, true);
    double values[PARAMETERS];
    for (int k = 0; k < PARAMETERS; k++) values[k] = LIMITS[k].start;
    values[LEVEL] = 3;
    vamen_instrument_schedule(one, PLAY, 0, 1, 100);
    int64_t last = 0;
    static float samples[4][2 * 441];
    float* const parts[] = {samples[1], samples[2], samples[3]};
    for (int block = 0; block < 1000; block++) {
        const int part = block / 100, within = block % 100;
        values[FREEZE] = part == 2 && within > 50;
        values[REVERSE] = part == 3 || part == 8;
        values[STUTTER] = part == 4 ? 1 : part == 8 ? 0.25 : 0;
        values[TEMPO] = part < 5 ? 170 : 90 + 0.15 * block;
        values[SPEED] = part == 6 ? -0.5 : 1;
        values[WIDTH] = part == 9 ? 0 : 0.7;
        values[DRIVE] = part % 3 / 2.0;
        values[RAMP] = part == 4 ? 0.3 : -0.3;
        values[HALFTIME] = part == 1 || part == 8;
        values[SCRATCH] = within % 7 - 3.5;
        values[SWING] = part < 3 ? 50 : 50 + within / 4.0;
        for (int p = 0; p < 3; p++) values[MUTE_KICK + p] = part == 1 + 3 * p && within > 30;
        values[PUNCH] = part == 1 || part == 5 ? 0.02 * within - 1 : 0;
        values[CRUSH_BITS] = part == 2 || part == 5 ? 4.5 : 16;
        values[CRUSH_RATE] = part == 3 || part == 5 ? 44100 - 400 * within : 44100;
        values[FILTER_LOW] = part == 4 || part == 5 ? 500 + 70 * within : 20000;
        values[FILTER_HIGH] = part == 6 ? 3000 - 25 * within : 20;
        values[FILTER_RESONANCE] = 0.01 * within;
        values[ROOM] = part == 7 || part == 5 ? 0.6 : 0;
        values[MONO] = part == 7 && within > 50;
        for (int k = BYPASS_FILTER; k <= BYPASS_ROOM; k++) values[k] = part == 5 && within % 20 == k - BYPASS_FILTER;
        values[SHUFFLE_CHANCE] = part == 1 || part == 8 ? 0.5 : 0;
        values[SLICES_MODE] = part == 5 ? 2 : part == 7 ? 1 : 0;
        values[SLICES_ONSETS] = part % 2;
        vamen_instrument_set(one, 0, values, PARAMETERS);
        const double often[] = {0.3 * (part % 2), 0.7, 1};
        if (!within) vamen_instrument_set(one, FIRST_STEP_VALUE + 3 * part, often, 3);
        if (within == 30) vamen_instrument_set(one, FIRST_STEP_VALUE + STEPS + part, &often[0], 1);
        const vamen_event slice{SLICE, random.below(32), random.from(0.3, 1), 441 * block + random.below(900)};
        if (within % 20 == 10) vamen_instrument_schedule(one, SLICE, int32_t(last = slice.index), slice.value, slice.at);
        if (within % 20 == 15) vamen_instrument_schedule(one, RELEASE, int32_t(last), 0, -1);
        if (within == 60) vamen_instrument_load(one, tape(part % 2 ? first : second));
        if (block == 720) vamen_instrument_schedule(one, STOP, 0, 0, -1);
        if (block == 740) vamen_instrument_schedule(one, LOCATE, 0, 5.5, 441 * block + 30);
        vamen_instrument_process(one, samples[0], 441, parts);
        fwrite(samples, sizeof samples, 1, stdout);
    }
    vamen_instrument_free(one);
    return 0;
}
