"""The sequencer over the controls of an instrument: calls of the performer and a clock in, moves in time out.

performer -> gesture loop (records) -> quantised controls (wait) -> modulated controls (move) -> instrument

`tick`, called every TICK_S, hands over what is due, moves parameters by LFOs and drift, plays the gesture loop, fills
and variations. While the instrument is stopped nothing moves. All of it depends on beats, parameters and the seed
"chance/seed" alone, never on the time of day.
"""

import math
import time
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

from engine.controls import Action, Controls, Event, Values
from engine.errors import BadInput, BadParameter, VamenError
from engine.parameters import LFO_SLOTS, SEQUENCER_IDS, parameter
from engine.sync.transport_follower import STOP_SETTLE_S

from .controls_layer import ControlsLayer
from .gesture_loop import GestureLoop
from .looped_values import SLICE, LoopedValue, is_slice
from .modulated_controls import ModulatedControls, NearestLatents
from .modulation import LATENT_IDS, lfo_offsets, with_drift
from .quantised_controls import QuantisedControls
from .quantised_moves import HANDOVER_S, ON_GRID, MoveKind
from .self_play import (
    FILLED,
    LONGEST_FILL,
    FillStep,
    SelfPlaySettings,
    bars_between,
    fill_before,
    variation_at,
)

TICK_S = 0.01
LATENT_TICKS = 4  # from one move of the latents to the next; a tape takes as long to decode
JUMP = 1.0  # beats from one call to the next that are not playing on

Mutate = Callable[[int, float, float | None], object]  # random break, how far towards it, when


