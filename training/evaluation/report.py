"""What an evaluation found, as plain values for JSON and as text."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from engine.errors import BadInput

from . import targets
from .knob_sweeps import Control
from .macro_sweeps import Macro
from .metrics import Figures


@dataclass(slots=True)
class Report:
    """Figures of a model; `training.bars.BARS` says what each is."""

    model: str
    reference: str | None
    samples: int
    seed: int
    unseen: bool  # the reference was never learned from
    texture: float  # amount, where something is measured with it
    figures: Figures = field(default_factory=dict)
    floors: Figures = field(default_factory=dict)  # the same of real loops against real ones
    knobs: tuple[Control, ...] = ()
    textures: tuple[Figures, ...] = ()  # of amounts of texture, see training.judge.grains
    macros: tuple[Macro, ...] = ()
    reconstructed: int = 0  # loops of the reference
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return self.summary() | {
            "reference": self.reference,
            "floors": _rounded(self.floors),
            "bars": targets.limits(self.figures, self.unseen),
            "holds": targets.verdicts(self.figures, self.unseen),
            "reconstructed": self.reconstructed,
            "knobs": [_rounded(asdict(knob)) for knob in self.knobs],
            "macros": [_rounded(asdict(macro)) for macro in self.macros],
            "textures": [_rounded(tried) for tried in self.textures],
            "notes": self.notes,
        }

    def summary(self) -> dict[str, Any]:
        """The figures and how they were come by, small enough for the card of a model."""
        how = {key: getattr(self, key) for key in ("model", "samples", "seed", "unseen", "texture")}
        return how | {"figures": _rounded(self.figures)}

    def lines(self) -> Iterator[str]:
        """Text, line by line."""
        against = f"against {self.reference}" if self.reference else "by itself"
        what = f"all its {self.reconstructed} loops" if self.unseen else f"{self.samples} samples"
        yield f"{self.model} {against}: {what}, seed {self.seed}, texture {self.texture:g}"
        yield from targets.lines(self.figures, self.floors, self.unseen)
        yield from self._played()
        yield from (f"note: {note}" for note in self.notes)
        held = targets.verdicts(self.figures, self.unseen)
        yield f"{sum(held.values())} of {len(held)} bars hold"

    def _played(self) -> Iterator[str]:
        """Tables of what a player may turn."""
        if self.textures:
            yield f"{'texture':12}{'attacks off by, dB':>19}{'in time':>9}{'in frequency':>14}"
        for tried in self.textures:
            best = "  best" if tried["amount"] == self.figures.get("texture_best") else ""
            yield f"{tried['amount']:<12g}{tried['sharp_w1']:19.3f}{tried['dt']:9.3f}{tried['df']:14.3f}{best}"
        if self.knobs:
            yield f"{'knob':12}{'rank corr.':>11}{'-2 sd':>8}{'+2 sd':>8}{'drags':>8}"
        for knob in self.knobs:
            cells = f"{knob.spearman:11.3f}{knob.down:8.2f}{knob.up:8.2f}{knob.crosstalk:8.2f}"
            yield f"{knob.name:12}{cells} {knob.drags}"
        if self.macros:
            yield f"{'on one step':12}{'-2 sd, dB':>11}{'+2 sd, dB':>11}{'spills, dB':>12}{'drags':>8}"
        for macro in self.macros:
            cells = f"{macro.down:11.2f}{macro.up:11.2f}{macro.spill:12.2f}{macro.crosstalk:8.2f}"
            yield f"{macro.name:12}{cells} {macro.drags}"


def check_writable(path: Path, suffix: str | None = None) -> None:
    """Refuse a name that nothing could be written to, before any work is done.

    Raises:
        BadInput: another suffix than asked for, a folder of that name, or no folder that can be written into.
    """
    if suffix and path.suffix.lower() != suffix:
        raise BadInput(f"{path} does not end in {suffix}; name the output accordingly")
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name a file")
    folder = path.absolute().parent
    if not folder.is_dir():
        raise BadInput(f"there is no folder {path.parent} to write {path.name} into; make it first")
    try:
        with TemporaryFile(dir=folder):  # permissions alone do not tell: the disk may be read-only
            writable = not path.exists() or os.access(path, os.W_OK)
    except OSError as error:
        raise BadInput(f"{folder} cannot be written into ({error.strerror}); name another place") from error
    if not writable:
        raise BadInput(f"{path} may not be written to; name another file")


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: round(value, 5) if isinstance(value, float) else value for key, value in values.items()}
