"""The card inside a model file: the model's description. JSON text in, checked and frozen fields out."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import ModelMismatch, quoted
from engine.spec import Spec
from engine.untrusted import printable_values, read_json

from .card_fields import (
    RETRAIN,
    Row,
    require_field,
    require_number,
    require_records,
    require_row,
    require_square,
    require_within,
)

CARD_FORMAT = 2
METADATA_KEY = "vamen.card"  # in the ONNX metadata
MAX_MIXTURE_COMPONENTS = 256  # of a mixture
MAX_CARD_LENGTH = 1 << 20  # characters; ten times that of the bundled model
MAX_MAP_BREAKS = 512
MAX_BREAK_NAME = 64  # characters
MAX_TEXTURE = 2.0  # upper end of the texture parameter; 1 is the grain of real breaks


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
        latents, step_latents = require_field(values, "latents", int), require_field(values, "step_latents", int)
        return cls(
            name=require_field(values, "name", str),
            version=require_field(values, "version", str),
            spec=Spec.from_dict(require_field(values, "spec", dict)),
            latents=latents,
            step_latents=step_latents,
            licence=require_field(values, "licence", str),
            sources=tuple(MappingProxyType(source) for source in require_records(values, "sources")),
            knobs=read_knobs(values, latents),
            prior=read_prior(require_field(values, "prior", dict), latents),
            macros=read_macros(require_field(values, "macros", dict), step_latents),
            texture=read_texture(values.get("texture")),
            calibration=MappingProxyType(require_field(values, "calibration", dict)),
            training=MappingProxyType(require_field(values, "training", dict)),
            metrics=MappingProxyType(require_field(values, "metrics", dict)),
            created=require_field(values, "created", str),
            breaks=read_breaks(values, latents),
        )


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else asdict(value)


def read_knobs(values: Mapping[str, Any], count: int) -> tuple[Knob, ...]:
    """Return the descriptions of the knobs from a card's fields; ModelMismatch unless there are `count` valid ones."""
    records = require_records(values, "knobs")
    if len(records) != count:
        raise ModelMismatch(f"the model's card has {len(records)} knobs, expected {count}; {RETRAIN}")
    return tuple(
        Knob(
            name=require_field(record, "name", str),
            about=require_field(record, "about", str),
            sd=None if record.get("sd") is None else require_number(record["sd"], "sd"),
            explained=require_number(record.get("explained"), "explained"),
        )
        for record in records
    )


def read_prior(values: Mapping[str, Any], count: int) -> Prior:
    """Return the distribution of the knobs, a card's field `prior`; ModelMismatch unless it has `count` dimensions."""
    parts = require_records(values, "mixture") if "mixture" in values else []
    if len(parts) > MAX_MIXTURE_COMPONENTS:
        raise ModelMismatch(
            f"the model's card has {len(parts)} components, expected {MAX_MIXTURE_COMPONENTS} at most; {RETRAIN}"
        )
    mixture = tuple(
        Component(
            require_number(part.get("share"), "share"),
            require_row(part.get("mean"), "mean", count),
            require_square(part, "root", count),
        )
        for part in parts
    )
    if mixture and not (min(part.share for part in mixture) >= 0 < sum(part.share for part in mixture)):
        raise ModelMismatch(f"the model's card has mixture shares that are not >= 0 with a positive sum; {RETRAIN}")
    return Prior(require_row(values.get("centre"), "centre", count), require_square(values, "axes", count), mixture)


def read_macros(values: Mapping[str, Any], count: int) -> Mapping[str, Row]:
    """Return drum -> offset of a sixteenth's latents that makes the drum louder, from the card's field `macros`.

    Raises:
        ModelMismatch: an offset has not `count` numbers, one per latent of a sixteenth.
    """
    return MappingProxyType({name: require_row(row, f"macro {quoted(name)}", count) for name, row in values.items()})


def read_breaks(values: Mapping[str, Any], count: int) -> tuple[MapBreak, ...]:
    """Return the map of breaks from a card's fields, nothing without one; ModelMismatch if one is not valid."""
    records = require_records(values, "breaks") if "breaks" in values else []
    if len(records) > MAX_MAP_BREAKS:
        raise ModelMismatch(f"the model's card has {len(records)} breaks, expected {MAX_MAP_BREAKS} at most; {RETRAIN}")
    return tuple(
        MapBreak(
            x=require_within(record.get("x"), "x", -1, 1),
            y=require_within(record.get("y"), "y", -1, 1),
            name=require_field(record, "name", str)[:MAX_BREAK_NAME],
            knobs=require_row(record.get("knobs"), "knobs of a break", count),
        )
        for record in records
    )


def read_texture(value: Any) -> float:
    """Return the amount of noise texture that a card recommends; ModelMismatch unless it is a number from 0 to 2."""
    return require_within(value, "texture", 0, MAX_TEXTURE)
