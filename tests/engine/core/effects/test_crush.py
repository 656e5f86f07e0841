"""Bits and rate: the error of rounding, held samples, and no step while they are turned."""

import numpy as np
import pytest

from engine.spec import SPEC
from tests.clicks import dull_tape
from tests.sound import decibels

from .rendering import heard

DULL = dull_tape()


@pytest.mark.parametrize("bits", [4.0, 6.0, 7.5, 10.0])
def test_the_error_of_rounding_is_that_of_the_bits(bits: float) -> None:
    crushed, plain = (heard(60_000, {"crush/bits": each}, DULL)[:, 0] for each in (bits, 16.0))
    error = (crushed - plain)[np.abs(plain) > 2.0 ** (1 - bits)]
    assert decibels(float(error.std())) == pytest.approx(decibels(2.0 ** (1 - bits) / 12**0.5), abs=1)


@pytest.mark.parametrize(("rate", "hold"), [(11_025.0, 4), (4410.0, 10)])
def test_samples_are_held_for_a_period_of_the_rate(rate: float, hold: int) -> None:
    crushed = heard(40_000, {"crush/rate": rate}, DULL)[:, 0]
    steps = np.abs(np.diff(crushed)) > 0.01 * np.abs(crushed).max()
    at = np.flatnonzero(steps)
    assert len(at) > 100
    assert len(set(at % hold)) == 1


def test_a_rate_between_two_holds_as_many_samples_on_average() -> None:
    crushed = heard(40_000, {"crush/rate": 7000.0}, DULL)[:, 0]
    at = np.flatnonzero(np.abs(np.diff(crushed)) > 0.003)
    gaps = np.diff(at)
    assert set(gaps[gaps < 8]) == {6, 7}
    assert gaps[gaps < 8].mean() == pytest.approx(SPEC.rate / 7000, rel=0.02)


@pytest.mark.parametrize(("effects", "most"), [({"crush/bits": 15.99}, -60), ({"crush/rate": 44_090.0}, -20)])
def test_the_first_move_is_hardly_heard(effects: dict[str, float], most: float) -> None:
    """Rounding at 16 bits; samples that are up to one of ours late."""
    crushed, plain = heard(60_000, effects, DULL), heard(60_000, {}, DULL)
    assert decibels(float((crushed - plain).std() / plain.std())) < most
