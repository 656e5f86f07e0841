"""Clocks and time: beats of another clock in, tempo and phase corrections out; a scheduler for what is due later.

It opens no port: MIDI and Link clocks are read in `osc_bridge`.
"""
