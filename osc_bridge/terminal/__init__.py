"""The terminal of `vamen play`: rows and a line that show what plays, and keys that do what OSC messages do."""
