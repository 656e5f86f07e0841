import numpy as np
import pytest

from engine.spec import SPEC
from engine.timeline import BREAK, SPAN, Timeline

BLOCK = 128


def origins(timeline: Timeline, delays: np.ndarray, first: int = 0, shift: float = 0.0) -> np.ndarray:
    """What it says of calls that come so many seconds after they were due; sample 0 is due at 100 + shift."""
    clocks = BLOCK * np.arange(first, first + len(delays))
    return np.array(
        [timeline(int(c), 100 + shift + c / SPEC.rate + late) for c, late in zip(clocks, delays, strict=True)]
    )


def test_late_calls_do_not_move_it() -> None:
    delays = np.random.default_rng(0).exponential(0.001, 1000)
    delays[::7] = 0.0
    np.testing.assert_allclose(origins(Timeline(), delays), 100, atol=1e-9)


def test_an_earlier_call_is_believed_at_once() -> None:
    timeline = Timeline()
    origins(timeline, np.zeros(50))
    assert origins(timeline, np.zeros(1), 50, -0.003)[0] == pytest.approx(99.997)


def test_a_card_that_goes_on_later_is_followed_within_its_memory() -> None:
    timeline = Timeline()
    origins(timeline, np.zeros(50))
    found = origins(timeline, np.zeros(SPAN), 50, 0.004)
    assert found[0] == pytest.approx(100)
    assert found[-1] == pytest.approx(100.004)


def test_a_card_that_begins_anew_is_followed_at_once() -> None:
    timeline = Timeline()
    origins(timeline, np.zeros(50))
    assert origins(timeline, np.zeros(1), 50, 2 * BREAK)[0] == pytest.approx(100 + 2 * BREAK)
