// Where a playhead reads a tape: positions in columns in, rows of magnitudes out.
//
// An onset fills the columns whose window it touches. Read at half speed they last twice as long, and the onset becomes a
// swell. So around each onset the tape is read at its own speed, one column per hop, and what lies between two onsets is
// stretched a little more; the onsets stay at their places. Faster than the tape's own speed nothing needs mending.
#pragma once
#include "geometry.hpp"

namespace vamen {

struct Tape {  // borrowed: it stays valid until another one is loaded
    const float* magnitudes;  // (frames, BINS), of a loop
    const double* onsets;     // columns, in order
    int frames, count;
};

// The column to read for a position, at `rate` columns per hop.
double warp(double position, double rate, const Tape& tape);

// The row at a column, linear between columns; any finite number is legal.
void read_row(const Tape& tape, double column, float* row);

}  // namespace vamen
