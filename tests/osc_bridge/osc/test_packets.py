"""Packets are decoded as OSC 1.0 specifies, and malformed ones are refused whole."""

import struct
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import BadParameter
from osc_bridge.osc.packets import MAX_DEPTH, MAX_PACKET_BYTES, Group, read
from tests.tiny_client import bundle, pack, tag_at

TEMPO = pack("/vamen/tempo", 120.0)


def contents(groups: tuple[Group, ...]) -> list[tuple[float | None, list[tuple[str, list[Any]]]]]:
    return [(group.when, [(message.address, [*message.params]) for message in group.messages]) for group in groups]


def nested(depth: int) -> bytes:
    packet = TEMPO
    for _ in range(depth):
        packet = bundle(packet)
    return packet


def test_a_message_is_a_group_of_its_own() -> None:
    assert contents(read(TEMPO)) == [(None, [("/vamen/tempo", [120.0])])]


@pytest.mark.parametrize(
    ("tag", "value"),
    [("i", -7), ("h", 2**40), ("f", 0.25), ("d", 0.1), ("s", "text"), ("b", b"blob"), ("T", True), ("F", False)],
)
def test_every_type_arrives(tag: str, value: Any) -> None:
    assert contents(read(pack("/a", value, tags=tag))) == [(None, [("/a", [value])])]


def test_a_message_without_type_tags_has_no_arguments() -> None:
    assert contents(read(b"/vamen/play\0")) == [(None, [("/vamen/play", [])])]


def test_a_bundle_is_one_group() -> None:
    packet = bundle(pack("/a", 1), pack("/b", 2))
    assert contents(read(packet)) == [(None, [("/a", [1]), ("/b", [2])])]


@pytest.mark.parametrize("tag", [0, 1])
def test_both_time_tags_for_immediately_are_accepted(tag: int) -> None:
    assert read(bundle(TEMPO, tag=tag))[0].when is None


def test_a_time_tag_is_seconds_since_1970() -> None:
    assert read(bundle(TEMPO, tag=tag_at(1_700_000_000.5)))[0].when == 1_700_000_000.5


def test_an_inner_bundle_is_never_due_before_its_outer_one() -> None:
    early, late = bundle(pack("/early"), tag=tag_at(50)), bundle(pack("/late"), tag=tag_at(200))
    groups = read(bundle(pack("/outer"), early, late, tag=tag_at(100)))
    assert contents(groups) == [(100, [("/outer", []), ("/early", [])]), (200, [("/late", [])])]


def test_an_empty_bundle_has_no_groups() -> None:
    assert read(bundle()) == ()


def test_bundles_may_be_nested() -> None:
    assert contents(read(nested(MAX_DEPTH))) == [(None, [("/vamen/tempo", [120.0])])]


@pytest.mark.parametrize("depth", [MAX_DEPTH + 1, 500])
def test_bundles_that_are_nested_too_deeply_are_refused(depth: int) -> None:
    with pytest.raises(BadParameter, match="nested"):
        read(nested(depth))


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\0",
        b"\0\0\0\0",
        b"hello\0\0\0",
        b"/",
        b"/abc",
        b"/ab",
        b"/ab\0\0",
        b"/ab\0,",
        b"/ab\0,i\0",
        b"/ab\0,i\0\0",
        b"/ab\0,f\0\0",
        b"/ab\0,f\0\0\0\0",
        b"/ab\0,d\0\0\0\0\0\0",
        b"/ab\0,fi\0\0\0\0\0",
        b"/ab\0,s\0\0",
        b"/ab\0,s\0\0abcd",
        b"/ab\0,b\0\0\0\0\0\x09abcd",
        b"/ab\0if\0\0\0\0\0\0\0\0\0\0",
        b"/\xff\xfe\0",
        b"/ab\0,[f\0\0\0\0\0",
        b"/ab\0,]\0\0",
        b"#bundle\0",
        b"#bundle\0\0\0\0\0",
        b"#bundle",
        bundle() + b"\0",
        bundle() + b"\0\0\0\0",
        bundle() + b"\xff\xff\xff\xff",
        bundle() + b"\x7f\xff\xff\xff",
        bundle(TEMPO)[:-4],
        bundle(b"junk"),
        bundle(TEMPO, b"junk"),
    ],
)
def test_a_malformed_packet_is_refused_whole(packet: bytes) -> None:
    with pytest.raises(BadParameter):
        read(packet)


@pytest.mark.parametrize("tag", "CxXyz@\x01\xe9")
def test_an_unknown_type_tag_is_refused_because_its_payload_cannot_be_skipped(tag: str) -> None:
    tags = f",{tag}f".encode("latin-1").ljust(4, b"\0")
    with pytest.raises(BadParameter, match="type tag"):
        read(b"/vamen/tempo\0\0\0\0" + tags + struct.pack(">if", 1, 120.0))


def test_a_packet_that_is_too_large_is_refused() -> None:
    with pytest.raises(BadParameter, match="too large"):
        read(pack("/a", "x" * MAX_PACKET_BYTES))


noise = st.binary(max_size=200)
messages = st.builds(
    lambda address, tags, payload: b"/" + address + b"\0," + tags + b"\0" + payload,
    noise,
    st.text("ifshdbTFNrmt[]").map(str.encode),
    noise,
)
padded = st.one_of(noise, messages).map(lambda packet: packet + b"\0" * (-len(packet) % 4))


@given(st.one_of(noise, padded, st.lists(padded, max_size=4).map(lambda parts: bundle(*parts))))
@example(b"/ab\0,b\0\0\xff\xff\xff\xf0")
def test_any_bytes_are_read_or_refused(packet: bytes) -> None:
    try:
        groups = read(packet)
    except BadParameter:
        return
    assert all(message.address.startswith("/") for group in groups for message in group.messages)
