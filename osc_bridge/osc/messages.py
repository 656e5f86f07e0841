"""The bytes of one OSC message -> its address and arguments; a malformed message is refused.

Arguments become int (i h r), float (f d), str (s, a symbol S, a character c), bytes (b), bool (T F), None (N and the
impulse I), a tuple of four bytes (m) or of seconds since 1900 and their fraction (t), and lists for what stands between
[ and ].

Not python-osc: its reader accepts one in twenty damaged messages as other values, lets UnicodeDecodeError escape, does
not know the impulse, and takes six times as long for sixteen floats. Only replies are written with python-osc.
Open Sound Control 1.0, https://opensoundcontrol.stanford.edu/spec-1_0.html, and the types that 1.1 requires
"""

from collections.abc import Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

from engine.errors import BadParameter

MAX_ARGUMENTS = 256  # of a message; no controller sends as many

_FIXED_SIZE = {
    tag: Struct(f">{code}") for tag, code in zip(b"ifrhdtm", ("i", "f", "I", "q", "d", "II", "4B"), strict=True)
}
_NUMBER_CODES = dict(zip(b"ifrhd", "ifIqd", strict=True))
_WITHOUT_DATA = {ord("T"): True, ord("F"): False, ord("N"): None, ord("I"): None}
_TEXTS = b"sS"  # strings, and symbols, which some senders write for names
_KNOWN_TAGS = bytes((*_FIXED_SIZE, *_WITHOUT_DATA, *_TEXTS, *b"bc[]"))


class Message(NamedTuple):
    """An OSC message, decoded."""

    address: str  # begins with a /; may be a pattern
    params: Sequence[Any]
    dgram: bytes  # as it was received


def message(element: bytes) -> Message:
    """Decode one message.

    Raises:
        BadParameter: it is malformed or incomplete, or has more than MAX_ARGUMENTS arguments.
    """
    if element[:1] != b"/" or len(element) % 4:
        raise BadParameter("that is not OSC; send an address that begins with /, padded to four bytes")
    end = _end(element, 0)
    address, start = _text(element, 0, end), (end // 4 + 1) * 4
    if start >= len(element):
        return Message(address, (), element)
    end = _end(element, start)
    tags, start = element[start:end], (end // 4 + 1) * 4
    layout = _layout(tags)
    if layout is None:
        return Message(address, _Arguments(element, start).read(tags[1:]), element)
    if start + layout.size > len(element):
        raise _too_short()
    return Message(address, layout.unpack_from(element, start), element)


@lru_cache(maxsize=256)
def _layout(tags: bytes) -> Struct | None:
    """Return how to unpack arguments with these type tags (after a comma); None unless all of them are numbers."""
    if tags[:1] != b",":
        raise BadParameter("a message has arguments but no type tags; send a comma and one letter for each")
    if len(tags) > MAX_ARGUMENTS + 1:
        raise BadParameter(f"a message of {len(tags) - 1} arguments is too long; send at most {MAX_ARGUMENTS}")
    unknown = tags[1:].translate(None, _KNOWN_TAGS)
    if unknown:
        raise BadParameter(f"type tag {chr(unknown[0])!r} is not known; send one of {_KNOWN_TAGS.decode()}")
    if all(tag in _NUMBER_CODES for tag in tags[1:]):
        return Struct(">" + "".join(_NUMBER_CODES[tag] for tag in tags[1:]))
    return None


class _Arguments:
    """A reader of arguments of any type, one after the other."""

    def __init__(self, element: bytes, start: int) -> None:
        self._element, self._position = element, start

    def read(self, tags: bytes) -> list[Any]:
        """Return all arguments; `tags` without the comma."""
        found: list[Any] = []
        lists = [found]
        for tag in tags:
            if tag == ord("["):
                lists.append([])
                lists[-2].append(lists[-1])
            elif tag == ord("]"):
                lists.pop()
                if not lists:
                    break
            elif tag in _WITHOUT_DATA:
                lists[-1].append(_WITHOUT_DATA[tag])
            else:
                lists[-1].append(self._one(tag))
        if len(lists) != 1:
            raise BadParameter("the brackets of an array do not match; close every one that is opened")
        return found

    def _one(self, tag: int) -> Any:
        if tag in _TEXTS:
            start, end = self._position, _end(self._element, self._position)
            self._position = (end // 4 + 1) * 4
            return _text(self._element, start, end)
        if tag == ord("b"):
            size = int.from_bytes(self._bytes(4), "big", signed=True)
            if size < 0:
                raise _too_short()
            return self._bytes(size + -size % 4)[:size]
        if tag == ord("c"):
            return _character(int.from_bytes(self._bytes(4), "big"))
        layout = _FIXED_SIZE[tag]
        values = layout.unpack(self._bytes(layout.size))
        return values[0] if len(values) == 1 else values

    def _bytes(self, size: int) -> bytes:
        found = self._element[self._position : self._position + size]
        if len(found) < size:
            raise _too_short()
        self._position += size
        return found


def _end(element: bytes, start: int) -> int:
    """Return the position of the zero byte after the text at `start`."""
    end = element.find(b"\0", start)
    if end < 0:
        raise BadParameter("a text has no end; close it with a zero byte")
    return end


def _text(element: bytes, start: int, end: int) -> str:
    try:
        return element[start:end].decode()
    except UnicodeDecodeError:
        raise BadParameter("a message cannot be read; send text as UTF-8") from None


def _character(code: int) -> str:
    try:
        return chr(code).encode().decode()  # the codes of surrogates are no characters
    except (ValueError, OverflowError):
        raise BadParameter(
            f"{code} is not the code of a character; send one of Unicode, or the text as a string"
        ) from None


def _too_short() -> BadParameter:
    return BadParameter("a message is shorter than its type tags say; send every argument")
