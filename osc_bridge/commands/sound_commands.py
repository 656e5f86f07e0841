"""Commands that wander: random breaks, steps towards them, breaks of the model's map, and undo of the last sounds.

random    a step towards a new random break: its size, 0 to 1     another   a small one
break     the place of a break on the map, by its number; seed and step edits stay
undo      the sound before the present one                        redo      the one after it

Locked sixteenths and latents stay (see locked_sounds); undo brings locks back, too.

The history holds sounds in the order in which they were heard. The present sound is added before a command replaces it,
and when it has been the same for a second, so a knob counts once it rests. The steps of one morph count as one. From a
scene and back, tempo, effects and the sequencer follow, too. A sound that waits for its beat does not come after undo.

A command is called with the lock of the controls held.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from engine.errors import BadParameter
from engine.files.locked_sounds import locked_latents
from engine.files.presets import Preset, capture, recall
from engine.files.random_break import random_break, random_number
from engine.files.scenes import capture_scene, recall_scene
from engine.model.card import MapBreak
from engine.model.seed_draws import SeedDraws
from engine.sequencer.quantised_moves import MoveKind
from engine.sequencer.sequencer import Sequencer
from osc_bridge.osc.command_arguments import ANOTHER, BREAK, RANDOM, REDO, UNDO
from osc_bridge.osc.command_registry import CommandRegistry

HISTORY_LENGTH = 50  # sounds
ANOTHER_AMOUNT = 0.3
NO_PRESET = (-1, "")  # instead of number and name of a preset


class SoundHistory:
    """The last sounds of an instrument, and which of them is the present one."""

    def __init__(self, sequencer: Sequencer) -> None:
        """Begin with nothing. `sequencer`: over the instrument."""
        self._controls, self._sequencer = sequencer.modulated, sequencer
        self._sounds: list[Preset] = []
        self._scenes: set[int] = set()  # indices of sounds that came as a scene
        self._scene_follows = False
        self._present = -1  # index
        self._gesture: object = None
        self._arrives = -math.inf  # seconds at which the last sound that was recalled is heard
        self._replaced = False  # whether that is another sound than the present one of the history
        self.recalled = NO_PRESET  # number and name of the preset that the sound was recalled from or saved as
        self._observed: Preset | None = None

    def record(self, due: float | None, gesture: object = None, *, scene: bool = False) -> Preset:
        """Add the present sound, before it is replaced, and return it.

        Args:
            due: when it is replaced, seconds; None is now.
            gesture: equal for calls that belong together, as of one morph; then only the first one adds a sound.
            scene: a scene replaces it.
        """
        self._arrives, self._replaced = -math.inf if due is None else due, True
        sound, self.recalled = self._capture(), NO_PRESET
        if gesture is None or gesture != self._gesture:
            self._add(sound)
        self._gesture, self._scene_follows = gesture, self._scene_follows or scene
        return sound

    def observe(self) -> None:
        """Add the present sound if it is the same as in the last call, so that it has been left alone meanwhile."""
        sound, before = self._capture(), self._observed
        self._observed = sound
        if before is not None and _heard(sound) == _heard(before):
            self._add(sound)

    def move(self, step: int, due: float | None) -> None:
        """Recall the sound after the present one, or before it if `step` is -1, now or at `due`.

        A preset, scene or random break that waits for its beat is dropped instead, if `step` is -1.

        Raises:
            BadParameter: there is no such sound.
        """
        if step < 0 and self._sequencer.quantised.moves.remove(MoveKind.PRESETS, MoveKind.RANDOM):
            return
        if due is not None and due < self._arrives:  # another sound has been handed over: this one follows it
            step, due = (0 if step < 0 and self._replaced else step), self._arrives
        self.record(due)
        self._replaced = False
        if not 0 <= self._present + step < len(self._sounds):
            way, action = ("after", "undone") if step > 0 else ("before", "changed")
            raise BadParameter(f"there is no sound {way} this one, as nothing was {action}; it stays")
        whole = self._scene_follows if step == 0 else max(self._present, self._present + step) in self._scenes
        self._present += step
        sound = self._sounds[self._present]
        if whole:
            recall_scene(self._controls, self._sequencer, sound, due)
        else:
            recall(self._controls, sound, due)

    def _capture(self) -> Preset:
        return capture_scene(self._controls, self._sequencer, "", "", "")

    def _add(self, sound: Preset) -> None:
        """Add a sound behind the present one unless it is the same; after a scene, whatever differs counts."""
        if self._sounds and (
            sound == self._sounds[self._present] or (not self._scene_follows and self._is_present(sound))
        ):
            return
        kept = self._sounds[: self._present + 1]
        scenes = {*(index for index in self._scenes if index < len(kept)), *([len(kept)] * self._scene_follows)}
        dropped = max(len(kept) + 1 - HISTORY_LENGTH, 0)
        self._sounds, self._scene_follows = [*kept, sound][dropped:], False
        self._scenes = {index - dropped for index in scenes}
        self._present = len(self._sounds) - 1

    def _is_present(self, sound: Preset) -> bool:
        return _heard(sound) == _heard(self._sounds[self._present])


class SoundCommands:
    """Draws random breaks and goes back through the history."""

    def __init__(
        self,
        sequencer: Sequencer,
        history: SoundHistory,
        draws: Callable[[], SeedDraws],
        generator: np.random.Generator,
        breaks: Callable[[], Sequence[MapBreak]] = tuple,
    ) -> None:
        """Use a history.

        Args:
            sequencer: over the instrument; it gets the steps that variations take.
            history: shared with other commands that replace the sound.
            draws: returns the draws of the model; it is called when needed.
            generator: draws the numbers of random breaks.
            breaks: returns the map of the model; it is called when needed.
        """
        self._sequencer, self._controls = sequencer, sequencer.modulated
        self._history, self._draws, self._generator, self._breaks = history, draws, generator, breaks
        sequencer.mutate = self._vary

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        commands.add(RANDOM, self._random)
        commands.add(ANOTHER, lambda _, at: self._random(ANOTHER_AMOUNT, at))
        commands.add(BREAK, self._break)
        commands.add(UNDO, lambda _, at: self._history.move(-1, at))
        commands.add(REDO, lambda _, at: self._history.move(1, at))

    def _random(self, amount: float, at: float) -> None:
        number = random_number([], self._generator)

        def act(due: float | None) -> None:
            recall(self._controls, random_break(self._draws(), self._history.record(due), number, amount), due)

        self._sequencer.quantised.plan(MoveKind.RANDOM, f"random break {number}", act, at)

    def _vary(self, number: int, amount: float, due: float | None) -> None:
        recall(self._controls, random_break(self._draws(), capture(self._controls, "", "", ""), number, amount), due)

    def _break(self, number: float, at: float) -> None:
        """Move the latents to the place of a break, which is the sum of latents and the kit of the seed."""
        breaks = self._breaks()
        if not breaks:
            raise BadParameter("this model has no map of breaks; export it again beside its training set")
        if not (0 <= number < len(breaks) and number == int(number)):
            raise BadParameter(f"there is no break {number:g} on the map; send 0 to {len(breaks) - 1}")
        present = self._history.record(at)
        draws, locked = self._draws(), locked_latents(present.values)
        latents = np.array(breaks[int(number)].knobs) - draws.kit(present.seeds)
        moved = {f"latent/{index}": float(value) for index, value in enumerate(latents) if index not in locked}
        self._controls.write(moved, at)


def _heard(sound: Preset) -> tuple[object, ...]:
    return sound.recalled, sound.cells, sound.seeds, sound.learned
