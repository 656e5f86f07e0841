"""The geometry of a tape, the spectrogram of two looped bars that the playhead reads: its grid and its units.

Stored in every model file and checked on load. A tape is decoded as `frames` columns of `mels` bands. Column k is
centred on sample k * hop of the loop at its native tempo, at the musical position k / step_frames sixteenths. A cell is
a level, 0..1: magnitude in dB re a full-scale sine, from `floor` (level 0, decoded as silence) to 0 dB (level 1).
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from .errors import ModelMismatch

HTK_CORNER = 700.0  # Hz; of models that do not say it
BAR_BEATS = 4  # quarter notes of a bar
PART_BANDS, PART_CORNER = 40, 8.0  # bands in which kick, snare and hats share a column; bins up to which they are even


@dataclass(frozen=True, slots=True)
class Spec:
    """Sample rate, spectral frame and tape grid."""

    rate: int = 44_100  # Hz
    fft: int = 1024  # samples; periodic Hann window of the same length
    hop: int = 256  # samples; one column of the tape at native speed
    mels: int = 512  # bands from 0 Hz to Nyquist, none narrower than a bin
    corner: float = 3000.0  # Hz; bands are spaced evenly far below it, and by equal intervals far above it
    floor: float = -100.0  # dB re full-scale sine; level 0
    frames: int = 512  # columns of a tape
    steps: int = 32  # sixteenth notes of a tape: two bars

    @property
    def bins(self) -> int:
        """Number of bins of a real spectrum."""
        return self.fft // 2 + 1

    @property
    def overlap(self) -> int:
        """Number of frames that contain a given sample."""
        return self.fft // self.hop

    @property
    def step_frames(self) -> int:
        """Number of columns of a sixteenth."""
        return self.frames // self.steps

    @property
    def beats(self) -> int:
        """Number of quarter notes of a tape."""
        return self.steps // 4

    @property
    def native_tempo(self) -> float:
        """Tempo in BPM at which the playhead moves one column per hop."""
        return 60.0 * self.beats * self.rate / (self.frames * self.hop)

    @property
    def reference(self) -> float:
        """Magnitude of the largest bin of a full-scale sine: 0 dB."""
        return self.fft / 4

    @property
    def part_centres(self) -> tuple[float, ...]:
        """Centres of the part bands in bins, from 0 to the last one: about a bin apart at the bottom, a sixth of an
        octave at the top.
        """
        pace = math.asinh((self.bins - 1) / PART_CORNER) / (PART_BANDS - 1)
        return tuple(PART_CORNER * math.sinh(pace * band) for band in range(PART_BANDS))

    def to_dict(self) -> dict[str, float]:
        """Return the fields as numbers, for a model card."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, object]) -> "Spec":
        """Return the Spec of a model card.

        Raises:
            ModelMismatch: a field is missing, unknown or not a number.
        """
        values = {"corner": HTK_CORNER, **values}
        known = {field.name: field.type for field in fields(cls)}
        if set(values) != set(known):
            odd = sorted(set(values) ^ set(known))
            raise ModelMismatch(
                f"the geometry has missing or unknown fields ({', '.join(odd)}); export the model again"
            )
        numbers: dict[str, float] = {}
        for name, value in values.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ModelMismatch(f"the geometry's {name} is {value!r}, expected a number; export the model again")
            try:
                numbers[name] = float(value) if name in ("floor", "corner") else int(value)
            except (ValueError, OverflowError) as error:  # NaN, infinity, or an integer too large for a float
                raise ModelMismatch(f"the geometry's {name} is not finite; export the model again") from error
        return cls(**numbers)  # type: ignore[arg-type]

    def require(self, other: "Spec") -> None:
        """Check that the Spec of a model is equal to this one.

        Raises:
            ModelMismatch: it differs; the message names the first differing field.
        """
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            if mine != theirs:
                raise ModelMismatch(
                    f"the model was made with {field.name} = {theirs}, this engine plays {field.name} = {mine}; "
                    "train and export it with this version of vamen"
                )


SPEC = Spec()
