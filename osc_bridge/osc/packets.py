"""A packet -> the OSC messages in it, grouped by the time at which they are due.

in   bytes from outside, at most MAX_PACKET_BYTES
out  groups in the order of the packet

The number of messages, times and nested bundles is bounded, because the next packet waits for this one; a packet above
these bounds is refused whole.
Open Sound Control 1.0, https://opensoundcontrol.stanford.edu/spec-1_0.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import BadParameter

from .messages import Message, message

MAX_PACKET_BYTES = 16_384  # more than twice what any controller sends
MAX_DEPTH = 8  # of bundles within bundles
MAX_MESSAGES = 512  # in all bundles of a packet; eight latents on every sixteenth are 256
MAX_TIMES = 64  # different ones in a packet
BUNDLE = b"#bundle\0"

_NTP_EPOCH_S = 2_208_988_800  # from 1900, where time tags begin, to 1970
_IMMEDIATELY = (0, 1)  # time tags; the standard says 1, some senders write 0


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that take effect together."""

    when: float | None  # seconds since the Unix epoch; None: at once
    messages: tuple[Message, ...]


def read(packet: bytes) -> tuple[Group, ...]:
    """Return the messages of a packet, grouped by time.

    A bundle within a bundle is due at the later of both times. Messages that are due at the same time are one group.

    Raises:
        BadParameter: the packet is malformed; then none of its messages takes effect.
    """
    if len(packet) > MAX_PACKET_BYTES:
        raise BadParameter(f"a packet of {len(packet)} bytes is too large; send at most {MAX_PACKET_BYTES}")
    if packet[:1] == b"/":
        return (Group(None, (message(packet),)),)
    groups: dict[float | None, list[Message]] = {}
    for count, (when, element) in enumerate(_elements(packet, None, MAX_DEPTH), 1):
        if count > MAX_MESSAGES:
            raise BadParameter(f"a packet holds more than {MAX_MESSAGES} messages; send several packets")
        groups.setdefault(when, []).append(message(element))
    if len(groups) > MAX_TIMES:
        raise BadParameter(f"a packet is for {len(groups)} different times; send at most {MAX_TIMES} in one")
    return tuple(Group(when, tuple(messages)) for when, messages in groups.items())


def _elements(element: bytes, not_before: float | None, depth: int) -> Iterator[tuple[float | None, bytes]]:
    """Yield the time (not before `not_before`) and the bytes of each message in an element: a message or a bundle.

    `depth`: how many levels of bundles may be nested in it.
    """
    if not element.startswith(BUNDLE):
        yield not_before, element
        return
    if depth == 0:
        raise BadParameter(f"bundles are nested too deeply; send at most {MAX_DEPTH} within each other")
    if len(element) < 16:
        raise BadParameter("a bundle has no time tag; send #bundle and eight bytes of time")
    when, tag = not_before, int.from_bytes(element[8:16], "big")
    if tag not in _IMMEDIATELY:
        seconds = tag / 2**32 - _NTP_EPOCH_S
        when = seconds if not_before is None else max(seconds, not_before)
    start = 16
    while start < len(element):
        size = int.from_bytes(element[start : start + 4], "big", signed=True)
        end = start + 4 + size
        if size <= 0 or end > len(element):
            raise BadParameter("a bundle holds less than it announces; send whole elements")
        yield from _elements(element[start + 4 : end], when, depth - 1)
        start = end
