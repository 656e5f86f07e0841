"""What a hand or a machine did, as MIDI told it: the words between decoding and meaning.

control   "cc 20", "cc14 20", "nrpn 300", "bend", "pressure", "poly 36"     channel   0..15
          "rpn 0" (semitones of a bend * 128), "rpn 6" (members of an MPE zone * 128): for who plays, not for maps
value     0..1; where the centre matters (bend, cc 64 of 127), 0.5 exactly  velocity  0..1; a release is 0
at        seconds of `time.perf_counter`, when it came                      raw       the number as it was sent
"""

from typing import Literal, NamedTuple

Word = Literal["tick", "start", "continue", "stop", "position", "reset", "silence", "release"]


class ControlChange(NamedTuple):
    """A knob, a fader, a wheel or a pressed key."""

    control: str
    channel: int
    value: float
    raw: int  # 0..127, 0..16383, or -8192..8191 of a bend; relative encodings need it
    at: float


class NoteMessage(NamedTuple):
    """A pad or a key; velocity 0 when it is let go."""

    key: int  # 0..127
    channel: int
    velocity: float
    at: float


class ProgramChange(NamedTuple):
    """A program."""

    program: int  # 0..127
    bank: int  # 0..16383
    channel: int
    at: float


class SystemMessage(NamedTuple):
    """What concerns everything.

    tick (24 a quarter), start, continue, stop; position with a `beat` in quarter notes; reset (121: all controllers),
    silence (120: all sound off), release (123 to 127: all notes off).
    """

    word: Word
    at: float
    beat: float = 0.0


Gesture = ControlChange | NoteMessage | ProgramChange | SystemMessage
