"""Standard MIDI files: a file in, changes of offline controls out; a session log in, a file out."""
