"""Conversion between seconds and the player's clock: the time of an event and the player's meters in, a sample out.

An event sounds a constant lookahead after its time, wherever in a block it arrives. Anything that arrives while a block
plays can sound in the next one at the earliest, so with a lookahead of less than a block events would move to the
starts of blocks, which is audible as jitter. The control process also needs time to queue the event.
An event that is due at a given time needs no lookahead: its attack is placed exactly there.
"""

from engine.controls import Action, Event
from engine.errors import BadInput
from engine.realtime.meters import Meters
from engine.spec import SPEC

DELIVERY_MARGIN_S = 0.0005  # covers the time from receiving an event to queuing it, nearly always
MAX_LOOKAHEAD_MS = 500.0


class EventTiming:
    """Converts times to samples, with a constant lookahead."""

    def __init__(self, lookahead: float | None = None) -> None:
        """`lookahead`: seconds; None is the shortest that avoids jitter, 0 applies events as soon as possible."""
        self._lookahead = lookahead

    def lookahead(self, meters: Meters) -> float:
        """Return the seconds from an event's time to its sample."""
        if self._lookahead is not None:
            return self._lookahead
        if not meters.rate:
            return 0.0
        return meters.block / meters.rate + meters.ahead + DELIVERY_MARGIN_S

    def event_sample(self, event: Event, at: float | None, meters: Meters) -> int | None:
        """Return the player's sample for an event that was sent at `at` seconds; None is as soon as possible."""
        ahead = self.lookahead(meters)
        # a panic is never delayed
        if at is None or not (ahead and meters.output_time) or event.action is Action.PANIC:
            return None
        return max(round(meters.clock + (at + ahead - meters.output_time) * SPEC.rate), 0)

    def sample_at(self, due: float, meters: Meters) -> int | None:
        """Return the player's sample for an event whose attack is handed to the device at `due` seconds."""
        if not meters.output_time:
            return None
        return max(round(meters.clock + (due - meters.output_time) * SPEC.rate - meters.delay), 0)

    def publishing_latency(self, meters: Meters) -> float:
        """Return the seconds from publishing a tape to its sound at the device."""
        block = meters.block / meters.rate if meters.rate else 0.0
        return block + meters.ahead + meters.delay / SPEC.rate

    def latency(self, meters: Meters) -> float:
        """Return the seconds from an event to its sound, device included; without lookahead they vary: the most."""
        if not meters.rate:
            return 0.0
        wait = self.lookahead(meters) or meters.block / meters.rate + meters.ahead
        return wait + meters.delay / SPEC.rate + meters.latency


def beat_at(meters: Meters, at: float, tempo: float) -> float | None:
    """Return the beat, in quarter notes since play, handed to the device at `at` seconds; None when nothing plays.

    Exact while `tempo` is constant from the player's last block to `at`.
    """
    return meters.beat + (at - meters.output_time) * tempo / 60 if meters.playing > 0 else None


def lookahead_seconds(milliseconds: float | None) -> float | None:
    """Return a lookahead in seconds; None is the session's default.

    Raises:
        BadInput: below 0, too long to play with, or not a number.
    """
    if milliseconds is None:
        return None
    if not 0 <= milliseconds <= MAX_LOOKAHEAD_MS:
        raise BadInput(f"a lookahead of {milliseconds:g} ms cannot be played; choose 0 to 500, usually 5")
    return milliseconds / 1e3
