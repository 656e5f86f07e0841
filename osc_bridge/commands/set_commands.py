"""The commands of a set that plays, in one registry: presets, scenes, models, random breaks, locks, recordings.

Two threads do what would keep a caller waiting, and start when they are first needed: one writes presets and scenes and
opens recordings, in the order of the commands, the other loads models.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from engine.files.preset_bank import PresetBank
from engine.files.presets import Preset
from engine.files.scene_bank import SceneBank
from engine.files.session_recorder import SessionRecorder
from engine.sequencer.sequencer import Sequencer
from engine.session.live_session import Session
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.panel.break_uploads import BreakUploads

from .lazy_model import LazyModel
from .lock_commands import LockCommands
from .model_commands import ModelCommands
from .preset_commands import PresetCommands
from .record_commands import RecordCommands
from .saved_state import MODEL_FIELD, SCENE_FIELD, SET_FIELD
from .scene_commands import SceneCommands
from .sequencer_commands import ModelZone, SequencerCommands, keep_time
from .sound_commands import SoundCommands


class SetCommands:
    """A context manager: within it, commands are executed; leaving it waits for what they still write."""

    def __init__(
        self,
        session: Session,
        lazy: LazyModel,
        bank: PresetBank,
        scenes: SceneBank,
        recorder: SessionRecorder,
        lock: threading.Lock,
        *,
        model: Path | None,
        models: Path | None,
        recordings: Path | None,
    ) -> None:
        """Register all commands of a session.

        Args:
            session: plays.
            lazy: its model.
            bank: the presets.
            scenes: the scenes of the set.
            recorder: that of the session.
            lock: of the controls.
            model: file of the model that was asked for; None for the bundled one.
            models: folder of the user's models; None for the default place.
            recordings: folder of recordings; None for the default place.
        """
        self.registry, self.bank, self.recorder, self.lazy = CommandRegistry(), bank, recorder, lazy
        self._lock, self._session = lock, session
        self._writer, self._loader = ThreadPoolExecutor(1, "preset writer"), ThreadPoolExecutor(1, "model loader")
        self.sequencer = sequencer = Sequencer(
            session,
            delay=lambda: session.lookahead,
            tape_latency=session.dated.tape_latency,
            nearest=ModelZone(lambda: lazy.model, session),
        )
        self.sequences = SequencerCommands(sequencer, lazy.latents)
        self.presets = PresetCommands(sequencer, bank, lazy.identity, self._writer)
        self.models = ModelCommands(session, lazy, model, models, self._loader, lock)
        self.scenes = SceneCommands(
            sequencer,
            scenes,
            self._writer,
            history=self.presets.history,
            models=self.models,
            presets=bank,
            scheduler=session.scheduler,
            lock=lock,
        )
        self.uploads = BreakUploads(partial(self.presets.add_break, lock), lambda: lazy.path)
        sounds = SoundCommands(
            sequencer,
            self.presets.history,
            lambda: lazy.model.draws,
            np.random.default_rng(),
            lambda: lazy.model.card.breaks,
        )
        self.locks = LockCommands(sequencer, lambda: session.tape, lazy.latents)
        self.records = RecordCommands(session, recorder, recordings, self._writer)
        for commands in (self.presets, self.scenes, self.models, sounds, self.locks, self.records, self.sequences):
            commands.register(self.registry)
        self._stack = ExitStack()

    @property
    def notes(self) -> tuple[str, ...]:
        """What commands have done or could not do, as lines for the user."""
        return self.presets.note, self.scenes.note, self.models.note, self.records.note, self.sequencer.note

    def capture(self) -> Preset:
        """Return everything that makes the sound."""
        with self._lock:
            return self.scenes.capture()

    def state_fields(self) -> dict[str, Any]:
        """Return what a set that goes on from its last state needs besides."""
        model, scene = str(self.lazy.path or ""), self.scenes.current[0]
        return {MODEL_FIELD: model, SCENE_FIELD: scene, SET_FIELD: self._session.segment}

    def observe(self) -> None:
        """Remember the sound for undo if it has rested since the last call."""
        with self._lock:
            self.presets.history.observe()

    def __enter__(self) -> Self:
        """Take breaks that are uploaded; other commands are executed from the start."""
        with ExitStack() as stack:
            stack.enter_context(self._writer)
            stack.enter_context(self._loader)
            stack.enter_context(self.uploads)
            keep_time(self.sequencer, self._session.scheduler, self._lock)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the threads, and processes that read uploads."""
        self._stack.close()
