"""How a tape was painted, so that it can be painted again.

latents  (LATENTS,) from -3 to 3        seed  which variation        texture  0..2, amount of grain
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .parameters import LATENTS, parameter


class Recipe(NamedTuple):
    """Everything that a tape depends on, beside the model."""

    latents: Sequence[float]
    seed: int
    texture: float

    def to_dict(self) -> dict[str, Any]:
        """For a file."""
        return {"latents": [float(value) for value in self.latents], "seed": self.seed, "texture": self.texture}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Recipe":
        """Out of a file; ValueError, KeyError, TypeError or BadParameter when it is none."""
        latents = [parameter(f"latent/{index}").clamp(value) for index, value in enumerate(values["latents"])]
        if len(latents) != LATENTS:
            raise ValueError(f"{len(latents)} latents, expected {LATENTS}")
        seed, texture = parameter("seed").clamp(values["seed"]), parameter("texture").clamp(values["texture"])
        return cls(latents, int(seed), texture)
