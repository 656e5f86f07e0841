"""A set that is rendered: controls and a model in, a sequencer and the commands that its moves may call out.

The commands are those of presets, scenes, random breaks, locks and the sequencer. A random break without a number is
drawn from a generator of its own, so the same moves give the same sound. What is saved, renamed or deleted is so in
memory alone: no file is changed.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np

from engine.files.offline_controls import OfflineControls
from engine.files.preset_bank import PresetBank
from engine.files.scene_bank import SceneBank
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import SPEC
from engine.sync.scheduler import Scheduler, Task
from osc_bridge.osc.command_registry import CommandRegistry

from .lazy_model import latents_of
from .lock_commands import LockCommands
from .preset_commands import PresetCommands
from .scene_commands import SceneCommands
from .sequencer_commands import ModelZone, SequencerCommands
from .sound_commands import SoundCommands

if TYPE_CHECKING:
    from engine.model.model_file import Model


class _OneModel:
    """Models of a render: the one that was loaded for it."""

    def __init__(self, model: "Model") -> None:
        self._identity = model.card.name, model.digest

    def identity(self) -> tuple[str, str]:
        """Return the name of the model, and its digest."""
        return self._identity

    def play_with(self, digest: str, act: Callable[[], str], wanted: Callable[[], bool]) -> Future[str] | None:
        """Return None, as another model is not there."""
        return None


class _AtOnce(Scheduler):
    """Runs tasks when they are added: what they change waits for its time in the offline controls."""

    def add(self, due: float, task: Task) -> bool:
        """Run a task."""
        task()
        return True


class OfflineSet:
    """What plays over offline controls."""

    def __init__(
        self, controls: OfflineControls, decoder: "Model", bank: PresetBank, scenes: SceneBank | None = None
    ) -> None:
        """Register the commands.

        Args:
            controls: at sample 0.
            decoder: the model.
            bank: of the presets that commands recall.
            scenes: that commands recall; None for no commands for scenes.
        """
        self.sequencer, self.commands = OfflineSequencer(controls), CommandRegistry()
        self.sequencer.nearest = ModelZone(lambda: decoder, self.sequencer)
        models, latents = _OneModel(decoder), latents_of(decoder.card)
        self.presets = PresetCommands(self.sequencer, bank, models.identity, None)
        sounds = SoundCommands(
            self.sequencer,
            self.presets.history,
            lambda: decoder.draws,
            np.random.default_rng(0),
            lambda: decoder.card.breaks,
        )
        locks = LockCommands(self.sequencer, lambda: controls.tape, latents)
        for commands in (self.presets, sounds, locks, SequencerCommands(self.sequencer, latents)):
            commands.register(self.commands)
        self._scenes: SceneCommands | None = None
        if scenes is not None:
            self._scenes = SceneCommands(
                self.sequencer,
                scenes,
                None,
                history=self.presets.history,
                models=models,
                presets=bank,
                scheduler=_AtOnce(),
                lock=threading.RLock(),
                clock=lambda: controls.clock / SPEC.rate,
            )
            self._scenes.register(self.commands)

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be played as it was asked for; usually empty."""
        return self.presets.note, self.sequencer.note, self._scenes.note if self._scenes else ""
