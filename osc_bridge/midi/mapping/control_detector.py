"""Which control somebody moves, so that it can be mapped: gestures in, a control out as soon as it is certain.

A knob must move by more than two of its 128 steps, so that a fader which trembles is not taken for it. A pair of
controllers for 14 bits is known by each coarse half being followed by a fine one, an encoder without ends by numbers
that come again and again (see `encoders`).
"""

from itertools import pairwise
from typing import NamedTuple

from osc_bridge.midi.input.encoders import Encoding, endless, guess
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage

TREMBLE = 2  # steps of 128
RUN = 32  # fine halves that a pair may send without a coarse one

_LIMIT = 256  # controls that are watched at a time
_KEPT = 64  # numbers that are kept of each
_ADDRESSING = tuple(f"cc {number}" for number in range(96, 102))  # halves of NRPN and RPN, which have no meaning alone
_FINE = 128  # numbers of 14 bits to one step of 7


class Found(NamedTuple):
    """A control that was moved on purpose."""

    control: str
    channel: int  # 0..15
    relative: Encoding | None = None


class ControlDetector:
    """Everything that was moved since something was armed."""

    def __init__(self, *, knobs: bool, presses: bool) -> None:
        """Listen for one thing.

        Args:
            knobs: whether what is looked for has places, so that wheels and encoders suit it.
            presses: whether it can be pressed, so that a note suits it.
        """
        self._knobs = knobs
        self._presses = presses
        self._seen: dict[tuple[str, int], list[int]] = {}
        self._pairs: dict[tuple[int, int], list[tuple[int, int]]] = {}  # coarse number, channel -> half, number

    def feed(self, gesture: ControlChange | NoteMessage) -> Found | None:
        """The control, if this gesture makes it certain."""
        if isinstance(gesture, NoteMessage):
            is_press = self._presses and gesture.velocity > 0
            return Found(f"note {gesture.key}", gesture.channel) if is_press else None
        if gesture.control in _ADDRESSING or len(self._seen) >= _LIMIT:
            return None
        kind, _, number = gesture.control.partition(" ")
        if kind != "cc" and not self._knobs:
            return None
        seen = self._seen.setdefault((gesture.control, gesture.channel), [])
        seen.append(gesture.raw)
        del seen[1:-_KEPT]  # the first one says where it began
        if kind != "cc":
            steps = _FINE if kind in ("cc14", "nrpn", "bend") else 1
            return Found(gesture.control, gesture.channel) if abs(seen[-1] - seen[0]) > TREMBLE * steps else None
        if self._knobs and int(number) < 64 and self._may_be_half(gesture, int(number)):
            return self._pair(int(number) % 32, gesture.channel)
        return self._controller(gesture, seen)

    def _controller(self, gesture: ControlChange, seen: list[int]) -> Found | None:
        """A controller of 7 bits that is none of a pair."""
        found = Found(gesture.control, gesture.channel)
        if not self._knobs:
            again = len(seen) > 1 and seen[-1] == seen[-2] >= 64  # a button that never says that it is let go
            return found if again or abs(seen[-1] - seen[0]) > TREMBLE else None
        encoding = guess(seen)
        if encoding is not None:
            return found._replace(relative=encoding)
        return found if abs(seen[-1] - seen[0]) > TREMBLE and not endless(seen) else None

    def _may_be_half(self, gesture: ControlChange, number: int) -> bool:
        """Note what may be a half of a pair, and say whether it still may be one.

        In a pair both halves come, and never the coarse one twice running. The fine one may come many times running;
        when it only has a button's numbers, or comes too often, it is a controller of its own after all.
        """
        halves = self._pairs.setdefault((number % 32, gesture.channel), [])
        halves.append((number // 32, gesture.raw))
        del halves[:-_KEPT]
        order = [half for half, _ in halves]
        if len(set(order)) < 2 or (0, 0) in pairwise(order):
            return False
        fine = [raw for half, raw in halves if half == 1]
        is_button = number >= 32 and len(fine) > 1 and set(fine) <= {0, 127}
        return not is_button and 0 in order[-RUN:]

    def _pair(self, number: int, channel: int) -> Found | None:
        """A pair, once both halves together have moved far enough."""
        steps = pairwise(self._pairs[number, channel])
        whole = [coarse * _FINE + fine for (first, coarse), (second, fine) in steps if (first, second) == (0, 1)]
        moved = max(whole, default=0) - min(whole, default=0)
        return Found(f"cc14 {number}", channel) if moved > TREMBLE * _FINE else None
