"""OSC and MIDI: they write parameters and events, read meters, and know nothing of sound."""
