from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.errors import BadInput
from training.sources.drums import Drum
from training.sources.one_shots import drum_by_sound, read_shot
from training.sources.slices import LEAD
from training.synthesis import drum_synth


def write(path: Path, sound: Floats, rate: int = 44_100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, sound, rate, subtype="FLOAT")
    return path


@pytest.fixture
def snare() -> Floats:
    return drum_synth.snare_skin(np.random.default_rng(0))


@pytest.mark.parametrize("silence", [0, 10, 5000])
@pytest.mark.parametrize("level", [0.01, 1.0])
def test_the_attack_is_at_its_sample_for_any_file(tmp_path: Path, snare: Floats, silence: int, level: float) -> None:
    late = np.concatenate([np.zeros(silence, np.float32), snare * np.float32(level)])
    shot = read_shot(write(tmp_path / "snare.wav", late), "snare.wav")
    assert np.abs(shot.sound[: LEAD - 60]).max() < 0.01 * level
    assert np.abs(shot.sound[LEAD - 60 : LEAD + 60]).max() > 0.2 * level
    assert np.abs(shot.sound).max() == pytest.approx(np.abs(late).max())
    assert shot.sound.dtype == np.float32


def test_a_long_stroke_fades_out_after_a_second_and_a_half(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).standard_normal(5 * 44_100).astype(np.float32) * 0.2
    noise[2000:] *= np.exp(-np.arange(len(noise) - 2000, dtype=np.float32) / 44_100)
    shot = read_shot(write(tmp_path / "crash.wav", noise), "crash.wav")
    assert len(shot.sound) == pytest.approx(1.5 * 44_100, abs=LEAD + 300)
    assert np.abs(shot.sound[-100:]).max() < 0.001


def test_sample_rate_and_channels_do_not_change_a_stroke(tmp_path: Path, snare: Floats) -> None:
    plain = read_shot(write(tmp_path / "a.wav", snare), "snare.wav").sound
    both = read_shot(write(tmp_path / "b.wav", np.stack([snare, snare], 1)), "snare.wav").sound
    slow = read_shot(write(tmp_path / "c.wav", snare, 22_050), "snare.wav").sound
    np.testing.assert_allclose(both, plain, atol=1e-6)
    assert len(slow) == pytest.approx(2 * len(plain), rel=0.05)


@pytest.mark.parametrize(
    ("stroke", "drums"),
    [
        (drum_synth.kick_hard, {Drum.KICK}),
        (drum_synth.kick_long, {Drum.KICK}),
        (drum_synth.snare_noise, {Drum.SNARE}),
        (drum_synth.hat_metal, {Drum.HAT}),
        (drum_synth.crash, {Drum.OPEN, Drum.CRASH, Drum.SNARE}),
        (drum_synth.conga, {Drum.TOM, Drum.PERC}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_without_a_name_the_spectrum_gives_the_drum(stroke: drum_synth.StrokeGenerator, drums: set[Drum]) -> None:
    sounds = [np.concatenate([np.zeros(LEAD, np.float32), stroke(np.random.default_rng(seed))]) for seed in range(20)]
    right = [drum_by_sound(sound) in drums for sound in sounds]
    assert sum(right) >= 16


def test_a_file_that_is_not_a_single_stroke_is_refused(tmp_path: Path, snare: Floats) -> None:
    several = np.concatenate([np.pad(snare, (0, 5000))] * 6)
    cases = {
        "many.wav": (several, "has 6 strokes"),
        "drum_roll.wav": (snare, "is struck|roll or a loop"),
        "still.wav": (np.zeros(5000, np.float32), "silent"),
        "click.wav": (np.array([0, 0.9, -0.9, 0] + [0] * 500, np.float32), "expected 5 ms"),
        "long.wav": (np.zeros(14 * 44_100, np.float32), "cut it"),
    }
    for name, (sound, words) in cases.items():
        with pytest.raises(BadInput, match=words):
            read_shot(write(tmp_path / name, sound), name)


def test_a_file_that_begins_at_its_attack_is_kept_whole(tmp_path: Path, snare: Floats) -> None:
    """The wires of a snare, 16 ms after the stroke on its skin, are the stronger onset."""
    skin = 0.4 * np.sin(2 * np.pi * 90 * np.arange(700) / 44_100)
    shot = read_shot(write(tmp_path / "snare.wav", np.concatenate([skin, snare]).astype(np.float32)), "snare.wav")
    assert np.argmax(np.abs(shot.sound) > 0.35) == pytest.approx(LEAD + 100, abs=40)
