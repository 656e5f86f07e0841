"""A sound that was kept: what a break is made of, as JSON text and back, and from here onto the controls.

    {"format": 1, "name": "glass", "model": {"name": "vamen-cc0", "sha256": "..."},
     "values": {"latent/0": 0.5, "seed": 7, ...}, "steps": {"3/kick": 0.5}}

values   of all parameters, in the units of the table; one that is missing is at its default
steps    what was added to single sixteenths, -3 to 3; those that are missing are 0

A newer version may know more: what this one does not know is kept and written again.

What a recall leaves alone (PLAYED) is not the break but how it is played. The tempo belongs to the band and the level
to the mixer: a break that is recalled in the middle of a set must be neither out of time nor louder than the last one.
Speed, freeze, reverse and stutter are under the performer's hand; a pad that is held goes on meaning what it meant.
The file has them all the same: who starts with a preset, where nothing plays yet, starts at its tempo.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from engine.arrays import Floats
from engine.controls import STEP_NAMES, Cell, Controls, clamped_cells
from engine.errors import BadInput, BadParameter
from engine.model.decode_request import ImageDecoder
from engine.parameters import LATENTS, TABLE, parameter
from engine.spec import SPEC
from engine.step_edits import GRID_SHAPE, apply_edits, with_cells

PRESET_FORMAT = 1
MAX_PRESET_BYTES = 64 * 1024  # bytes
MAX_NAME_LENGTH = 64  # characters
NOT_RECALLED = ("tempo", "level", "speed", "freeze", "reverse", "stutter")
ALL_CELLS: tuple[Cell, ...] = tuple(product(range(SPEC.steps), STEP_NAMES))
CELLS_BY_KEY = {f"{step}/{name}": (step, name) for step, name in ALL_CELLS}
DECIMALS = 5  # behind the point: a file stays small, and nobody hears the sixth
SAVE_AGAIN = "save it again"


@dataclass(frozen=True, slots=True)
class Preset:
    """A sound."""

    name: str
    values: Mapping[str, float]  # of every parameter, by id
    cells: Mapping[Cell, float]  # those that are not 0
    model: str = ""  # that it was made with
    digest: str = ""  # SHA-256 of that model's file
    more: Mapping[str, Any] = field(default_factory=dict)  # what newer versions have added

    @property
    def sound(self) -> dict[str, float]:
        """The values that a recall sets."""
        return {id: value for id, value in self.values.items() if id not in NOT_RECALLED}

    def to_json(self) -> str:
        """The preset as text for a file."""
        steps = {f"{step}/{name}": round(value, DECIMALS) for (step, name), value in self.cells.items() if value}
        known = {
            "format": PRESET_FORMAT,
            "name": self.name,
            "model": {"name": self.model, "sha256": self.digest},
            "values": {**self.more.get("values", {}), **self.values},
            "steps": {**self.more.get("steps", {}), **steps},
        }
        return json.dumps({**self.more, **known}, indent=1) + "\n"

    @classmethod
    def from_json(cls, data: str | bytes) -> "Preset":
        """The preset of a file; values beyond their range are clamped.

        Raises:
            BadInput: too large, not JSON, of another format, or with something in it that is no number.
        """
        if len(data) > MAX_PRESET_BYTES:
            raise BadInput(
                f"a preset of {len(data)} bytes is not possible, expected {MAX_PRESET_BYTES} at most; {SAVE_AGAIN}"
            )
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"the preset is not JSON ({error}); {SAVE_AGAIN}") from error
        version = found.get("format") if isinstance(found, dict) else None
        if isinstance(version, bool) or version != PRESET_FORMAT:
            raise BadInput(
                f"the preset has the format {version!r:.40}, this version reads {PRESET_FORMAT}; save it with this version"
            )
        more = {key: value for key, value in found.items() if key not in ("format", "name", "model")}
        model = _table(found, "model")
        values, steps = _table(found, "values"), _table(found, "steps")
        more["values"] = {key: value for key, value in values.items() if key not in PARAMETER_IDS}
        more["steps"] = {key: value for key, value in steps.items() if key not in CELLS_BY_KEY}
        return cls(
            name=sanitise_name(found.get("name", "")),
            values={entry.id: entry.clamp(_number(entry.id, values.get(entry.id, entry.default))) for entry in TABLE},
            cells=clamped_cells({CELLS_BY_KEY[key]: _number(key, steps[key]) for key in steps if key in CELLS_BY_KEY}),
            model=sanitise_name(model.get("name", "")),
            digest=sanitise_name(model.get("sha256", "")),
            more=more,
        )


def preset(
    name: str, values: Mapping[str, float], cells: Mapping[Cell, float], model: str = "", digest: str = ""
) -> Preset:
    """A preset of these values, the rest at its defaults.

    Raises:
        BadParameter: an unknown id or cell, or a number that is not finite.
    """
    legal = {id: parameter(id).clamp(value) for id, value in values.items()}
    everything = {entry.id: legal.get(entry.id, entry.default) for entry in TABLE}
    apply_edits = {cell: value for cell, value in clamped_cells(cells).items() if value}
    return Preset(sanitise_name(name), everything, apply_edits, model, digest)


def capture(controls: Controls, name: str, model: str, digest: str) -> Preset:
    """The state of an instrument, as a preset."""
    values = {entry.id: controls.read(entry.id) for entry in TABLE}
    return preset(name, values, {cell: controls.read_step(cell) for cell in ALL_CELLS}, model, digest)


def recall(controls: Controls, wanted: Preset, due: float | None = None) -> None:
    """Make the instrument sound as a preset, as one change, so that it is heard at `due` (as `Controls.write`)."""
    controls.write(wanted.sound, due)
    controls.write_steps({**dict.fromkeys(ALL_CELLS, 0.0), **wanted.cells}, due)


def start_values(preset: Preset | None) -> dict[str, float]:
    """The values with which somebody starts who starts with a preset: nothing plays yet, so its tempo counts too."""
    return {**preset.sound, "tempo": preset.values["tempo"]} if preset else {}


def morph(one: Preset, other: Preset, share: float) -> Preset:
    """The preset at `share`, 0..1, of the way from one to another; the ends are exactly the two.

    Whole numbers, like the seed, have nothing in between and change half way.

    Raises:
        BadParameter: the share is not a finite number.
    """
    if not math.isfinite(share):
        raise BadParameter(f"a share of {share} is no place between two presets; send a number from 0 to 1")
    if share <= 0 or share >= 1:
        return one if share <= 0 else other
    values = {
        entry.id: (one if share < 0.5 else other).values[entry.id]
        if entry.whole
        else _between(one.values[entry.id], other.values[entry.id], share)
        for entry in TABLE
    }
    places = {**one.cells, **other.cells}
    cells = {cell: _between(one.cells.get(cell, 0.0), other.cells.get(cell, 0.0), share) for cell in places}
    return Preset(f"{one.name} to {other.name}"[:MAX_NAME_LENGTH], values, cells, other.model, other.digest)


def step_latents(decoder: ImageDecoder, values: Mapping[str, float], cells: Mapping[Cell, float]) -> Floats:
    """Latents (Spec.steps, n) of the sixteenths that a model makes of these parameters and cells."""
    knobs = np.array([values[f"latent/{index}"] for index in range(LATENTS)])
    return apply_edits(
        decoder.step_latents(knobs, int(values["seed"])), with_cells(np.zeros(GRID_SHAPE), cells), decoder.macros
    )


def model_mismatch_note(wanted: Preset, model: str, digest: str) -> str:
    """What to say of a preset that was made with another model than this one; empty when there is nothing to say."""
    if not wanted.digest or wanted.digest == digest:
        return ""
    named = f"{wanted.model or 'another model'} ({wanted.digest[:12]})"
    return f"the preset {wanted.name!r} was made with {named} and will sound different on {model} ({digest[:12]})"


def sanitise_name(text: object) -> str:
    """A text that may come from strangers: one line, no control characters, not long.

    Raises:
        BadInput: it is no text.
    """
    if not isinstance(text, str):
        raise BadInput(f"the preset has {text!r:.40} where a name belongs; {SAVE_AGAIN}")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:MAX_NAME_LENGTH]


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share


def _table(found: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = found.get(key, {})
    if not isinstance(table, dict):
        raise BadInput(f"the preset's {key} are {table!r:.40}, expected names and numbers; {SAVE_AGAIN}")
    return table


def _number(id: str, value: object) -> float:
    # too large for a float is as wrong as no number; JSON as Python reads it also knows NaN
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e300 < value < 1e300:
        raise BadInput(f"the preset sets {id} to {value!r:.40}, expected a number; {SAVE_AGAIN}")
    return float(value)


PARAMETER_IDS = frozenset(entry.id for entry in TABLE)
