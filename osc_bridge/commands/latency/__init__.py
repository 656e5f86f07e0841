"""`vamen latency`: messages out, the sound of each found in a recording, and the times between as figures.

measure    the command, as `vamen play` but with a stimulus in place of what the model decodes
trials     a process of its own that sends datagrams and MIDI notes, and listens
capture    recordings of the player's output, to which that process listens
"""
