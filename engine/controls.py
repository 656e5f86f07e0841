"""The interface between the instrument and what controls it: OSC, MIDI, the panel, scripts.

Values are in the units of the parameter table; beats are quarter notes since play began. Bridges receive a `Controls`
as an argument and depend on no process, tape or sound card.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Protocol

from .errors import BadParameter
from .parameters import INDEX, LATENTS, TABLE, parameter
from .spec import SPEC

STEP_MACROS = ("kick", "snare", "hats")  # named directions of a sixteenth's latents
MUTE = "mute"  # probability that a sixteenth is silent in a pass over the tape, 0..1
SHIFT = "shift"  # sixteenths by which one comes later than its place in the grid, or sooner, -0.5..0.5
CORE_STEP_VALUES = (MUTE, SHIFT)  # that the core reads
LOCK = "lock"  # how far a sixteenth keeps its latents, whatever the loop becomes, 0..1
STEP_NAMES = (*map(str, range(LATENTS)), *STEP_MACROS, *CORE_STEP_VALUES, LOCK)  # editable values of a sixteenth
KEPT_LATENTS = tuple(f"kept/{index}" for index in range(LATENTS))  # that a locked sixteenth keeps (see step_locks)
KEPT_GAIN = "kept/gain"  # dB, of the tape that it was locked in
STEP_COLUMNS = (*STEP_NAMES, *KEPT_LATENTS, KEPT_GAIN)
STEP_RANGES = MappingProxyType(  # lowest and highest value
    dict.fromkeys(STEP_NAMES, (-3.0, 3.0))
    | dict.fromkeys((MUTE, LOCK), (0.0, 1.0))
    | {SHIFT: (-0.5, 0.5)}
    | dict.fromkeys(KEPT_LATENTS, (-30.0, 30.0))
    | {KEPT_GAIN: (-60.0, 60.0)}
)
FIRST_STEP_VALUE = 256  # index of the first of CORE_STEP_VALUES in SET: all sixteenths of one, then of the next
GRID_SHAPE = (SPEC.steps, len(STEP_COLUMNS))  # of an array of step edits: a row for each sixteenth
Cell = tuple[int, str]  # a sixteenth, and one of STEP_COLUMNS
Cells = Mapping[Cell, float]  # edits of sixteenths
Values = Mapping[str, float]  # of parameters, by id
# Seeds that are mixed, and the weight of each above 0, with a sum of 1: the heaviest first. A single seed has weight 1.
Seeds = tuple[tuple[int, float], ...]
MAX_SEEDS = 64  # in a mixture
WEIGHT_TOLERANCE = 1e-9  # of the sum of normalised weights


class Action(IntEnum):
    """Kinds of events: what the player does when an event is due."""

    PLAY = 1  # start at the downbeat; no effect while playing
    STOP = 2  # fade out and return to the downbeat; events that were sent before it and are due later are dropped
    SLICE = 3  # jump to sixteenth `index` of the tape, or onset (see "slices/onsets"); starts a stopped transport
    PANIC = 4  # as STOP, and what rings on is silent within 20 ms, too
    SET = 5  # set parameter `index` of the table, or a value of a sixteenth (step_index), to `value` at this sample
    LOCATE = 6  # move the transport to beat `value` at this sample; starts it when stopped
    RELEASE = 7  # end slice `index` if it was played last and "slices/mode" says that it sounds while it is held


@dataclass(frozen=True, slots=True)
class Event:
    """A command to the player, executed at one sample: its action and the arguments of that."""

    action: Action
    index: int = 0  # of a slice, 0..Spec.steps - 1 or the number of onsets - 1, others wrap around; or that of SET
    value: float = 1.0  # velocity of a slice, 0..1; a parameter's value; or a beat


UNSCHEDULED = -1  # sample of an event without a time


@dataclass(frozen=True, slots=True)
class Status:
    """Snapshot of the instrument: position, level, load and the devices and model in use."""

    playing: bool
    beat: float  # quarter notes since play
    frame: float  # column under the playhead, 0..Spec.frames
    peak: float  # dBFS, of the last 0.1 s
    load: float  # processing time / duration of the block, 0..1, maximum of the last second
    underruns: int  # since start
    errors: int  # rejected or repaired inputs since start
    output: str  # name of the device, or "silent output"
    provider: str  # execution provider of the decoder, read back from its session
    model: str  # name of the model
    latency: float  # seconds between an event and its sound, device included
    late: int = 0  # events that arrived after their time
    limiter: float = 0.0  # dB, deepest gain of the limiter in the last 0.1 s, -40..0


class Controls(Protocol):
    """Write parameters, trigger events, read back. Never blocks; used by one thread at a time."""

    def read(self, id: str) -> float:
        """Return the value of a parameter, in its unit; BadParameter for an unknown id."""

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set parameters as one change; returns the clamped values.

        `seeds`, see `mixed_seeds`, is a mixture that takes the place of the parameter "seed", until that is written
        again; the heaviest becomes its value.
        `due`, in seconds of `time.perf_counter` and at most 1 s ahead, applies the change at the sample that reaches
        the card at that time. `prompt` is False for values that move by themselves: the tape follows them when there
        is time. BadParameter for an unknown id or a value that is not finite; then nothing changes.
        """

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Trigger an event that was sent at `at`, in seconds of `time.perf_counter` (default: now).

        The delay from `at` to the sound is constant, so events keep their distances. With `due`, at most 1 s ahead,
        the onset reaches the card at that time instead.
        """

    def read_step(self, cell: Cell) -> float:
        """Return a value of a sixteenth: the edit of a latent or drum, or another of STEP_COLUMNS, 0 for none.

        BadParameter for an unknown cell.
        """

    def read_steps(self) -> dict[Cell, float]:
        """Return all edits of sixteenths that are not 0, by cell."""

    @property
    def learned(self) -> str:
        """SHA-256 of the learned break (see learned_break) that is decoded, "" for none."""

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        """Replace the edits of these cells (see step_edits) and keep all others; returns the clamped values.

        A sixteenth whose lock rises from 0 keeps what it is at present, unless `cells` has kept values itself.
        `learned` replaces the learned break as well; None keeps it. With `due`, the new tape is heard from that block
        on; CORE_STEP_VALUES are exact to the sample. BadParameter for an unknown cell or a value that is not finite;
        then nothing changes.
        """

    def read_seeds(self) -> Seeds:
        """Return the seeds that are mixed; the heaviest, which comes first, is the value of the parameter "seed"."""

    def beat(self, at: float) -> float | None:
        """Return the beat of the sample that reaches the card at `at`, in seconds as `due`; None while stopped."""

    def status(self) -> Status:
        """Return a snapshot of the instrument."""


def clamped(values: Values) -> dict[str, float]:
    """Return all values, by parameter id, clamped to their ranges; BadParameter if an id or value is invalid."""
    return {id: parameter(id).clamp(value) for id, value in values.items()}


def clamped_with_seeds(values: Values, seeds: Seeds | None) -> tuple[dict[str, float], Seeds | None]:
    """Return the clamped values of a write, with the seed of a mixture among them, and the mixture, normalised.

    A value of the seed without a mixture is returned as a mixture of this seed alone; without either, it is None.

    Raises:
        BadParameter: as `clamped` and `mixed_seeds`.
    """
    legal = clamped(values)
    mixture = one_seed(legal["seed"]) if seeds is None and "seed" in legal else seeds and mixed_seeds(seeds)
    return (legal | {"seed": float(mixture[0][0])} if mixture else legal), mixture


def cell_index(cell: Cell) -> tuple[int, int]:
    """Return row and column of a cell (sixteenth, name) in a grid of step edits (GRID_SHAPE).

    Raises:
        BadParameter: unknown cell.
    """
    step, name = cell
    if not 0 <= step < SPEC.steps or name not in STEP_COLUMNS:
        raise BadParameter(
            f"there is nothing called step {step} {name!r}; steps are 0 to {SPEC.steps - 1}, "
            f"names are 0 to {LATENTS - 1}, {', '.join(STEP_NAMES[LATENTS:])}"
        )
    return step, STEP_COLUMNS.index(name)


def clamped_cells(cells: Cells) -> dict[Cell, float]:
    """Return all values, by cell (sixteenth, name), clamped to STEP_RANGES; BadParameter if one is invalid."""
    for (step, name), value in cells.items():
        cell_index((step, name))
        if not math.isfinite(value):
            low, high = STEP_RANGES[name]
            raise BadParameter(f"step {step} {name} cannot be {value}; send a number from {low:g} to {high:g}")
    return {cell: clamped_cell(cell[1], value) for cell, value in cells.items()}


def clamped_cell(name: str, value: float) -> float:
    """Return a finite value clamped to the range of the cells called `name`, one of STEP_COLUMNS."""
    low, high = STEP_RANGES[name]
    return min(max(float(value), low), high)


def step_index(cell: Cell) -> int:
    """Return the index in SET of a cell that is called as one of CORE_STEP_VALUES."""
    step, name = cell
    return FIRST_STEP_VALUE + CORE_STEP_VALUES.index(name) * SPEC.steps + step


def step_events(cells: Cells) -> list[Event]:
    """Return the events that tell the player what it reads among valid cells."""
    return [Event(Action.SET, step_index(cell), value) for cell, value in cells.items() if cell[1] in CORE_STEP_VALUES]


def mixed_seeds(seeds: Iterable[tuple[float, float]]) -> Seeds:
    """Return a mixture of pairs of a seed and its weight, normalised; of more than MAX_SEEDS seeds, the heaviest.

    Raises:
        BadParameter: a number that is not finite, a weight below 0, or no weight above 0.
    """
    weights: dict[int, float] = {}
    for seed, weight in seeds:
        number = int(TABLE[INDEX["seed"]].clamp(seed))
        if not 0 <= weight < math.inf:
            raise BadParameter(f"the weight of seed {number} is {weight:g}; send a number from 0")
        weights[number] = weights.get(number, 0.0) + float(weight)
    heaviest = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_SEEDS]
    total = math.fsum(weight for _, weight in heaviest)
    if not 0 < total < math.inf:
        raise BadParameter("no weight is above 0; send one that is")
    if abs(total - 1) < WEIGHT_TOLERANCE:
        total = 1.0  # so that a mixture that is normalised stays the same to the bit
    return tuple((number, weight / total) for number, weight in heaviest if weight / total > 0)


def one_seed(seed: float) -> Seeds:
    """Return the mixture of a single seed."""
    return mixed_seeds([(seed, 1.0)])
