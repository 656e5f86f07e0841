"""Low-pass and high-pass: corners, slopes, resonance, and no overload however they move."""

import numpy as np
import pytest

from engine.core import Instrument
from engine.spec import SPEC
from tests.playing import PANIC, PLAY, STOP, values

from .rendering import NOISE, SOFT_LEVEL, heard, response

PARTS = 2  # of 1 Hz


def crossing(gain: np.ndarray, decibels: float, rising: bool) -> float:
    """The frequency at which the gain passes a level, Hz."""
    above = np.flatnonzero(gain[10 * PARTS : 21_000 * PARTS] > decibels) + 10 * PARTS
    return float(above[0] if rising else above[-1]) / PARTS


@pytest.mark.parametrize("corner", [60.0, 300.0, 1000.0, 5000.0, 15_000.0])
@pytest.mark.parametrize("filter", ["filter/low", "filter/high"])
def test_the_corner_is_at_its_frequency(filter: str, corner: float) -> None:
    gain = response({filter: corner}, PARTS)
    assert crossing(gain, -3.01, filter == "filter/high") == pytest.approx(corner, rel=0.03)


@pytest.mark.parametrize("corner", [500.0, 2000.0])
def test_the_slope_is_12_decibels_an_octave(corner: float) -> None:
    low, high = response({"filter/low": corner}, PARTS), response({"filter/high": corner}, PARTS)
    at = int(corner) * PARTS
    assert low[2 * at] - low[4 * at] == pytest.approx(12, abs=1.5)
    assert high[at // 2] - high[at // 4] == pytest.approx(12, abs=1.5)
    assert abs(low[at // 8 : at // 4]).max() < 0.1
    assert abs(high[4 * at : 8 * at]).max() < 0.1


@pytest.mark.parametrize("filter", ["filter/low", "filter/high"])
@pytest.mark.parametrize(("resonance", "peak"), [(0.5, 8.0), (1.0, 18.9)])
def test_resonance_is_a_peak_at_the_corner(filter: str, resonance: float, peak: float) -> None:
    gain = response({filter: 1000.0, "filter/resonance": resonance}, PARTS)
    assert gain.max() == pytest.approx(peak, abs=0.5)
    assert np.argmax(gain) / PARTS == pytest.approx(1000.0, rel=0.06)


def test_resonance_alone_changes_nothing() -> None:
    np.testing.assert_array_equal(heard(20_000, {"filter/resonance": 1.0}), heard(20_000, {}))


@pytest.mark.parametrize("corner", [30.0, 60.0, 200.0])
def test_panic_ends_what_a_filter_rings_on_without_a_click(corner: float) -> None:
    after = {}
    for end in (STOP, PANIC):
        instrument = Instrument(NOISE)
        instrument.set(values(**{"filter/low": corner, "filter/resonance": 1.0}))
        instrument.schedule(PLAY)
        loudest = np.abs(instrument.process(SPEC.rate // 2)[SPEC.rate // 4 :]).max()
        instrument.schedule(end)
        after[end] = instrument.process(SPEC.rate // 4)[:, 0] / loudest
    later = SPEC.rate // 20
    assert np.abs(after[STOP][later:]).max() > 0.01
    assert np.abs(after[PANIC][later:]).max() < 0.001
    assert np.abs(np.diff(after[PANIC], 4)).max() < 0.01


@pytest.mark.parametrize("filter", ["filter/low", "filter/high"])
def test_panic_without_filters_leaves_no_trace_in_the_next_one(filter: str) -> None:
    heard = []
    for end in (STOP, PANIC):
        instrument = Instrument(NOISE)
        for event in (PLAY, end):
            instrument.schedule(event)
            instrument.process(SPEC.rate)
        instrument.set(values(**{filter: 300.0}))
        instrument.schedule(PLAY)
        heard.append(instrument.process(SPEC.rate // 4))
    np.testing.assert_array_equal(*heard)


def test_jumps_of_corner_and_resonance_add_no_energy() -> None:
    """Filters whose coefficients are not those of a stable one at each moment ring up here."""
    random = np.random.default_rng(1)
    instrument = Instrument(NOISE)
    instrument.set(values(level=SOFT_LEVEL))
    instrument.schedule(PLAY)
    plain = instrument.process(4 * SPEC.rate)
    loudest = 0.0
    for _ in range(2000):
        low, high = 20 * 1000 ** random.random(2)
        instrument.set(
            values(
                **{
                    "level": SOFT_LEVEL - 20,
                    "filter/low": low,
                    "filter/high": high,
                    "filter/resonance": random.random(),
                }
            )
        )
        loudest = max(loudest, float(np.abs(instrument.process(int(random.integers(1, 400)))).max()))
    assert loudest < np.abs(plain).max()  # 20 dB louder, as the peak of one filter is
    instrument.set(values(level=SOFT_LEVEL))
    instrument.process(SPEC.rate)
    np.testing.assert_allclose(instrument.process(1000).std(), plain.std(), rtol=0.3)
