"""What an evaluation found, as plain values for JSON and as text."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from . import bars
from .metrics import Figures
from .sweeps import Control


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
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return self.summary() | {
            "reference": self.reference,
            "floors": _rounded(self.floors),
            "bars": bars.limits(self.figures, self.unseen),
            "holds": bars.verdicts(self.figures, self.unseen),
            "knobs": [_rounded(asdict(knob)) for knob in self.knobs],
            "notes": self.notes,
        }

    def summary(self) -> dict[str, Any]:
        """The figures and how they were come by, small enough for the card of a model."""
        how = {key: getattr(self, key) for key in ("model", "samples", "seed", "unseen", "texture")}
        return how | {"figures": _rounded(self.figures)}

    def lines(self) -> Iterator[str]:
        """Text, line by line."""
        against = f"against {self.reference}" if self.reference else "by itself"
        yield f"{self.model} {against}: {self.samples} samples, seed {self.seed}, texture {self.texture:g}"
        yield from bars.lines(self.figures, self.floors, self.unseen)
        if self.knobs:
            yield f"{'knob':12}{'rank corr.':>11}{'-2 sd':>8}{'+2 sd':>8}{'drags':>8}"
        for knob in self.knobs:
            cells = f"{knob.spearman:11.3f}{knob.down:8.2f}{knob.up:8.2f}{knob.crosstalk:8.2f}"
            yield f"{knob.name:12}{cells} {knob.drags}"
        yield from (f"note: {note}" for note in self.notes)
        held = bars.verdicts(self.figures, self.unseen)
        yield f"{sum(held.values())} of {len(held)} bars hold"


def _rounded(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: round(value, 5) if isinstance(value, float) else value for key, value in values.items()}
