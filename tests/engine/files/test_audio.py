import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.errors import BadInput
from engine.files.audio import read, write
from engine.spec import SPEC


def sine(rate: int, seconds: float = 0.5) -> np.ndarray:
    return 0.5 * np.sin(2 * np.pi * 1000 * np.arange(int(rate * seconds)) / rate)


@pytest.mark.parametrize("suffix", ["wav", "flac", "ogg", "mp3"])
@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000])
def test_any_format_and_rate_is_read_as_mono_at_the_engines_rate(tmp_path: Path, suffix: str, rate: int) -> None:
    path = tmp_path / f"a.{suffix}"
    soundfile.write(path, np.stack([sine(rate), sine(rate)], 1), rate)
    audio = read(path)
    assert audio.ndim == 1 and audio.dtype == np.float32
    assert len(audio) == pytest.approx(0.5 * SPEC.rate, rel=0.12)  # MP3 pads
    middle = audio[6000:16_000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert spectrum.argmax() * SPEC.rate / len(middle) == pytest.approx(1000, abs=5)


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read(path)
    return str(caught.value)


def test_unusable_audio_is_refused_in_one_sentence(tmp_path: Path) -> None:
    text = tmp_path / "text.wav"
    text.write_text("these are not samples")
    empty, single, nan, long = (tmp_path / f"{name}.wav" for name in ("empty", "single", "nan", "long"))
    soundfile.write(empty, np.zeros(0), 44_100)
    soundfile.write(single, np.zeros(1), 44_100)
    soundfile.write(nan, np.full(500, np.nan), 44_100, subtype="FLOAT")
    soundfile.write(long, np.zeros(8000 * 600, np.int16), 8000)
    assert "no file" in refused(tmp_path / "missing.wav")
    assert "not audio" in refused(text)
    assert "0 samples" in refused(empty)
    assert "1 samples" in refused(single)
    assert "not finite" in refused(nan)
    assert "more than 300 s" in refused(long)
    assert "no file" in refused(tmp_path)


def test_a_written_file_reads_back(tmp_path: Path) -> None:
    audio = np.stack([sine(SPEC.rate), -sine(SPEC.rate)], 1).astype(np.float32)
    for suffix in ("wav", "flac"):
        write(tmp_path / f"a.{suffix}", audio)
        back, rate = soundfile.read(tmp_path / f"a.{suffix}")
        assert rate == SPEC.rate
        np.testing.assert_allclose(back, audio, atol=2e-7)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.flac", "a.wav"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(b"old")
    with pytest.raises(BadInput, match=r"a\.wav cannot be written"):
        write(path, np.zeros(100, np.float32), rate=-1)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_a_name_that_is_not_utf_8_is_written_and_read(tmp_path: Path, suffix: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9." + suffix.encode()))
    try:
        path.touch()
    except OSError:
        pytest.skip("the disk takes no names but UTF-8")
    write(path, sine(SPEC.rate).astype(np.float32))
    np.testing.assert_allclose(read(path), sine(SPEC.rate), atol=2e-7)


def test_only_wav_and_flac_are_written(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"does not end in \.wav or \.flac"):
        write(tmp_path / "a.xyz", np.zeros(100, np.float32))
