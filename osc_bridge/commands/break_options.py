"""The break that options of a command line ask for: preset or scene, random number, latents in; an instrument out.

The values of a preset, or the defaults, are overridden by a random break, and both by explicit options.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from engine.errors import BadInput
from engine.files.offline_controls import OfflineControls
from engine.files.preset_bank import PresetBank, find_preset, user_folder
from engine.files.presets import Preset, default_preset, model_mismatch_note, start_values
from engine.files.random_break import random_break, random_number
from engine.files.scene_bank import SceneBank
from engine.parameters import LATENTS, parameter

from .model_folder import own_model

if TYPE_CHECKING:
    from engine.model.model_file import Model


@dataclass(frozen=True, slots=True)
class BreakOptions:
    """A break, before the model is loaded."""

    stored: Preset | None
    number: int | None  # of a random break
    explicit: dict[str, float]  # parameters of the command line, by id
    bank: PresetBank
    whole: bool = False  # the preset is a scene

    @classmethod
    def of(
        cls,
        preset: str | None,
        random: Sequence[int] | None,
        latents: Sequence[float],
        *,
        scene: str | None = None,
        **options: float | None,
    ) -> Self:
        """Read the options.

        Args:
            preset: number, name or file of a preset.
            random: [number] of a random break, [] to have it drawn.
            latents: the first of them.
            scene: number, name or file of a scene.
            options: other parameters by id, None where they are not given.

        Raises:
            BadInput: there is no such preset; a random break with a seed, or with several numbers; too many latents; a
                preset and a scene.
            BadParameter: a value is not finite.
        """
        if preset is not None and scene is not None:
            raise BadInput("--preset and --scene are both a sound to begin with; give one of them")
        number = None if random is None else random_number(random, np.random.default_rng())
        if number is not None and options["seed"] is not None:
            raise BadInput(f"random break {number} has a seed of its own; leave --seed or --random out")
        bank = PresetBank() if scene is None else SceneBank()
        if scene is not None:
            bank.learned.folders.append(user_folder())
        word = preset if scene is None else scene
        stored = None if word is None else find_preset(word, bank)
        return cls(stored, number, explicit_values(latents, **options), bank, scene is not None)

    @property
    def start(self) -> Preset:
        """The break that options override."""
        return self.stored or default_preset()

    @property
    def tempo(self) -> float:
        """BPM."""
        return self.explicit.get("tempo", self.start.values["tempo"])

    @property
    def variation(self) -> str:
        """The break in words, as in "seed 5" and "random break 7"."""
        if self.number is not None:
            return f"random break {self.number}"
        return f"seed {int(self.explicit.get('seed', self.start.values['seed']))}"

    def load(self, path: Path | None) -> "tuple[Model, OfflineControls]":
        """Load the model; return it and an instrument with the break, at sample 0.

        `path`: None for the model of the scene, if it is among the user's, else the bundled one.

        Raises:
            BadInput, ModelMismatch: the model cannot be loaded, or not play the preset.
        """
        from engine.model.model_file import Model, bundled

        own = own_model(self.stored.digest) if self.whole and self.stored else None
        decoder = Model.load(path or own or bundled())
        decoder.learned = self.bank.learned
        if self.stored:
            warn([model_mismatch_note(self.stored, decoder.card.name, decoder.digest)])
        start = self.start if self.number is None else random_break(decoder.draws, self.start, self.number)
        sound = {**(start.values if self.whole else start_values(start)), **self.explicit}
        if not (self.stored or "texture" in self.explicit):
            sound["texture"] = parameter("texture").clamp(decoder.card.texture)
        seeds = None if "seed" in self.explicit else start.seeds
        return decoder, OfflineControls(sound, start.cells, seeds, start.learned, decoder)


def explicit_values(latents: Sequence[float], **options: float | None) -> dict[str, float]:
    """Return the parameters that the command line sets, by id; say which ones are out of their range.

    Raises:
        BadInput: too many latents.
        BadParameter: a value is not finite.
    """
    if len(latents) > LATENTS:
        raise BadInput(f"{len(latents)} latents were given; the space has {LATENTS}")
    values = {f"latent/{index}": value for index, value in enumerate(latents)}
    values |= {id: value for id, value in options.items() if value is not None}
    warn(parameter(id).range_note(value) for id, value in values.items())
    return {id: parameter(id).clamp(value) for id, value in values.items()}


def warn(sentences: Iterable[str]) -> None:
    """Print sentences for the user, those that are not empty, to standard error."""
    for sentence in filter(None, sentences):
        print(sentence, file=sys.stderr)
