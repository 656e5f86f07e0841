"""OSC over UDP and TCP: packets in, changes of the instrument, replies and subscriptions out.

The instrument is known here only as `engine.controls.Controls`.
"""
