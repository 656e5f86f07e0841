"""The card inside a model file: what the model is, as checked values. JSON text in, frozen fields out."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from engine.errors import ModelMismatch
from engine.spec import Spec

FORMAT = 2
KEY = "vamen.card"  # of the ONNX metadata
MOST_COMPONENTS = 256  # of a mixture
MOST_TEXTURE = 2.0  # times the grain of real breaks, which is 1; as far as the knob goes
AGAIN = "train and export it with this version of vamen"

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Knob:
    """What one knob does."""

    name: str
    about: str
    sd: float | None  # knob units for one sd of what it is named after; None where it is named after nothing
    explained: float  # share of what is heard that it explains, 0..1


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the real breaks: w = mean + root @ normal noise."""

    share: float  # of the breaks, 0..1
    mean: Row  # (latents,)
    root: tuple[Row, ...]  # (latents, latents), lower triangular


@dataclass(frozen=True, slots=True)
class Prior:
    """Where real breaks lie: knobs become w = centre + knobs @ axes, and w is white over real breaks."""

    centre: Row  # (latents,)
    axes: tuple[Row, ...]  # (latents, latents), a row for each knob
    mixture: tuple[Component, ...] = ()  # what w is drawn from; without one, from a normal distribution


@dataclass(frozen=True, slots=True)
class Card:
    """What a model says of itself."""

    name: str
    version: str  # of vamen, when it was exported
    spec: Spec
    latents: int  # of a loop: knobs
    step_latents: int  # of a sixteenth
    licence: str
    sources: tuple[Mapping[str, Any], ...]  # the breaks it learned from
    knobs: tuple[Knob, ...]  # one for each latent
    prior: Prior
    macros: Mapping[str, Row]  # by name: how the latents of a sixteenth move for one sd more of it
    texture: float  # amount of grain that suits it, 0..2
    calibration: Mapping[str, Any]  # percentiles at knob -1 and +1
    training: Mapping[str, Any]  # steps, minutes, seed, held-out figures
    metrics: Mapping[str, Any]  # what an evaluation found; may be empty
    created: str  # ISO 8601

    def to_json(self) -> str:
        """The card as text for the file."""
        return json.dumps(
            {
                "format": FORMAT,
                "name": self.name,
                "version": self.version,
                "spec": self.spec.to_dict(),
                "latents": self.latents,
                "step_latents": self.step_latents,
                "licence": self.licence,
                "sources": [dict(source) for source in self.sources],
                "knobs": [asdict(knob) for knob in self.knobs],
                "prior": asdict(self.prior),
                "macros": dict(self.macros),
                "texture": self.texture,
                "calibration": dict(self.calibration),
                "training": dict(self.training),
                "metrics": dict(self.metrics),
                "created": self.created,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Card":
        """The card of a file; what newer versions add is left alone.

        Raises:
            ModelMismatch: not a card, of another format, or with a field missing or of the wrong kind or size.
        """
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ModelMismatch(f"the model's card is not JSON ({error}); export the model again") from error
        if not isinstance(values, dict):
            raise ModelMismatch(
                f"the model's card is a {type(values).__name__}, expected fields; export the model again"
            )
        if values.get("format") != FORMAT:
            raise ModelMismatch(f"the model has format {values.get('format')!r}, this engine plays {FORMAT}; {AGAIN}")
        latents, step_latents = _field(values, "latents", int), _field(values, "step_latents", int)
        return cls(
            name=_field(values, "name", str),
            version=_field(values, "version", str),
            spec=Spec.from_dict(_field(values, "spec", dict)),
            latents=latents,
            step_latents=step_latents,
            licence=_field(values, "licence", str),
            sources=tuple(MappingProxyType(source) for source in _records(values, "sources")),
            knobs=read_knobs(values, latents),
            prior=read_prior(_field(values, "prior", dict), latents),
            macros=read_macros(_field(values, "macros", dict), step_latents),
            texture=read_texture(values.get("texture")),
            calibration=MappingProxyType(_field(values, "calibration", dict)),
            training=MappingProxyType(_field(values, "training", dict)),
            metrics=MappingProxyType(_field(values, "metrics", dict)),
            created=_field(values, "created", str),
        )


def read_knobs(values: Mapping[str, Any], count: int) -> tuple[Knob, ...]:
    """The knobs of a card; ModelMismatch unless there are `count` sound ones."""
    records = _records(values, "knobs")
    if len(records) != count:
        raise ModelMismatch(f"the model's card has {len(records)} knobs, expected {count}; {AGAIN}")
    return tuple(
        Knob(
            name=_field(record, "name", str),
            about=_field(record, "about", str),
            sd=None if record.get("sd") is None else _number(record["sd"], "sd"),
            explained=_number(record.get("explained"), "explained"),
        )
        for record in records
    )


def read_prior(values: Mapping[str, Any], count: int) -> Prior:
    """The prior of a card; ModelMismatch unless it has `count` dimensions."""
    parts = _records(values, "mixture") if "mixture" in values else []
    if len(parts) > MOST_COMPONENTS:
        raise ModelMismatch(
            f"the model's card has {len(parts)} components, expected {MOST_COMPONENTS} at most; {AGAIN}"
        )
    mixture = tuple(
        Component(
            _number(part.get("share"), "share"), _row(part.get("mean"), "mean", count), _square(part, "root", count)
        )
        for part in parts
    )
    if mixture and not (min(part.share for part in mixture) >= 0 < sum(part.share for part in mixture)):
        raise ModelMismatch(f"the model's card has components whose shares are none; {AGAIN}")
    return Prior(_row(values.get("centre"), "centre", count), _square(values, "axes", count), mixture)


def read_macros(values: Mapping[str, Any], count: int) -> Mapping[str, Row]:
    """The macros of a card; ModelMismatch unless each has `count` numbers."""
    return MappingProxyType({name: _row(row, f"macro {name!r:.30}", count) for name, row in values.items()})


def read_texture(value: Any) -> float:
    """The texture of a card; ModelMismatch unless it is from 0 to 2."""
    amount = _number(value, "texture")
    if not 0 <= amount <= MOST_TEXTURE:
        raise ModelMismatch(f"the model's card has texture = {amount:g}, expected 0 to {MOST_TEXTURE:g}; {AGAIN}")
    return amount


def _field(values: Mapping[str, Any], name: str, kind: type) -> Any:
    value = values.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ModelMismatch(f"the model's card has {name} = {value!r:.60}, expected {kind.__name__}; {AGAIN}")
    return value


def _square(values: Mapping[str, Any], name: str, count: int) -> tuple[Row, ...]:
    rows = _field(values, name, list)
    if len(rows) != count:
        raise ModelMismatch(f"the model's card has {len(rows)} {name}, expected {count}; {AGAIN}")
    return tuple(_row(row, name, count) for row in rows)


def _records(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = _field(values, name, list)
    if not all(isinstance(record, dict) for record in records):
        raise ModelMismatch(f"the model's card has {name} that are no records; {AGAIN}")
    return records


def _number(value: Any, name: str) -> float:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # a whole number that no float can hold is refused like any other that is not finite
    raise ModelMismatch(f"the model's card has {name} = {value!r:.60}, expected a finite number; {AGAIN}")


def _row(values: Any, name: str, count: int) -> Row:
    if not isinstance(values, list | tuple) or len(values) != count:
        raise ModelMismatch(f"the model's card has {name} = {values!r:.60}, expected {count} numbers; {AGAIN}")
    return tuple(_number(value, name) for value in values)
