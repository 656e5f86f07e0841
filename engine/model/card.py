"""The card inside a model file: the model's description. JSON text in, checked and frozen fields out."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelMismatch
from engine.spec import Spec
from engine.untrusted import printable_values, read_json

CARD_FORMAT = 2
METADATA_KEY = "vamen.card"  # in the ONNX metadata
MAX_MIXTURE_COMPONENTS = 256  # of a mixture
MAX_CARD_LENGTH = 1 << 20  # characters; ten times that of the bundled model
MAX_MAP_BREAKS = 512
MAX_BREAK_NAME = 64  # characters
MAX_TEXTURE = 2.0  # upper end of the texture parameter; 1 is the grain of real breaks
RETRAIN = "train and export it with this version of vamen"

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Knob:
    """Description of a knob, which moves a loop along one dimension of the latent space."""

    name: str
    about: str
    sd: float | None  # knob units per standard deviation of the sound feature that `name` names; None if it names none
    explained: float  # share of the variance that it explains, 0..1


@dataclass(frozen=True, slots=True)
class Component:
    """A Gaussian of a mixture that describes real breaks by their coordinates w (see Prior): mean + root @ noise."""

    share: float  # of the breaks, 0..1
    mean: Row  # (latents,)
    root: tuple[Row, ...]  # (latents, latents), lower triangular


@dataclass(frozen=True, slots=True)
class Prior:
    """Distribution of the knobs (latents,) of real breaks, from which random loops are drawn.

    The coordinates w = centre + knobs @ axes of real breaks have mean 0, variance 1 and no correlation.
    """

    centre: Row  # (latents,)
    axes: tuple[Row, ...]  # (latents, latents), a row for each knob
    mixture: tuple[Component, ...] = ()  # distribution of w for sampling; standard normal if empty

    def draw(self, generator: np.random.Generator) -> NDArray[np.float64]:
        """Return w (latents,) of a random loop."""
        noise = generator.standard_normal(len(self.centre))
        if not self.mixture:
            return noise
        shares = np.array([part.share for part in self.mixture])
        part = self.mixture[int(generator.choice(len(shares), p=shares / shares.sum()))]
        return part.mean + np.array(part.root) @ noise


@dataclass(frozen=True, slots=True)
class MapBreak:
    """A loop of the training set, at its place in the latent space and on a map on which neighbours sound alike."""

    x: float  # -1..1
    y: float  # -1..1
    name: str  # what it is made of
    knobs: Row  # (latents,), its place


@dataclass(frozen=True, slots=True)
class Card:
    """What the engine must know of a model before it runs it, and where the model comes from."""

    name: str
    version: str  # of the exporting vamen
    spec: Spec
    latents: int  # number of knobs of a loop
    step_latents: int  # number of latents of a sixteenth
    licence: str
    sources: tuple[Mapping[str, Any], ...]  # training audio
    knobs: tuple[Knob, ...]  # one per latent
    prior: Prior
    macros: Mapping[str, Row]  # drum -> offset of a sixteenth's latents that raises its level by one deviation
    texture: float  # recommended amount of noise texture, 0..2
    calibration: Mapping[str, Any]  # percentiles at knob -1 and +1
    training: Mapping[str, Any]  # steps, minutes, seed, held-out figures
    metrics: Mapping[str, Any]  # of an evaluation; may be empty
    created: str  # ISO 8601
    breaks: tuple[MapBreak, ...] = ()  # a map of the training set; older models have none

    def to_json(self) -> str:
        """Return the card as text for the file."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({"format": CARD_FORMAT, **values}, default=_plain)

    @classmethod
    def from_json(cls, text: str) -> "Card":
        """Return the card of a file; unknown fields are ignored.

        Raises:
            ModelMismatch: not a card, too long, of another format, or with a missing or invalid field.
        """
        if len(text) > MAX_CARD_LENGTH:
            raise ModelMismatch(
                f"the model's card has {len(text)} characters, expected {MAX_CARD_LENGTH} at most; {RETRAIN}"
            )
        try:
            values = printable_values(read_json(text))
        except ValueError as error:
            raise ModelMismatch(f"the model's card is not JSON ({error}); export the model again") from error
        if not isinstance(values, dict):
            raise ModelMismatch(
                f"the model's card is a {type(values).__name__}, expected fields; export the model again"
            )
        if values.get("format") != CARD_FORMAT:
            raise ModelMismatch(
                f"the model has format {values.get('format')!r}, this engine plays {CARD_FORMAT}; {RETRAIN}"
            )
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
            breaks=read_breaks(values, latents),
        )


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else asdict(value)


