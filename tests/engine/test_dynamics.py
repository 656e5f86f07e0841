import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from engine.dynamics import CEILING, QUANTUM, Limiter, RumbleFilter
from engine.mel import Floats
from engine.spec import SPEC


def limited(audio: Floats) -> Floats:
    limiter = Limiter(channels=1)
    return np.concatenate([limiter(quantum) for quantum in audio.reshape(-1, QUANTUM, 1)])[:, 0]


@given(arrays.arrays(np.float32, 8 * QUANTUM, elements=st.floats(-1e4, 1e4, width=32)))
def test_nothing_passes_the_ceiling(audio: Floats) -> None:
    assert np.abs(limited(audio)).max() <= CEILING


def test_sound_below_the_ceiling_is_only_delayed() -> None:
    audio = np.random.default_rng(0).uniform(-0.8, 0.8, 40 * QUANTUM).astype(np.float32)
    np.testing.assert_array_equal(limited(audio)[QUANTUM:], audio[:-QUANTUM])
    assert Limiter.latency == QUANTUM


def test_the_gain_never_jumps_however_loud_a_hit_is() -> None:
    audio = np.full(200 * QUANTUM, 0.5, np.float32)
    audio[80 * QUANTUM + 5] = 50
    gain = limited(audio)[QUANTUM:] / audio[:-QUANTUM]
    quiet = np.delete(gain, 80 * QUANTUM + 5)
    assert np.abs(np.diff(quiet)).max() < 2.5 / QUANTUM
    assert quiet[-1] > quiet[90 * QUANTUM]  # it comes back


def test_silence_stays_silence() -> None:
    assert not limited(np.zeros(4 * QUANTUM, np.float32)).any()


@pytest.mark.parametrize(("hertz", "low", "high"), [(0.0, 0.0, 0.01), (100.0, 0.95, 1.01), (5000.0, 0.999, 1.001)])
def test_the_rumble_filter_takes_what_nobody_hears(hertz: float, low: float, high: float) -> None:
    block = RumbleFilter()
    size = 700 * QUANTUM
    time = np.arange(size) / SPEC.rate
    audio = np.cos(2 * np.pi * hertz * time).astype(np.float32)
    out = np.concatenate([block(audio[k : k + QUANTUM]) for k in range(0, size, QUANTUM)])
    assert low <= np.abs(out[size // 2 :]).max() <= high


def test_both_channels_share_one_gain() -> None:
    """A hit on the left must not move a tone on the right to the middle."""
    limiter = Limiter()
    audio = np.full((4 * QUANTUM, 2), 0.25, np.float32)
    audio[QUANTUM : 2 * QUANTUM, 0] = 4.0
    out = np.concatenate([limiter(quantum) for quantum in audio.reshape(-1, QUANTUM, 2)])[QUANTUM:]
    np.testing.assert_allclose(out[:, 0] / audio[:-QUANTUM, 0], out[:, 1] / audio[:-QUANTUM, 1], rtol=1e-5)
    assert out.max() <= CEILING
