"""Bytes of one MIDI input -> parsed messages: running status, 14-bit pairs, NRPN and relative encoders.

Opens no port; invalid bytes raise no exception.
"""
