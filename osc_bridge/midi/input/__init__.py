"""Bytes of a MIDI input in, messages out: running status, 14-bit pairs, NRPN and relative encoders."""
