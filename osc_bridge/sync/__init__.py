"""Tempo and transport: taps, nudges, MIDI clock and Ableton Link in, tempo and beat of the instrument out."""
