"""Packets come out of a stream as they went in, wherever it is cut; other bytes are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadParameter
from osc_bridge.osc.framing import PacketStream
from osc_bridge.osc.packets import MAX_PACKET_BYTES
from tests.tiny_client import bundle, pack

PACKETS = [pack("/vamen/tempo", 120.0), bundle(pack("/a", b"\xc0\xdb\xdc\xdd")), pack("/vamen/play")]


def by_length(*packets: bytes) -> bytes:
    return b"".join(len(packet).to_bytes(4, "big") + packet for packet in packets)


def by_slip(*packets: bytes, first: bytes = b"\xc0") -> bytes:
    return first + b"\xc0".join(
        packet.replace(b"\xdb", b"\xdb\xdd").replace(b"\xc0", b"\xdb\xdc") for packet in (*packets, b"")
    )


@pytest.mark.parametrize("data", [by_length(*PACKETS), by_slip(*PACKETS), by_slip(*PACKETS, first=b"")])
def test_both_framings_are_told_apart_by_their_first_byte(data: bytes) -> None:
    assert list(PacketStream().feed(data)) == PACKETS


@given(st.lists(st.binary(min_size=1, max_size=40)), st.lists(st.integers(1, 9)), st.sampled_from([by_length, by_slip]))
def test_packets_are_whole_wherever_the_stream_is_cut(packets, cuts, framing) -> None:  # type: ignore[no-untyped-def]
    data, stream, out = framing(*packets), PacketStream(), []
    for cut in cuts:
        out += stream.feed(data[:cut])
        data = data[cut:]
    out += stream.feed(data)
    assert out == packets


@given(st.binary(min_size=1, max_size=200), st.sampled_from([by_length(PACKETS[0]), by_slip(PACKETS[0])]))
def test_packets_to_send_have_the_framing_of_the_peer(packet: bytes, greeting: bytes) -> None:
    stream = PacketStream()
    list(stream.feed(greeting))
    peer = PacketStream()
    assert list(peer.feed(greeting)) == [PACKETS[0]]
    assert list(peer.feed(stream.framed(packet))) == [packet]


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n",
        b"\xff" * 8,
        b"\0\0\0\0",
        b"\0\1\0\0",
        (MAX_PACKET_BYTES + 4).to_bytes(4, "big"),
        b"\xc0/a\0\0\xdbx\xc0",
        b"\xc0/a\0\0\xdb\xc0",
        b"/" * (2 * MAX_PACKET_BYTES + 1),
        b"\xc0" + b"/" * (2 * MAX_PACKET_BYTES + 1) + b"\xc0",
    ],
)
def test_a_stream_that_is_not_osc_is_refused(data: bytes) -> None:
    with pytest.raises(BadParameter):
        list(PacketStream().feed(data))


@given(st.lists(st.binary(max_size=100)))
def test_any_bytes_are_decoded_or_refused(pieces: list[bytes]) -> None:
    stream = PacketStream()
    try:
        for piece in pieces:
            assert all(stream.feed(piece))
    except BadParameter:
        pass
