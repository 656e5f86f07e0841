"""MIDI clock: ticks in, tempo and beat out; and the beat that is heard in, ticks out."""
