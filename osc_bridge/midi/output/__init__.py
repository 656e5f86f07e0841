"""What a MIDI output sends: notes of what is heard, and values for the lamps and faders of controllers."""
