"""Relative encoders: the number that a controller sends -> clicks, positive to the right.

The encodings, by their names in Ableton Live's manual:

                     right      left
signed bit           1..64      65..127
signed bit 2         65..127    1..64
binary offset        65..127    63..1
two's complement     1..64      127..65

0 is no click in any of them. How many clicks a fast turn has is decided by the controller.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, get_args

Encoding = Literal["signed bit", "signed bit 2", "binary offset", "two's complement"]
ENCODINGS: tuple[Encoding, ...] = get_args(Encoding)

CLICKS_PER_RANGE = 128  # from one end of a parameter's range to the other

_SLOW_TURNS = {  # numbers of slow turns to the right and to the left
    "two's complement": (range(1, 16), range(113, 128)),
    "binary offset": (range(65, 80), range(49, 64)),
    "signed bit": (range(1, 16), range(65, 80)),
    "signed bit 2": (range(65, 80), range(1, 16)),
}
_MIN_DIRECTION_JUMP = 40  # more than a knob with ends moves between two messages
_MIN_ONE_DIRECTION = 8  # messages of one direction, after which the more common encoding is taken


def clicks(raw: int, encoding: Encoding) -> int:
    """Return the clicks that the number 0..127 stands for; positive to the right."""
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


def may_be_encoder(numbers: Sequence[int]) -> bool:
    """Return whether an endless encoder may have sent these numbers.

    An encoder repeats a number or jumps between its two directions; a knob with ends does neither.
    """
    repeats = any(a == b or abs(a - b) >= _MIN_DIRECTION_JUMP for a, b in pairwise(numbers))
    return repeats and bool(_possible(numbers))


def detect_encoding(numbers: Sequence[int]) -> Encoding | None:
    """Return the encoding of an encoder's numbers, None while they are too few.

    It is certain after a turn to the right, then one to the left. After many clicks to one side, it is the more common
    of two possible ones: two's complement rather than signed bit, binary offset rather than signed bit 2.
    """
    if len(numbers) < 3 or all(a != b for a, b in pairwise(numbers)):
        return None
    certain = [
        encoding
        for encoding in _possible(numbers)
        if all(any(raw in side for raw in numbers) for side in _SLOW_TURNS[encoding])
    ]
    if certain:
        return next((encoding for encoding in certain if numbers[0] in _SLOW_TURNS[encoding][0]), certain[0])
    number, count = Counter(numbers).most_common(1)[0]
    if len(numbers) < _MIN_ONE_DIRECTION or count < len(numbers) / 2 or number not in (1, 65):
        return None
    return "two's complement" if number == 1 else "binary offset"


def _possible(numbers: Sequence[int]) -> list[Encoding]:
    return [e for e in ENCODINGS if all(any(raw in side for side in _SLOW_TURNS[e]) for raw in numbers)]
