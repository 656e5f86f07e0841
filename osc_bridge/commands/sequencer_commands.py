"""Commands of the sequencer: what waits for a beat, LFOs, the gesture loop; and the task that calls its clock.

cancel           1                             gesture/record    bars
lfo/target       number, parameter or latent   gesture/overdub   1 or 0
gesture/play     1 or 0                        gesture/stretch   factor
gesture/clear    1

A command is called with the lock of the controls held, as the task calls the sequencer.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import numpy as np

from engine.controls import Controls, Values
from engine.model.safe_zone import SafeZone
from engine.sequencer.sequencer import TICK_S, Sequencer
from engine.sync.scheduler import Scheduler
from osc_bridge.osc.command_arguments import (
    CANCEL,
    GESTURE_CLEAR,
    GESTURE_OVERDUB,
    GESTURE_PLAY,
    GESTURE_RECORD,
    GESTURE_STRETCH,
    LFO_TARGET,
)
from osc_bridge.osc.command_registry import Argument, CommandRegistry
from osc_bridge.osc.latent_names import LatentNames

if TYPE_CHECKING:
    from engine.model.model_file import Model


class SequencerCommands:
    """Commands and reports of a sequencer."""

    def __init__(self, sequencer: Sequencer, latents: LatentNames) -> None:
        """`latents`: the names of the model's latents, which stand for their parameters."""
        self._sequencer, self._latents = sequencer, latents

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        gesture = self._sequencer.gesture
        commands.add(CANCEL, lambda value, at: self._cancel())
        commands.add(GESTURE_RECORD, self._record)
        commands.add(GESTURE_OVERDUB, lambda value, at: setattr(gesture, "overdub", value > 0))
        commands.add(GESTURE_PLAY, lambda value, at: gesture.play(value > 0))
        commands.add(GESTURE_STRETCH, lambda value, at: gesture.stretch(value))
        commands.add(GESTURE_CLEAR, lambda value, at: gesture.clear())
        commands.add_with_arguments(LFO_TARGET, self._aim)

    @property
    def lfos(self) -> list[int | str]:
        """Number of each LFO in use, and what it moves, in turn."""
        names = {id: name for name, id in self._latents.ids.items()}
        pairs = sorted(self._sequencer.lfo_targets.items())
        return [part for number, id in pairs for part in (number, names.get(id, id))]

    @property
    def queued(self) -> list[str | float]:
        """Name and beat of each move that waits, in turn."""
        return [part for pair in self._sequencer.quantised.queued for part in pair]

    def _cancel(self) -> None:
        self._sequencer.quantised.cancel()

    def _record(self, bars: float, at: float) -> None:
        self._sequencer.gesture.record(bars, self._sequencer.beat(at) or 0.0)

    def _aim(self, arguments: Sequence[Argument], at: float) -> None:
        number, target = arguments
        name = str(target)
        self._sequencer.aim_lfo(float(number), (self._latents.id_of(name) or name) if name else "")


class ModelZone:
    """The latents of real breaks of the model that plays (see engine.model.safe_zone), for a sequencer."""

    def __init__(self, model: "Callable[[], Model]", controls: Controls) -> None:
        """`model`: returns the one that plays."""
        self._model, self._controls = model, controls
        self._zone: SafeZone | None = None  # of the model that played when it was last needed

    def __call__(self, latents: Values) -> Values:
        """Return the nearest latents, by parameter id, of those that sound real; locked latents stay."""
        model = self._model()
        if self._zone is None or self._zone.draws is not model.draws:
            self._zone = SafeZone(model.card, model.draws)
        found = self._zone.nearest(np.array(list(latents.values())), self._controls.read_seeds())
        values = zip(latents, found.tolist(), strict=True)
        return {id: value for id, value in values if value != latents[id] and not self._controls.read(f"lock/{id}")}


def keep_time(sequencer: Sequencer, scheduler: Scheduler, lock: AbstractContextManager[bool]) -> None:
    """Call the sequencer every TICK_S from the thread of a scheduler, with the lock held, until that is stopped."""

    def tick() -> None:
        with lock:
            sequencer.tick(scheduler.clock())

    scheduler.repeat(TICK_S, tick)
