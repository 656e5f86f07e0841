"""The parameter table. OSC addresses, MIDI map, shared memory and documentation are generated from it.

id         permanent; the OSC address is /vamen/<id>
low..high  range in `unit`; values are clamped to it
smoothing  seconds in which the sound follows a change; 0 means at the next hop

Order matters: the compiled core (engine/core/instrument.hpp) repeats the first entries of the table as an enumeration.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .errors import BadParameter
from .spec import SPEC

LATENTS = 16


@dataclass(frozen=True, slots=True)
class Parameter:
    """One control of the instrument."""

    id: str
    name: str
    about: str
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    default: float = 0.0
    smoothing: float = 0.0  # seconds
    whole: bool = False  # integers only
    controller: int | None = None  # default MIDI CC
    in_preset: bool = True  # False: it belongs to the performance, and a preset that is recalled leaves it alone

    def clamp(self, value: float) -> float:
        """Return the nearest value from `low` to `high`, rounded when the parameter is `whole`.

        Raises:
            BadParameter: `value` is NaN or infinite.
        """
        if not math.isfinite(value):
            raise BadParameter(f"{self.id} cannot be {value}; send a number from {self.low:g} to {self.high:g}")
        value = min(max(float(value), self.low), self.high)
        return float(round(value)) if self.whole else value

    def range_note(self, value: float) -> str:
        """Return a sentence about the range if `clamp` changes a finite `value`, else an empty text."""
        taken = self.clamp(value)
        if taken == value:
            return ""
        kind = "is a whole number" if self.whole else "goes"
        unit = f" {self.unit}" if self.unit else ""
        # seeds have ten digits
        return f"{self.id} {kind} from {self.low:.10g} to {self.high:.10g}{unit}; {value:.10g} is taken as {taken:.10g}"


def _latent(index: int) -> Parameter:
    return Parameter(
        id=f"latent/{index}",
        name=f"Latent {index}",
        low=-3.0,
        high=3.0,
        about="direction of the break space; -1 to +1 spans the 5th to 95th percentile of real breaks",
        smoothing=0.01,  # the sound takes as long to follow a new tape; more would only add latency
        controller=20 + index if index < 8 else None,
    )


TABLE: tuple[Parameter, ...] = (
    Parameter(
        id="tempo",
        name="Tempo",
        unit="BPM",
        low=40.0,
        high=300.0,
        default=170.0,
        about=f"speed of the playhead; pitch does not change ({SPEC.native_tempo:.1f} is the tape's own speed)",
        in_preset=False,
    ),
    Parameter(
        id="speed",
        name="Speed",
        unit="x",
        low=-4.0,
        high=4.0,
        default=1.0,
        about="pace of the playhead against the tempo: 0.5 is half time, 0 freezes, -1 runs backwards",
        in_preset=False,
    ),
    Parameter(
        id="freeze",
        name="Freeze",
        about="1 holds the moment; back at 0, the break is where it would have been",
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="reverse",
        name="Reverse",
        about="1 turns the playhead round; back at 0, the break is where it would have been",
        whole=True,
        in_preset=False,
    ),
    Parameter(
        id="stutter",
        name="Stutter",
        unit="sixteenths",
        high=8.0,
        about="repeats that much of the break, from the sixteenth under the playhead on; 0 ends it, as freeze does",
        in_preset=False,
    ),
    Parameter(
        id="level",
        name="Level",
        unit="dB",
        low=-60.0,
        high=12.0,
        about="output level before the limiter; -60 is silence",
        smoothing=0.01,
        controller=7,
        in_preset=False,
    ),
    Parameter(
        id="width",
        name="Width",
        about="stereo width above 300 Hz; 0 is mono, and the sum of both sides stays the same",
        smoothing=0.01,
    ),
    Parameter(
        id="drive",
        name="Drive",
        about="saturation at the same loudness; 0 is off",
        smoothing=0.01,
    ),
    Parameter(
        id="texture",
        name="Texture",
        high=2.0,
        default=1.0,
        about="grain of the noise in hats and snares; 0 paints them smooth",
        smoothing=0.01,
    ),
    Parameter(
        id="seed",
        name="Seed",
        high=2.0**31 - 1,
        default=25.0,  # a varied loop of the bundled model
        about="which break: another seed has another pattern and another kit",
        whole=True,
    ),
    *(_latent(index) for index in range(LATENTS)),
)

INDEX: Mapping[str, int] = MappingProxyType({parameter.id: index for index, parameter in enumerate(TABLE)})

CORE_PARAMETERS = len(TABLE) - LATENTS  # the first entries, which the core reads; latents reach it as tapes


def parameter(id: str) -> Parameter:
    """Return the table's entry for an id.

    Raises:
        BadParameter: unknown id.
    """
    if id not in INDEX:
        known = ", ".join(entry.id for entry in TABLE[:-LATENTS])
        raise BadParameter(f"there is no parameter {id!r}; known are {known}, latent/0 to {LATENTS - 1}")
    return TABLE[INDEX[id]]
