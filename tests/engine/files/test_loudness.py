import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.files import loudness
from engine.files.loudness import LoudnessMeter, integrated_loudness, loudness_and_peak


def sine(seconds: float, decibels: float, rate: int = 48_000, hertz: float = 997.0) -> NDArray[np.float64]:
    return np.asarray(10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate))


@pytest.mark.parametrize("rate", [44_100, 48_000, 96_000])
@pytest.mark.parametrize(("decibels", "lufs"), [(0.0, -3.01), (-20.0, -23.01)])
def test_a_sine_of_997_hertz_in_one_channel_has_its_level_less_three(rate: int, decibels: float, lufs: float) -> None:
    assert integrated_loudness(sine(5, decibels, rate), rate) == pytest.approx(lufs, abs=0.02)


def test_two_equal_channels_are_three_louder_than_one() -> None:
    tone = sine(5, -23.0)
    assert integrated_loudness(np.stack([tone, tone], 1), 48_000) == pytest.approx(-23.0, abs=0.02)


@pytest.mark.parametrize(
    ("parts", "lufs"),
    [
        ([(10, -36), (60, -23), (10, -36)], -23.0),  # case 3 of EBU Tech 3341: the relative gate
        ([(10, -72), (10, -36), (60, -23), (10, -36), (10, -72)], -23.0),  # case 4: both gates
        ([(20, -26), (20.1, -20), (20, -26)], -23.0),  # case 5: no gate
    ],
)
def test_quiet_parts_are_gated(parts: list[tuple[float, float]], lufs: float) -> None:
    tone = np.concatenate([sine(seconds, level, hertz=1000.0) for seconds, level in parts])
    assert integrated_loudness(np.stack([tone, tone], 1), 48_000) == pytest.approx(lufs, abs=0.1)


def test_silence_has_no_loudness_and_no_peak() -> None:
    for size in (0, 100, 100_000):
        assert integrated_loudness(np.zeros(size, np.float32), 44_100) == -np.inf
        assert loudness_and_peak(np.zeros(size, np.float32), 44_100)[1] == -np.inf


def test_audio_shorter_than_a_block_is_one_block() -> None:
    assert integrated_loudness(sine(0.3, -20.0), 48_000) == pytest.approx(-23.0, abs=0.1)


def test_the_true_peak_lies_between_the_samples() -> None:
    tone = np.sin(2 * np.pi * np.arange(20_000) / 4 + np.pi / 4) * np.hanning(20_000)
    assert np.abs(tone).max() < 0.7072
    assert loudness_and_peak(tone, 48_000)[1] == pytest.approx(0, abs=0.1)


@settings(deadline=None, max_examples=20)
@given(cuts=st.lists(st.integers(0, 300_000), max_size=5), length=st.integers(0, 300_000))
def test_blocks_of_any_length_give_the_loudness_and_peak_of_the_whole(cuts: list[int], length: int) -> None:
    noise = np.random.default_rng(0).standard_normal((length, 2)).astype(np.float32) * 0.1
    noise[length // 2 :] *= 3
    with pytest.MonkeyPatch.context() as patch:
        whole = loudness_and_peak(noise, 44_100)
        patch.setattr(loudness, "PART_S", 0.5)
        meter = LoudnessMeter(44_100, 2)
        for block in np.split(noise, sorted(min(cut, length) for cut in cuts)):
            meter.add(block)
        assert meter.finish() == pytest.approx(whole, abs=1e-9)
