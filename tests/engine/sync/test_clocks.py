"""The internal clock ends its corrections, and taps give a tempo and a beat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sync.clocks import MAX_CORRECTION_SECONDS, TAP_DEBOUNCE, TAP_TIMEOUT, Internal, Pulse, TapTempo


def test_a_pulse_gives_the_beat_at_another_moment() -> None:
    assert Pulse(10.0, 3.0, 120.0).beat_at(11.5) == 6.0


def test_the_internal_clock_has_pulses_only_during_a_correction() -> None:
    clock = Internal()
    assert clock.pulse(0.0) is None
    clock.aim(Pulse(10.0, 3.0, 120.0))
    assert clock.pulse(11.0) == Pulse(11.0, 5.0, 120.0)
    assert clock.pulse(10.0 + MAX_CORRECTION_SECONDS + 0.01) is None
    clock.aim(Pulse(20.0, 0.0, 120.0))
    clock.aim(None)
    assert clock.pulse(20.0) is None


def tapped(*times: float) -> TapTempo:
    taps = TapTempo()
    for at in times:
        taps(at)
    return taps


def test_two_taps_give_a_tempo_and_three_a_beat() -> None:
    assert tapped(1.0).tempo is None
    assert (tapped(1.0, 1.5).tempo, tapped(1.0, 1.5).beat) == (120, None)
    assert tapped(1.0, 1.5, 2.0).beat == 2.0


@given(st.floats(40, 300), st.integers(0, 2**32 - 1))
def test_the_median_of_uneven_taps_counts(tempo: float, seed: int) -> None:
    waver = np.random.default_rng(seed).uniform(-0.01, 0.01, 9)
    taps = tapped(*(100 + np.arange(9) * 60 / tempo + waver))
    assert taps.tempo is not None and taps.beat is not None
    assert 60 / taps.tempo == pytest.approx(60 / tempo, abs=0.02)
    assert taps.beat == pytest.approx(100 + 8 * 60 / tempo, abs=0.1)


def test_one_wrong_interval_of_five_changes_nothing() -> None:
    assert tapped(0, 0.5, 1.0, 1.7, 2.2, 2.7).tempo == pytest.approx(120)


def test_taps_restart_after_a_pause_and_are_debounced() -> None:
    assert tapped(0, 1, 2, 2 + TAP_TIMEOUT + 0.1).tempo is None
    assert tapped(0, 0.5, 0.5 + TAP_DEBOUNCE / 2, 1.0).tempo == pytest.approx(120)
