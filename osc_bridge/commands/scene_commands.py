"""Commands for the scenes of a set: numbers and names in, everything that makes the sound out; and the other way.

scene           a number or a name              scene/save      a number, a name, both or nothing
scene/next      the next one in the set         scene/export    a number or a name: a copy for others
scene/previous  the one before                  scene/reload    the folder, after it was changed by hand

and those of BankCommands. A command is called with the lock of the controls held. A scene that was made with another
model plays when that model does: at once if it is still loaded, else when it is; if it is not there, with the present
one, and a sentence says so.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from engine.errors import BadParameter, VamenError
from engine.files.preset_bank import PresetBank, preset_number
from engine.files.preset_folder import write_preset
from engine.files.presets import Preset, model_mismatch_note
from engine.files.scene_bank import SceneBank, copy_learned, exports_folder, free_copy
from engine.files.scenes import capture_scene, recall_scene
from engine.sequencer.quantised_moves import MoveKind
from engine.sequencer.sequencer import Sequencer
from engine.sync.scheduler import Scheduler
from osc_bridge.osc.command_arguments import (
    NEXT_SCENE,
    PREVIOUS_SCENE,
    SCENE,
    SCENE_EXPORT,
    SCENE_RELOAD,
    SCENE_SAVE,
)
from osc_bridge.osc.command_registry import Argument, ArgumentsCommand, CommandRegistry

from .bank_commands import BankCommands, require_number
from .model_commands import SceneModels
from .saved_state import SCENE_FIELD
from .sound_commands import NO_PRESET, SoundHistory

BEFORE_FIRST = -1  # number of the present scene before one was recalled or saved


class SceneCommands(BankCommands):
    """Recalls and saves the scenes of a set."""

    bank: SceneBank

    def __init__(
        self,
        sequencer: Sequencer,
        bank: SceneBank,
        writer: Executor | None,
        *,
        history: SoundHistory,
        models: SceneModels,
        presets: PresetBank,
        scheduler: Scheduler,
        lock: AbstractContextManager[bool],
        exports: Path | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """Use a set.

        Args:
            sequencer: over the instrument.
            bank: changed by this object alone.
            writer: writes files, one after the other; None in a render, whose changes stay in memory.
            history: gets the sounds that are replaced.
            models: loads models, and knows the present one.
            presets: whose learned breaks scenes may have.
            scheduler: in which a scene with another model waits for its time.
            lock: of the controls.
            exports: folder of copies; None for the default place.
            clock: seconds of `time.perf_counter`.
        """
        super().__init__(bank, writer)
        self._sequencer, self._controls, self._history, self._models = sequencer, sequencer.modulated, history, models
        self._presets, self._scheduler, self._lock, self._clock = presets, scheduler, lock, clock
        presets.learned.folders.append(bank.folder.path)
        self._exports = exports or exports_folder()
        self._number = BEFORE_FIRST  # of the scene that was recalled or saved last
        self._turn = 0  # counts recalls
        self._changes = 0  # of the bank

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        super().register(commands)
        recalls: dict[str, ArgumentsCommand] = {
            SCENE: lambda arguments, at: self._go_to(self.bank.number_of(arguments[0]), at),
            NEXT_SCENE: lambda _, at: self._step(1, at),
            PREVIOUS_SCENE: lambda _, at: self._step(-1, at),
        }
        for name, recall in recalls.items():
            commands.add(name, partial(self._by_number, recall), lambda: self.bank.names)
            commands.add_with_arguments(name, recall)
        commands.add_with_arguments(SCENE_SAVE, self._save)
        commands.add_with_arguments(SCENE_EXPORT, self._export)
        commands.add_with_arguments(SCENE_RELOAD, self._reload)

    @property
    def current(self) -> tuple[int, str]:
        """Number and name of the scene that was recalled or saved last; (-1, "") before that."""
        names = self.bank.names
        return (self._number, names[self._number]) if self._number in names else NO_PRESET

    @property
    def names(self) -> tuple[int | str, ...]:
        """Number and name of each scene, one after the other, in the order of the set."""
        return tuple(one for pair in self.bank.names.items() for one in pair)

    def go_on(self, state: Preset) -> None:
        """Go on from a state whose parameters and steps the instrument has: with its sequencer, at its scene."""
        try:
            self._sequencer.go_on(state.performance, state.values)
        except VamenError as refusal:
            self.note = str(refusal)
        number = state.more.get(SCENE_FIELD)
        self._number = number if isinstance(number, int) else BEFORE_FIRST

    def capture(self, name: str = "") -> Preset:
        """Return the present sound as a scene."""
        return capture_scene(self._controls, self._sequencer, name, *self._models.identity())

    def _by_number(self, recall: ArgumentsCommand, number: float, at: float) -> None:
        """Recall as a MIDI controller asks for it, which gets no answer."""
        recall([number], at)

    def _step(self, step: int, at: float) -> Future[str] | None:
        start = self._number if step > 0 or self._number != BEFORE_FIRST else max(self.bank.names, default=-1) + 1
        return self._go_to(self.bank.neighbour(start, step), at)

    def _go_to(self, number: int, at: float) -> Future[str] | None:
        """Recall a scene when the grid of presets says; returns what `_begin` does if that is at once."""
        name, begun = f"scene {number} {self.bank.find(number).name}", list[Future[str] | None]()
        self._sequencer.quantised.plan(MoveKind.PRESETS, name, partial(self._recall, number, begun), at)
        return begun[0] if begun else None

    def _recall(self, number: int, begun: list[Future[str] | None], at: float | None) -> None:
        before = self._number, self._turn
        self._number, self._turn = number, before[1] + 1
        try:
            begun.append(self._begin(number, self._turn, self._clock() if at is None else at))
        except VamenError:
            self._number, self._turn = before
            raise

    def _begin(self, number: int, turn: int, at: float) -> Future[str] | None:
        scene = self.bank.find(number)
        act = partial(self._with_model, scene, at, partial(self._play, number, scene), lambda: turn == self._turn)
        if scene.digest in ("", self._models.identity()[1]) or at <= self._clock():
            return act()
        if not self._scheduler.add(at, partial(self._locked, act)):
            raise BadParameter("too many changes wait for their time; send the scene later")
        return None

    def _with_model(
        self, scene: Preset, at: float, play: Callable[[float | None], str], wanted: Callable[[], bool]
    ) -> Future[str] | None:
        done = self._models.play_with(scene.digest, partial(play, None), wanted)
        if done is None:
            play(at)
        else:
            done.add_done_callback(self._note_failure)
        return done

    def _note_failure(self, done: Future[str]) -> None:
        if error := done.exception():
            self.note = str(error)

    def _locked(self, act: Callable[[], object]) -> None:
        try:
            with self._lock:
                act()
        except VamenError as refusal:  # in the thread of the scheduler
            self.note = str(refusal)

    def _play(self, number: int, scene: Preset, at: float | None) -> str:
        self._history.record(at, scene=True)
        recall_scene(self._controls, self._sequencer, scene, at)
        self.note = model_mismatch_note(scene, *self._models.identity()).replace("the preset", "the scene", 1)
        return self.note or f"scene {number} {scene.name!r} plays with its model"

    def _save(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        """Save everything; without a number, under a name that is in the set, else behind the last scene."""
        first, *more = arguments
        name = str(first) if isinstance(first, str) else str(*more)
        names = self.bank.names
        if isinstance(first, str):
            same = [number for number, known in names.items() if name and known == name]
            number = same[0] if len(same) == 1 else self.bank.free_number()
        else:
            number = preset_number(first, SCENE)
        name = name or names.get(number, "") or f"scene {number}"

        def change() -> tuple[int, str]:
            sentence = self.bank.save(number, self.capture(name))
            self._number = number
            return number, sentence

        return self._changed(change)

    def _move(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        def change() -> tuple[tuple[int, int], str]:
            (old, new), sentence = self.bank.move(arguments[0], require_number(arguments[1]))
            self._number = {old: new, new: old}.get(self._number, self._number)
            return (old, new), sentence

        return self._changed(change)

    def _changed(self, change: Callable[[], tuple[int | tuple[int, ...], str]]) -> Future[str]:
        written = super()._changed(change)
        self._changes += 1
        return written

    def _export(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        number = self.bank.number_of(arguments[0])
        scene = self.bank.find(number)
        return self._submit(lambda: partial(self._write_copy, number, scene))

    def _write_copy(self, number: int, scene: Preset) -> str:
        path = free_copy(self._exports, number, scene)
        copy_learned(scene, self._presets, self._exports)
        write_preset(path, scene)
        self.note = f"scene {number} {scene.name!r} is copied to {path}"
        return f"scene {number} {scene.name!r} is copied to {path.name} in the folder of exports"

    def _reload(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        """Read the folder when all changes are written."""
        changes = self._changes
        return self._submit(lambda: partial(self._read_again, changes))

    def _read_again(self, changes: int) -> str:
        scenes, warnings = self.bank.read_again()
        with self._lock:
            if self._changes != changes:
                raise BadParameter("the set was changed while its folder was read; send it again")
            self.bank.replace_all(scenes, warnings)
        self.note = "; ".join([f"the set has {len(scenes)} scene{'s' * (len(scenes) != 1)}", *warnings])
        return self.note

    def _write_one(self, number: int, preset: Preset) -> None:
        copy_learned(preset, self._presets, self.bank.folder.path)
        super()._write_one(number, preset)
