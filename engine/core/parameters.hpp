// The parameters that the core reads, as engine/parameters/core_table.py has them, and the values that it accepts.
#pragma once

namespace vamen {

enum Parameter {
    TEMPO, SPEED, FREEZE, REVERSE, STUTTER, LEVEL, WIDTH, DRIVE,
    RAMP, HALFTIME, SCRATCH, SWING, SHUFFLE_CHANCE, SHUFFLE_SEED, SLICES_MODE, SLICES_ONSETS,
    MUTE_KICK, MUTE_SNARE, MUTE_HATS,
    MONO, FILTER_LOW, FILTER_HIGH, FILTER_RESONANCE, CRUSH_BITS, CRUSH_RATE, PUNCH, ROOM,
    BYPASS_FILTER, BYPASS_DRIVE, BYPASS_CRUSH, BYPASS_PUNCH, BYPASS_ROOM,
    PARAMETERS
};

struct Limits { double low, high, start; };
// Values beyond these are refused and counted. The table of parameters has narrower ranges and the defaults.
constexpr Limits LIMITS[PARAMETERS] = {
    {1, 2000, 170}, {-64, 64, 1}, {0, 1, 0}, {0, 1, 0}, {0, 512, 0}, {-200, 60, 0}, {0, 4, 0}, {0, 1, 0},
    {-4, 4, 0}, {0, 1, 0}, {-512, 512, 0}, {0, 100, 50}, {0, 1, 0}, {0, 2147483647, 0}, {0, 2, 0}, {0, 1, 0},
    {0, 1, 0}, {0, 1, 0}, {0, 1, 0},
    {0, 1, 0}, {20, 20000, 20000}, {20, 20000, 20}, {0, 1, 0}, {1, 16, 16}, {200, 44100, 44100}, {-1, 1, 0}, {0, 1, 0},
    {0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {0, 1, 0}, {0, 1, 0},
};

}  // namespace vamen
