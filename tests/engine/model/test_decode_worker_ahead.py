"""A slow model decodes the sixteenths around the playhead first; the final tape is the same."""

import numpy as np
import pytest

from engine.model.decode_request import WINDOW_STEPS
from engine.model.decode_worker import MAX_STALE
from engine.model.step_edits import with_cells
from engine.spec import SPEC

from .slow_decoder import END, FAST, NO_EDITS, SLOW, SMOOTHING, START, Setup, target


@pytest.mark.parametrize(("column", "first"), [(200.0, 11), (0.0, 31), (511.9, 30)])
def test_a_slow_model_decodes_around_the_playhead_first(column: float, first: int) -> None:
    setup, other = Setup(SLOW, column), Setup(SLOW, column)
    before = Setup(SLOW).worker._builder._tape
    assert setup.go(target(END))
    assert setup.decoder.decoded == [WINDOW_STEPS, SPEC.steps]
    window, _ = setup.tapes
    other.go(target(END))
    assert before
    inside = np.zeros(SPEC.frames, bool)
    inside[np.arange(first * SPEC.step_frames, (first + WINDOW_STEPS) * SPEC.step_frames) % SPEC.frames] = True
    assert np.array_equal(window.magnitudes[~inside], before.magnitudes[~inside])
    changed = np.abs(window.magnitudes[inside] - before.magnitudes[inside]).max(1)
    assert (changed > 0.01).all()
    assert inside[int(column)]


def test_the_final_tape_does_not_depend_on_the_windows_before_it() -> None:
    slow, fast = Setup(SLOW), Setup(FAST)
    for to in (target(END), target(-0.4, grid=with_cells(NO_EDITS, {(3, "0"): 1.0}))):
        assert slow.go(to) and fast.go(to)
        assert np.array_equal(slow.tapes[-1].magnitudes, fast.tapes[-1].magnitudes)
        assert np.array_equal(slow.tapes[-1].onsets, fast.tapes[-1].onsets)
    assert fast.decoder.decoded == [SPEC.steps, SPEC.steps]
    assert len(fast.tapes) == 2 and len(slow.tapes) == 4


def test_sixteenths_away_from_the_playhead_lag_while_targets_move_but_not_for_long() -> None:
    setup = Setup(SLOW)
    began = setup.decoder.now
    wholes = [began]
    knob = START
    while setup.decoder.now < began + 10 * MAX_STALE:
        knob += 0.001
        setup.worker.set_target(target(knob))
        setup.worker.decode()
        if setup.decoder.decoded[-1] == SPEC.steps:
            wholes.append(setup.decoder.now)
    round_ = 0.001 + SLOW * (WINDOW_STEPS + SPEC.steps)
    assert 5 <= len(wholes) <= 11
    assert max(np.diff(wholes)) <= MAX_STALE + 2 * round_
    assert setup.decoder.decoded.count(WINDOW_STEPS) > 3 * len(wholes)
    setup.decoder.now += SMOOTHING
    assert setup.worker.decode()
    assert setup.decoder.decoded[-1] == SPEC.steps


def test_an_edit_of_a_sixteenth_does_not_recompute_the_loop() -> None:
    setup = Setup(FAST, texture=0)
    loops = setup.decoder.loops
    cells = {(5, "0"): 0.4, (9, "kick"): 1.0}
    assert setup.go(target(START, 0, with_cells(NO_EDITS, cells)))
    assert setup.decoder.loops == loops
    loud = setup.tapes[-1].magnitudes.mean(1).reshape(SPEC.steps, -1).mean(1)
    assert loud[9] > 1.01 * loud[5] > 1.02 * loud[0]
    assert np.ptp(np.delete(loud, [5, 9])) == 0
    assert setup.worker.note == ""


def test_a_macro_that_the_model_does_not_have_is_reported() -> None:
    setup = Setup(FAST)
    grid = with_cells(NO_EDITS, {(0, "hats"): 1.0, (1, "snare"): 1.0})
    setup.go(target(START, grid=grid))
    assert setup.worker.note == "this model has no direction for snare and hats, so a step's amount does nothing"
    assert setup.tapes == [] or np.isfinite(setup.tapes[-1].magnitudes).all()


def test_a_failover_of_the_decoder_is_counted_and_reported() -> None:
    setup = Setup(FAST)
    setup.decoder.faults, setup.decoder.note = 1, "the GPU failed"
    assert setup.worker.errors == 1
    assert setup.worker.note == "the GPU failed"


def test_a_knob_that_returns_after_windows_alone_restores_the_tape() -> None:
    setup = Setup(SLOW)
    before = setup.worker._builder._tape
    setup.go(target(START + 0.01))  # a whole image
    setup.go(target(START))
    setup.worker.set_target(target(END))
    assert not setup.worker.decode()
    assert setup.decoder.decoded[-1] == WINDOW_STEPS
    setup.go(target(START))
    assert before and np.array_equal(setup.tapes[-1].magnitudes, before.magnitudes)
