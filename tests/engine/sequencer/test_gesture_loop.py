"""A gesture loop plays what was recorded, bar after bar, and gives way to the hand."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput, BadParameter
from engine.sequencer.gesture_loop import RESOLUTION, GestureLoop, LoopedValue


def recorded(bars: int = 1) -> GestureLoop:
    """Return a loop with three values, recorded from beat 4 on."""
    loop = GestureLoop()
    loop.record(bars, 3.2)
    loop.add({"latent/0": 9.0}, 3.5)  # before the bar
    loop.add({"latent/0": 1.0}, 4.5)
    loop.add({"latent/0": 2.0, "slice/3": 0.5}, 6.0)
    loop.add({"slice/3": 0.0}, 6.25)
    return loop


def test_it_records_from_the_next_bar_on_and_plays_at_once() -> None:
    loop = recorded()
    assert loop.due(4.0, 7.9) == []
    assert loop.due(7.9, 8.6) == [LoopedValue(8.5, "latent/0", 1.0)]
    assert loop.due(8.6, 10.0) == [LoopedValue(10.0, "latent/0", 2.0), LoopedValue(10.0, "slice/3", 0.5)]
    assert loop.due(10.0, 10.3) == [LoopedValue(10.25, "slice/3", 0.0)]
    assert len(loop.due(10.3, 10.3 + 8)) == 8


@given(st.lists(st.floats(8, 100), max_size=30))
def test_any_division_of_time_plays_the_same(cuts: list[float]) -> None:
    whole, divided = recorded(), recorded()
    expected = whole.due(7.0, 100)
    beats = [7.0, *sorted(cuts), 100]
    found = [one for after, upto in pairwise(beats) for one in divided.due(after, upto)]
    assert found == expected


def test_a_control_that_is_moved_is_left_to_the_hand_until_the_loop_begins_again() -> None:
    loop = recorded()
    loop.due(7.9, 8.2)
    loop.add({"latent/0": 0.0}, 8.3)
    assert [one.target for one in loop.due(8.2, 12.0)] == ["slice/3", "slice/3"]
    assert [one.target for one in loop.due(12.0, 16.0)] == ["latent/0", "latent/0", "slice/3", "slice/3"]


def test_overdub_replaces_what_is_there() -> None:
    loop = recorded()
    loop.due(7.9, 8.1)
    loop.overdub = True
    for beat in (8.4, 8.6, 8.8):
        loop.add({"latent/0": -beat}, beat)
    loop.overdub = False
    found = [one for one in loop.due(12.0, 16.0) if one.target == "latent/0"]
    assert [one.beat for one in found] == pytest.approx([12.4, 12.6, 12.8, 14.0])
    assert [one.value for one in found] == [-8.4, -8.6, -8.8, 2.0]


def test_a_slice_that_is_held_when_the_recording_ends_is_released_before_the_loop_begins_again() -> None:
    loop = GestureLoop()
    loop.record(1, 0.0)
    loop.add({"slice/7": 1.0}, 0.0)
    assert loop.due(3.9, 4.1) == [LoopedValue(4.0, "slice/7", 0.0), LoopedValue(4.0, "slice/7", 1.0)]
    found = loop.due(7.9, 8.1)
    assert found == [LoopedValue(8.0, "slice/7", 0.0), LoopedValue(8.0, "slice/7", 1.0)]
    again = GestureLoop()
    again.from_dict(json.loads(json.dumps(loop.to_dict())))
    assert again.due(7.9, 8.1) == found


def test_a_sweep_keeps_its_way_however_fast_its_values_come() -> None:
    loop = GestureLoop()
    loop.record(1, 0.0)
    for number in range(2000):
        loop.add({"latent/0": number / 1000 - 1}, 1 + number / 1000)
    found = loop.due(3.9, 8.0)
    assert len(found) == pytest.approx(2 / RESOLUTION, rel=0.1)
    assert [one.value for one in found] == pytest.approx([one.beat - 6 for one in found], abs=RESOLUTION)
    assert found[-1].value == pytest.approx(0.999), "the last value is kept"


def test_stretch_and_clear() -> None:
    loop = recorded()
    loop.due(7.9, 8.0)
    loop.stretch(2)
    assert [one.beat for one in loop.due(12.0, 20.0) if one.target == "latent/0"] == [13.0, 16.0]
    with pytest.raises(BadParameter, match="beats"):
        loop.stretch(1000)
    loop.clear()
    assert (loop.due(20.0, 40.0), loop.state) == ([], "")
    with pytest.raises(BadParameter, match="no gesture"):
        loop.play(True)
    with pytest.raises(BadParameter, match="no gesture"):
        loop.stretch(2)


def test_its_state_counts_bars_and_controls() -> None:
    loop = recorded()
    assert loop.state == "records 1 bar"
    loop.due(7.9, 8.1)
    assert loop.state == "plays 1 bar, 2 controls"
    assert recorded(2).state == "records 2 bars"


def test_it_is_written_and_read_again() -> None:
    loop = recorded(2)
    loop.due(11, 12.1)
    again = GestureLoop()
    again.from_dict(json.loads(json.dumps(loop.to_dict())))
    assert (again.movements, again.length, again.playing) == (loop.movements, 8, True)
    assert again.due(12.1, 40) == loop.due(12.1, 40)
    assert again.state == "plays 2 bars, 2 controls"


@pytest.mark.parametrize(("beat", "state"), [(7.0, "records 1 bar"), (9.0, "plays 1 bar, 2 controls"), (None, "")])
def test_a_recording_that_is_written_and_read_goes_on_or_is_what_it_was(beat: float | None, state: str) -> None:
    loop, again = recorded(), GestureLoop()
    if beat is None:
        loop.movements.clear()
    again.from_dict(json.loads(json.dumps(loop.to_dict())), beat)
    assert again.state == state
    if beat is None:
        return
    for one in (loop, again):
        one.due(7.5, 8.0)
    assert again.due(8.0, 20.0) == loop.due(8.0, 20.0) != []


@pytest.mark.parametrize(
    "found",
    [
        {"beats": "x"},
        {"beats": 4, "movements": [[5, "latent/0", 1]]},
        {"beats": 4, "movements": [[1, "nothing", 1]]},
        {"beats": 4, "movements": [[1, "slice/77", 1]]},
        {"beats": 4, "movements": [[1, "latent/0", None]]},
        {"beats": 1e9},
        {"beats": 4, "start": float("nan")},
        3,
    ],
)
def test_a_damaged_loop_is_refused(found: Any) -> None:
    loop = recorded()
    with pytest.raises(BadInput, match="record it again"):
        loop.from_dict(found)
    assert loop.movements, "nothing has changed"


@pytest.mark.parametrize("bars", [0, 17, 1.5, float("nan")])
def test_a_gesture_has_whole_bars(bars: float) -> None:
    with pytest.raises(BadParameter, match="1 to 16 bars"):
        GestureLoop().record(bars, 0)


def test_a_short_press_is_let_go_behind_it() -> None:
    loop = GestureLoop()
    loop.record(1, 0.0)
    for beat in (1.0, 2.0):
        loop.add({"slice/3": 0.5}, beat)
        loop.add({"slice/3": 0.0}, beat)
    again = GestureLoop()
    loop.due(3.9, 4.0)
    again.from_dict(json.loads(json.dumps(loop.to_dict())))
    for each in (loop, again):
        assert [(one.beat, one.value) for one in each.due(4.0, 7.9)] == [(5.0, 0.5), (5.0, 0.0), (6.0, 0.5), (6.0, 0.0)]


def test_an_overdubbed_press_keeps_its_release() -> None:
    loop = recorded()
    loop.due(7.9, 8.1)
    loop.overdub = True
    for beat, velocity in ((8.3, 0.7), (8.4, 0.0), (8.6, 0.8), (8.9, 0.0)):
        loop.add({"slice/5": velocity}, beat)
    loop.overdub = False
    found = [(one.beat, one.value) for one in loop.due(12.0, 16.0) if one.target == "slice/5"]
    assert [value for _, value in found] == [0.7, 0.0, 0.8, 0.0]
