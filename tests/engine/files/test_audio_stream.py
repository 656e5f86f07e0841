"""An audio file that grows is valid after each write, in several readers, and after a process is killed."""

import os
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.files.audio import write
from engine.files.audio_stream import (
    FRAME_BYTES,
    MAX_RIFF_BYTES,
    WAV_HEADER_BYTES,
    WavStream,
    open_audio_stream,
    write_blocks,
)
from engine.spec import SPEC

FLAC_LAG = 2 * 4096  # samples that the encoder keeps back


def noise(samples: int, seed: int = 0) -> Floats:
    return np.random.default_rng(seed).uniform(-1, 1, (samples, 2)).astype(np.float32)


def sox_samples(path: Path) -> int:
    if shutil.which("sox") is None:
        pytest.skip("sox is missing; apt-get install sox")
    done = subprocess.run(["sox", path, "-n", "stat"], capture_output=True, text=True, check=True, timeout=60)
    assert "WARN" not in done.stderr
    return next(int(line.split(":")[1]) for line in done.stderr.splitlines() if "Samples read" in line) // 2


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
@pytest.mark.parametrize("sizes", [[9000] * 6, [4096, 4096, 4097, 1, 0, 4095, 8192], [44_100], [333] * 40])
def test_the_file_is_valid_after_each_write(tmp_path: Path, suffix: str, sizes: list[int]) -> None:
    path, lag = tmp_path / f"a{suffix}", FLAC_LAG if suffix == ".flac" else 0
    samples = noise(sum(sizes))
    stream = open_audio_stream(path)
    written = 0
    for size in sizes:
        stream.write(samples[written : written + size])
        written += size
        if written <= lag:
            continue
        found, rate = soundfile.read(path, dtype="float32")
        assert rate == SPEC.rate and written - lag <= len(found) <= written
        assert np.abs(found - samples[: len(found)]).max() < 2**-23
        if suffix == ".wav":
            with wave.open(str(path)) as reader:
                assert (reader.getnframes(), reader.getnchannels(), reader.getsampwidth()) == (written, 2, 3)
    assert sox_samples(path) >= written - lag
    stream.close()
    assert len(soundfile.read(path)[0]) == written == sox_samples(path)


@pytest.mark.parametrize("extra", [1, 5, 6, 4410 * FRAME_BYTES + 3])
def test_samples_that_the_header_does_not_count_yet_do_no_harm(tmp_path: Path, extra: int) -> None:
    path = tmp_path / "a.wav"
    stream = open_audio_stream(path)
    stream.write(noise(1000))
    with path.open("ab") as file:  # killed between the samples and the header
        file.write(bytes(extra))
    assert len(soundfile.read(path)[0]) == 1000 == sox_samples(path)
    with wave.open(str(path)) as reader:
        assert reader.getnframes() == 1000
    stream.write(noise(5000, 1))  # replaces them
    stream.close()
    np.testing.assert_allclose(soundfile.read(path)[0][1000:], noise(5000, 1), atol=2**-23)


def test_a_flac_file_cut_off_in_a_block_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    stream = open_audio_stream(path)
    stream.write(noise(30_000))
    stream.write(noise(5000))
    with path.open("rb+") as file:
        file.truncate(path.stat().st_size - 100)
    found, _ = soundfile.read(path, dtype="float32")
    assert len(found) >= 35_000 - FLAC_LAG
    assert sox_samples(path) >= len(found)
    stream.close()


def test_a_wav_file_has_the_samples_of_a_render(tmp_path: Path) -> None:
    samples = noise(5000) * np.float32(1.2)  # some are clipped
    write(tmp_path / "render.wav", samples)
    stream = open_audio_stream(tmp_path / "stream.wav")
    stream.write(samples[:1234])
    stream.write(samples[1234:])
    stream.close()
    render, streamed = (soundfile.read(tmp_path / name, dtype="int32")[0] for name in ("render.wav", "stream.wav"))
    np.testing.assert_array_equal(render, streamed)


@pytest.mark.parametrize("over", [-10, 10])
def test_a_wav_file_becomes_rf64_beyond_four_gibibytes(tmp_path: Path, over: int) -> None:
    path = tmp_path / "a.wav"
    stream = WavStream(path)
    before = (MAX_RIFF_BYTES - WAV_HEADER_BYTES + 8) // FRAME_BYTES + over - 1000
    os.truncate(path, WAV_HEADER_BYTES + before * FRAME_BYTES)  # sparse: takes no room
    stream._samples = before
    stream.write(noise(1000))
    with soundfile.SoundFile(path) as file:
        assert file.format == ("RF64" if over > 0 else "WAV")
        assert file.frames == before + 1000
        file.seek(before)
        np.testing.assert_allclose(file.read(), noise(1000), atol=2**-23)
    if shutil.which("sox"):
        length = subprocess.run(["sox", "--info", "-s", path], capture_output=True, text=True, check=True).stdout
        assert int(length) == before + 1000
    stream.close()


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_name_that_is_not_utf_8_is_written(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / (os.fsdecode(b"caf\xe9") + suffix)
    write_blocks([path], [noise(5000), noise(5000, 1)])
    stream = open_audio_stream(path.with_stem(path.stem + "2"))
    stream.write(noise(10_000))
    stream.close()
    for each in tmp_path.iterdir():
        with each.open("rb") as file:
            assert soundfile.info(file).frames == 10_000


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_file_that_exists_is_not_opened(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        open_audio_stream(path)
    assert path.read_bytes() == b"mine"
