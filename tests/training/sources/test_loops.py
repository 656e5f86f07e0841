import warnings
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.errors import BadConfig, BadInput
from tests.training import drum_loops
from training.sources.break_notes import BreakNote
from training.sources.loops import on_grid, read_audio, read_folder, read_loop

RATE = 44_100


@pytest.fixture
def loop() -> Floats:
    """Two bars at 160 BPM: 3 s."""
    return drum_loops.break_loop(np.random.default_rng(0), 160, 8)


def save(path: Path, audio: NDArray[np.floating], rate: int = RATE, **options: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, audio, rate, **options)
    return path


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3", "aiff"])
def test_every_format_is_read(tmp_path: Path, loop: Floats, suffix: str) -> None:
    audio = read_audio(save(tmp_path / f"a.{suffix}", loop))
    assert audio.dtype == np.float32
    assert np.corrcoef(audio[: len(loop)], loop)[0, 1] > 0.95


@pytest.mark.parametrize("rate", [8000, 22_050, 48_000, 96_000])
def test_any_sample_rate_is_resampled_at_the_same_speed(tmp_path: Path, rate: int) -> None:
    tone = np.sin(2 * np.pi * 1000 * np.arange(rate) / rate).astype(np.float32)
    audio = read_audio(save(tmp_path / "a.wav", tone, rate))
    spectrum = np.abs(np.fft.rfft(audio))
    assert len(audio) == RATE
    assert np.argmax(spectrum) == 1000


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_channels_are_mixed(tmp_path: Path, loop: Floats, channels: int) -> None:
    spread = np.outer(loop, np.arange(1, channels + 1)).astype(np.float32) / 10
    audio = read_audio(save(tmp_path / "a.wav", spread, subtype="FLOAT"))
    np.testing.assert_allclose(audio, loop * (channels + 1) / 20, atol=1e-6)


