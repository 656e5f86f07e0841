"""Notes, pressure, bends and pedals -> trigger calls (pads) and offsets on parameters (MPE).

The results are returned: the caller makes the calls and writes the parameters.
"""
