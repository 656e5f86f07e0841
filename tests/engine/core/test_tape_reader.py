"""Reading a slow tape without smearing its onsets: properties of the oracle, and the core's agreement with it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.arrays import Floats, Tape
from engine.core import LATENCY, Instrument
from engine.spec import SPEC
from engine.tape.onsets import MIN_ONSET_DISTANCE
from tests.oracle.time_stretch import AFTER, BEFORE, warp_positions
from tests.playing import PLAY, mono, values

FRAMES = SPEC.frames
marks = st.lists(st.integers(0, FRAMES // MIN_ONSET_DISTANCE - 2), min_size=1, max_size=30, unique=True).map(
    lambda picked: np.array(sorted(MIN_ONSET_DISTANCE * place for place in picked), np.float64)
)


@given(marks, st.floats(0.25, 0.99))
def test_onsets_keep_their_positions_and_are_read_at_native_speed(attacks: np.ndarray, rate: float) -> None:
    np.testing.assert_allclose(warp_positions(attacks, rate, attacks, FRAMES), attacks, atol=1e-9)
    for offset in np.linspace(-BEFORE, AFTER, 11):
        read = warp_positions(attacks + offset * rate, rate, attacks, FRAMES)
        np.testing.assert_allclose(read, attacks + offset, atol=1e-6)


@given(marks, st.floats(0.25, 0.99))
def test_the_tape_is_read_forwards_and_completely(attacks: np.ndarray, rate: float) -> None:
    read = warp_positions(np.arange(0, 3 * FRAMES, 0.05), rate, attacks, FRAMES)
    steps = np.diff(read)
    assert steps.min() >= -1e-9
    assert steps.max() <= 0.05 / rate + 1e-9


@given(marks, st.floats(0.25, 0.99), st.floats(-2000, 2000))
def test_the_map_is_periodic(attacks: np.ndarray, rate: float, position: float) -> None:
    here, later = warp_positions(np.array([position, position + FRAMES]), rate, attacks, FRAMES)
    np.testing.assert_allclose(later - here, FRAMES, atol=1e-6)


@given(marks, st.floats(1, 4))
def test_fast_and_native_reading_are_unchanged(attacks: np.ndarray, rate: float) -> None:
    positions = np.linspace(-10, 600, 77)
    np.testing.assert_array_equal(warp_positions(positions, rate, attacks, FRAMES), positions)


def test_without_onsets_nothing_is_moved() -> None:
    positions = np.linspace(0, 511, 7)
    np.testing.assert_array_equal(warp_positions(positions, 0.5, np.zeros(0), FRAMES), positions)


def bin_of(column: Floats) -> Floats:
    """Bin of the only partial of a column: rising, then falling, so that the loop is continuous."""
    return 90 + np.abs((column - 128) % FRAMES - FRAMES / 2)


def sliding(onsets: tuple[float, ...]) -> Tape:
    """A tape of one partial whose frequency identifies the column."""
    away = np.arange(SPEC.bins) - bin_of(np.arange(FRAMES))[:, None]
    return Tape(np.exp(-((away / 0.9) ** 2)).astype(np.float32), np.array(onsets))


def read_as_heard(tape: Tape, rate: float, backwards: bool) -> tuple[Floats, Floats]:
    """Position of the playhead, hop by hop, and the bin of the partial heard there."""
    instrument = Instrument(tape)
    speed = -1.0 if backwards else 1.0
    instrument.set(values(tempo=rate * SPEC.native_tempo, speed=speed, level=-12.0))
    instrument.schedule(PLAY)
    hops = int(1.2 * FRAMES / rate)
    audio = mono(instrument.process(hops * SPEC.hop))
    centres = np.arange(8, hops - 8) * SPEC.hop
    window = np.hanning(1024)
    frames = np.stack([audio[at - 512 : at + 512] for at in centres]) * window
    power = np.abs(np.fft.rfft(frames, 8192)) ** 2
    peak = power.argmax(1)
    around = np.stack([np.log(power[np.arange(len(peak)), peak + step]) for step in (-1, 0, 1)])
    fine = peak + (around[0] - around[2]) / (2 * (around[0] - 2 * around[1] + around[2]))
    return speed * (centres - LATENCY) / SPEC.hop * rate, fine / 8


@pytest.mark.parametrize("backwards", [False, True], ids=["forwards", "backwards"])
@pytest.mark.parametrize("rate", [0.4, 0.6, 1.2])
@pytest.mark.parametrize(
    "onsets",
    [(), (200.0,), (16.0, 64.0, 71.0, 300.5, 448.0), (2.0, 240.25, 510.0), tuple(np.arange(0, FRAMES, 8.0))],
    ids=["none", "one", "some", "at the seam", "many"],
)
def test_the_column_heard_is_the_one_that_the_oracle_reads(
    onsets: tuple[float, ...], rate: float, backwards: bool
) -> None:
    place, heard = read_as_heard(sliding(onsets), rate, backwards)
    expected = bin_of(warp_positions(place, rate, np.array(onsets), FRAMES))
    corner = np.abs(expected - 90) < 6, np.abs(expected - 90 - FRAMES / 2) < 6  # where the partial changes direction
    away = np.abs(heard - expected)[~(corner[0] | corner[1])]
    assert len(away) > 300
    assert np.quantile(away, 0.9) <= 0.3
    assert away.max() <= 1.0
    if onsets and rate < 1:
        assert np.abs(heard - bin_of(place)).max() > 0.8  # it differs from the column under the playhead
