"""The drums by which one-shots, patterns and kits are sorted, and two bars of their strokes as a pattern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

GHOST_VELOCITY, STROKE_VELOCITY, ACCENT_VELOCITY = 0.28, 0.65, 0.9  # of generated strokes
GHOST_BELOW, ACCENT_ABOVE = 0.36, 0.78  # velocities of ghost notes and of accents


class Drum(StrEnum):
    """A drum of the kit; the value is the row name in patterns.toml."""

    KICK = "kick"
    SNARE = "snare"
    HAT = "hat"
    OPEN = "open"
    RIDE = "ride"
    CRASH = "crash"
    TOM = "tom"
    PERC = "perc"


class DrumNote(NamedTuple):
    """One stroke in a pattern."""

    velocity: float  # 0..1
    late: float = 0.0  # sixteenths from its step to the stroke, -0.5 to 0.5


Cell = tuple[DrumNote, ...]  # the strokes of a drum on one sixteenth, by time; () is a rest


@dataclass(frozen=True, slots=True)
class Pattern:
    """Two bars of strokes, written or played."""

    name: str  # of the break that it comes from, or of the window of a performance
    rows: Mapping[Drum, Sequence[Cell]]  # drums that play; each Spec.steps cells
    performance: str = ""  # that it was cut out of; "" if it is written

    def on_step(self, drum: Drum, step: int) -> Cell:
        """Return the strokes of a drum on a sixteenth."""
        return self.rows[drum][step] if drum in self.rows else ()


def loudest(cell: Cell) -> float:
    """Return the largest velocity of a cell, 0 for a rest."""
    return max((note.velocity for note in cell), default=0.0)
