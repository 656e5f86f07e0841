"""A preset: parameters and step edits of a break, from and to JSON text, captured from and recalled to an instrument.

    {"format": 1, "name": "glass", "model": {"name": "vamen-breaks", "sha256": "..."},
     "values": {"latent/0": 0.5, "seed": 7, ...}, "steps": {"3/kick": 0.5}, "seeds": [[7, 0.6], [5, 0.4]],
     "learned": "...", "performance": {...}}

values       of all parameters, in the units of the table; missing ones are at their defaults
steps        edits of single sixteenths (see step_edits): -3 to 3, mute and lock 0 to 1, shift -0.5 to 0.5;
             missing ones are 0
seeds        a mixture of seeds and the weight of each, as between two presets; missing: the seed among the values
learned      SHA-256 of a learned break, whose file is in the folder of the preset (see learned_break); "" for none
performance  state of the sequencer, which only scenes have (see scenes)

Fields of newer versions are kept and written again.

A recall leaves the parameters alone that belong to the performance, not to the break (Parameter.in_preset). In the
middle of a set, a recalled break must not change tempo or level, and pads held for freeze or stutter must keep their
effect. The file contains them all the same: play that starts with a preset starts at its tempo.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from engine.arrays import Floats
from engine.controls import (
    GRID_SHAPE,
    STEP_COLUMNS,
    Cell,
    Cells,
    Controls,
    Seeds,
    clamped_cells,
    clamped_with_seeds,
    mixed_seeds,
    one_seed,
)
from engine.errors import BadInput, VamenError, quoted
from engine.model.decode_request import ImageDecoder
from engine.model.step_edits import apply_edits, with_cells
from engine.parameters import INDEX, LATENTS, TABLE
from engine.spec import SPEC
from engine.untrusted import read_json

PRESET_FORMAT = 1
MAX_PRESET_BYTES = 512 * 1024  # of a scene with gestures
MAX_NAME_LENGTH = 64  # characters
ALL_CELLS: tuple[Cell, ...] = tuple(product(range(SPEC.steps), STEP_COLUMNS))
CELLS_BY_KEY = {f"{step}/{name}": (step, name) for step, name in ALL_CELLS}
KNOWN_FIELDS = ("format", "name", "model", "seeds", "learned", "performance")
SAVE_AGAIN = "save it again"
_FLAT_LIST, _LINE_END = re.compile(r"\[\n[^\[\]{}]*\]"), re.compile(r"\n *")


@dataclass(frozen=True, slots=True)
class Preset:
    """A stored sound: parameters and step edits, and the model that they were made with."""

    name: str
    values: Mapping[str, float]  # of every parameter, by id
    cells: Cells  # step edits other than 0
    seeds: Seeds  # that are mixed; the heaviest is the seed among the values
    model: str = ""  # name of the model that it was made with
    digest: str = ""  # SHA-256 of that model's file
    more: Mapping[str, Any] = field(default_factory=dict)  # fields of newer versions
    learned: str = ""  # SHA-256 of a learned break
    performance: Mapping[str, Any] = field(default_factory=dict)  # JSON values of a scene

    @property
    def recalled(self) -> dict[str, float]:
        """The parameter values, by id, that a recall sets."""
        return {entry.id: self.values[entry.id] for entry in TABLE if entry.in_preset}

    def to_json(self) -> str:
        """Return the preset as text for a file."""
        steps = {f"{step}/{name}": value for (step, name), value in self.cells.items() if value}
        known = {
            "format": PRESET_FORMAT,
            "name": self.name,
            "model": {"name": self.model, "sha256": self.digest},
            "values": {**self.more.get("values", {}), **self.values},
            "steps": {**self.more.get("steps", {}), **steps},
        }
        if len(self.seeds) > 1:
            known["seeds"] = self.seeds
        if self.learned:
            known["learned"] = self.learned
        if self.performance:
            known["performance"] = self.performance
        text = json.dumps({**self.more, **known}, indent=1) + "\n"
        return _FLAT_LIST.sub(lambda found: _LINE_END.sub(" ", found[0]), text)  # a gesture has thousands

    @classmethod
    def from_json(cls, data: str | bytes) -> "Preset":
        """Return the preset of a file; values out of range are clamped.

        Raises:
            BadInput: too large, not JSON, of another format, or with a value that is not a number.
        """
        if len(data) > MAX_PRESET_BYTES:
            raise BadInput(f"the preset has {len(data)} bytes, expected at most {MAX_PRESET_BYTES}; {SAVE_AGAIN}")
        try:
            found = read_json(data)
        except ValueError as error:
            raise BadInput(f"the preset is not JSON ({error}); {SAVE_AGAIN}") from error
        version = found.get("format") if isinstance(found, dict) else None
        if isinstance(version, bool) or version != PRESET_FORMAT:
            raise BadInput(f"the preset has format {quoted(version)}, this version reads {PRESET_FORMAT}; {SAVE_AGAIN}")
        more = {key: value for key, value in found.items() if key not in KNOWN_FIELDS}
        model = _table(found, "model")
        values, steps = _table(found, "values"), _table(found, "steps")
        more["values"] = {key: value for key, value in values.items() if key not in INDEX}
        more["steps"] = {key: value for key, value in steps.items() if key not in CELLS_BY_KEY}
        legal = {entry.id: entry.clamp(_number(entry.id, values.get(entry.id, entry.default))) for entry in TABLE}
        seeds = _seeds(found["seeds"]) if "seeds" in found else one_seed(legal["seed"])
        return cls(
            name=sanitise_name(found.get("name", "")),
            values=legal | {"seed": float(seeds[0][0])},
            seeds=seeds,
            cells=clamped_cells({CELLS_BY_KEY[key]: _number(key, steps[key]) for key in steps if key in CELLS_BY_KEY}),
            model=sanitise_name(model.get("name", "")),
            digest=sanitise_name(model.get("sha256", "")),
            more=more,
            learned=sanitise_name(found.get("learned", "")),
            performance=_table(found, "performance"),
        )


def preset(name: str, values: Mapping[str, float], cells: Cells, model: str = "", digest: str = "") -> Preset:
    """Return a preset of these parameters by id and step edits, all others at their defaults.

    Raises:
        BadParameter: an unknown id or cell, or a number that is not finite.
    """
    given, _ = clamped_with_seeds(values, None)
    edits = {cell: value for cell, value in clamped_cells(cells).items() if value}
    all_values = {entry.id: given.get(entry.id, entry.default) for entry in TABLE}
    return Preset(sanitise_name(name), all_values, edits, one_seed(all_values["seed"]), model, digest)


def default_preset() -> Preset:
    """Return the sound of all parameters at their defaults."""
    return preset("", {}, {})


def capture(controls: Controls, name: str, model: str, digest: str) -> Preset:
    """Return the present state of an instrument as a preset."""
    values = {entry.id: controls.read(entry.id) for entry in TABLE}
    cells, seeds = controls.read_steps(), controls.read_seeds()
    return Preset(sanitise_name(name), values, cells, seeds, model, digest, learned=controls.learned)


def recall(controls: Controls, preset: Preset, due: float | None = None, *, whole: bool = False) -> None:
    """Set a preset on an instrument as one change; `due` as for `Controls.write`.

    `whole`: all parameters, also those that belong to the performance.
    """
    controls.write(preset.values if whole else preset.recalled, due, preset.seeds)
    controls.write_steps({**dict.fromkeys(ALL_CELLS, 0.0), **preset.cells}, due, preset.learned)


def start_values(preset: Preset) -> dict[str, float]:
    """Return the parameters, by id, for play that starts with a preset: those of a recall, and the tempo."""
    return {**preset.recalled, "tempo": preset.values["tempo"]}


def step_latents(decoder: ImageDecoder, sound: Preset) -> Floats:
    """Return the latents (Spec.steps, n) of the sixteenths of a preset's loop."""
    knobs = np.array([sound.values[f"latent/{index}"] for index in range(LATENTS)])
    latents = decoder.loop_latents(knobs, sound.seeds)
    return apply_edits(latents, with_cells(np.zeros(GRID_SHAPE), sound.cells), decoder.macros)


