"""What a bridge, a script or a panel may do to the instrument, and what it may read back.

Values are in the units of the parameter table; beats are quarter notes since play began. A bridge gets a `Controls`
as an argument and knows nothing of processes, tapes or sound cards. `Desk` is the plain one: values in a list, events
in a queue; renderers and tests use it as it is.
"""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from .errors import BadParameter
from .parameters import INDEX, LATENTS, TABLE, parameter
from .spec import SPEC

STROKES = ("kick", "snare", "hats")  # directions of a single sixteenth that have a name
STEP_NAMES = (*map(str, range(LATENTS)), *STROKES)  # what can be changed of each sixteenth
STEP_REACH = 3.0  # how far, to either side
Cell = tuple[int, str]  # a sixteenth, and one of STEP_NAMES


class Action(IntEnum):
    """Things that happen at a moment, unlike parameters, which have a value all the time."""

    PLAY = 1  # from the downbeat; when it plays already, nothing
    STOP = 2  # fade out and return to the downbeat
    SLICE = 3  # jump to sixteenth `index` of the tape; starts the transport when it stands
    PANIC = 4  # silence within 20 ms, whatever else is going on
    SET = 5  # parameter `index` of the table has `value` from this sample on
    LOCATE = 6  # from this sample on, beat and break go on from beat `value`; when it does not play, it starts there


@dataclass(frozen=True, slots=True)
class Event:
    """An action and its arguments."""

    action: Action
    index: int = 0  # slice, 0..Spec.steps - 1; others wrap around. Or a parameter
    value: float = 1.0  # velocity of a slice, 0..1. Or what the parameter is set to, or a beat


@dataclass(frozen=True, slots=True)
class Status:
    """The instrument as it is now; every number a snapshot."""

    playing: bool
    beat: float  # quarter notes since play
    frame: float  # column under the playhead, 0..Spec.frames
    peak: float  # dBFS, of the last tenth of a second
    load: float  # time to make sound / time it lasts, 0..1, worst of the last second
    underruns: int  # since start
    errors: int  # refused or repaired inputs since start
    output: str  # name of the device, "silent output" when there is none
    provider: str  # what runs the decoder, read back from the session
    model: str  # name of the model
    latency: float  # seconds between an event and its sound, device included
    late: int = 0  # events that came after the time at which they should have been placed


class Controls(Protocol):
    """Write parameters, trigger events, read back. Never blocks; safe from any one thread at a time."""

    def read(self, id: str) -> float:
        """Value of a parameter, in its unit. BadParameter when there is none of that id."""

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        """Set parameters as one change; returns them as clamped.

        With `due`, seconds of `time.perf_counter` at most a second ahead, the change is made where the sample lies that
        is handed to the card then. BadParameter when an id is unknown or a value not finite; then nothing is changed.
        """

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Do something that was asked for at `at`, seconds of `time.perf_counter`; None is now.

        Between `at` and the sound there is always the same time, so two events sound as far apart as they were sent.
        With `due`, at most a second ahead, the attack is what is handed to the card then.
        """

    def read_step(self, cell: Cell) -> float:
        """What was added to one thing of one sixteenth. BadParameter when there is no such thing."""

    def write_steps(self, cells: Mapping[Cell, float], due: float | None = None) -> dict[Cell, float]:
        """Add something to single sixteenths, in place of what was added before; returns it as clamped.

        With `due`, as `write`; but pictures have no sample, so the new one is painted from that time on. BadParameter
        when there is no such thing or a value is not finite; then nothing is changed.
        """

    def beat(self, at: float) -> float | None:
        """Quarter notes since play of what is handed to the card at `at`; None when nothing plays."""

    def status(self) -> Status:
        """The state of the instrument."""


def clamped(values: Mapping[str, float]) -> dict[str, float]:
    """All values clamped to their ranges, or BadParameter and none of them."""
    return {id: parameter(id).clamp(value) for id, value in values.items()}


def require_cell(cell: Cell) -> tuple[int, int]:
    """Row and column of a cell in a grid (Spec.steps, len(STEP_NAMES)).

    Raises:
        BadParameter: there is no such cell.
    """
    step, name = cell
    if not 0 <= step < SPEC.steps or name not in STEP_NAMES:
        raise BadParameter(
            f"there is nothing called step {step} {name!r}; steps are 0 to {SPEC.steps - 1}, "
            f"names are 0 to {LATENTS - 1}, {', '.join(STROKES)}"
        )
    return step, STEP_NAMES.index(name)


def clamped_cells(cells: Mapping[Cell, float]) -> dict[Cell, float]:
    """All values clamped to +-STEP_REACH, or BadParameter and none of them."""
    for cell, value in cells.items():
        require_cell(cell)
        if not math.isfinite(value):
            raise BadParameter(f"step {cell[0]} {cell[1]} cannot be {value}; send a number from -3 to 3")
    return {cell: min(max(float(value), -STEP_REACH), STEP_REACH) for cell, value in cells.items()}


class Desk:
    """Controls without an instrument behind them: what was set and triggered, and a status that stands still."""

    def __init__(self) -> None:
        self.values = [entry.default for entry in TABLE]
        self.events: deque[Event] = deque(maxlen=4096)
        self.dues: deque[float | None] = deque(maxlen=4096)  # of events and writes, in order
        self.cells: dict[Cell, float] = {}

    def read(self, id: str) -> float:
        """Value of a parameter, in its unit."""
        parameter(id)
        return self.values[INDEX[id]]

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        """Set parameters as one change; returns them as clamped."""
        legal = clamped(values)
        self.dues.append(due)
        for id, value in legal.items():
            self.values[INDEX[id]] = value
        return legal

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Queue an event for whoever plays this desk."""
        self.events.append(event)
        self.dues.append(due)

    def read_step(self, cell: Cell) -> float:
        """What was added to one thing of one sixteenth."""
        require_cell(cell)
        return self.cells.get(cell, 0.0)

    def write_steps(self, cells: Mapping[Cell, float], due: float | None = None) -> dict[Cell, float]:
        """Add something to single sixteenths."""
        legal = clamped_cells(cells)
        self.dues.append(due)
        self.cells |= legal
        return legal

    def beat(self, at: float) -> float | None:
        """Nothing plays."""
        return None

    def status(self) -> Status:
        """A status of an instrument that stands still."""
        return Status(False, 0.0, 0.0, -120.0, 0.0, 0, 0, "silent output", "none", "none", 0.0)
