"""`vamen latency`: messages out, the sound of each found in a recording, and the times between as figures.

measure    the command, as `vamen play` but with a stimulus in place of the model's image
trials     a process of its own that sends datagrams and MIDI notes, and listens
capture    what it listens to
"""
