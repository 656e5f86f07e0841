from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.files.audio_onsets import find_onsets, on_grid

from . import drum_loops


@pytest.mark.parametrize(
    "drum",
    [drum_loops.kick, drum_loops.snare, drum_loops.ghost, drum_loops.hat, drum_loops.tom],
    ids=lambda drum: drum.__name__,
)
def test_a_stroke_starts_at_sample_0_and_fades_out(drum: drum_loops.Stroke) -> None:
    sound = drum(np.random.default_rng(0))
    assert sound.dtype == np.float32
    assert np.abs(sound).max() == pytest.approx(1)
    assert np.abs(sound[:220]).max() > 0.3
    assert np.abs(sound[-1]) == 0


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), tempo=st.floats(80, 200), beats=st.integers(1, 16))
def test_a_synthetic_break_lasts_its_beats_and_does_not_clip(seed: int, tempo: float, beats: int) -> None:
    sound = drum_loops.break_loop(np.random.default_rng(seed), tempo, beats)
    assert sound.shape == (round(beats * 60 / tempo * 44_100),)
    assert np.abs(sound).max() == pytest.approx(0.9)
    assert np.array_equal(sound, drum_loops.break_loop(np.random.default_rng(seed), tempo, beats))


@pytest.mark.parametrize("seed", range(5))
def test_every_onset_of_a_synthetic_break_is_on_a_sixteenth(seed: int) -> None:
    sound = drum_loops.break_loop(np.random.default_rng(seed), 165, 8)
    onsets = find_onsets(sound, 44_100)
    share, _ = on_grid(onsets, len(sound), 32, tolerance=0.003 * 44_100)
    assert share > 0.95
    assert np.abs((onsets.samples + 200) % len(sound) - 200).min() < 100


def test_file_names_of_a_written_folder_give_their_beats(tmp_path: Path) -> None:
    files = drum_loops.write_folder(tmp_path / "new" / "folder", 3, np.random.default_rng(0))
    assert len(files) == 3
    for file in files:
        tempo = int(file.stem.split("_")[1].removesuffix("bpm"))
        info = soundfile.info(file)
        assert file.stem.endswith("_8b")
        assert info.frames == round(8 * 60 / tempo * info.samplerate)
