"""What the performer does and what plays by itself take place in time, and a set with one seed can be repeated."""

from typing import Any

import pytest

from engine.controls import Action, Event
from engine.errors import BadInput, BadParameter
from engine.parameters import TABLE
from engine.sequencer.sequencer import Sequencer

from .beat_controls import Played


def test_an_lfo_moves_its_parameter_with_the_beat() -> None:
    played = Played(120)
    played.sequencer.write({"lfo/1/beats": 4.0, "lfo/1/depth": 0.5, "latent/3": 0.3})
    played.sequencer.aim_lfo(1, "latent/3")
    played.until(0.5)  # a quarter of the period
    assert played.controls.read("latent/3") == pytest.approx(0.3 + 0.5 * 3, abs=0.05)
    played.until(1.5)
    assert played.controls.read("latent/3") == pytest.approx(0.3 - 0.5 * 3, abs=0.05)
    assert played.sequencer.read("latent/3") == 0.3
    played.sequencer.aim_lfo(1, "")
    played.until(1.6)
    assert played.controls.read("latent/3") == 0.3


def test_an_lfo_moves_no_parameter_of_the_sequencer() -> None:
    played = Played()
    with pytest.raises(BadParameter, match="lfo/2/depth"):
        played.sequencer.aim_lfo(1, "lfo/2/depth")
    with pytest.raises(BadParameter, match="no LFO 5"):
        played.sequencer.aim_lfo(5, "tempo")


def test_drift_moves_all_latents_and_ends_where_it_began() -> None:
    played = Played()
    played.sequencer.write({"drift/amount": 1.0, "drift/beats": 2.0})
    played.until(1.7)
    assert all(abs(played.controls.read(f"latent/{index}")) > 1e-3 for index in range(16))
    played.sequencer.write({"drift/amount": 0.0})
    played.until(1.8)
    assert all(played.controls.read(f"latent/{index}") == 0 for index in range(16))


def test_drift_leaves_locked_latents_alone() -> None:
    played = Played()
    played.sequencer.write({"drift/amount": 1.0, "drift/beats": 2.0, "lock/latent/3": 1.0})
    played.until(1.7)
    still = [index for index in range(16) if played.controls.read(f"latent/{index}") == 0]
    assert still == [3]


def test_a_gesture_is_recorded_and_played_in_time() -> None:
    played = Played(120)
    played.until(1.5)
    played.sequencer.gesture.record(1, 3.0)
    played.until(2.5)
    played.sequencer.write({"latent/1": 2.0})
    played.sequencer.trigger(Event(Action.SLICE, 9, 0.5))
    played.until(3.0)
    played.sequencer.write({"latent/1": -2.0})
    played.sequencer.trigger(Event(Action.RELEASE, 9))
    played.until(3.99)
    del played.controls.written[:]
    played.controls.events.clear()
    played.until(5.95)
    assert played.controls.written == [
        ({"latent/1": 2.0}, pytest.approx(4.5)),
        ({"latent/1": -2.0}, pytest.approx(5.0)),
    ]
    assert list(played.controls.events) == [Event(Action.SLICE, 9, 0.5), Event(Action.RELEASE, 9)]


@pytest.mark.parametrize("end", ["the loop goes on", "it is stopped", "it is forgotten"])
def test_a_slice_of_a_gesture_is_let_go(end: str) -> None:
    """As it was recorded, or when the loop ends."""
    played = Played(120)
    gesture = played.sequencer.gesture
    gesture.record(1, 0.0)
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 9, 0.5))
    played.until(1.5)
    played.sequencer.trigger(Event(Action.RELEASE, 9))
    played.until(3.0)
    played.controls.events.clear()
    if end == "it is stopped":
        gesture.play(False)
    elif end == "it is forgotten":
        gesture.clear()
    played.until(3.7)
    assert list(played.controls.events) == [Event(Action.RELEASE, 9)]


@pytest.mark.parametrize("end", [Action.STOP, Action.PANIC])
def test_nothing_starts_the_instrument_after_a_stop_that_it_does_not_show_yet(end: Action) -> None:
    played = Played(240)
    played.sequencer.write({"fill/chance": 1.0, "fill/bars": 1.0, "wildness": 1.0, "chance/seed": 2.0})
    played.until(0.5)
    assert any(event.action is Action.SLICE for event in played.controls.events), "in a fill of jumps"
    played.sequencer.trigger(Event(end))
    played.controls.events.clear()
    played.until(0.58)
    assert not played.controls.events
    played.sequencer.trigger(Event(Action.PLAY))
    played.until(6.0)
    assert any(event.action is Action.SLICE for event in played.controls.events)


