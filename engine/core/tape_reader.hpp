// Where a playhead reads a tape: positions in columns in, rows of magnitudes out.
//
// An onset fills the columns whose window it touches. Read at half speed they last twice as long, and the onset becomes
// a swell. So around each onset the tape is read at its own speed, one column per hop, and what lies between two onsets
// is stretched a little more; the onsets stay at their places. Faster than the tape's own speed nothing needs mending,
// unless a groove has moved the onsets: it would play one sixteenth slower and the next one faster than the tempo.
#pragma once
#include "groove.hpp"

namespace vamen {

constexpr double BEFORE = 2.0, AFTER = 3.0;  // columns around an onset that its windows touch
constexpr double EARLY = 4.0;                 // columns by which a hit precedes its sixteenth, at most
constexpr double SLOWEST = 1e-6;             // columns per hop; less stands still

// The column to read for a position, at `rate` columns of musical time per hop; `offset`: from its own place.
inline double warp(double position, double rate, const Tape& tape, const Groove& groove, double offset) {
    const double column = groove.column(position);
    if (!tape.count || !(SLOWEST < rate) || (groove.straight() && !(rate < 1))) return column + offset;
    const int count = tape.count;
    const double frames = tape.frames, loop = std::floor((column + offset) / frames) * frames - offset;
    const double place = column - loop;
    const int after = int(std::upper_bound(tape.onsets, tape.onsets + count, place) - tape.onsets);
    const double last = loop + (after ? tape.onsets[after - 1] : tape.onsets[count - 1] - frames);
    const double next = loop + (after < count ? tape.onsets[after] : tape.onsets[0] + frames);
    const double began = groove.time(last), comes = groove.time(next);
    const double leave = groove.column(began + AFTER * rate), arrive = groove.column(comes - BEFORE * rate);
    if (arrive <= leave) return column + offset;  // two onsets with no room for both
    if (column > arrive) return next + (position - comes) / rate + offset;
    if (column < leave) return last + (position - began) / rate + offset;
    return offset + last + AFTER + (column - leave) / std::max(arrive - leave, 1e-9) * (next - last - AFTER - BEFORE);
}

inline int hits_before(double column, const Tape& tape) {  // in its pass over the tape
    return int(std::upper_bound(tape.onsets, tape.onsets + tape.count, modulo(column, FRAMES)) - tape.onsets);
}

// Whether a hit sounds at a column that belongs to the next sixteenth.
inline bool is_early(double column, const Tape& tape) {
    const double place = modulo(column, FRAMES), end = (std::floor(place / STEP_FRAMES) + 1) * STEP_FRAMES;
    if (!(end - place <= EARLY)) return false;
    const double* const after = std::upper_bound(tape.onsets, tape.onsets + tape.count, place);
    return after != tape.onsets && after[-1] >= end - EARLY;
}

// Where a passage of the tape stops sounding its own: at its end, or at a hit that precedes that.
inline double sounding_end(double begin, double end, const Tape& tape) {
    const double from = end - EARLY;
    if (from <= begin) return end;
    const double loop = std::floor(from / FRAMES) * FRAMES, *const last = tape.onsets + tape.count;
    const double* const hit = std::lower_bound(tape.onsets, last, from - loop);
    return hit == last ? end : std::min(end, loop + *hit);
}

// The row at a column, linear between columns; any finite number is legal.
inline void read_row(const Tape& tape, double column, float* row) {
    const double below = std::floor(column);
    const float weight = float(column - below);
    int64_t index = int64_t(below) % tape.frames;
    if (index < 0) index += tape.frames;
    const float* here = tape.magnitudes + index * BINS;
    const float* there = tape.magnitudes + (index + 1) % tape.frames * BINS;
    for (int k = 0; k < BINS; k++) row[k] = (there[k] - here[k]) * weight + here[k];
}

}  // namespace vamen
