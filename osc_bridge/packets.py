"""A datagram -> the OSC messages in it, grouped by the moment they are due.

in   bytes from anybody, at most SIZE of them
out  groups in the order of the packet: `when` is seconds since the Unix epoch, None means at once

python-osc parses the messages. What it does not check is checked here before it sees them: it recurses into nested
bundles, it reads on after an unknown type tag without skipping its payload, and it takes a missing number for zero.
Open Sound Control 1.0, https://opensoundcontrol.stanford.edu/spec-1_0.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pythonosc.osc_message import OscMessage, ParseError

from engine.errors import BadParameter

SIZE = 16_384  # bytes; no controller sends half of it
DEPTH = 8  # bundles within bundles
BUNDLE = b"#bundle\0"

# least bytes of a payload; a string is at least its padded end, a blob at least its length
_BYTES = dict.fromkeys(b"ifrmsb", 4) | dict.fromkeys(b"hdt", 8) | dict.fromkeys(b"TFN[]", 0)
_KNOWN = bytes(_BYTES)
_EPOCH = 2_208_988_800  # seconds from 1900, where time tags begin, to 1970
_AT_ONCE = (0, 1)  # the standard says 1; some senders leave it empty


@dataclass(frozen=True, slots=True)
class Group:
    """Messages that take effect together."""

    when: float | None  # seconds since the Unix epoch; None: at once
    messages: tuple[OscMessage, ...]


def read(datagram: bytes) -> tuple[Group, ...]:
    """The messages of a packet.

    A bundle within a bundle is due at the later of both times. What is due at the same time is one group.

    Raises:
        BadParameter: not a well-formed packet; then nothing of it counts.
    """
    if len(datagram) > SIZE:
        raise BadParameter(f"a packet of {len(datagram)} bytes is too large; send at most {SIZE}")
    if datagram[:1] == b"/":
        return (Group(None, (_message(datagram),)),)
    groups: dict[float | None, list[OscMessage]] = {}
    for when, message in _elements(datagram, None, DEPTH):
        groups.setdefault(when, []).append(message)
    return tuple(Group(when, tuple(messages)) for when, messages in groups.items())


def _elements(element: bytes, after: float | None, depth: int) -> Iterator[tuple[float | None, OscMessage]]:
    """Messages of an element with the time they are due, none earlier than `after`."""
    if not element.startswith(BUNDLE):
        yield after, _message(element)
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


def _message(element: bytes) -> OscMessage:
    """Parse one message, whose address, type tags and payload are complete."""
    if element[:1] != b"/" or len(element) % 4:
        raise BadParameter("that is not OSC; send an address that begins with /, padded to four bytes")
    tags_start = _after_string(element, 0)
    if tags_start < len(element):
        payload_start = _after_string(element, tags_start)
        tags = element[tags_start:payload_start].rstrip(b"\0")
        if tags[:1] != b",":
            raise BadParameter("a message has arguments but no type tags; send a comma and one letter for each")
        unknown = tags[1:].translate(None, _KNOWN)
        if unknown:
            raise BadParameter(f"type tag {chr(unknown[0])!r} is not known; send one of {_KNOWN.decode()}")
        if sum(_BYTES[tag] for tag in tags[1:]) > len(element) - payload_start:
            raise BadParameter("a message is shorter than its type tags say; send every argument")
    try:
        return OscMessage(element)
    except (ParseError, UnicodeDecodeError) as error:
        raise BadParameter("a message cannot be read; send text as UTF-8 and arguments as the tags say") from error


def _after_string(element: bytes, start: int) -> int:
    """Where the next field begins after the padded string at `start`."""
    end = element.find(b"\0", start)
    if end < 0:
        raise BadParameter("a text has no end; close it with a zero byte")
    return (end // 4 + 1) * 4
