"""OSC packets in a stream of bytes, in one of two framings, told apart by the first byte of the stream.

length   OSC 1.0: four bytes with the length of a packet, the first of them 0, and the packet
SLIP     OSC 1.1: packets between END bytes; END and ESC within them are written as two bytes (RFC 1055)

in   bytes as they are received, cut anywhere
out  whole packets; packets to send, in the framing of the peer
"""

import re
from collections.abc import Callable, Iterator

from engine.errors import BadParameter

from .packets import MAX_PACKET_BYTES

SLIP_END, SLIP_ESC = b"\xc0", b"\xdb"

_ESCAPE = re.compile(rb"\xdb(.?)", re.DOTALL)
_UNESCAPED = {b"\xdc": SLIP_END, b"\xdd": SLIP_ESC}
_ESCAPED = {SLIP_END: SLIP_ESC + b"\xdc", SLIP_ESC: SLIP_ESC + b"\xdd"}


class PacketStream:
    """The packets that one peer sends over a connection."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._take: Callable[[], bytes | None] | None = None  # unknown before the first byte

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take the next bytes of the stream and yield the packets that they complete.

        Raises:
            BadParameter: this is not a stream of OSC packets; close it.
        """
        self._bytes += data
        if self._take is None and self._bytes:
            self._take = self._detect(bytes(self._bytes[:1]))
        while self._take is not None and (packet := self._take()) is not None:
            if packet:
                yield packet

    def framed(self, packet: bytes) -> bytes:
        """Return a packet to send, in the framing of the peer."""
        if self._take == self._take_length:
            return len(packet).to_bytes(4, "big") + packet
        return SLIP_END + re.sub(rb"[\xc0\xdb]", lambda match: _ESCAPED[match[0]], packet) + SLIP_END

    def _detect(self, first: bytes) -> Callable[[], bytes | None]:
        if first == b"\0":
            return self._take_length
        if first in (SLIP_END, b"/", b"#"):
            return self._take_slip
        raise BadParameter("a connection does not begin with OSC; send packets with their length, or in SLIP")

    def _take_length(self) -> bytes | None:
        if len(self._bytes) < 4:
            return None
        size = int.from_bytes(self._bytes[:4], "big")
        if not 0 < size <= MAX_PACKET_BYTES:
            raise BadParameter(f"a packet announces {size} bytes; send 1 to {MAX_PACKET_BYTES}")
        return self._cut(4, 4 + size, 4 + size) if len(self._bytes) >= 4 + size else None

    def _take_slip(self) -> bytes | None:
        end = self._bytes.find(SLIP_END)
        if (len(self._bytes) if end < 0 else end) > 2 * MAX_PACKET_BYTES:
            raise BadParameter(f"a packet in SLIP has no end; send at most {MAX_PACKET_BYTES} bytes")
        return _ESCAPE.sub(_unescape, self._cut(0, end, end + 1)) if end >= 0 else None

    def _cut(self, start: int, end: int, rest: int) -> bytes:
        packet = bytes(self._bytes[start:end])
        del self._bytes[:rest]
        return packet


def _unescape(match: re.Match[bytes]) -> bytes:
    if match[1] not in _UNESCAPED:
        raise BadParameter("a packet in SLIP has an unknown escape; send END or ESC escaped")
    return _UNESCAPED[match[1]]
