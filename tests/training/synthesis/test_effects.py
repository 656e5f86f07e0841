import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Floats
from engine.files.audio_onsets import find_onsets
from engine.spec import SPEC
from tests.training import drum_loops
from training.synthesis.effects import (
    EFFECTS,
    PLAIN_TONE_SHARE,
    Tone,
    apply_effects,
    apply_tone_and_room,
    compress,
    hiss,
    hum,
    normalise,
    room_impulse,
    saturate,
)


@pytest.fixture(scope="module")
def loop() -> Floats:
    return drum_loops.break_loop(np.random.default_rng(0), 165, 4)


def decibels(ratio: float) -> float:
    return float(20 * np.log10(ratio))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), level=st.floats(1e-4, 100))
def test_the_output_level_does_not_depend_on_the_input_level(loop: Floats, seed: int, level: float) -> None:
    sound, names = apply_effects(loop * np.float32(level), np.random.default_rng(seed))
    assert sound.shape == loop.shape
    assert sound.dtype == np.float32
    assert np.abs(sound).max() == pytest.approx(0.9, rel=1e-5)
    again, same = apply_effects(loop * np.float32(level), np.random.default_rng(seed))
    assert np.array_equal(sound, again) and names == same


def test_every_effect_is_drawn_and_named_as_often_as_its_chance(loop: Floats) -> None:
    drawn = [apply_effects(loop[:5000], np.random.default_rng(seed))[1] for seed in range(400)]
    for name, (chance, _) in EFFECTS.items():
        share = sum(name in names for names in drawn) / len(drawn)
        assert share == pytest.approx(chance * (1 - PLAIN_TONE_SHARE), abs=0.07), name
    assert 0.2 < sum(not names for names in drawn) / len(drawn) < 0.5


@pytest.mark.parametrize("name", EFFECTS)
def test_every_effect_changes_a_loop_and_keeps_its_attacks_in_place(loop: Floats, name: str) -> None:
    audio = normalise(loop)
    changed = EFFECTS[name][1](np.random.default_rng(1), audio)
    assert changed.shape == audio.shape and changed.dtype == np.float32 and np.isfinite(changed).all()
    assert not np.array_equal(changed, audio)
    before, after = (find_onsets(one, SPEC.rate) for one in (audio, changed))
    strong = before.samples[before.strengths > 0.3 * before.strengths.max()]
    near = [np.abs((after.samples - onset + 500) % len(audio) - 500).min() for onset in strong]
    assert np.median(near) < 0.002 * SPEC.rate


def test_silence_stays_finite() -> None:
    for seed in range(20):
        sound, _ = apply_effects(np.zeros(5000, np.float32), np.random.default_rng(seed))
        assert np.isfinite(sound).all()


def test_normalise_sets_the_peak() -> None:
    assert np.abs(normalise(np.array([0.1, -0.3], np.float32))).max() == pytest.approx(0.9)
    assert np.abs(normalise(np.zeros(3, np.float32))).max() == 0


def test_a_flat_tone_without_room_changes_nothing(loop: Floats) -> None:
    assert apply_tone_and_room(loop, Tone()) is loop


@pytest.mark.parametrize("slope", [-2.0, 1.5])
def test_a_slope_has_its_decibels_per_octave(slope: float) -> None:
    noise = np.random.default_rng(0).standard_normal(44_100).astype(np.float32)
    change = np.abs(np.fft.rfft(apply_tone_and_room(noise, Tone(slope=slope)))) / np.abs(np.fft.rfft(noise))
    for hertz, octaves in ((500, -1), (1000, 0), (2000, 1), (8000, 3)):
        assert decibels(float(np.median(change[hertz - 20 : hertz + 20]))) == pytest.approx(slope * octaves, abs=0.2)


def test_reverberation_wraps_around_the_end() -> None:
    click = np.zeros(20_000, np.float32)
    click[-10] = 1
    room = room_impulse(np.random.default_rng(0), 0.2)
    wet = apply_tone_and_room(click, Tone(), room, 1.0)
    assert wet[-10] == pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(wet[:8000], room[10:8010], atol=1e-5)


def test_rotating_a_loop_rotates_its_reverberation(loop: Floats) -> None:
    room = room_impulse(np.random.default_rng(1), 0.3)
    turned = apply_tone_and_room(np.roll(loop, 9999), Tone(slope=1.0), room, 0.3)
    np.testing.assert_allclose(turned, np.roll(apply_tone_and_room(loop, Tone(slope=1.0), room, 0.3), 9999), atol=2e-3)