def read_knobs(values: Mapping[str, Any], count: int) -> tuple[Knob, ...]:
    """Return the descriptions of the knobs from a card's fields; ModelMismatch unless there are `count` valid ones."""
    records = _records(values, "knobs")
    if len(records) != count:
        raise ModelMismatch(f"the model's card has {len(records)} knobs, expected {count}; {RETRAIN}")
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
    """Return the distribution of the knobs, a card's field `prior`; ModelMismatch unless it has `count` dimensions."""
    parts = _records(values, "mixture") if "mixture" in values else []
    if len(parts) > MAX_MIXTURE_COMPONENTS:
        raise ModelMismatch(
            f"the model's card has {len(parts)} components, expected {MAX_MIXTURE_COMPONENTS} at most; {RETRAIN}"
        )
    mixture = tuple(
        Component(
            _number(part.get("share"), "share"), _row(part.get("mean"), "mean", count), _square(part, "root", count)
        )
        for part in parts
    )
    if mixture and not (min(part.share for part in mixture) >= 0 < sum(part.share for part in mixture)):
        raise ModelMismatch(f"the model's card has mixture shares that are not >= 0 with a positive sum; {RETRAIN}")
    return Prior(_row(values.get("centre"), "centre", count), _square(values, "axes", count), mixture)


def read_macros(values: Mapping[str, Any], count: int) -> Mapping[str, Row]:
    """Return drum -> offset of a sixteenth's latents that makes the drum louder, from the card's field `macros`.

    Raises:
        ModelMismatch: an offset has not `count` numbers, one per latent of a sixteenth.
    """
    return MappingProxyType({name: _row(row, f"macro {name!r:.30}", count) for name, row in values.items()})


def read_breaks(values: Mapping[str, Any], count: int) -> tuple[MapBreak, ...]:
    """Return the map of breaks from a card's fields, nothing without one; ModelMismatch if a break is not valid."""
    records = _records(values, "breaks") if "breaks" in values else []
    if len(records) > MAX_MAP_BREAKS:
        raise ModelMismatch(f"the model's card has {len(records)} breaks, expected {MAX_MAP_BREAKS} at most; {RETRAIN}")
    found = []
    for record in records:
        x, y = _number(record.get("x"), "x"), _number(record.get("y"), "y")
        name = _field(record, "name", str)
        if max(abs(x), abs(y)) > 1 or len(name) > MAX_BREAK_NAME:
            raise ModelMismatch(
                f"the model's card has the break {name!r:.80} at ({x:g}, {y:g}), expected -1 to 1 "
                f"and a name of {MAX_BREAK_NAME} characters at most; {RETRAIN}"
            )
        found.append(MapBreak(x, y, name, _row(record.get("knobs"), "knobs of a break", count)))
    return tuple(found)


def read_texture(value: Any) -> float:
    """Return the amount of noise texture that a card recommends; ModelMismatch unless it is a number from 0 to 2."""
    amount = _number(value, "texture")
    if not 0 <= amount <= MAX_TEXTURE:
        raise ModelMismatch(f"the model's card has texture = {amount:g}, expected 0 to {MAX_TEXTURE:g}; {RETRAIN}")
    return amount


def _field(values: Mapping[str, Any], name: str, kind: type) -> Any:
    value = values.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ModelMismatch(f"the model's card has {name} = {value!r:.60}, expected {kind.__name__}; {RETRAIN}")
    return value


def _square(values: Mapping[str, Any], name: str, count: int) -> tuple[Row, ...]:
    rows = _field(values, name, list)
    if len(rows) != count:
        raise ModelMismatch(f"the model's card has {len(rows)} {name}, expected {count}; {RETRAIN}")
    return tuple(_row(row, name, count) for row in rows)


def _records(values: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = _field(values, name, list)
    if not all(isinstance(record, dict) for record in records):
        raise ModelMismatch(f"the model's card has {name} = {records!r:.60}, expected objects; {RETRAIN}")
    return records


def _number(value: Any, name: str) -> float:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # an integer too large for a float is refused like infinity
    raise ModelMismatch(f"the model's card has {name} = {value!r:.60}, expected a finite number; {RETRAIN}")


def _row(values: Any, name: str, count: int) -> Row:
    if not isinstance(values, list | tuple) or len(values) != count:
        raise ModelMismatch(f"the model's card has {name} = {values!r:.60}, expected {count} numbers; {RETRAIN}")
    return tuple(_number(value, name) for value in values)