def set_of(seed: int, bars: int = 64) -> list[object]:
    """Return everything that a set that plays itself does in so many bars."""
    played = Played(240)
    played.sequencer.write(
        {
            "fill/chance": 0.5,
            "vary/chance": 0.5,
            "fill/bars": 2.0,
            "vary/bars": 1.0,
            "wildness": 1.0,
            "chance/seed": seed,
        }
    )
    played.sequencer.write({"drift/amount": 0.5, "lfo/1/depth": 0.5, "lfo/1/shape": 5.0})
    played.sequencer.aim_lfo(1, "drive")
    played.until(bars * 1.0)
    assert played.sequencer.note == ""
    return [list(played.controls.written), list(played.controls.events), played.varied]


def test_a_set_with_one_seed_plays_the_same_again() -> None:
    assert set_of(5) == set_of(5) != set_of(6)


def test_fills_end_with_their_phrases() -> None:
    played = Played(240)
    played.sequencer.write({"fill/chance": 1.0, "fill/bars": 1.0, "wildness": 1.0, "stutter": 4.0})
    played.until(64.5)
    played.sequencer.write({"fill/chance": 0.0})
    played.until(67)
    assert [played.controls.read(id) for id in ("stutter", "reverse")] == [4, 0]
    ends = [due for values, due in played.controls.written if values.get("reverse") == 0]
    assert ends
    assert ends == [pytest.approx(round(due or 0), abs=1e-6) for due in ends], "at the beginnings of bars"
    located = [event.value for event in played.controls.events if event.action is Action.LOCATE]
    assert located
    assert all(beat % 4 == 0 for beat in located)


def test_variations_step_as_far_as_wildness_says() -> None:
    played = Played(240)
    played.sequencer.write({"vary/chance": 1.0, "vary/bars": 4.0, "wildness": 0.7})
    played.until(17)
    assert [(amount, due) for _, amount, due in played.varied] == [(0.7, pytest.approx(4.0 * n)) for n in (1, 2, 3, 4)]
    assert len({number for number, _, _ in played.varied}) == 4


def test_what_a_scene_keeps_can_be_recalled() -> None:
    played = Played(120)
    played.sequencer.aim_lfo(2, "drive")
    played.sequencer.gesture.record(1, 0.0)
    played.until(1.0)
    played.sequencer.write({"latent/1": 2.0})
    played.until(2.1)
    again = Played(120)
    again.sequencer.recall(played.sequencer.capture())
    assert again.sequencer.capture() == played.sequencer.capture()
    assert again.sequencer.lfo_targets == {2: "drive"}


def test_a_killed_control_process_leaves_what_is_moved_to_the_next_one() -> None:
    played = Played(120)
    played.sequencer.write({"lfo/1/depth": 1.0, "drift/amount": 0.5, "fill/chance": 1.0, "fill/bars": 1.0})
    played.sequencer.write({"drive": 0.25, "latent/4": 0.5, "tempo": 120.0})
    played.sequencer.aim_lfo(1, "drive")
    played.until(1.9)
    values = {entry.id: played.sequencer.read(entry.id) for entry in TABLE}
    assert played.controls.read("drive") != 0.25 and played.controls.read("latent/4") != 0.5
    again = Sequencer(played.controls, clock=lambda: played.now)
    again.go_on(played.sequencer.capture(), values | {"tempo": 90.0})
    for id in ("drive", "latent/4", "stutter", "reverse", "halftime"):
        assert again.read(id) == values[id]
    assert again.read("tempo") == 120, "what nothing moves is as it is"


@pytest.mark.parametrize("found", [{"lfos": {"9": "drive"}}, {"lfos": {"1": "x"}}, {"lfos": []}, {"gesture": 3}])
def test_a_damaged_scene_is_refused(found: Any) -> None:
    with pytest.raises(BadInput):
        Played().sequencer.recall(found)


def test_a_jump_of_the_beat_ends_a_fill() -> None:
    played = Played(240)
    played.sequencer.write({"fill/chance": 1.0, "fill/bars": 1.0, "wildness": 0.0})
    played.until(0.78)
    assert played.controls.read("stutter") > 0
    played.controls.began = played.now - 100.3
    played.until(0.8)
    assert played.controls.read("stutter") == 0
