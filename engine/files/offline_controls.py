"""Controls of an instrument that plays later: writes and triggers at samples of its own clock in, a session log out.

Nothing here opens a file, a device or a socket, and the same calls give the same log.
"""

import math
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from engine.controls import (
    Action,
    Cell,
    Cells,
    Event,
    Seeds,
    Status,
    Values,
    clamped_cells,
    clamped_with_seeds,
    step_events,
)
from engine.core import Instrument
from engine.errors import BadParameter
from engine.model.decode_request import (
    DECODED,
    DecodeTarget,
    ImageDecoder,
    present_tape,
)
from engine.model.sound_state import SoundState, StateReader
from engine.model.step_edits import changes_tape
from engine.model.step_locks import PresentLoop
from engine.parameters import CORE_PARAMETERS, INDEX
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from engine.tape.magnitudes import Tape

from .offline_tape import OfflineTape
from .session_log import SessionLog

SAMPLE_ROUNDING = 1e-3  # samples
MAX_BEAT = 1e7  # that the core goes to (events.hpp)


class _DatedCall(NamedTuple):
    """A change that waits for its sample; a stop drops it if it is a move of the playhead that was made before."""

    sample: int
    order: int
    moves: bool
    call: Callable[[], object]


class OfflineControls(StateReader):
    """Controls of an instrument that plays later: every change becomes an entry of a session log.

    The caller moves the clock with `advance`. Values written at sample 0 hold from the downbeat on, later ones from the
    clock's sample on, or from that of `due`, in seconds since the downbeat. The tape follows as OfflineTape says.
    """

    def __init__(
        self,
        values: Values,
        cells: Cells | None = None,
        seeds: Seeds | None = None,
        learned: str = "",
        decoder: ImageDecoder | None = None,
    ) -> None:
        """Start with the parameters `values` by id, others at their defaults, `cells`, edits of single sixteenths, and
        `seeds`, a mixture that takes the place of the seed among the values.

        `learned` is the SHA-256 of a learned break. A decoder is needed only to lock sixteenths later.

        Raises:
            BadParameter: unknown id or cell, or a value that is not finite.
        """
        self.clock = 0  # samples
        self.changes = 0  # writes and triggers so far
        self._entries: list[LogEntry] = []
        self._state, self._decoder = SoundState({}), decoder
        self._followed: OfflineTape | None = None  # made at the first step of the clock
        self._retarget = self._prompt = False  # what the tape depends on has changed at this sample, by a hand
        self._anchor: tuple[int, float] | None = None  # sample and beat since which the tempo holds; None while stopped
        self._recent: dict[int, int] = {}  # parameter or action -> its entry at this sample
        self._dated: list[_DatedCall] = []  # a heap
        self.write(values, seeds=seeds)
        self.write_steps(cells or {}, learned=learned)

    def advance(self, sample: int) -> None:
        """Move the clock on to a sample."""
        while self._dated and self._dated[0].sample <= sample:
            dated = heappop(self._dated)
            self._advance(dated.sample)
            dated.call()
        self._advance(sample)

    def _advance(self, sample: int) -> None:
        if sample <= self.clock:
            return
        if self._followed is None:
            self._followed = OfflineTape(self._state.target)
            initial = [Event(Action.SET, index, float(self._state.values[index])) for index in range(CORE_PARAMETERS)]
            initial += step_events(self.read_steps())
            self._entries += [LogEntry(0, LogKind.SET, event.index, event.value, -1) for event in initial]
            self._entries.append(LogEntry(0, LogKind.TAPE, 1, 0.0, -1))
        elif self._retarget:
            self._followed.set_target(self._state.target, self.clock, prompt=self._prompt)
        self._retarget = self._prompt = False
        for hop, number in self._followed.follow(self.clock, sample):
            self._entries.append(LogEntry(hop, LogKind.TAPE, number, 0.0, -1))
        self.clock = sample
        self._recent.clear()

    def finish(self, samples: int) -> SessionLog:
        """Advance to sample `samples` and return the log of a render of that length."""
        self.advance(samples)
        requests = self._followed.requests if self._followed else {}
        return SessionLog(requests=requests, entries=self._entries, length=samples + Instrument.latency)

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set parameters; returns the clamped values. `prompt`: False for what moves by itself."""
        legal, mixture = clamped_with_seeds(values, seeds)
        self.changes += 1
        if self._waits(due, lambda: self.write(legal, seeds=mixture, prompt=prompt)):
            return legal
        if "tempo" in legal and self._anchor:
            self._anchor = self.clock, self._beat_at(self.clock)
        self._state.set(legal, mixture)
        for id, value in legal.items():
            index = INDEX[id]
            if index < CORE_PARAMETERS and self._followed:
                self._add(Event(Action.SET, index, value), index)
        decoded = not DECODED.isdisjoint(legal)
        self._retarget, self._prompt = self._retarget or decoded, self._prompt or (decoded and prompt)
        return legal

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        """Replace edits of sixteenths, and the learned break; returns the clamped values."""
        legal = clamped_cells(cells)
        self.changes += 1
        if self._waits(due, lambda: self.write_steps(legal, learned=learned)):
            return legal
        changed = {cell: value for cell, value in legal.items() if value != self.read_step(cell)}
        self._state.set_cells(legal, self._present_loop, learned)
        decoded = learned is not None or changes_tape(legal)
        self._retarget, self._prompt = self._retarget or decoded, self._prompt or decoded
        for event in step_events(changed) if self._followed else ():
            self._add(event, event.index)
        return legal

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Trigger an event at the clock's sample, whatever `at` says, or at `due`.

        Of several SLICE events (jumps of the playhead) at one sample, only the last is kept. As in the player, a stop
        or panic drops the events that were triggered before it and are due later, but for SET.
        """
        self.changes += 1
        order = self.changes
        if not self._waits(due, lambda: self._apply(event, order), moves=event.action != Action.SET):
            self._apply(event, order)

    def _apply(self, event: Event, order: int) -> None:
        if event.action in (Action.STOP, Action.PANIC):
            self._anchor = None
            self._dated = [dated for dated in self._dated if dated.order > order or not dated.moves]
            heapify(self._dated)
        elif event.action == Action.LOCATE and abs(event.value) <= MAX_BEAT:
            self._anchor = self.clock, event.value
        elif self._anchor is None and (
            event.action == Action.PLAY or (event.action == Action.SLICE and event.value > 0)
        ):
            self._anchor = self.clock, 0.0
        if event.action != Action.SLICE:
            self._recent.clear()
        self._add(event, -int(event.action))

    def beat(self, at: float) -> float | None:
        """Return the beat at a time in seconds since the downbeat; None while stopped."""
        return None if self._anchor is None else self._beat_at(round(at * SPEC.rate))

    def status(self) -> Status:
        """Return a snapshot without meters: nothing is heard yet."""
        beat = self._beat_at(self.clock) if self._anchor else 0.0
        return Status(self._anchor is not None, beat, 0.0, -120.0, 0.0, 0, 0, "file", "", "", 0.0)

    @property
    def tape(self) -> Tape | None:
        """The tape that will be heard at this sample; None without a decoder."""
        return None if self._decoder is None else present_tape(self._decoder, self._state.target)[1]

    def _waits(self, due: float | None, call: Callable[[], object], *, moves: bool = False) -> bool:
        """Return whether a change is due at a later sample; then it is made when the clock comes there."""
        # within the clock's sample it is now, so that moves of one beat keep their order
        if due is None or (sample := math.floor(due * SPEC.rate + SAMPLE_ROUNDING)) <= self.clock:
            return False
        heappush(self._dated, _DatedCall(sample, self.changes, moves, call))
        return True

    def _beat_at(self, sample: int) -> float:
        assert self._anchor
        since, beat = self._anchor
        return float(beat + (sample - since) / SPEC.rate * self._state.values[INDEX["tempo"]] / 60)

    def _add(self, event: Event, key: int) -> None:
        # the log's clock is that of the block before the event, so that the event is never late
        block = self.clock // SPEC.hop * SPEC.hop
        entry = LogEntry(block, LogKind.EVENT + event.action, event.index, event.value, self.clock)
        if key in self._recent:
            self._entries[self._recent[key]] = entry
        else:
            self._recent[key] = len(self._entries)
            self._entries.append(entry)

    def _present_loop(self, target: DecodeTarget) -> PresentLoop:
        if self._decoder is None:
            raise BadParameter("no model tells what a locked sixteenth keeps; recall a preset with locks")
        return present_tape(self._decoder, target)[0]
