"""What somebody moves on purpose is heard; what trembles is not."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.mapping.control_detector import ControlDetector, Found


def heard(text: str, *, knobs: bool = True, presses: bool = False) -> Found | None:
    """The first control that is found in e.g. "20:64 20:66 n36"; n is a note, b a bend, others are controllers."""
    hearing = ControlDetector(knobs=knobs, presses=presses)
    for item in text.split():
        name, _, raw = item.partition(":")
        gesture: ControlChange | NoteMessage
        if name.startswith("n"):
            gesture = NoteMessage(int(name[1:]), 9, 1.0, 0.0)
        else:
            gesture = ControlChange(
                {"b": "bend", "p": "pressure", "r": "nrpn 300"}.get(name, f"cc {name}"), 2, 0.5, int(raw), 0.0
            )
        found = hearing.feed(gesture)
        if found is not None:
            return found
    return None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20:64 20:65 20:66", None),
        ("20:64 20:65 20:66 20:67", Found("cc 20", 2)),
        ("20:64 20:62 20:60", Found("cc 20", 2)),
        ("20:127 20:0", Found("cc 20", 2)),  # a button
        ("21:5 20:64 21:6 20:65 21:5 20:66 20:67", Found("cc 20", 2)),  # another one trembles
        ("20:10 52:3 20:14 52:9", Found("cc14 20", 2)),
        ("20:10 52:3 20:10 52:90 20:11 52:9 20:12 52:90", Found("cc14 20", 2)),
        ("20:10 52:3 52:40 52:80 52:120 20:11 52:0 52:60 20:12 52:60", Found("cc14 20", 2)),  # the fine half alone
        ("20:10 52:3 52:90 52:5", None),
        ("20:10 20:14", Found("cc 20", 2)),
        ("20:64 20:65 52:9 20:66 20:67", Found("cc 20", 2)),  # two coarse halves running: no pair
        ("20:10 " + " ".join(f"52:{raw}" for raw in range(10, 60)), Found("cc 52", 2)),  # so many fine ones: neither
        ("20:10 52:127 52:0", Found("cc 52", 2)),  # a trembling fader, and a button with the number of its fine half
        ("52:64 52:66 52:68", Found("cc 52", 2)),
        ("20:1 20:1 20:127", Found("cc 20", 2, "two's complement")),
        ("20:65 20:65 20:63", Found("cc 20", 2, "binary offset")),
        ("20:1 20:1 20:65", Found("cc 20", 2, "signed bit")),
        ("20:65 20:65 20:1", Found("cc 20", 2, "signed bit 2")),
        ("b:0 b:200", None),
        ("b:0 b:300", Found("bend", 2)),
        ("p:0 p:3", Found("pressure", 2)),
        ("r:0 r:256", None),
        ("r:0 r:300", Found("nrpn 300", 2)),
        ("99:2 98:44 99:9 98:100 r:0 r:300", Found("nrpn 300", 2)),
        ("n36 n36", None),
    ],
)
def test_a_knob_is_known_by_what_it_sends(text: str, found: Found | None) -> None:
    assert heard(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("n36", Found("note 36", 9)),
        ("20:127", None),
        ("20:127 20:0", Found("cc 20", 2)),
        ("20:127 20:127", Found("cc 20", 2)),
        ("20:90 20:91 20:90", None),
        ("b:0 b:8000 p:0 p:127", None),
        ("32:127 32:0", Found("cc 32", 2)),
    ],
)
def test_a_press_is_wanted_from_buttons_and_pads(text: str, found: Found | None) -> None:
    assert heard(text, knobs=False, presses=True) == found


def test_a_key_that_is_let_go_is_no_press() -> None:
    assert ControlDetector(knobs=False, presses=True).feed(NoteMessage(36, 0, 0.0, 0.0)) is None


@given(st.integers(1, 125), st.lists(st.integers(-1, 1)), st.integers(0, 95))
def test_no_trembling_is_ever_heard(middle: int, jitter: list[int], number: int) -> None:
    hearing = ControlDetector(knobs=True, presses=True)
    for step, _ in groupby(jitter):  # a fader only says what has changed
        assert hearing.feed(ControlChange(f"cc {number}", 0, 0.5, middle + step, 0.0)) is None


@given(st.integers(0, 119), st.integers(0, 100), st.integers(1, 9))
def test_every_controller_that_is_turned_up_is_heard(number: int, start: int, pace: int) -> None:
    hearing = ControlDetector(knobs=True, presses=False)
    found = [hearing.feed(ControlChange(f"cc {number}", 3, 0.5, raw, 0.0)) for raw in range(start, start + 27, pace)]
    wanted = [] if 96 <= number <= 101 else [Found(f"cc {number}", 3)]  # halves of NRPN and RPN mean nothing alone
    assert [item for item in found if item is not None][:1] == wanted


def test_a_flood_of_controls_is_not_remembered_for_ever() -> None:
    hearing = ControlDetector(knobs=True, presses=False)
    for number in range(16384):
        hearing.feed(ControlChange(f"nrpn {number}", 0, 0.5, 0, 0.0))
    assert len(hearing._seen) <= 256
