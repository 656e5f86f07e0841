"""Cards with another sample rate play the same sound at the right speed."""

from collections.abc import Iterator

import numpy as np
import pytest
import soxr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.engine.segments import ManualPlayer, shared_with
from tests.sound import LOOP, break_loop, tape_of

RATES = [8_000, 22_050, 32_000, 48_000, 96_000, 192_000]


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedState]:
    with shared_with(tape_of(break_loop())) as segment:
        yield segment


def played(shared: SharedState, rate: int, sizes: list[int]) -> Floats:
    """The beginning of a break on a card of this rate."""
    shared.record["meters"]["values"][:] = 0  # there was no player before
    player = ManualPlayer(shared, rate=rate)
    shared.events.push(Event(Action.PLAY))
    return np.concatenate([player(size) for size in sizes])


def below(hertz: float, audio: Floats, rate: int) -> Floats:
    """The signal below a frequency."""
    spectrum = np.fft.rfft(audio[:, 0])
    spectrum[np.fft.rfftfreq(len(audio), 1 / rate) > hertz] = 0
    return np.fft.irfft(spectrum, len(audio)).astype(np.float32)


@pytest.mark.parametrize("rate", RATES)
def test_the_output_equals_that_of_a_good_offline_resampler(shared: SharedState, rate: int) -> None:
    own = played(shared, SPEC.rate, [441] * 100)
    heard = played(shared, rate, [100] * (rate // 110))
    want = soxr.resample(own, SPEC.rate, rate, quality="VHQ")[: len(heard)]
    clear = 0.35 * min(rate, SPEC.rate)  # above, the slopes of the two filters differ
    found, wanted = below(clear, heard, rate)[200:-200], below(clear, want, rate)[200:-200]
    assert np.sqrt(np.mean((found - wanted) ** 2)) < 2e-3 * np.sqrt(np.mean(wanted**2))


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_keeps_its_pitch_and_has_no_images(rate: int) -> None:
    """A tone on every column has the same pitch at another rate, and its images are 80 dB lower."""
    time = np.arange(LOOP) / SPEC.rate
    with shared_with(tape_of(0.3 * np.sin(2 * np.pi * 200 * SPEC.rate / 2**15 * time).astype(np.float32))) as shared:
        heard = played(shared, rate, [128] * (rate // 128))[rate // 2 :, 0]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    hertz = np.fft.rfftfreq(len(heard), 1 / rate)
    assert hertz[spectrum.argmax()] == pytest.approx(200 * SPEC.rate / 2**15, abs=4)
    far = hertz > 2000
    assert not far.any() or spectrum[far].max() < 1e-3 * spectrum.max()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 1500), min_size=1, max_size=12), rate=st.sampled_from([*RATES, 44_101]))
def test_blocks_of_any_size_give_the_same_samples(shared: SharedState, sizes: list[int], rate: int) -> None:
    np.testing.assert_array_equal(played(shared, rate, sizes), played(shared, rate, [sum(sizes)]))


@pytest.mark.parametrize("rate", RATES)
def test_the_instrument_is_called_evenly_and_half_a_filter_ahead(shared: SharedState, rate: int) -> None:
    player = ManualPlayer(shared, rate=rate)
    clocks = []
    for _ in range(300):
        player(128)
        clocks.append(shared.meters.clock)
    steps = np.diff(clocks)
    assert np.ptp(steps) <= 1
    half = 32 * max(1, SPEC.rate / rate)
    assert clocks[-1] - 300 * 128 * SPEC.rate / rate == pytest.approx(half, abs=6)
