"""Commands for locks: names in, locks of sixteenths (step/N/lock) and of latents (lock/latent/N) out.

lock, unlock         any of: "kick", "snare", "hats", the number of a sixteenth, the name of a latent, "all"
lock/kick, snare,    lock the drum, or unlock it if it is locked
hats

A drum stands for the sixteenths in which it strikes in the break that is heard. Those that were locked by its name are
remembered, so that its name unlocks the same ones, but for those that another drum holds.

A command is called with the lock of the controls held.
"""

from collections.abc import Callable, Sequence
from functools import partial

from engine.arrays import Tape
from engine.controls import LOCK, STEP_MACROS, Controls
from engine.errors import BadParameter, quoted
from engine.files.locked_sounds import locked_latents
from engine.model.step_locks import locked_steps
from engine.parameters import INDEX, LATENTS, TABLE
from engine.spec import SPEC
from engine.tape.drum_strikes import struck_steps
from osc_bridge.osc.command_arguments import LOCK_DRUMS, UNLOCK
from osc_bridge.osc.command_registry import Argument, CommandRegistry
from osc_bridge.osc.latent_names import LatentNames

ALL = "all"


class LockCommands:
    """Locks and unlocks, and says what is locked."""

    def __init__(self, controls: Controls, tape: Callable[[], Tape | None], latents: LatentNames) -> None:
        """Lock parts of the sound of an instrument.

        Args:
            controls: the instrument.
            tape: returns the tape that is heard; None before the first one.
            latents: the names of the model's latents.
        """
        self._controls, self._tape, self._latents = controls, tape, latents
        self._by_drum: dict[str, frozenset[int]] = {}  # sixteenths that were locked by the name of a drum

    def register(self, commands: CommandRegistry) -> None:
        """Register the commands, so that OSC, MIDI and the panel can call them."""
        commands.add_with_arguments(LOCK, lambda names, _: self._set(names, True))
        commands.add_with_arguments(UNLOCK, lambda names, _: self._set(names, False))
        for command, drum in zip(LOCK_DRUMS, STEP_MACROS, strict=True):
            commands.add(command, partial(self._toggle, drum))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what is locked, as the commands take them; all sixteenths of a locked drum are in its name."""
        drums, steps = self._locked_drums(), self._locked_steps()
        covered = frozenset[int]().union(*(self._by_drum[drum] for drum in drums))
        values = {entry.id: self._controls.read(entry.id) for entry in TABLE if entry.id.startswith("lock/")}
        labels = (self._latents.label(f"latent/{index}") for index in locked_latents(values))
        latents = (f"latent/{label}" if label in STEP_MACROS else label for label in labels)
        return (*drums, *latents, *map(str, sorted(steps - covered)))

    def _locked_steps(self) -> frozenset[int]:
        return locked_steps(self._controls.read_steps())

    def _locked_drums(self) -> tuple[str, ...]:
        """Return the drums that were locked by name, of whose sixteenths none has been unlocked since."""
        locked = self._locked_steps()
        return tuple(drum for drum in STEP_MACROS if drum in self._by_drum and self._by_drum[drum] <= locked)

    def _toggle(self, drum: str, value: float, at: float) -> None:
        self._set([drum], drum not in self._locked_drums())

    def _set(self, names: Sequence[Argument], on: bool) -> None:
        """Lock or unlock everything that is named; nothing if one name is refused."""
        drums = {name: self._steps_of(name, on) for name in names if name in STEP_MACROS}
        steps, latents = set[int](), set[int]()
        for name in names:
            if name == ALL:
                steps.update(range(SPEC.steps))
                latents.update(() if on else range(LATENTS))
            elif name in drums:
                steps.update(drums[str(name)])
            elif (latent := self._latent(name)) is not None:
                latents.add(latent)
            else:
                steps.add(_step(name))
        listed = self._locked_drums()
        for drum, struck in drums.items():
            before = self._by_drum.pop(drum, frozenset())
            if on:
                self._by_drum[drum] = struck | before if drum in listed else struck
        if steps:
            self._controls.write_steps({(step, LOCK): float(on) for step in sorted(steps)})
        if latents:
            self._controls.write({f"lock/latent/{index}": float(on) for index in sorted(latents)})

    def _steps_of(self, drum: Argument, on: bool) -> frozenset[int]:
        """Return the sixteenths that a drum locks, or unlocks: none that another drum holds."""
        name, locked = str(drum), self._locked_drums()
        if not on and name in locked:
            return self._by_drum[name].difference(*(self._by_drum[other] for other in locked if other != name))
        tape = self._tape()
        struck = frozenset(struck_steps(tape.magnitudes, name)) if tape else frozenset[int]()
        if not struck:
            raise BadParameter(f"the {name} does not strike in this break; lock sixteenths by their numbers")
        return struck

    def _latent(self, name: Argument) -> int | None:
        """Return the number of the latent that a name stands for; None if it is no latent's name."""
        text = str(name)
        id = text if text.startswith("latent/") and text in INDEX else self._latents.id_of(text)
        return int(id.removeprefix("latent/")) if id else None


def _step(name: Argument) -> int:
    """Return the sixteenth that a number, or a text that reads as one, stands for."""
    number = int(name) if isinstance(name, str) and name.isascii() and name.isdecimal() and len(name) < 4 else name
    if isinstance(number, str) or number not in range(SPEC.steps):
        raise BadParameter(
            f"{quoted(name)} cannot be locked; send {', '.join(STEP_MACROS)}, the name of a latent, "
            f"a sixteenth from 0 to {SPEC.steps - 1}, or {ALL}"
        )
    return int(number)
