"""Standard MIDI files: play one into an offline render, and write a session log as one."""
