"""A learned break: what a model's decoder misses of one recorded break, added wherever latents are near those of it.

places   float32 (32, 16)    latents of the break's sixteenths
missing  int8 (32, 16 * 512) levels of the break minus decoded levels, in units of RESIDUAL_STEP
latents  float32 (n, 16)     of the sixteenths that are decoded

The missing levels are the mean of a Gaussian process over latents (Rasmussen & Williams 2006, "Gaussian processes for
machine learning", chapter 2) whose observations are the sixteenths of the break: at the break's own latents they are
exact, far away they are 0, and other loops stay as they are. The grain, an estimate of what is missing, shrinks with
the process's standard deviation. Nothing is trained, and a decode costs one product of (n, 32) and (32, 8192) more.

The file has the name of its own SHA-256. Its first line is JSON, the rest places and missing levels, little-endian.
"""

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.errors import BadInput, ModelMismatch, quoted
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from engine.untrusted import read_bytes, read_json

LEARNED_FORMAT = 1
LEARNED_SUFFIX = ".learned"
RESIDUAL_STEP = np.float32(0.005)  # levels, 0.5 dB
NOISE_VARIANCE = 0.02  # of the observations, relative to the process
WIDTHS = tuple(0.5 * 2 ** (power / 4) for power in range(13))  # tried for the kernel, in latents: 0.5 to 4
MAX_CHANGE = 0.0025  # of the levels of other loops, mean: 0.25 dB
LEARNED_HEADER_BYTES = 1024
CACHED_BREAKS = 8
PLACE_COUNT, MISSING_COUNT = SPEC.steps * LATENTS, SPEC.frames * SPEC.mels
BODY_BYTES = 4 * PLACE_COUNT + MISSING_COUNT
DIGEST = re.compile("[0-9a-f]{64}")
LEARN_AGAIN = "learn the break again with vamen encode --learn"


@dataclass(frozen=True)
class LearnedBreak:
    """A break that was learned for one model."""

    model: str  # SHA-256 of the model's file
    width: float  # of the kernel, in latents: the distance at which the correlation is 0.61
    places: Floats
    missing: NDArray[np.int8]

    @classmethod
    def fit(cls, model: str, places: Floats, decoded: Floats, real: Floats, others: Sequence[Floats]) -> "LearnedBreak":
        """Return what is missing of a break, with the widest kernel that changes other loops by at most MAX_CHANGE.

        Args:
            model: SHA-256 of the model's file.
            places: latents (Spec.steps, LATENTS) of the break.
            decoded: levels (Spec.frames, Spec.mels) that the model decodes from them.
            real: levels (Spec.frames, Spec.mels) of the break.
            others: latents (Spec.steps, LATENTS) of other loops, such as random ones.
        """
        words = np.round((real - decoded) / RESIDUAL_STEP).clip(-127, 127).astype(np.int8)
        missing = words.reshape(SPEC.steps, -1)
        learned = cls(model, WIDTHS[0], places.astype(np.float32), missing)
        for width in WIDTHS[1:]:
            wider = cls(model, width, learned.places, missing)
            if np.mean([np.abs(wider.levels(latents)[0]).mean() for latents in others]) > MAX_CHANGE:
                break
            learned = wider
        return learned

    def refined(self, image: DecodedImage, latents: Floats) -> DecodedImage:
        """Return the image of sixteenths with these latents (n, LATENTS) with what the decoder missed of the break."""
        levels, known = self.levels(latents)
        levels += image.levels
        unknown = np.sqrt(1 - known).astype(np.float32)
        grain = image.grain.reshape(len(latents), -1) * unknown[:, None]
        return DecodedImage(np.clip(levels, 0, 1, out=levels), grain.reshape(image.grain.shape))

    def levels(self, latents: Floats) -> tuple[Floats, Floats]:
        """Return the levels (16 n, Spec.mels) to add, and how much of each sixteenth is known (n,), 0..1."""
        kernel = self._kernel(latents)
        weights = kernel @ self._inverse
        known = np.clip((weights * kernel).sum(1), 0, 1)
        return (weights.astype(np.float32) @ self._residuals).reshape(-1, SPEC.mels), known

    def to_bytes(self) -> bytes:
        """Return the contents of the file."""
        header = {"format": LEARNED_FORMAT, "model": self.model, "width": self.width}
        arrays = self.places.astype("<f4").tobytes() + self.missing.tobytes()
        return json.dumps(header).encode() + b"\n" + arrays

    @classmethod
    def from_bytes(cls, data: bytes) -> "LearnedBreak":
        """Return the break of a file; ValueError with a reason if it is not one."""
        first, _, body = data.partition(b"\n")
        header = read_json(first)
        if not isinstance(header, dict) or header.get("format") != LEARNED_FORMAT:
            raise ValueError(f"it does not begin with format {LEARNED_FORMAT}")
        model, width = header.get("model"), header.get("width")
        if not isinstance(model, str) or not DIGEST.fullmatch(model):
            raise ValueError("it has no SHA-256 of a model")
        if not isinstance(width, float) or not 0 < width < math.inf:
            raise ValueError(f"its width is {quoted(width)}")
        if len(body) != BODY_BYTES:
            raise ValueError(f"it has {len(body)} bytes of data, expected {BODY_BYTES}")
        places = np.frombuffer(body, "<f4", PLACE_COUNT).astype(np.float32).reshape(SPEC.steps, LATENTS)
        if not np.isfinite(places).all():
            raise ValueError("it has a latent that is not finite")
        missing = np.frombuffer(body, np.int8, MISSING_COUNT, 4 * PLACE_COUNT).reshape(SPEC.steps, -1)
        learned = cls(model, width, places, missing)
        if learned.to_bytes() != data:
            raise ValueError("its first line has unknown fields")
        return learned

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    @cached_property
    def _residuals(self) -> Floats:
        return self.missing.astype(np.float32) * RESIDUAL_STEP

    @cached_property
    def _inverse(self) -> NDArray[np.floating]:
        return np.linalg.inv(self._kernel(self.places) + NOISE_VARIANCE * np.eye(SPEC.steps))

    def _kernel(self, latents: Floats) -> NDArray[np.floating]:
        """Return the correlation (n, Spec.steps) of sixteenths with those of the break, Gaussian in their distance."""
        offsets = latents[:, None].astype(np.float64) - self.places
        return np.exp(-np.square(offsets).sum(2) / (2 * self.width**2))


