"""The card inside a model file: what the model is, as checked values. JSON text in, frozen fields out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from .errors import ModelMismatch
from .spec import Spec

FORMAT = 1
KEY = "vamen.card"  # of the ONNX metadata
AGAIN = "train and export it with this version of vamen"


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
    calibration: Mapping[str, Any]  # percentiles at knob -1 and +1; share of what is heard that each knob explains
    training: Mapping[str, Any]  # steps, minutes, seed, held-out figures
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
                "calibration": dict(self.calibration),
                "training": dict(self.training),
                "created": self.created,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> "Card":
        """The card of a file; what newer versions add is left alone.

        Raises:
            ModelMismatch: not a card, of another format, or with a field missing or of the wrong kind.
        """
        try:
            values = json.loads(text)
        except (json.JSONDecodeError, RecursionError) as error:
            raise ModelMismatch(f"the model's card is not JSON ({error}); export the model again") from error
        if not isinstance(values, dict):
            raise ModelMismatch(
                f"the model's card is a {type(values).__name__}, expected fields; export the model again"
            )
        if values.get("format") != FORMAT:
            raise ModelMismatch(f"the model has format {values.get('format')!r}, this engine plays {FORMAT}; {AGAIN}")
        sources = _field(values, "sources", list)
        if not all(isinstance(source, dict) for source in sources):
            raise ModelMismatch(f"the model's card has sources that are no records; {AGAIN}")
        return cls(
            name=_field(values, "name", str),
            version=_field(values, "version", str),
            spec=Spec.from_dict(_field(values, "spec", dict)),
            latents=_field(values, "latents", int),
            step_latents=_field(values, "step_latents", int),
            licence=_field(values, "licence", str),
            sources=tuple(MappingProxyType(source) for source in sources),
            calibration=MappingProxyType(_field(values, "calibration", dict)),
            training=MappingProxyType(_field(values, "training", dict)),
            created=_field(values, "created", str),
        )


def _field(values: Mapping[str, Any], name: str, kind: type) -> Any:
    value = values.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ModelMismatch(f"the model's card has {name} = {value!r:.60}, expected {kind.__name__}; {AGAIN}")
    return value
