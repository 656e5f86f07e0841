"""OSC over UDP and TCP: packets in, changes of the instrument, replies and subscriptions out.

It knows the instrument only as `engine.controls.Controls`.
"""
