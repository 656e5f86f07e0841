"""Moves that wait for a beat: what to do and when in beats in, calls with the time at which they are due out.

A move is handed over HANDOVER_S before its beat, with that time, so that the instrument places it at the sample.
"""

import heapq
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

HANDOVER_S = 0.2  # before its beat at which a move is handed over; the instrument takes times up to 1 s ahead
# lengths of the grids in beats (quarter notes), by the value of a parameter quantise/...
GRIDS = (0.0, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
MAX_MOVES = 1024
ON_GRID = 1e-6  # of a beat, that a move may come after its grid and still take place on it


class MoveKind(StrEnum):
    """What a move changes; each kind has a grid of its own, the parameter quantise/..."""

    SLICES = "slices"
    PRESETS = "presets"
    LATENTS = "latents"
    RANDOM = "random"
    EFFECTS = "effects"


Act = Callable[[float | None], object]  # called with the seconds at which its effect is due; None is now


@dataclass(order=True, frozen=True)
class QuantisedMove:
    """Something that happens at a beat."""

    beat: float
    order: int
    kind: str = field(compare=False)  # moves of a kind replace each other, unless it is empty
    name: str = field(compare=False)  # for the user; empty for what the sequencer plays itself
    act: Act = field(compare=False)
    grid: float = field(compare=False)  # beats


class QuantisedMoves:
    """Moves in the order of their beats."""

    def __init__(self) -> None:
        self._moves: list[QuantisedMove] = []
        self._order = itertools.count()

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._moves)

    @property
    def waiting(self) -> list[QuantisedMove]:
        """The moves of the performer, the next one first."""
        return sorted(move for move in self._moves if move.name)

    def add(self, beat: float, act: Act, kind: str = "", name: str = "", grid: float = 0.0) -> bool:
        """Add a move, in place of one of its kind; returns False, and drops it, if too many wait."""
        if kind:
            self.remove(kind)
        if len(self._moves) >= MAX_MOVES:
            return False
        heapq.heappush(self._moves, QuantisedMove(beat, next(self._order), kind, name, act, grid))
        return True

    def remove(self, *kinds: str) -> int:
        """Drop the moves of these kinds; returns how many."""
        return self._keep(lambda move: move.kind not in kinds)

    def cancel(self) -> int:
        """Drop the moves of the performer; returns how many."""
        return self._keep(lambda move: not move.name)

    def jump_to(self, beat: float) -> None:
        """Let the moves of the performer wait for their grids from a beat on, and drop the others."""
        self._moves = [
            move if 0 <= move.beat - beat <= move.grid else replace(move, beat=next_on_grid(beat, move.grid))
            for move in self._moves
            if move.name
        ]
        heapq.heapify(self._moves)

    def pop(self, beat: float) -> list[QuantisedMove]:
        """Return the moves up to a beat, in their order, which then do not wait any more."""
        found = []
        while self._moves and self._moves[0].beat <= beat:
            found.append(heapq.heappop(self._moves))
        return found

    def _keep(self, wanted: Callable[[QuantisedMove], bool]) -> int:
        before = len(self._moves)
        self._moves = [move for move in self._moves if wanted(move)]
        heapq.heapify(self._moves)
        return before - len(self._moves)


def next_on_grid(beat: float, grid: float) -> float:
    """Return the first beat of a grid that is not before `beat`."""
    return math.ceil(beat / grid - ON_GRID) * grid
