"""Decoded levels in, the tape that the core reads out: magnitudes, onsets and noise texture.

Pure functions of arrays; no state, device or file.
"""