def test_an_impulse_has_a_gap_and_energy_one() -> None:
    room = room_impulse(np.random.default_rng(0), 0.1)
    assert np.abs(room[:220]).max() == 0
    assert float(np.sum(room.astype(np.float64) ** 2)) == pytest.approx(1, rel=1e-4)


def test_drive_thickens_and_keeps_the_peak(loop: Floats) -> None:
    driven = saturate(loop, 8.0)
    assert np.abs(driven).max() == pytest.approx(np.abs(loop).max(), rel=1e-4)
    assert np.sqrt(np.mean(driven**2)) > 1.2 * np.sqrt(np.mean(loop**2))
    assert saturate(loop, 0.0) is loop


def test_hiss_has_its_level() -> None:
    noise = hiss(np.random.default_rng(0), 44_100, -60.0)
    assert decibels(float(np.sqrt(np.mean(noise**2)))) == pytest.approx(-60, abs=0.2)


def test_dark_hiss_has_the_level_and_less_treble() -> None:
    white, dark = (hiss(np.random.default_rng(0), 44_100, -60.0, shade) for shade in (0.0, 1.0))
    assert decibels(float(np.sqrt(np.mean(dark**2)))) == pytest.approx(-60, abs=0.2)
    assert np.abs(np.fft.rfft(dark))[15_000:].mean() < 0.3 * np.abs(np.fft.rfft(white))[15_000:].mean()


@pytest.mark.parametrize("size", [100_000, 131_071])
def test_hum_wraps_around_without_a_seam(size: int) -> None:
    wave = hum(np.random.default_rng(0), size, -50.0)
    assert decibels(float(np.sqrt(np.mean(wave**2)))) == pytest.approx(-50, abs=0.1)
    steps = np.abs(np.diff(wave))
    assert abs(float(wave[0] - wave[-1])) <= 1.01 * steps.max()
    assert np.argmax(np.abs(np.fft.rfft(wave))) * 44_100 / size < 430


@pytest.mark.parametrize(
    ("tone", "hertz", "gain"),
    [
        (Tone(low=6.0, low_edge=200.0), 30, 6),
        (Tone(low=6.0, low_edge=200.0), 5000, 0),
        (Tone(high=-6.0, high_edge=4000.0), 18_000, -6),
        (Tone(high=-6.0, high_edge=4000.0), 200, 0),
        (Tone(body=-7.0), 250, -7),
        (Tone(presence=7.0), 3200, 7),
        (Tone(presence=7.0), 400, 0),
        (Tone(ceiling=8000.0), 8000, -3),
        (Tone(ceiling=8000.0), 1000, 0),
    ],
)
def test_each_part_of_a_tone_acts_at_its_frequency(tone: Tone, hertz: int, gain: float) -> None:
    click = np.zeros(44_100, np.float32)
    click[20_000] = 1
    change = np.abs(np.fft.rfft(apply_tone_and_room(click, tone)))
    assert decibels(float(change[hertz])) == pytest.approx(gain, abs=0.4)


def test_a_tone_keeps_the_position_of_attacks() -> None:
    click = np.zeros(10_000, np.float32)
    click[5000] = 1
    assert np.argmax(np.abs(apply_tone_and_room(click, Tone(slope=2.0, low=6, high=6, body=5, ceiling=9000)))) == 5000


def test_compression_raises_quiet_parts_and_wraps(loop: Floats) -> None:
    squeezed = compress(loop, 0.6, 0.02)
    quiet = np.abs(loop) < 0.05
    assert np.std(squeezed[quiet]) > 1.3 * np.std(loop[quiet])
    assert np.abs(squeezed).max() < 2 * np.abs(loop).max()
    turned = compress(np.roll(loop, 64 * 100), 0.6, 0.02)
    np.testing.assert_allclose(turned, np.roll(squeezed, 64 * 100), atol=0.02)
    np.testing.assert_allclose(compress(loop, 0.0, 0.02), loop, atol=1e-6)
    assert np.abs(compress(np.zeros(1000, np.float32), 0.5, 0.02)).max() == 0


def test_a_small_room_is_shorter_and_a_dark_one_darker() -> None:
    small, large = (room_impulse(np.random.default_rng(0), decay) for decay in (0.1, 0.8))
    assert len(small) < len(large)
    bright, dark = (
        np.abs(np.fft.rfft(room_impulse(np.random.default_rng(0), 0.3, 0.005, edge)))[4000:].mean()
        for edge in (12e3, 1500)
    )
    assert dark < 0.6 * bright
    assert np.abs(room_impulse(np.random.default_rng(0), 0.3, gap=0.02)[:880]).max() == 0
