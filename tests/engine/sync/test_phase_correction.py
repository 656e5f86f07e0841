"""The filters of a follower: a line through pulses that jitter, and a correction that does not wobble."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.sync.clocks import Pulse
from engine.sync.phase_correction import BOUND, FIRM, NEAR, PhaseCorrector, TempoSmoother

LOOKS = 0.02 * np.arange(500)  # seconds


def through(pulses: list[Pulse]) -> list[Pulse]:
    steady = TempoSmoother()
    return [steady(pulse) for pulse in pulses]


def test_what_is_exact_stays_so() -> None:
    pulses = [Pulse(at, at * 2, 120.0) for at in LOOKS]
    np.testing.assert_allclose(through(pulses), pulses, atol=1e-9)


def test_jitter_of_beats_and_tempi_is_smoothed() -> None:
    rng = np.random.default_rng(0)
    off, wrong = rng.uniform(-0.001, 0.001, len(LOOKS)), rng.uniform(-0.2, 0.2, len(LOOKS))
    found = through([Pulse(at, 2 * (at + o), 120 + w) for at, o, w in zip(LOOKS, off, wrong, strict=True)])[150:]
    away = np.array([pulse.beat / 2 - pulse.at for pulse in found])
    assert np.abs(away).max() < 0.0006
    assert np.abs([pulse.tempo - 120 for pulse in found]).max() < 0.1


@pytest.mark.parametrize("after", [Pulse(10.0, 20.0, 126.0), Pulse(10.0, 20.1, 120.0)], ids=["tempo", "beat"])
def test_what_has_changed_is_believed_at_once(after: Pulse) -> None:
    steady = TempoSmoother()
    for at in LOOKS:
        steady(Pulse(at, at * 2, 120.0))
    assert steady(after) == after
    assert steady.since == after.at


@given(st.floats(0, 1, exclude_min=True), st.floats(40, 300))
def test_a_stall_overturns_nothing(stall: float, tempo: float) -> None:
    steady = TempoSmoother()
    for at in [*LOOKS, LOOKS[-1] + stall, LOOKS[-1] + stall + 1e-6]:
        found = steady(Pulse(at, at * tempo / 60, tempo))
    assert found.tempo == pytest.approx(tempo)


@given(st.floats(-1, 1))
def test_a_correction_is_bounded_and_has_the_sign_of_what_is_away(away: float) -> None:
    correction = PhaseCorrector()(away)
    assert abs(correction) <= BOUND
    assert correction * away >= 0
    assert (correction == 0) == (abs(away) <= NEAR)


def test_what_is_far_is_pulled_until_it_is_near_and_then_softly() -> None:
    pull = PhaseCorrector()
    assert pull(0.002) < 0.0003
    assert pull(0.003) > 0.005
    assert pull(0.002) > 0.004
    assert pull(0.0004) == 0
    assert pull(0.002) < 0.0003


def test_behind_an_exact_clock_little_is_pulled_in_as_soon_as_much() -> None:
    for away in (0.002, 0.0001):
        assert PhaseCorrector()(away, exact=True) == -PhaseCorrector()(-away, exact=True) == pytest.approx(away / FIRM)
        assert abs(PhaseCorrector()(away)) < 0.0003
