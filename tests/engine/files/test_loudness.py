import numpy as np
import pytest
from numpy.typing import NDArray

from engine.files import loudness
from engine.files.loudness import integrated_loudness, true_peak


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
        assert true_peak(np.zeros(size, np.float32), 44_100) == -np.inf


def test_audio_shorter_than_a_block_is_one_block() -> None:
    assert integrated_loudness(sine(0.3, -20.0), 48_000) == pytest.approx(-23.0, abs=0.1)


def test_the_true_peak_lies_between_the_samples() -> None:
    tone = np.sin(2 * np.pi * np.arange(20_000) / 4 + np.pi / 4) * np.hanning(20_000)
    assert np.abs(tone).max() < 0.7072
    assert true_peak(tone, 48_000) == pytest.approx(0, abs=0.1)


def test_measuring_in_parts_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(0).standard_normal((200_000, 2)).astype(np.float32) * 0.1
    whole = integrated_loudness(noise, 44_100), true_peak(noise, 44_100)
    monkeypatch.setattr(loudness, "PART_S", 0.5)
    assert (integrated_loudness(noise, 44_100), true_peak(noise, 44_100)) == pytest.approx(whole, abs=1e-9)
