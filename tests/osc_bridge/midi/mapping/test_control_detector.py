"""A control that is moved is detected; jitter is not."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.mapping.control_detector import ControlDetector, DetectedControl


def detect(text: str, *, knobs: bool = True, presses: bool = False) -> DetectedControl | None:
    """Return the first detected control in e.g. "20:64 20:66 n36"; n is a note, b a bend, others are controllers."""
    detector = ControlDetector(knobs=knobs, presses=presses)
    for item in text.split():
        name, _, raw = item.partition(":")
        message: ControlChange | NoteMessage
        if name.startswith("n"):
            message = NoteMessage(int(name[1:]), 9, 1.0, 0.0)
        else:
            message = ControlChange(
                {"b": "bend", "p": "pressure", "r": "nrpn 300"}.get(name, f"cc {name}"), 2, 0.5, int(raw), 0.0
            )
        found = detector.feed(message)
        if found is not None:
            return found
    return None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20:64 20:65 20:66", None),
        ("20:64 20:65 20:66 20:67", DetectedControl("cc 20", 2)),
        ("20:64 20:62 20:60", DetectedControl("cc 20", 2)),
        ("20:127 20:0", DetectedControl("cc 20", 2)),  # a button
        ("21:5 20:64 21:6 20:65 21:5 20:66 20:67", DetectedControl("cc 20", 2)),  # another one jitters
        ("20:10 52:3 20:14 52:9", DetectedControl("cc14 20", 2)),
        ("20:10 52:3 20:10 52:90 20:11 52:9 20:12 52:90", DetectedControl("cc14 20", 2)),
        (
            "20:10 52:3 52:40 52:80 52:120 20:11 52:0 52:60 20:12 52:60",
            DetectedControl("cc14 20", 2),
        ),  # the fine half alone
        ("20:10 52:3 52:90 52:5", None),
        ("20:10 20:14", DetectedControl("cc 20", 2)),
        ("20:64 20:65 52:9 20:66 20:67", DetectedControl("cc 20", 2)),  # two coarse halves in a row: not a pair
        (
            "20:10 " + " ".join(f"52:{raw}" for raw in range(10, 60)),
            DetectedControl("cc 52", 2),
        ),  # more fine halves than a pair has in a row
        (
            "20:10 52:127 52:0",
            DetectedControl("cc 52", 2),
        ),  # a fader that jitters, and a button with the number of its fine half
        ("52:64 52:66 52:68", DetectedControl("cc 52", 2)),
        ("20:1 20:1 20:127", DetectedControl("cc 20", 2, "two's complement")),
        ("20:65 20:65 20:63", DetectedControl("cc 20", 2, "binary offset")),
        ("20:1 20:1 20:65", DetectedControl("cc 20", 2, "signed bit")),
        ("20:65 20:65 20:1", DetectedControl("cc 20", 2, "signed bit 2")),
        ("b:0 b:200", None),
        ("b:0 b:300", DetectedControl("bend", 2)),
        ("p:0 p:3", DetectedControl("pressure", 2)),
        ("r:0 r:256", None),
        ("r:0 r:300", DetectedControl("nrpn 300", 2)),
        ("99:2 98:44 99:9 98:100 r:0 r:300", DetectedControl("nrpn 300", 2)),
        ("n36 n36", None),
    ],
)
def test_a_control_is_detected_by_its_numbers(text: str, found: DetectedControl | None) -> None:
    assert detect(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("n36", DetectedControl("note 36", 9)),
        ("20:127", None),
        ("20:127 20:0", DetectedControl("cc 20", 2)),
        ("20:127 20:127", DetectedControl("cc 20", 2)),
        ("20:90 20:91 20:90", None),
        ("b:0 b:8000 p:0 p:127", None),
        ("32:127 32:0", DetectedControl("cc 32", 2)),
    ],
)
def test_buttons_and_pads_are_detected_by_a_press(text: str, found: DetectedControl | None) -> None:
    assert detect(text, knobs=False, presses=True) == found


def test_a_note_off_is_not_a_press() -> None:
    assert ControlDetector(knobs=False, presses=True).feed(NoteMessage(36, 0, 0.0, 0.0)) is None


@given(st.integers(1, 125), st.lists(st.integers(-1, 1)), st.integers(0, 95))
def test_jitter_is_never_detected(middle: int, jitter: list[int], number: int) -> None:
    detector = ControlDetector(knobs=True, presses=True)
    for step, _ in groupby(jitter):  # a fader sends only what has changed
        assert detector.feed(ControlChange(f"cc {number}", 0, 0.5, middle + step, 0.0)) is None


@given(st.integers(0, 119), st.integers(0, 100), st.integers(1, 9))
def test_every_controller_that_is_turned_up_is_detected(number: int, start: int, pace: int) -> None:
    detector = ControlDetector(knobs=True, presses=False)
    found = [detector.feed(ControlChange(f"cc {number}", 3, 0.5, raw, 0.0)) for raw in range(start, start + 27, pace)]
    wanted = [] if 96 <= number <= 101 else [DetectedControl(f"cc {number}", 3)]  # parts of NRPN and RPN, no controls
    assert [item for item in found if item is not None][:1] == wanted


def test_the_number_of_watched_controls_is_bounded() -> None:
    detector = ControlDetector(knobs=True, presses=False)
    for number in range(16384):
        detector.feed(ControlChange(f"nrpn {number}", 0, 0.5, 0, 0.0))
    assert len(detector._numbers) <= 256
