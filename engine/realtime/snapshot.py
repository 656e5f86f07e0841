"""What others left in shared memory, read back: the player's meters as a Status, a control process's facts."""

import json
import math
from collections.abc import Callable
from typing import Any

from engine.controls import Status

from .meters import Meters

TextOrCallable = str | Callable[[], str]  # a text, or a function that knows it when it is wanted

QUIETEST = -120.0  # dBFS


def snapshot(
    meters: Meters, *, output: str, errors: int, provider: TextOrCallable, model: TextOrCallable, latency: float
) -> Status:
    """The state of the instrument; `errors` are those that the player does not know of."""
    return Status(
        playing=meters.playing > 0,
        beat=max(meters.beat, 0.0),
        frame=meters.frame,
        peak=max(20 * math.log10(max(meters.peak, 1e-9)), QUIETEST),
        load=meters.load,
        underruns=int(meters.underruns),
        errors=int(meters.errors) + errors,
        output=output,
        provider=_say(provider),
        model=_say(model),
        latency=latency,
        late=int(meters.late),
    )


def beat_at(meters: Meters, at: float, tempo: float) -> float | None:
    """Quarter notes since play of what is handed to the card at `at`; None when nothing plays.

    Exact as long as `tempo` is what the player had at its last block, and has until `at`.
    """
    return meters.beat + (at - meters.due) * tempo / 60 if meters.playing > 0 else None


def parse_handover(text: str) -> dict[str, Any]:
    """What a control process left for the one after it; {"torn": True} when it died while it wrote that."""
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {"torn": True}
    return found


def _say(said: TextOrCallable) -> str:
    return said if isinstance(said, str) else said()