class LearnedBreaks:
    """Folders with files of learned breaks, which are read when they are asked for."""

    def __init__(self, *folders: Path) -> None:
        self.folders = list(folders)
        self.read = lru_cache(CACHED_BREAKS)(self._read)

    def find(self, digest: str, model: str) -> LearnedBreak:
        """Return a learned break by the SHA-256 of its file, for a model with the SHA-256 `model`.

        Raises:
            BadInput: no folder has it, or its file is damaged.
            ModelMismatch: it was learned for another model.
        """
        learned = self.read(digest)
        if learned.model != model:
            made_for = f"the model {learned.model[:12]}, not for {model[:12]}"
            raise ModelMismatch(f"the learned break {digest[:12]} was made for {made_for}; {LEARN_AGAIN}")
        return learned

    def _read(self, digest: str) -> LearnedBreak:
        path = next((path for path in (folder / file_name(digest) for folder in self.folders) if path.is_file()), None)
        if path is None:
            places = " or ".join(map(str, self.folders)) or "no folder"
            raise BadInput(f"the learned break {digest[:12]} is not in {places}; copy its file there, or {LEARN_AGAIN}")
        try:
            data = read_bytes(path, LEARNED_HEADER_BYTES + BODY_BYTES)
            learned = LearnedBreak.from_bytes(data)
            if learned.digest != digest:
                raise ValueError("its contents have another SHA-256")
        except OSError as error:
            raise BadInput(f"{path} cannot be read ({error.strerror}); {LEARN_AGAIN}") from error
        except ValueError as error:
            raise BadInput(f"{path} is not a learned break ({error}); {LEARN_AGAIN}") from error
        return learned


def file_name(digest: str) -> str:
    """Return the name of the file with this SHA-256; BadInput if it is not one."""
    if not DIGEST.fullmatch(digest):
        raise BadInput(f"a learned break is called {digest[:70]!a}, expected the SHA-256 of its file; {LEARN_AGAIN}")
    return digest[:16] + LEARNED_SUFFIX
