"""Parsed MIDI messages, as maps, pads and MPE take them.

control   "cc 20", "cc14 20", "nrpn 300", "bend", "pressure", "poly 36"
          for MPE also "rpn 0" (semitones of a bend * 128) and "rpn 6" (members of a zone * 128)
channel   0..15
value     0..1; exactly 0.5 at the centre (bend, 64 of 127)
at        seconds of `time.perf_counter` when the message was received
"""

from typing import Literal, NamedTuple

FIRST_NOTE = 36  # key of the first sixteenth, in and out: the lowest pad of most pad controllers

SystemKind = Literal["tick", "start", "continue", "stop", "position", "reset", "silence", "release"]


class ControlChange(NamedTuple):
    """A knob, a fader, a wheel or the pressure of a key."""

    control: str
    channel: int
    value: float
    raw: int  # 0..127, 0..16383, or -8192..8191 of a bend; relative encodings need it
    at: float


class NoteMessage(NamedTuple):
    """Note on, or note off as velocity 0."""

    key: int  # 0..127
    channel: int
    velocity: float  # 0..1
    at: float


class ProgramChange(NamedTuple):
    """Program change: a program of a bank was selected."""

    program: int  # 0..127
    bank: int  # 0..16383
    channel: int
    at: float


class SystemMessage(NamedTuple):
    """A message for the whole instrument.

    tick (24 per quarter note), start, continue, stop; position with a `beat` in quarter notes; reset (121: all
    controllers), silence (120: all sound off), release (123 to 127: all notes off).
    """

    kind: SystemKind
    at: float
    beat: float = 0.0


MidiMessage = ControlChange | NoteMessage | ProgramChange | SystemMessage
