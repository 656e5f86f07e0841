"""Decoded levels in; out the tape that the core plays: magnitudes and onsets, with noise texture added.

Pure functions of arrays; no state, device or file.
"""
