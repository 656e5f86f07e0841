"""MIDI, in and out: bytes of controllers become what a hand did, that becomes values, events and orders, and back."""