class Sequencer(ControlsLayer):
    """Controls for the performer, and what plays by itself; used by one thread at a time, as the controls below."""

    def __init__(
        self,
        controls: Controls,
        *,
        clock: Callable[[], float] = time.perf_counter,
        delay: Callable[[], float] = lambda: 0.0,
        tape_latency: Callable[[], float] = lambda: 0.0,
        mutate: Mutate | None = None,
        nearest: NearestLatents | None = None,
    ) -> None:
        """Play over these controls.

        Args:
            controls: the instrument.
            clock: seconds, by which `controls` is told when something is due.
            delay: returns the seconds from a call to the first sample that it can reach.
            tape_latency: the same for what a tape depends on.
            mutate: steps towards a random break, for variations; None for none.
            nearest: returns the nearest latents of real breaks, for the parameter "safe"; None for none.
        """
        self.modulated = ModulatedControls(controls, clock)
        times = {"clock": clock, "delay": delay, "tape_latency": tape_latency}
        self.quantised = QuantisedControls(self.modulated, **times, moved=self._record)
        super().__init__(self.quantised)
        self.gesture = GestureLoop()
        self.lfo_targets: dict[int, str] = {}  # number of the LFO, from 1 -> parameter
        self.mutate, self.nearest = mutate, nearest
        self.note = ""  # what could not be played, for the user
        self._clock, self._ticks = clock, 0
        self._stops = math.inf  # seconds at which it is stopped; for a moment after, it may seem to play
        self._next_targets: tuple[float, dict[int, str]] | None = None  # seconds from which on, LFO targets
        self._upto: float | None = None  # beat up to which all moves have been handed over; None while stopped

    def bend(self, source: Hashable, offsets: Mapping[str, float]) -> None:
        """Replace the offsets of a source, as BendableControls; a gesture records where they move the instrument."""
        self._record(self.modulated.bend(source, offsets), None)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Trigger an event; a slice waits for its grid. Stop and panic drop what waits."""
        self.below.trigger(event, at, due)
        now = self._clock()
        if event.action in (Action.STOP, Action.PANIC):
            self._stops = now if due is None else due
        elif event.action in (Action.PLAY, Action.SLICE, Action.LOCATE) and self._stops <= now:
            self._stops = math.inf

    def aim_lfo(self, number: float, target: str) -> None:
        """Let an LFO move a parameter, by id; an empty target ends it.

        Raises:
            BadParameter: there is no such LFO, or no such parameter to move.
        """
        if number not in range(1, LFO_SLOTS + 1):
            raise BadParameter(f"there is no LFO {number:g}; send 1 to {LFO_SLOTS}")
        if not target:
            self.lfo_targets.pop(int(number), None)
            return
        if parameter(target).id in SEQUENCER_IDS:
            raise BadParameter(
                f"an LFO does not move {target}, which belongs to the sequencer; send a parameter of the sound"
            )
        self.lfo_targets[int(number)] = target

    def tick(self, now: float) -> None:
        """Play what belongs to the time up to `now`, and hand over what is due soon. Never raises VamenError."""
        if self._next_targets and now >= self._next_targets[0]:
            self.lfo_targets, self._next_targets = self._next_targets[1], None
        beat = self.modulated.beat(now)
        if beat is None or 0 <= now - self._stops < STOP_SETTLE_S:
            self._stop()
            return
        tempo = self.modulated.read("tempo")
        upto = beat + HANDOVER_S * tempo / 60
        if self._upto is None or not -JUMP < upto - self._upto < JUMP:
            self.modulated.release(self.modulated.overridden)
            self.quantised.moves.jump_to(beat)
            self.gesture.move_to(beat)
            self._upto = -ON_GRID if 0 <= beat < JUMP else beat - ON_GRID  # of the first bar, too
        if 0 < self._stops - now < HANDOVER_S:  # what is due at the stop or later is not played
            upto = beat + (self._stops - now) * tempo / 60 - ON_GRID
        self._add_moves(self._upto, upto)
        self._upto = max(upto, self._upto)
        for move in self.quantised.moves.pop(upto):
            due = now + (move.beat - beat) * 60 / tempo
            self._try(partial(move.act, due if due > now else None))
        self._try(partial(self._modulate, beat, now))

    def capture(self) -> dict[str, Any]:
        """Return what a scene keeps besides parameters and step edits, for a JSON file."""
        targets = self._next_targets[1] if self._next_targets else self.lfo_targets
        lfos = {str(number): id for number, id in sorted(targets.items())}
        found = {"lfos": lfos, "gesture": self.gesture.to_dict()}
        return {key: value for key, value in found.items() if value}

    def recall(self, found: Mapping[str, Any], due: float | None = None) -> None:
        """Take what `capture` returned; LFOs move other parameters from `due` on.

        Raises:
            BadInput: it is not valid; then nothing changes.
        """
        lfos = found.get("lfos", {})
        try:
            targets = {int(number): parameter(id).id for number, id in lfos.items()}
            if not all(1 <= number <= LFO_SLOTS and id not in SEQUENCER_IDS for number, id in targets.items()):
                raise ValueError(f"targets {lfos}")
        except (AttributeError, TypeError, ValueError, BadParameter) as error:
            raise BadInput(f"the LFOs of the scene are not valid ({error}); save it again") from error
        now = self._clock()
        at = now if due is None else due
        self.gesture.from_dict(found.get("gesture", {}), self.modulated.beat(at))
        self.lfo_targets, self._next_targets = (targets, None) if at <= now else (self.lfo_targets, (at, targets))

    def go_on(self, found: Mapping[str, Any], values: Values) -> None:
        """Go on after a control process was killed, from what `capture` returned and the values that were read then.

        The instrument has the values that it was moved to; those of `values` are what they are moved around.

        Raises:
            BadInput: as `recall`.
        """
        self.recall(found)
        moved = {*self.lfo_targets.values(), *(FILLED if self.read("fill/chance") else ())}
        moved.update(LATENT_IDS if self.read("drift/amount") or moved.intersection(LATENT_IDS) else ())
        self.modulated.write({id: values[id] for id in sorted(moved) if id in values})

    def _record(self, values: Values, due: float | None) -> None:
        moved, at = {id: value for id, value in values.items() if id not in SEQUENCER_IDS}, self._clock()
        beat = self.modulated.beat(at)
        if moved and beat is not None:
            ahead = 0.0 if due is None else max(due - at, 0.0)
            self._try(partial(self.gesture.add, moved, beat + ahead * self.modulated.read("tempo") / 60))

    def _stop(self) -> None:
        """Return to the base values, and play what waits, but for slices, which would start the instrument."""
        if self._upto is None:
            return
        self._upto = None
        if self._stops < math.inf:  # the performer has stopped it
            self.quantised.cancel()
        self.quantised.moves.remove(MoveKind.SLICES)
        for move in self.quantised.moves.pop(math.inf):
            if move.name:
                self._try(partial(move.act, None))
        self.modulated.release(self.modulated.overridden)

    def _add_moves(self, after: float, upto: float) -> None:
        for movement in self.gesture.due(after, upto):
            self.quantised.moves.add(movement.beat, partial(self._move, movement))
        settings = SelfPlaySettings.read(self.modulated.read)
        for end in bars_between(after + LONGEST_FILL, upto + LONGEST_FILL):
            if fill := fill_before(end, settings):
                for step in fill.steps:
                    self.quantised.moves.add(step.beat, partial(self._fill, step))
                self.quantised.moves.add(end, partial(self._end_fill, end, fill.jumps))
        for begin in bars_between(after, upto):
            if self.mutate and (number := variation_at(begin, settings)) is not None:
                self.quantised.moves.add(begin, partial(self.mutate, number, settings.wildness))

    def _move(self, movement: LoopedValue, due: float | None) -> None:
        if is_slice(movement.target):
            action = Action.SLICE if movement.value else Action.RELEASE
            event = Event(action, int(movement.target.removeprefix(SLICE)), movement.value or 1.0)
            self.modulated.trigger(event, due=due)
        else:
            self.modulated.play({movement.target: movement.value}, due)

    def _fill(self, step: FillStep, due: float | None) -> None:
        if step.values:
            self.modulated.override(step.values, due)
        if step.step is not None and not self.modulated.read("slices/mode"):  # others would be silent behind the fill
            self.modulated.trigger(Event(Action.SLICE, step.step), due=due)

    def _end_fill(self, beat: float, jumps: bool, due: float | None) -> None:
        self.modulated.release(self.modulated.overridden, due)
        if jumps:
            self.modulated.trigger(Event(Action.LOCATE, 0, beat), due=due)

    def _modulate(self, beat: float, now: float) -> None:
        self._ticks += 1
        read, targets = self.modulated.read, self.lfo_targets
        if self._ticks % LATENT_TICKS == 1:
            offsets = with_drift(read, beat, lfo_offsets(read, beat, targets))
            self.modulated.modulate(offsets, now, self.nearest if read("safe") else None)
        elif others := {number: id for number, id in targets.items() if id not in LATENT_IDS}:
            self.modulated.modulate(lfo_offsets(read, beat, others), now, only=set(others.values()))

    def _try(self, call: Callable[[], object]) -> None:
        try:
            call()
        except VamenError as refusal:
            self.note = str(refusal)
