"""Encoders without ends: the number a controller sends -> clicks, positive to the right.

As Ableton Live's manual tells them apart:

                     right      left
signed bit           1..64      65..127
signed bit 2         65..127    1..64
binary offset        65..127    63..1
two's complement     1..64      127..65

How many clicks a fast turn makes is the controller's business. 0 is no click in any of them.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, get_args

Encoding = Literal["signed bit", "signed bit 2", "binary offset", "two's complement"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

CLICKS = 128  # from one end of a range to the other

_NEAR = {  # what small turns to the right and to the left look like
    "two's complement": (range(1, 16), range(113, 128)),
    "binary offset": (range(65, 80), range(49, 64)),
    "signed bit": (range(1, 16), range(65, 80)),
    "signed bit 2": (range(65, 80), range(1, 16)),
}
_LEAP = 40  # no hand moves a knob with ends that far between two messages
_PLENTY = 8  # messages of one direction after which the more usual encoding is taken


def clicks(raw: int, encoding: Encoding) -> int:
    """How far an encoder was turned, by what it sent, 0..127; positive to the right."""
    if raw == 0:
        return 0
    match encoding:
        case "signed bit":
            return raw if raw <= 64 else 64 - raw
        case "signed bit 2":
            return raw - 64 if raw > 64 else -raw
        case "binary offset":
            return raw - 64
        case "two's complement":
            return raw if raw <= 64 else raw - 128


def endless(seen: Sequence[int]) -> bool:
    """Whether what a controller has sent may come from an encoder without ends.

    Such a one says the same number again and again, or leaps between its two directions; a knob with ends does neither.
    """
    steps = list(pairwise(seen))
    return any(a == b or abs(a - b) >= _LEAP for a, b in steps) and bool(_possible(seen))


def guess(seen: Sequence[int]) -> Encoding | None:
    """Which encoding the numbers of an encoder are, None as long as too little was seen.

    Certain after a turn to the right and one to the left, in this order. After many clicks to one side only, the more
    usual one of the two that it may be: two's complement before signed bit, binary offset before signed bit 2.
    """
    if len(seen) < 3 or all(a != b for a, b in pairwise(seen)):
        return None
    possible = _possible(seen)
    certain = [
        encoding
        for encoding in possible
        if any(raw in _NEAR[encoding][0] for raw in seen) and any(raw in _NEAR[encoding][1] for raw in seen)
    ]
    if certain:
        return next((encoding for encoding in certain if seen[0] in _NEAR[encoding][0]), certain[0])
    number, count = Counter(seen).most_common(1)[0]
    if len(seen) < _PLENTY or count < len(seen) / 2 or number not in (1, 65):
        return None
    return "two's complement" if number == 1 else "binary offset"


def _possible(seen: Sequence[int]) -> list[Encoding]:
    return [e for e in ENCODINGS if all(raw in _NEAR[e][0] or raw in _NEAR[e][1] for raw in seen)]
