"""Where an event belongs: its time and what the player says of its clock in, a sample out.

An event sounds a constant lookahead after its time, wherever in a block it came in. Whatever comes in while a block
plays can sound in the next one at the earliest, so a lookahead of less than a block would move events to the
beginnings of blocks, which is heard as jitter; and from the datagram to the ring the control process needs a moment.
Who says when something should be heard gets just that, without a lookahead.
"""

from engine.controls import Action, Event
from engine.realtime.meters import Meters
from engine.spec import SPEC

MARGIN = 0.0005  # seconds from an event's arrival to its place in the ring, nearly always


class EventTiming:
    """Times to samples, with one lookahead."""

    def __init__(self, lookahead: float | None = None) -> None:
        """`lookahead`: seconds; None is what is nearly always enough, 0 places nothing."""
        self._lookahead = lookahead

    def lookahead(self, meters: Meters) -> float:
        """Seconds from an event's time to its sample."""
        if self._lookahead is not None:
            return self._lookahead
        if not meters.rate:
            return 0.0
        return meters.block / meters.rate + meters.ahead + MARGIN

    def sample(self, event: Event, at: float | None, meters: Meters) -> int | None:
        """The sample for an event of time `at`, seconds of the player's clock; None is as soon as possible."""
        ahead = self.lookahead(meters)
        # nobody who wants silence wants it later
        if at is None or not (ahead and meters.due) or event.action is Action.PANIC:
            return None
        return max(round(meters.clock + (at + ahead - meters.due) * SPEC.rate), 0)

    def exact(self, due: float, meters: Meters) -> int | None:
        """The sample for what should be handed to the card at `due` seconds."""
        if not meters.due:
            return None
        return max(round(meters.clock + (due - meters.due) * SPEC.rate - meters.delay), 0)

    def latency(self, meters: Meters) -> float:
        """Seconds from an event to its sound, device included; without a lookahead, when it just missed a block."""
        if not meters.rate:
            return 0.0
        wait = self.lookahead(meters) or meters.block / meters.rate + meters.ahead
        return wait + meters.delay / SPEC.rate + meters.latency
