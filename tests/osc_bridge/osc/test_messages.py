"""A message is read as python-osc writes it, or refused whole with a sentence."""

import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from engine.errors import BadParameter
from osc_bridge.osc.messages import MAX_ARGUMENTS, message
from tests.tiny_client import pack

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9)
plain = st.one_of(
    st.integers(-(2**31), 2**31 - 1),
    st.integers(2**31, 2**63 - 1),
    st.floats(width=32, allow_nan=False),
    texts,
    st.binary(min_size=1, max_size=9),
    st.booleans(),
    st.none(),
)
arguments = st.lists(st.one_of(plain, st.lists(st.one_of(plain, st.lists(plain, max_size=3)), max_size=3)), max_size=6)


@given(texts, arguments)
def test_it_reads_what_python_osc_reads(address: str, values: list[Any]) -> None:
    packet = pack(f"/{address}", *values)
    read, known = message(packet), OscMessage(packet)
    assert (read.address, [*read.params], read.dgram) == (known.address, known.params, packet)


@given(st.lists(st.sampled_from([*"ifhdrm"]), min_size=1, max_size=8), st.binary(min_size=64, max_size=64))
def test_numbers_are_read_as_python_osc_reads_them(tags: list[str], payload: bytes) -> None:
    text = f",{''.join(tags)}\0".encode()
    packet = b"/a\0\0" + text + b"\0" * (-len(text) % 4) + payload
    for one, other in zip(message(packet).params, OscMessage(packet).params, strict=True):
        assert one == other or (math.isnan(one) and math.isnan(other))


def test_an_impulse_has_no_payload() -> None:
    assert [*message(b"/a\0\0,IfI\0\0\0\0" + struct.pack(">f", 0.5)).params] == [None, 0.5, None]


def test_a_time_tag_is_read_as_seconds_and_fraction() -> None:
    assert [*message(b"/a\0\0,t\0\0" + struct.pack(">II", 7, 2**31)).params] == [(7, 2**31)]


def test_the_number_of_arguments_is_bounded() -> None:
    values = [0.5] * MAX_ARGUMENTS
    assert [*message(pack("/a", *values)).params] == values
    with pytest.raises(BadParameter, match="257 arguments"):
        message(pack("/a", *values, 0.5))


@pytest.mark.parametrize("tags", ["[", "]", "[[]", "[]]", "][", "[i"])
def test_brackets_must_match(tags: str) -> None:
    text = f",{tags}\0".encode()
    with pytest.raises(BadParameter, match="brackets"):
        message(b"/a\0\0" + text + b"\0" * (-len(text) % 4) + b"\0\0\0\0")


@pytest.mark.parametrize("tag", "ifrhdtmsb")
def test_a_missing_argument_is_refused(tag: str) -> None:
    with pytest.raises(BadParameter):
        message(f"/a\0\0,T{tag}\0".encode())


def test_a_blob_of_negative_size_is_refused() -> None:
    with pytest.raises(BadParameter, match="shorter"):
        message(b"/a\0\0,b\0\0\xff\xff\xff\xf0")


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(tags: bytes, payload: bytes) -> None:
    packet = b"/a\0\0," + tags + b"\0" + payload
    try:
        read = message(packet + b"\0" * (-len(packet) % 4))
    except BadParameter:
        return
    assert read.address == "/a"


@pytest.mark.parametrize(
    ("tags", "payload", "values"),
    [
        ("S", b"amen\0\0\0\0", ["amen"]),
        ("iS", b"\0\0\0\3brk\0", [3, "brk"]),
        ("Ss", b"\0\0\0\0\xc3\xa9\0\0", ["", "é"]),
        ("c", b"\0\0\0a", ["a"]),
        ("ccf", b"\0\0\0007\0\0\x26\x6a\0\0\0\0", ["7", "\u266a", 0.0]),
        ("[cS]", b"\0\1\xf9\x41b\0\0\0", [["\U0001f941", "b"]]),
    ],
)
def test_symbols_and_characters_are_text(tags: str, payload: bytes, values: list[Any]) -> None:
    assert message(_packet(tags, payload)).params == values


@pytest.mark.parametrize(
    ("tags", "payload"),
    [
        ("c", b""),
        ("c", b"\0\0a"),
        ("c", b"\x7f\xff\xff\xff"),
        ("c", b"\xff\xff\xff\xff"),
        ("c", b"\0\0\xd8\0"),
        ("S", b"amen"),
        ("S", b"\xff\xfe\0\0"),
    ],
)
def test_a_symbol_or_character_that_is_damaged_is_refused(tags: str, payload: bytes) -> None:
    with pytest.raises(BadParameter):
        message(_packet(tags, payload))


def _packet(tags: str, payload: bytes) -> bytes:
    """Return a message to /a with these type tags."""
    text = f",{tags}\0".encode()
    return b"/a\0\0" + text + b"\0" * (-len(text) % 4) + payload
