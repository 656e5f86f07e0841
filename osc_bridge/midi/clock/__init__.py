"""MIDI clock: received ticks -> tempo and beat to follow; the beat of the sound that is heard -> ticks to send."""
