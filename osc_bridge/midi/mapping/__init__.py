"""Control maps: a control's movement in, a parameter change or a command out; map files and MIDI learn."""
