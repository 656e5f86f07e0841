"""Keys are found in bytes however they are cut, and each does what its OSC message does."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.controls import Action
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.messages import message
from osc_bridge.osc.request import Client
from osc_bridge.terminal.keys import HELP, KeyParser, key_action
from osc_bridge.terminal.screen_state import ShownInstrument
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Inbox


def parsed(*parts: bytes) -> list[str]:
    parser = KeyParser()
    return [key for part in parts for key in parser.keys(part)]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"rR 0?q", ["r", "R", "space", "0", "?", "q"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        (b"\x1bOA\x1bOD", ["up", "left"]),
        (b"\x1b[1;5C", ["right"]),
        (b"\x1b[15~\x1b[200~p\x1b[201~", ["p"]),  # a function key; pasted text
        (b"\x1bq", []),  # Alt and q
        (b"\x1b\x1b[A", ["up"]),
        ("éß鼓".encode(), []),
        (b"\r\n\t\x7f\x00\x04", []),
    ],
)
def test_keys_are_found_wherever_the_bytes_are_cut(data: bytes, keys: list[str]) -> None:
    assert parsed(data) == keys
    assert parsed(*(data[i : i + 1] for i in range(len(data)))) == keys
    for cut in range(len(data)):
        assert parsed(data[:cut], data[cut:]) == keys


def test_escape_alone_does_not_swallow_the_next_key() -> None:
    parser = KeyParser()
    assert [*parser.keys(b"\x1b")] == []
    parser.reset()
    assert [*parser.keys(b"r")] == ["r"]


@given(some.lists(some.binary(max_size=40), max_size=10))
def test_no_bytes_fail_or_are_kept_for_ever(parts: list[bytes]) -> None:
    parser = KeyParser()
    for part in parts:
        assert all(isinstance(key, str) for key in parser.keys(part))
    for _ in range(3):
        [*parser.keys(b"[0;" * 40)]
    assert "r" in [*parser.keys(b"@\x18r")]


@pytest.fixture
def controls() -> FakeControls:
    return FakeControls()


@pytest.fixture
def instrument(controls: FakeControls) -> ShownInstrument:
    return ShownInstrument(OscHandler(controls))


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("space", "play: /vamen/play"),
        ("7", "preset 7: /vamen/preset 7"),
        ("r", "random break: /vamen/random"),
        ("u", "undo: /vamen/undo"),
        ("U", "redo: /vamen/redo"),
        ("f", "freeze: /vamen/freeze 1"),
        ("s", "stutter 2 sixteenths: /vamen/stutter 2"),
        ("c", "cancel what waits: /vamen/cancel"),
        ("R", "recording: /vamen/record 1"),
        ("p", "panic: /vamen/panic"),
        ("left", "tempo 169: /vamen/tempo 169"),
        ("right", "tempo 171: /vamen/tempo 171"),
    ],
)
def test_a_key_says_what_it_does_and_is_that_message(instrument: ShownInstrument, key: str, line: str) -> None:
    action = key_action(key, instrument)
    assert str(action) == line and action is not None
    address, params, _ = message(action.packet)
    assert [address, *params] == [float(word) if word.isdigit() else word for word in line.split(": ")[1].split()]


def test_keys_without_a_meaning_do_nothing(instrument: ShownInstrument) -> None:
    assert [key_action(key, instrument) for key in ("x", "Z", "!", "up", "down")] == [None] * 5


@pytest.mark.parametrize(
    ("tempo", "down", "up"), [(170.4, 170, 171), (40, 40, 41), (300, 299, 300), (99.9999, 99, 101)]
)
def test_tempo_goes_to_whole_numbers_within_its_range(
    controls: FakeControls, instrument: ShownInstrument, tempo: float, down: int, up: int
) -> None:
    controls.write({"tempo": tempo})
    actions = [key_action(key, instrument) for key in ("left", "right")]
    assert [action.arguments for action in actions if action] == [(down,), (up,)]


def test_freeze_stutter_and_recording_are_switches(controls: FakeControls) -> None:
    handler = OscHandler(controls)
    handler.reports.text("recording", lambda: "/music/set.wav")
    controls.write({"freeze": 1, "stutter": 0.5})
    actions = [key_action(key, ShownInstrument(handler)) for key in "fsR"]
    assert [str(action) for action in actions] == [
        "freeze off: /vamen/freeze 0",
        "stutter off: /vamen/stutter 0",
        "end of the recording: /vamen/record 0",
    ]


@pytest.mark.parametrize(("present", "up", "down"), [(-1, 9, 0), (0, 9, 2), (2, 0, 9), (5, 2, 9), (9, 2, 0)])
def test_presets_are_gone_through_in_their_order(controls: FakeControls, present: int, up: int, down: int) -> None:
    handler = OscHandler(controls)
    handler.reports.add("presets", lambda: [0, "zero", 9, "nine", 2, "two"])
    handler.reports.add("preset", lambda: [present, "some"])
    actions = [key_action(key, ShownInstrument(handler)) for key in ("up", "down")]
    assert [action.arguments for action in actions if action] == [(up,), (down,)]
    lines = {
        0: "preset 0 zero: /vamen/preset 0",
        2: "preset 2 two: /vamen/preset 2",
        9: "preset 9 nine: /vamen/preset 9",
    }
    assert [*map(str, actions)] == [lines[up], lines[down]]


def test_a_key_acts_through_the_path_of_all_messages(controls: FakeControls) -> None:
    handler, client = OscHandler(controls), Inbox()
    for key in ("space", "right", "f", "p"):
        action = key_action(key, ShownInstrument(handler))
        assert action
        handler.handle(action.packet, client)
    assert [event.action for event in controls.events] == [Action.PLAY, Action.PANIC]
    assert (controls.read("tempo"), controls.read("freeze")) == (171, 1)
    assert isinstance(client, Client) and not client.take()


def test_help_fits_into_a_small_terminal() -> None:
    assert len(HELP) <= 14 and all(len(f"{keys:<12} {what}") < 60 for keys, what in HELP)
