"""The MIDI systems of a machine (ALSA, JACK, CoreMIDI, Windows) -> ports that stay open as devices come and go.

Bytes come in and messages go out; what they mean is decided elsewhere.
"""
