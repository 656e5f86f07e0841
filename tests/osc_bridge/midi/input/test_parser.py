"""Bytes are parsed by the MIDI standard, and no bytes stop the parser."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.input.midi_messages import ControlChange, MidiMessage, NoteMessage, ProgramChange, SystemMessage
from osc_bridge.midi.input.parser import MAX_14_BIT_CONTROLS, MidiParser

AT = 7.0


def cc(number: int, value: float, raw: int, channel: int = 0) -> ControlChange:
    return ControlChange(f"cc {number}", channel, value, raw, AT)


def moved(control: str, value: float, raw: int, channel: int = 0) -> ControlChange:
    return ControlChange(control, channel, pytest.approx(value, abs=1e-12), raw, AT)


def decode(text: str, pairs: Sequence[int] = ()) -> list[MidiMessage]:
    """Return the parsed messages of bytes in hex, separated by commas."""
    parser = MidiParser(pairs)
    found = [message for message in text.split(",") for message in parser.feed(bytes.fromhex(message), AT)]
    assert parser.refused == 0
    return found


SINGLE: dict[str, tuple[str, list[MidiMessage]]] = {
    "note on": ("90 24 7f", [NoteMessage(36, 0, 1.0, AT)]),
    "note on, soft, channel 10": ("99 24 40", [NoteMessage(36, 9, 64 / 127, AT)]),
    "note on with velocity 0 is a release": ("90 24 00", [NoteMessage(36, 0, 0.0, AT)]),
    "note off, whatever its velocity": ("83 24 40", [NoteMessage(36, 3, 0.0, AT)]),
    "controller at its low end": ("b0 14 00", [cc(20, 0.0, 0)]),
    "controller in the middle": ("b0 14 40", [cc(20, 0.5, 64)]),
    "controller at its high end": ("bf 14 7f", [cc(20, 1.0, 127, 15)]),
    "sustain is a controller": ("b0 40 7f", [cc(64, 1.0, 127)]),
    "volume is one": ("b0 07 7f", [cc(7, 1.0, 127)]),
    "data entry without a number is one": ("b0 06 40", [cc(6, 0.5, 64)]),
    "so is increment": ("b0 60 40", [cc(96, 0.5, 64)]),
    "bend to the left": ("e0 00 00", [ControlChange("bend", 0, 0.0, -8192, AT)]),
    "bend at rest": ("e0 00 40", [ControlChange("bend", 0, 0.5, 0, AT)]),
    "bend to the right": ("e2 7f 7f", [ControlChange("bend", 2, 1.0, 8191, AT)]),
    "channel pressure": ("d1 40", [ControlChange("pressure", 1, 0.5, 64, AT)]),
    "poly pressure": ("a1 24 7f", [ControlChange("poly 36", 1, 1.0, 127, AT)]),
    "program": ("c4 05", [ProgramChange(5, 0, 4, AT)]),
    "tick": ("f8", [SystemMessage("tick", AT)]),
    "start": ("fa", [SystemMessage("start", AT)]),
    "continue": ("fb", [SystemMessage("continue", AT)]),
    "stop": ("fc", [SystemMessage("stop", AT)]),
    "song position, 16 sixteenths": ("f2 10 00", [SystemMessage("position", AT, 4.0)]),
    "song position, the last one": ("f2 7f 7f", [SystemMessage("position", AT, 16383 / 4)]),
    "all sound off": ("b0 78 00", [SystemMessage("silence", AT)]),
    "all controllers reset": ("b0 79 00", [SystemMessage("reset", AT)]),
    "all notes off": ("b0 7b 00", [SystemMessage("release", AT)]),
    "omni off": ("b0 7c 00", [SystemMessage("release", AT)]),
    "omni on": ("b0 7d 00", [SystemMessage("release", AT)]),
    "mono": ("b0 7e 01", [SystemMessage("release", AT)]),
    "poly": ("b0 7f 00", [SystemMessage("release", AT)]),
    "active sensing": ("fe", []),
    "system reset": ("ff", []),
    "time code": ("f1 10", []),
    "song select": ("f3 01", []),
    "tune request": ("f6", []),
    "system exclusive": ("f0 7e 7f 06 01 f7", []),
    "long system exclusive": ("f0" + "55" * 9000 + "f7", []),
    "system exclusive in two parts": ("f0 01 02, 03 04 f7", []),
}

SEQUENCES: dict[str, tuple[str, list[MidiMessage]]] = {
    "running status: three notes, the last two are releases": (
        "90 24 7f 24 00 25 00",
        [NoteMessage(36, 0, 1.0, AT), NoteMessage(36, 0, 0.0, AT), NoteMessage(37, 0, 0.0, AT)],
    ),
    "running status over two chunks": ("90 24 7f, 24 00", [NoteMessage(36, 0, 1.0, AT), NoteMessage(36, 0, 0.0, AT)]),
    "running status of two bytes": ("d0 00 40", [moved("pressure", 0, 0), moved("pressure", 0.5, 64)]),
    "a tick within a note": ("90 24 f8 7f", [SystemMessage("tick", AT), NoteMessage(36, 0, 1.0, AT)]),
    "a tick does not end running status": ("90 24 7f, f8, 24 00", [
        NoteMessage(36, 0, 1.0, AT), SystemMessage("tick", AT), NoteMessage(36, 0, 0.0, AT)
    ]),
    "two messages in one chunk": ("b0 14 00 90 24 7f", [cc(20, 0.0, 0), NoteMessage(36, 0, 1.0, AT)]),
    "bank and program": (
        "b0 00 01, b0 20 02, c0 05",
        [cc(0, 1 / 128, 1), cc(32, 2 / 128, 2), ProgramChange(5, 130, 0, AT)],
    ),
    "a bank belongs to its channel": ("b1 00 01, c0 05", [cc(0, 1 / 128, 1, 1), ProgramChange(5, 0, 0, AT)]),
    "a coarse bank sets the fine one to 0": (
        "b0 20 02, b0 00 01, c0 05",
        [cc(32, 2 / 128, 2), cc(0, 1 / 128, 1), ProgramChange(5, 128, 0, AT)],
    ),
    # 14 bits: 3 is a declared pair
    "pair, coarse and fine": ("b0 03 40, b0 23 00", [moved("cc14 3", 0.5, 8192), moved("cc14 3", 0.5, 8192)]),
    "pair, the top": ("b0 03 7f, b0 23 7f", [moved("cc14 3", 1, 16256), moved("cc14 3", 1, 16383)]),
    "pair, only coarse halves still reach the ends": (
        "b0 03 00, b0 03 7f",
        [moved("cc14 3", 0, 0), moved("cc14 3", 1, 16256)],
    ),
    "pair, fine alone refines": (
        "b0 03 20, b0 23 01, b0 23 02",
        [moved("cc14 3", 0.25, 4096), moved("cc14 3", 4097 / 16384, 4097), moved("cc14 3", 4098 / 16384, 4098)],
    ),
    "pair, coarse sets fine to 0": (
        "b0 03 20, b0 23 7f, b0 03 21",
        [moved("cc14 3", 0.25, 4096), moved("cc14 3", 4223 / 16384, 4223), moved("cc14 3", 4224 / 16384, 4224)],
    ),
    "pair, fine before any coarse says nothing": ("b0 23 05", []),
    "pair, each channel its own": ("b0 03 20, b1 23 05", [moved("cc14 3", 0.25, 4096)]),
    "no pair: two knobs": ("b0 04 40, b0 24 7f", [cc(4, 0.5, 64), cc(36, 1.0, 127)]),
    # NRPN 1 * 128 + 2 = 130
    "nrpn, coarse": ("b0 63 01, b0 62 02, b0 06 40", [moved("nrpn 130", 0.5, 8192)]),
    "nrpn, halves of the number the other way round": ("b0 62 02, b0 63 01, b0 06 40", [moved("nrpn 130", 0.5, 8192)]),
    "nrpn, coarse and fine": (
        "b0 63 01, b0 62 02, b0 06 7f, b0 26 7f",
        [moved("nrpn 130", 1, 16256), moved("nrpn 130", 1, 16383)],
    ),
    "nrpn, only one half of the number changes": (
        "b0 63 01, b0 62 02, b0 06 00, b0 62 03, b0 06 7f",
        [moved("nrpn 130", 0, 0), moved("nrpn 131", 1, 16256)],
    ),
    "nrpn, half a number is none": ("b0 63 01, b0 06 40", [cc(6, 0.5, 64)]),
    "nrpn, each channel its own": ("b0 63 01, b0 62 02, b1 06 40", [cc(6, 0.5, 64, 1)]),
    "nrpn, counted up and down in 128ths": (
        "b0 63 01, b0 62 02, b0 06 20, b0 60 00, b0 61 00",
        [moved("nrpn 130", 0.25, 4096), moved("nrpn 130", 33 / 128, 4224), moved("nrpn 130", 0.25, 4096)],
    ),
    "nrpn, counted as finely as it was set": (
        "b0 63 01, b0 62 02, b0 06 20, b0 26 00, b0 60 00",
        [moved("nrpn 130", 0.25, 4096), moved("nrpn 130", 0.25, 4096), moved("nrpn 130", 4097 / 16384, 4097)],
    ),
    "nrpn, counted from the middle": ("b0 63 01, b0 62 02, b0 60 00", [moved("nrpn 130", 0.5 + 0.5 / 63, 8320)]),
    "nrpn, counting ends at the ends": (
        "b0 63 01, b0 62 02, b0 06 00, b0 61 00, b0 06 7f, b0 60 00",
        [moved("nrpn 130", value, raw) for value, raw in ((0, 0), (0, 0), (1, 16256), (1, 16256))],
    ),
    "rpn 0, range of bend": ("b0 65 00, b0 64 00, b0 06 0c", [moved("rpn 0", 12 / 128, 12 * 128)]),
    "rpn 6, members of a zone": ("bf 65 00, bf 64 06, bf 06 0f", [moved("rpn 6", 15 / 128, 15 * 128, 15)]),
    "rpn null ends a number": ("b0 63 01, b0 62 02, b0 65 7f, b0 64 7f, b0 06 40", [cc(6, 0.5, 64)]),
    "nrpn null too": ("b0 63 01, b0 62 02, b0 63 7f, b0 62 7f, b0 06 40", [cc(6, 0.5, 64)]),
    "an rpn is no nrpn": ("b0 63 00, b0 62 06, b0 65 00, b0 06 40", [cc(6, 0.5, 64)]),
    "reset ends a number": ("b0 63 01, b0 62 02, b0 79 00, b0 06 40", [SystemMessage("reset", AT), cc(6, 0.5, 64)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "messages"), SINGLE.values(), ids=SINGLE)
def test_one_message(text: str, messages: list[MidiMessage]) -> None:
    assert decode(text) == messages


@pytest.mark.parametrize(("text", "messages"), SEQUENCES.values(), ids=SEQUENCES)
def test_messages_in_a_row(text: str, messages: list[MidiMessage]) -> None:
    assert decode(text, pairs=[3]) == messages


BROKEN = {
    "nothing": "",
    "data without a status": "12 34",
    "half a note": "90 24",
    "only a status": "90",
    "a status within a note": "90 c8 01",
    "half a song position": "f2 01",
    "undefined": "f4",
    "data after the end of system exclusive": "f7 01",
    "song position has no running status": "f2 01 00 02 00",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_an_invalid_message_is_counted_and_the_next_one_is_parsed(text: str) -> None:
    parser = MidiParser()
    parser.feed(bytes.fromhex(text), AT)
    assert parser.refused == 1
    assert parser.feed([0x90, 36, 127], AT) == [NoteMessage(36, 0, 1.0, AT)]
    assert parser.refused == 1


def test_after_an_invalid_message_there_is_no_running_status() -> None:
    parser = MidiParser()
    parser.feed([0x90, 36], AT)
    assert parser.feed([37, 127], AT) == []
    assert parser.refused == 2


@pytest.mark.parametrize("data", [[0x90, 36, 256], [0x90, -1, 5], [1000], [0x90, 36, 127, -1]])
def test_numbers_outside_of_a_byte_are_refused(data: list[int]) -> None:
    parser = MidiParser()
    parser.feed(data, AT)
    assert parser.refused == 1


def test_pairs_can_be_replaced_at_any_time() -> None:
    parser = MidiParser()
    assert parser.feed([0xB0, 3, 64], AT) == [cc(3, 0.5, 64)]
    parser.pairs = frozenset({3})
    assert parser.feed([0xB0, 3, 64], AT) == [moved("cc14 3", 0.5, 8192)]
    parser.pairs = frozenset()
    assert parser.feed([0xB0, 35, 64], AT) == [cc(35, 0.5, 64)]


@pytest.mark.parametrize("control", ["b0 14 {0:02x}", "b0 03 {0:02x}", "e0 00 {0:02x}", "d0 {0:02x}", "a0 24 {0:02x}"])
def test_a_larger_number_is_a_larger_value(control: str) -> None:
    parser = MidiParser({3})
    found = [parser.feed(bytes.fromhex(control.format(value)), AT)[0] for value in range(128)]
    values = [message.value for message in found if isinstance(message, ControlChange)]
    assert values == sorted(set(values))
    assert values[64] == 0.5


def test_the_number_of_14_bit_controls_is_bounded() -> None:
    parser = MidiParser()
    for number in range(2 * MAX_14_BIT_CONTROLS):
        parser.feed(bytes([0xB0, 99, number >> 7, 98, number & 127, 6, 1]), AT)
    assert len(parser._channels[0].values) == MAX_14_BIT_CONTROLS


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_no_bytes_raise(chunks: list[bytes]) -> None:
    parser = MidiParser({0, 6})
    for chunk in chunks:
        for message in parser.feed(chunk, AT):
            assert message.at == AT
            if isinstance(message, ControlChange):
                assert 0 <= message.value <= 1
            if isinstance(message, NoteMessage):
                assert 0 <= message.velocity <= 1
    parser.feed([0xF6], AT)
    assert parser.feed([0x90, 36, 127], AT) == [NoteMessage(36, 0, 1.0, AT)]


@given(st.lists(st.tuples(st.sampled_from([0x80, 0x90, 0xB0, 0xE0]), st.integers(0, 127), st.integers(0, 127))))
def test_any_split_into_chunks_gives_the_same_messages(messages: list[tuple[int, int, int]]) -> None:
    apart, together = MidiParser({1}), MidiParser({1})
    expected = [message for message in messages for message in apart.feed(message, AT)]
    assert together.feed([byte for message in messages for byte in message] or [0xFE], AT) == expected
