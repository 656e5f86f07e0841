"""Notes, pressure, bends and pedals -> trigger calls (pads) and offsets on parameters (MPE).

Triggers and writes nothing itself.
"""
