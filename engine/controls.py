"""What a bridge, a script or a panel may do to the instrument, and what it may read back.

Values are in the units of the parameter table; beats are quarter notes since play began. A bridge gets a `Controls`
as an argument and knows nothing of processes, tapes or sound cards. `Desk` is the plain one: values in a list, events
in a queue; renderers and tests use it as it is.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from .parameters import INDEX, TABLE, parameter


class Action(IntEnum):
    """Things that happen at a moment, unlike parameters, which have a value all the time."""

    PLAY = 1  # from the downbeat; when it plays already, nothing
    STOP = 2  # fade out and return to the downbeat
    SLICE = 3  # jump to sixteenth `index` of the tape; starts the transport when it stands
    PANIC = 4  # silence within 20 ms, whatever else is going on


@dataclass(frozen=True, slots=True)
class Event:
    """An action and its arguments."""

    action: Action
    index: int = 0  # slice, 0..Spec.steps - 1; others wrap around
    value: float = 1.0  # velocity of a slice, 0..1


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

    def write(self, values: Mapping[str, float]) -> dict[str, float]:
        """Set parameters as one change; returns them as clamped.

        BadParameter when an id is unknown or a value not finite; then nothing is changed.
        """

    def trigger(self, event: Event, at: float | None = None) -> None:
        """Do something that was asked for at `at`, seconds of `time.perf_counter`; None is now.

        Between `at` and the sound there is always the same time, so two events sound as far apart as they were sent.
        """

    def status(self) -> Status:
        """The state of the instrument."""


def clamped(values: Mapping[str, float]) -> dict[str, float]:
    """All values clamped to their ranges, or BadParameter and none of them."""
    return {id: parameter(id).clamp(value) for id, value in values.items()}


class Desk:
    """Controls without an instrument behind them: what was set and triggered, and a status that stands still."""

    def __init__(self) -> None:
        self.values = [entry.default for entry in TABLE]
        self.events: deque[Event] = deque(maxlen=4096)

    def read(self, id: str) -> float:
        """Value of a parameter, in its unit."""
        parameter(id)
        return self.values[INDEX[id]]

    def write(self, values: Mapping[str, float]) -> dict[str, float]:
        """Set parameters as one change; returns them as clamped."""
        legal = clamped(values)
        for id, value in legal.items():
            self.values[INDEX[id]] = value
        return legal

    def trigger(self, event: Event, at: float | None = None) -> None:
        """Queue an event for whoever plays this desk."""
        self.events.append(event)

    def status(self) -> Status:
        """A status of an instrument that stands still."""
        return Status(False, 0.0, 0.0, -120.0, 0.0, 0, 0, "silent output", "none", "none", 0.0)
