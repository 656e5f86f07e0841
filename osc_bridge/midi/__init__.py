"""MIDI in and out of a session.

Bytes of inputs and MIDI files are parsed and played through control maps, pads and MPE: values, events and commands
come out. Clock, notes and feedback for controllers go to outputs. Nothing here computes sound.
"""
