"""OSC, OSCQuery and MIDI: messages in, parameters and events out; meters and values back. It never touches audio."""
