"""A datagram -> the OSC messages in it, grouped by the moment they are due.

in   bytes from anybody, at most SIZE of them
out  groups in the order of the packet: `when` is seconds since the Unix epoch, None means at once

What one packet may ask is bounded, as the next one waits for it; what is more than that is refused whole.
Open Sound Control 1.0, https://opensoundcontrol.stanford.edu/spec-1_0.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import BadParameter

from .messages import Message, message

SIZE = 16_384  # bytes; no controller sends half of it
DEPTH = 8  # bundles within bundles
MESSAGES = 512  # in all bundles of a packet; eight latents on every sixteenth are 256
TIMES = 64  # different ones in a packet
BUNDLE = b"#bundle\0"

_EPOCH = 2_208_988_800  # seconds from 1900, where time tags begin, to 1970
_AT_ONCE = (0, 1)  # the standard says 1; some senders leave it empty


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that take effect together."""

    when: float | None  # seconds since the Unix epoch; None: at once
    messages: tuple[Message, ...]


def read(datagram: bytes) -> tuple[Group, ...]:
    """The messages of a packet.

    A bundle within a bundle is due at the later of both times. What is due at the same time is one group.

    Raises:
        BadParameter: not a well-formed packet; then nothing of it counts.
    """
    if len(datagram) > SIZE:
        raise BadParameter(f"a packet of {len(datagram)} bytes is too large; send at most {SIZE}")
    if datagram[:1] == b"/":
        return (Group(None, (message(datagram),)),)
    groups: dict[float | None, list[Message]] = {}
    for count, (when, element) in enumerate(_elements(datagram, None, DEPTH), 1):
        if count > MESSAGES:
            raise BadParameter(f"a packet holds more than {MESSAGES} messages; send several packets")
        groups.setdefault(when, []).append(message(element))
    if len(groups) > TIMES:
        raise BadParameter(f"a packet is for {len(groups)} different times; send at most {TIMES} in one")
    return tuple(Group(when, tuple(messages)) for when, messages in groups.items())


def _elements(element: bytes, after: float | None, depth: int) -> Iterator[tuple[float | None, bytes]]:
    """The bytes of the messages of an element, with the time they are due, none earlier than `after`."""
    if not element.startswith(BUNDLE):
        yield after, element
        return
    if depth == 0:
        raise BadParameter(f"bundles are nested too deeply; send at most {DEPTH} within each other")
    if len(element) < 16:
        raise BadParameter("a bundle has no time tag; send #bundle and eight bytes of time")
    when = _later(_seconds(element[8:16]), after)
    start = 16
    while start < len(element):
        size = int.from_bytes(element[start : start + 4], "big", signed=True)
        end = start + 4 + size
        if size <= 0 or end > len(element):
            raise BadParameter("a bundle holds less than it announces; send whole elements")
        yield from _elements(element[start + 4 : end], when, depth - 1)
        start = end


def _seconds(tag: bytes) -> float | None:
    number = int.from_bytes(tag, "big")
    return None if number in _AT_ONCE else number / 2**32 - _EPOCH


def _later(one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return other if one is None else one
    return max(one, other)
