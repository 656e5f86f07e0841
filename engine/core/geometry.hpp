// Sizes that everything shares, and rows of them.
//
// A tape is columns (frames) of BINS magnitudes, HOP samples apart at its own speed; a frame of sound has FFT samples.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#include "vamen.h"

namespace vamen {

constexpr int RATE = 44100, FFT = 1024, HOP = 256, BINS = FFT / 2 + 1, OVERLAP = FFT / HOP, PAST = OVERLAP - 1;
constexpr int FRAMES = 512, STEPS = 32, STEP_FRAMES = FRAMES / STEPS, BEATS = STEPS / 4;
constexpr int QUANTUM = 32;  // samples of the fixed grid on which the output chain works
constexpr double PI = 3.14159265358979323846;
constexpr double NATIVE_TEMPO = 60.0 * BEATS * RATE / (FRAMES * HOP);  // BPM at one column per hop

constexpr int WIDE = 528;  // room of a row of bins: a multiple of 16
constexpr int LANES = 4;   // frames that are transformed at once
constexpr int RESTART_PREROLL = 3;  // frames before the first heard one that a restart makes up
constexpr int MOST_ACTIVE = 9;      // frames that are not committed yet, at most: look-ahead 8
constexpr int MOST_ROWS = RESTART_PREROLL + MOST_ACTIVE + 2;  // magnitudes that are read at once, at most

constexpr int PART_BANDS = 40;  // in which kick, snare and hats share a column; as engine/spec.py

constexpr int ATTACK_PREROLL = 32;  // samples from the beginning of a jump to the onset that it aims at
constexpr int CROSSFADE = 56;       // samples from the old place to the new one

constexpr float LOUDEST = 1e6f;  // of a sample; beyond that something went wrong before, and it becomes silence

enum Part { KICK, SNARE, HATS, PARTS };
enum Layer { KICK_MID, SNARE_MID, KICK_SIDE, SNARE_SIDE, LAYERS };  // of which parts are made; the hats are the rest
static_assert(LAYERS == LANES, "all layers are transformed at once");

struct Spectrum { alignas(32) float re[WIDE], im[WIDE]; };

using Tape = vamen_tape;
using Quality = vamen_quality;
using Tables = vamen_tables;

}  // namespace vamen
