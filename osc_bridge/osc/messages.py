"""The bytes of one OSC message -> its address and arguments. Bytes from anybody: what is malformed is refused.

Arguments come as int (i h r), float (f d), str (s), bytes (b), bool (T F), None (N and the impulse I), a tuple of four
bytes (m) or of seconds since 1900 and their fraction (t), and lists for what stands between [ and ].

Written here, as python-osc takes up to five times as long for a message of numbers, reads on after an unknown type tag
without skipping its payload, takes a missing number for zero, and does not know the impulse.
Open Sound Control 1.0, https://opensoundcontrol.stanford.edu/spec-1_0.html, and the types that 1.1 requires
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

from engine.errors import BadParameter

ARGUMENTS = 256  # of a message; no controller sends as many

_FIXED = {tag: Struct(f">{code}") for tag, code in zip(b"ifrhdtm", ("i", "f", "I", "q", "d", "II", "4B"), strict=True)}
_PLAIN = dict(zip(b"ifrhd", "ifIqd", strict=True))  # one number each
_WORDS = {ord("T"): True, ord("F"): False, ord("N"): None, ord("I"): None}  # no payload
_KNOWN = bytes((*_FIXED, *_WORDS, *b"sb[]"))


class Message(NamedTuple):
    """One message."""

    address: str  # begins with a /; may be a pattern
    params: Sequence[Any]
    dgram: bytes  # as it came


def message(element: bytes) -> Message:
    """Read one message.

    Raises:
        BadParameter: it is none, or not whole, or has more than ARGUMENTS arguments.
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
        raise _short()
    return Message(address, layout.unpack_from(element, start), element)


@lru_cache(maxsize=256)
def _layout(tags: bytes) -> Struct | None:
    """How the arguments lie, when all of them are numbers."""
    if tags[:1] != b",":
        raise BadParameter("a message has arguments but no type tags; send a comma and one letter for each")
    if len(tags) > ARGUMENTS + 1:
        raise BadParameter(f"a message of {len(tags) - 1} arguments is too long; send at most {ARGUMENTS}")
    unknown = tags[1:].translate(None, _KNOWN)
    if unknown:
        raise BadParameter(f"type tag {chr(unknown[0])!r} is not known; send one of {_KNOWN.decode()}")
    if all(tag in _PLAIN for tag in tags[1:]):
        return Struct(">" + "".join(_PLAIN[tag] for tag in tags[1:]))
    return None


class _Arguments:
    """Arguments of any kind, one after the other."""

    def __init__(self, element: bytes, start: int) -> None:
        self._element, self._at = element, start

    def read(self, tags: bytes) -> list[Any]:
        """All of them; `tags` without the comma."""
        found: list[Any] = []
        lists = [found]
        for tag in tags:
            if tag == ord("["):
                lists.append([])
                lists[-2].append(lists[-1])
            elif tag == ord("]"):
                lists.pop()
                if not lists:
                    raise _brackets()
            elif tag in _WORDS:
                lists[-1].append(_WORDS[tag])
            else:
                lists[-1].append(self._one(tag))
        if len(lists) != 1:
            raise _brackets()
        return found

    def _one(self, tag: int) -> Any:
        other: Callable[[], Any] | None = {ord("s"): self._string, ord("b"): self._blob}.get(tag)
        if other:
            return other()
        layout = _FIXED[tag]
        values = layout.unpack(self._bytes(layout.size))
        return values[0] if len(values) == 1 else values

    def _string(self) -> str:
        end = _end(self._element, self._at)
        text = _text(self._element, self._at, end)
        self._at = (end // 4 + 1) * 4
        return text

    def _blob(self) -> bytes:
        size = int.from_bytes(self._bytes(4), "big", signed=True)
        if size < 0:
            raise _short()
        return self._bytes(size + -size % 4)[:size]

    def _bytes(self, size: int) -> bytes:
        found = self._element[self._at : self._at + size]
        if len(found) < size:
            raise _short()
        self._at += size
        return found


def _end(element: bytes, start: int) -> int:
    """Where the text at `start` ends."""
    end = element.find(b"\0", start)
    if end < 0:
        raise BadParameter("a text has no end; close it with a zero byte")
    return end


def _text(element: bytes, start: int, end: int) -> str:
    try:
        return element[start:end].decode()
    except UnicodeDecodeError:
        raise BadParameter("a message cannot be read; send text as UTF-8") from None


def _short() -> BadParameter:
    return BadParameter("a message is shorter than its type tags say; send every argument")


def _brackets() -> BadParameter:
    return BadParameter("the brackets of an array do not match; close every one that is opened")