def model_mismatch_note(preset: Preset, model: str, digest: str) -> str:
    """Return a warning if a preset was made with another model than this one, else an empty string."""
    if not preset.digest or preset.digest == digest:
        return ""
    made_with = f"{preset.model or 'another model'} ({preset.digest[:12]})"
    return f"the preset {preset.name!r} was made with {made_with} and will sound different on {model} ({digest[:12]})"


def sanitise_name(text: object) -> str:
    """Return untrusted text as one line of limited length without control characters.

    Raises:
        BadInput: not a string.
    """
    if not isinstance(text, str):
        raise BadInput(f"the preset has {quoted(text)} as a name, expected text; {SAVE_AGAIN}")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:MAX_NAME_LENGTH]


def _seeds(pairs: Any) -> Seeds:
    try:
        return mixed_seeds((_number("seed", seed), _number("weight", weight)) for seed, weight in pairs)
    except (TypeError, ValueError, VamenError) as error:
        raise BadInput(
            f"the preset has seeds {quoted(pairs)}, expected pairs of seed and weight; {SAVE_AGAIN}"
        ) from error


def _table(found: Mapping[str, Any], key: str) -> dict[str, Any]:
    table = found.get(key, {})
    if not isinstance(table, dict):
        raise BadInput(f"the preset's {key} are {quoted(table)}, expected names and numbers; {SAVE_AGAIN}")
    return table


def _number(id: str, value: object) -> float:
    # refuses numbers too large for a float, and NaN, which Python's JSON accepts
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e300 < value < 1e300:
        raise BadInput(f"the preset sets {id} to {quoted(value)}, expected a number; {SAVE_AGAIN}")
    return float(value)
