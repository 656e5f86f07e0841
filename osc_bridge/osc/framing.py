"""OSC packets in a stream of bytes, the two ways that there are, told apart by the first byte.

length   OSC 1.0: four bytes that say how long a packet is, the first of them 0, and the packet
SLIP     OSC 1.1: packets between bytes END; END and ESC within them are written as two bytes (RFC 1055)

in   bytes as they come, cut anywhere
out  whole packets, and packets of ours as they go back on the same stream
"""

import re
from collections.abc import Callable, Iterator

from engine.errors import BadParameter

from .packets import SIZE

END, ESC = b"\xc0", b"\xdb"

_ESCAPED = re.compile(rb"\xdb(.?)", re.DOTALL)
_MEANT = {b"\xdc": END, b"\xdd": ESC}
_WRITTEN = {END: ESC + b"\xdc", ESC: ESC + b"\xdd"}


class Stream:
    """What one peer sends over a connection."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._take: Callable[[], bytes | None] | None = None  # not known before the first byte

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The packets that are complete with these bytes.

        Raises:
            BadParameter: this is no stream of OSC packets; close it.
        """
        self._bytes += data
        if self._take is None and self._bytes:
            self._take = self._framing(bytes(self._bytes[:1]))
        while self._take is not None and (packet := self._take()) is not None:
            if packet:
                yield packet

    def framed(self, packet: bytes) -> bytes:
        """A packet of ours as this peer reads it."""
        if self._take == self._length:
            return len(packet).to_bytes(4, "big") + packet
        return END + re.sub(rb"[\xc0\xdb]", lambda sign: _WRITTEN[sign[0]], packet) + END

    def _framing(self, first: bytes) -> Callable[[], bytes | None]:
        if first == b"\0":
            return self._length
        if first in (END, b"/", b"#"):
            return self._slip
        raise BadParameter("a connection does not begin with OSC; send packets with their length, or in SLIP")

    def _length(self) -> bytes | None:
        if len(self._bytes) < 4:
            return None
        size = int.from_bytes(self._bytes[:4], "big")
        if not 0 < size <= SIZE:
            raise BadParameter(f"a packet announces {size} bytes; send 1 to {SIZE}")
        if len(self._bytes) < 4 + size:
            return None
        return self._cut(4, 4 + size, 4 + size)

    def _slip(self) -> bytes | None:
        end = self._bytes.find(END)
        if max(end, len(self._bytes) if end < 0 else 0) > 2 * SIZE:
            raise BadParameter(f"a packet in SLIP has no end; send at most {SIZE} bytes")
        if end < 0:
            return None
        return _ESCAPED.sub(_unescaped, self._cut(0, end, end + 1))

    def _cut(self, begin: int, end: int, after: int) -> bytes:
        packet = bytes(self._bytes[begin:end])
        del self._bytes[:after]
        return packet


def _unescaped(sign: re.Match[bytes]) -> bytes:
    if sign[1] not in _MEANT:
        raise BadParameter("a packet in SLIP has an escape that means nothing; send END or ESC escaped")
    return _MEANT[sign[1]]
