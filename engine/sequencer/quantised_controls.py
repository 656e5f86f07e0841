"""Controls whose moves wait for the beat: calls in, the same calls in time out.

The parameters quantise/... say for slices, presets, latents, random breaks and effects what they wait for. While the
instrument is stopped nothing waits.
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from engine.controls import Action, Cell, Cells, Event, Seeds, Values, clamped_cells, clamped_with_seeds
from engine.parameters import CORE_PARAMETERS, TABLE

from .controls_layer import ControlsLayer
from .looped_values import slice_values
from .modulated_controls import ModulatedControls
from .quantised_moves import GRIDS, HANDOVER_S, Act, MoveKind, QuantisedMoves, next_on_grid

SIXTEENTH_BEATS = 0.25
TAPE_KINDS = (MoveKind.PRESETS, MoveKind.LATENTS, MoveKind.RANDOM)  # moves that change the tape
STEPS = "steps"  # kind of the moves that edit sixteenths; their grid is that of latents
# parameters that wait for quantise/effects: switches, and the length of a stutter
QUANTISED_EFFECTS = frozenset(
    entry.id for entry in TABLE[:CORE_PARAMETERS] if entry.id == "stutter" or (entry.whole and entry.high <= 2)
)


class QuantisedControls(ControlsLayer):
    """Controls for the performer; used by one thread at a time, as the controls below."""

    def __init__(
        self,
        controls: ModulatedControls,
        *,
        clock: Callable[[], float] = time.perf_counter,
        delay: Callable[[], float] = lambda: 0.0,
        tape_latency: Callable[[], float] = lambda: 0.0,
        moved: Callable[[Values, float | None], object] = lambda values, due: None,
    ) -> None:
        """Pass moves on to these controls.

        Args:
            controls: the layer below.
            clock: seconds, by which `controls` is told when something is due.
            delay: returns the seconds from a call to the first sample that it can reach.
            tape_latency: the same for what a tape depends on.
            moved: takes what the performer has moved without a time, as a gesture records it, and when it is heard.
        """
        super().__init__(controls)
        self.moves, self._moved = QuantisedMoves(), moved
        self._clock, self._delay, self._tape_latency = clock, delay, tape_latency
        self._held: dict[MoveKind, dict[str, float]] = {
            MoveKind.LATENTS: {},
            MoveKind.EFFECTS: {},
        }  # values that wait, by kind
        self._held_seeds: Seeds | None = None
        self._held_cells: dict[Cell, float] = {}
        self._slice, self._released = Event(Action.SLICE), False  # the last one, and whether it has been let go since
        self._slice_begins = -math.inf  # seconds; infinite while it waits

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set parameters, at `due` or when their grids say; returns the clamped values."""
        if due is not None:
            self._drop_held(values)
            return self.below.write(values, due, seeds, prompt=prompt)
        legal, mixture = clamped_with_seeds(values, seeds)
        at_once = dict(legal)
        for kind, held in self._held.items():
            found = {id: value for id, value in legal.items() if _kind(id) == kind}
            if not found or not self._grid(kind):
                continue
            held |= found
            self._held_seeds = mixture if "seed" in found else self._held_seeds
            at_once = {id: value for id, value in at_once.items() if id not in found}
            self.plan(kind, ", ".join(held), partial(self._write_held, kind))
        if at_once:
            self._drop_held(at_once)
            self.below.write(at_once, None, mixture if "seed" in at_once else None, prompt=prompt)
            self._moved(at_once, None)
        return legal

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        """Replace edits of sixteenths, at `due` or when the grid of latents says; returns the clamped values."""
        if due is not None or learned is not None or not self._grid(MoveKind.LATENTS):
            return self.below.write_steps(cells, due, learned)
        legal = clamped_cells(cells)
        self._held_cells |= legal
        self.plan(MoveKind.LATENTS, f"{len(self._held_cells)} edits", self._write_held_cells, group=STEPS)
        return legal

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Trigger an event; a slice waits for its grid, its release for the slice. Stop and panic drop what waits."""
        if event.action in (Action.STOP, Action.PANIC) and due is None:
            self.cancel()
        early = event.action is Action.RELEASE and due is None and self._clock() < self._slice_begins
        if early and event.index == self._slice.index:
            self._released = True
            self._end_slice()
            return
        if event.action is Action.SLICE:
            self._slice, self._released, self._slice_begins = event, False, -math.inf
        if due is not None or event.action is not Action.SLICE or not self._grid(MoveKind.SLICES):
            self.below.trigger(event, at, due)
            if due is None:
                self._moved(slice_values(event), None)
            return
        self._slice_begins = math.inf
        self.plan(MoveKind.SLICES, f"slice {event.index}", partial(self._begin_slice, event, at))

    def plan(self, kind: MoveKind, name: str, act: Act, at: float | None = None, *, group: str = "") -> None:
        """Call `act` with the time of the next beat of a kind's grid, or at once with `at`.

        Args:
            kind: of the move.
            name: for the user.
            act: what happens.
            at: the time at which it was asked for; one ahead is a time that the performer has given, and is kept.
            group: moves of a group replace each other while they wait; by default those of a kind.
        """
        grid, now = self._grid(kind), self._clock()
        here = self.below.beat(now) if grid and (at is None or at <= now) else None
        if here is None:
            act(at)
            return
        tempo = self.below.read("tempo")
        delay = self._tape_latency() if kind in TAPE_KINDS else self._delay()
        beat = next_on_grid(here + delay * tempo / 60, grid)
        due = now + (beat - here) * 60 / tempo
        # so near that the next call of `tick` could be too late for it, it is handed over now
        if due - now < HANDOVER_S or not self.moves.add(beat, act, group or kind, name, grid):
            self.moves.remove(group or kind)
            act(due)

    def cancel(self) -> int:
        """Drop what waits for a beat; returns how many moves that were."""
        for held in self._held.values():
            held.clear()
        self._held_cells, self._held_seeds, self._slice_begins = {}, None, -math.inf
        return self.moves.cancel()

    @property
    def queued(self) -> list[tuple[str, float]]:
        """What waits: name and beat since play, the next one first."""
        return [(move.name, move.beat) for move in self.moves.waiting]

    def _grid(self, kind: MoveKind) -> float:
        return GRIDS[int(self.below.read(f"quantise/{kind}"))]

    def _begin_slice(self, event: Event, at: float | None, due: float | None) -> None:
        self.below.trigger(event, at, due)
        self._moved(slice_values(event), due)
        self._slice_begins = self._clock() if due is None else due
        self._end_slice()

    def _end_slice(self) -> None:
        """Let the slice that waited sound for a sixteenth, if it was let go before it began, and its begin is known."""
        if self._released and self._slice_begins < math.inf:
            end = self._slice_begins + SIXTEENTH_BEATS * 60 / self.below.read("tempo")
            release = replace(self._slice, action=Action.RELEASE)
            self.below.trigger(release, due=end)
            self._moved(slice_values(release), end)

    def _write_held(self, kind: MoveKind, due: float | None) -> None:
        values, self._held[kind] = self._held[kind], {}
        seeds, self._held_seeds = (self._held_seeds, None) if "seed" in values else (None, self._held_seeds)
        self.below.write(values, due, seeds)
        self._moved(values, due)

    def _drop_held(self, ids: Iterable[str]) -> None:
        """Drop what waits of parameters that are set meanwhile."""
        for kind, held in self._held.items():
            dropped = [held.pop(id) for id in ids if id in held]
            if dropped and not held:
                self.moves.remove(kind)

    def _write_held_cells(self, due: float | None) -> None:
        cells, self._held_cells = self._held_cells, {}
        self.below.write_steps(cells, due)


def _kind(id: str) -> MoveKind | None:
    """Return the grid that a parameter waits for; None for none."""
    if id in QUANTISED_EFFECTS:
        return MoveKind.EFFECTS
    return MoveKind.LATENTS if id == "seed" or id.startswith("latent/") else None