@pytest.mark.parametrize(
    ("audio", "words"),
    [
        (np.zeros(0), "0 samples"),
        (np.ones(1), "1 samples"),
        (np.ones(RATE // 10), "lasts 0.1 s"),
        (np.zeros(RATE), "silent"),
        (np.full(RATE, np.nan), "not finite"),
    ],
    ids=["empty", "one sample", "short", "silence", "NaN"],
)
def test_an_unusable_loop_file_is_refused(tmp_path: Path, audio: Floats, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_audio(save(tmp_path / "a.wav", audio, subtype="FLOAT"))


def test_more_than_five_minutes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="5 minutes"):
        read_audio(save(tmp_path / "a.wav", np.ones(301 * 8000), 8000))


def test_a_text_file_named_wav_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.wav"
    path.write_text("kick on one")
    with pytest.raises(BadInput, match=r"notes\.wav is not audio"):
        read_audio(path)


def test_sources_of_the_length_have_their_order_of_priority(tmp_path: Path, loop: Floats) -> None:
    path = save(tmp_path / "a_8b.wav", loop)
    note = BreakNote(beats=4)
    assert (given := read_loop(path, "a_8b.wav", note, 6)).source == "given"
    assert (noted := read_loop(path, "a_8b.wav", note)).source == "breaks.toml"
    assert (named := read_loop(path, "a_8b.wav")).source == "file name"
    assert (guessed := read_loop(path, "a.wav")).source == "estimate"
    assert [found.beats for found in (given, noted, named, guessed)] == [6, 4, 8, 8]
    assert [round(found.tempo, 3) for found in (given, noted, named, guessed)] == [120, 80, 160, 160]


def test_a_loop_starts_on_its_downbeat_and_lasts_its_beats(tmp_path: Path, loop: Floats) -> None:
    lead_in = np.zeros(RATE // 4, np.float32)
    path = save(tmp_path / "a.wav", np.concatenate([lead_in, loop, loop[:RATE]]), subtype="FLOAT")
    found = read_loop(path, "a.wav", BreakNote(beats=8, bpm=160, offset=0.25))
    np.testing.assert_array_equal(found.audio, loop)
    assert found.steps == 32


def test_a_negative_offset_takes_the_downbeat_from_the_end(tmp_path: Path, loop: Floats) -> None:
    path = save(tmp_path / "a.wav", np.roll(loop, -441), subtype="FLOAT")
    found = read_loop(path, "a.wav", BreakNote(beats=8, offset=-0.01))
    np.testing.assert_array_equal(found.audio, loop)


def test_a_loop_a_few_milliseconds_short_repeats_its_start(tmp_path: Path, loop: Floats) -> None:
    path = save(tmp_path / "a.wav", np.roll(loop, 441), subtype="FLOAT")
    found = read_loop(path, "a.wav", BreakNote(beats=8, bpm=160, offset=0.01))
    np.testing.assert_array_equal(found.audio, loop)


@pytest.mark.parametrize(
    ("note", "words"),
    [
        (BreakNote(beats=8, bpm=100), "need 4.80 s"),
        (BreakNote(beats=8, offset=3.5), "after its end"),
        (BreakNote(beats=4.1), "sixteenths"),
        (BreakNote(beats=64), "1280 BPM"),
        (BreakNote(beats=1), "20 BPM"),
    ],
    ids=["too long", "no downbeat", "fraction", "too fast", "too slow"],
)
def test_notes_that_do_not_fit_the_file_are_refused(tmp_path: Path, loop: Floats, note: BreakNote, words: str) -> None:
    path = save(tmp_path / "a.wav", loop)
    with pytest.raises(BadInput, match=words):
        read_loop(path, "a.wav", note)


def test_a_length_that_cannot_be_estimated_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.wav", np.ones(200 * 8000), 8000)
    with pytest.raises(BadInput, match=r"give its beats or bpm in breaks\.toml"):
        read_loop(path, "a.wav")


def test_unusable_one_shots_are_skipped_with_remarks(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "deep" / "good_8b.wav", loop)
    save(tmp_path / "guessed.flac", loop)
    save(tmp_path / "silent.wav", np.zeros(RATE))
    save(tmp_path / "amen.wav", loop)
    save(tmp_path / "noted.wav", loop)
    save(tmp_path / ".hidden.wav", loop)
    (tmp_path / "readme.txt").write_text("not audio, and not called so")
    (tmp_path / "broken.wav").write_text("not audio")
    (tmp_path / "breaks.toml").write_text('["noted.wav"]\nskip = true\n["gone.wav"]\nbeats = 4\n')
    found = read_folder(tmp_path, skip=["amen*"])
    assert [loop.name for loop in found.loops] == ["deep/good_8b.wav", "guessed.flac"]
    for word in [
        "silent.wav",
        "broken.wav",
        "amen.wav is left out",
        "noted.wav is left out",
        "gone.wav",
        "guessed.flac",
        ".hidden.wav: hidden",
        "breaks.toml, readme.txt: not audio by name",
        "2 of 9 files are used",
    ]:
        assert any(word in remark for remark in found.remarks), word
    assert len(found.remarks) == 9


def test_given_notes_replace_those_of_the_folder(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "loops" / "a.wav", loop)
    (tmp_path / "loops" / "breaks.toml").write_text('["a.wav"]\nbeats = 4\n')
    (tmp_path / "mine.toml").write_text('["a.wav"]\nbeats = 6\n')
    assert read_folder(tmp_path / "loops").loops[0].beats == 4
    assert read_folder(tmp_path / "loops", notes=tmp_path / "mine.toml").loops[0].beats == 6


@pytest.mark.parametrize("key", ["a", "a.wav", "deep/a.wav"])
def test_beats_may_be_given_by_name_with_or_without_suffix(tmp_path: Path, loop: Floats, key: str) -> None:
    save(tmp_path / "deep" / "a.wav", loop)
    assert read_folder(tmp_path, beats={key: 4}).loops[0].beats == 4


def test_beats_for_a_missing_file_are_refused(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "a.wav", loop)
    with pytest.raises(BadInput, match=r"beats are given for b\.wav"):
        read_folder(tmp_path, beats={"b.wav": 4})


def test_a_folder_without_a_loop_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        read_folder(tmp_path / "missing")
    with pytest.raises(BadInput, match="no usable loop"):
        read_folder(tmp_path)
    save(tmp_path / "a.wav", np.zeros(RATE))
    with pytest.raises(BadInput, match=r"no usable loop \(a\.wav is silent"):
        read_folder(tmp_path)


def test_an_error_in_breaks_toml_is_raised(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "a.wav", loop)
    (tmp_path / "breaks.toml").write_text('["a.wav"]\nbeast = 4\n')
    with pytest.raises(BadConfig, match="beast"):
        read_folder(tmp_path)


def test_reading_raises_no_warnings(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "a_8b.wav", loop)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        share, late = on_grid(read_folder(tmp_path).loops[0])
    assert share > 0.95
    assert abs(late) < 0.002
