"""A playing instrument behind one object: parameters and events in, tapes and timed events to the player, status out.

It joins `model`, `realtime`, `files` and `sync`; it speaks no protocol and prints nothing.
"""
