"""MIDI ports of ALSA, JACK and other systems: found, opened, closed and reopened as devices come and go."""
