"""Moves wait for the beat that their grid says, can be seen and cancelled, and take place on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.parameters import QUANTISED, parameter
from engine.sequencer.quantised_moves import GRIDS, MoveKind, next_on_grid
from engine.sequencer.sequencer import Sequencer

from .beat_controls import BeatControls, Played

WITH_THE_BAR = 6  # value of quantise/...
ALL = {f"quantise/{kind}": WITH_THE_BAR for kind in QUANTISED}


def test_without_a_grid_everything_happens_at_once() -> None:
    played = Played()
    played.until(1.03)
    played.sequencer.write({"latent/0": 1.0, "freeze": 1.0})
    played.sequencer.trigger(Event(Action.SLICE, 5), at=1.0)
    assert played.controls.written[-1] == ({"latent/0": 1.0, "freeze": 1.0}, None)
    assert list(played.controls.dues)[-1] is None


@pytest.mark.parametrize(
    ("kind", "values"), [("latents", {"latent/0": 1.0, "seed": 3.0}), ("effects", {"freeze": 1.0})]
)
def test_values_wait_for_the_next_bar(kind: str, values: dict[str, float]) -> None:
    played = Played(120)
    played.sequencer.write({f"quantise/{kind}": WITH_THE_BAR})
    played.until(0.5)
    played.sequencer.write({**values, "level": -3.0})
    assert played.controls.read("level") == -3, "what has no grid does not wait"
    assert [beat for _, beat in played.sequencer.quantised.queued] == [4.0]
    played.until(3.0)
    assert played.controls.written[-1] == (values, pytest.approx(2.0))
    assert played.sequencer.quantised.queued == []


def test_of_a_value_that_waits_only_the_last_is_taken() -> None:
    played = Played(120)
    played.sequencer.write({"quantise/latents": WITH_THE_BAR})
    played.until(0.5)
    for value in (1.0, 2.0, 3.0):
        played.sequencer.write({"latent/0": value})
    played.sequencer.write({"latent/1": -1.0})
    played.until(3.0)
    assert played.controls.written[-1][0] == {"latent/0": 3.0, "latent/1": -1.0}


def test_what_waits_can_be_cancelled() -> None:
    played = Played(120)
    played.sequencer.write(ALL)
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.sequencer.write({"freeze": 1.0, "latent/2": 1.0})
    played.sequencer.write_steps({(3, "kick"): 1.0})
    played.sequencer.quantised.plan(MoveKind.PRESETS, "preset glass", lambda due: pytest.fail("it was cancelled"))
    names = [name for name, _ in played.sequencer.quantised.queued]
    assert names == ["slice 7", "latent/2", "freeze", "1 edits", "preset glass"]
    assert played.sequencer.quantised.cancel() == 5
    played.until(5.0)
    assert (played.controls.read("freeze"), played.controls.cells, list(played.controls.events)) == (0, {}, [])


def test_stop_cancels_what_waits_and_a_stopped_instrument_does_not_wait() -> None:
    played = Played(120)
    played.sequencer.write(ALL)
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.sequencer.trigger(Event(Action.STOP))
    assert played.sequencer.quantised.queued == []
    played.controls.began = None
    played.until(1.0)
    played.sequencer.trigger(Event(Action.SLICE, 3))
    assert [event.action for event in played.controls.events] == [Action.STOP, Action.SLICE]


def test_when_the_instrument_ends_values_that_wait_are_taken_and_slices_are_not() -> None:
    played = Played(120)
    played.sequencer.write(ALL)
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.sequencer.write({"latent/2": 1.0})
    played.controls.began = None
    played.until(0.6)
    assert (played.controls.read("latent/2"), list(played.controls.events)) == (1, [])


@given(st.floats(0.3, 60), st.integers(1, 8), st.floats(60, 200))
def test_a_slice_takes_place_on_its_grid(at: float, grid: int, tempo: float) -> None:
    played = Played(tempo)
    played.controls.write({"quantise/slices": grid})
    played.now = at
    played.sequencer.tick(at)
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.until(at + GRIDS[grid] * 60 / tempo + 0.1)
    due = played.controls.dues[-1]
    assert due is not None
    assert due >= at - 1e-6
    assert due * tempo / 60 == pytest.approx(next_on_grid(at * tempo / 60, GRIDS[grid]), abs=1e-6)


def test_latents_wait_for_a_beat_that_their_tape_can_reach() -> None:
    controls = BeatControls(120)
    sequencer = Sequencer(controls, clock=lambda: 0.45, delay=lambda: 0.01, tape_latency=lambda: 0.1)
    controls.write({"quantise/latents": 4.0, "quantise/effects": 4.0})
    sequencer.tick(0.45)
    sequencer.write({"latent/0": 1.0, "freeze": 1.0})
    assert controls.written[-1] == ({"freeze": 1.0}, pytest.approx(0.5))
    assert sequencer.quantised.queued == [("latent/0", 2.0)]


def test_a_time_that_was_given_is_kept() -> None:
    played = Played(120)
    played.sequencer.write(ALL)
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 7), due=0.61)
    played.sequencer.write({"latent/0": 1.0}, 0.62)
    assert list(played.controls.dues)[-2:] == [0.61, 0.62]


def test_every_grid_has_a_number_of_the_parameter() -> None:
    assert parameter("quantise/slices").high == len(GRIDS) - 1
    assert set(QUANTISED) == set(MoveKind)


@pytest.mark.parametrize(("let_go", "ends"), [(0.9, 2.125), (1.9, 2.125), (2.5, None)])
def test_the_release_of_a_slice_that_waits_comes_a_sixteenth_after_it(let_go: float, ends: float | None) -> None:
    """Overtaking the slice, it would leave it hanging."""
    played = Played(120)
    played.sequencer.write({"quantise/slices": WITH_THE_BAR})
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 7, 0.5))
    played.until(let_go)
    played.sequencer.trigger(Event(Action.RELEASE, 7))
    played.until(4.0)
    events = zip(played.controls.events, list(played.controls.dues)[-2:], strict=True)
    assert [(event.action, event.index, due and round(due, 3)) for event, due in events] == [
        (Action.SLICE, 7, 2.0),
        (Action.RELEASE, 7, ends),
    ]


def test_the_release_of_a_slice_that_was_cancelled_or_did_not_wait_is_passed_on() -> None:
    played = Played(120)
    played.sequencer.write({"quantise/slices": WITH_THE_BAR})
    played.until(0.5)
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.sequencer.quantised.cancel()
    played.sequencer.trigger(Event(Action.RELEASE, 7))
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.sequencer.write({"quantise/slices": 0.0})
    played.sequencer.trigger(Event(Action.SLICE, 7))
    played.sequencer.trigger(Event(Action.RELEASE, 7))
    assert [event.action for event in played.controls.events] == [Action.RELEASE, Action.SLICE, Action.RELEASE]
