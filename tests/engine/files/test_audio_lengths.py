"""Files whose headers give no length, or a wrong one, are read to their end."""

import os
import resource
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files.audio import MAX_AUDIO_BYTES, read
from engine.spec import SPEC

SAMPLES = 60_007
CASES = Path(os.environ.get("VAMEN_CASES", Path(__file__).parents[4] / "shared" / "cases")) / "audio"


@pytest.fixture
def noise() -> Floats:
    return (0.2 * np.random.default_rng(0).standard_normal(SAMPLES)).astype(np.float32)


def flac(path: Path, audio: Floats, total: int, cut: int | None = None) -> Path:
    """A FLAC file whose header gives another number of samples."""
    soundfile.write(path, audio, SPEC.rate)
    data = bytearray(path.read_bytes())
    field = int.from_bytes(data[18:26], "big")
    data[18:26] = ((field >> 36 << 36) | total).to_bytes(8, "big")
    path.write_bytes(data[:cut])
    return path


def mp3(path: Path, audio: Floats, mode: str, before: bytes = b"") -> Path:
    """An MP3 file without the frame that holds the number of frames and the padding."""
    soundfile.write(path, audio, SPEC.rate, bitrate_mode=mode, compression_level=0.5)
    data = path.read_bytes()
    path.write_bytes(before + data[data.index(b"\xff\xfb", 4) :])
    return path


@pytest.mark.parametrize("total", [0, 1000, SAMPLES - 1, SAMPLES + 5_000_000])
def test_a_flac_file_is_read_to_its_end_whatever_its_header_says(tmp_path: Path, noise: Floats, total: int) -> None:
    np.testing.assert_allclose(read(flac(tmp_path / "a.flac", noise, total)), noise, atol=1e-4)


def test_what_a_killed_encoder_wrote_is_kept(tmp_path: Path, noise: Floats) -> None:
    found = read(flac(tmp_path / "a.flac", noise, 0, cut=70_000))
    assert 20_000 < len(found) < SAMPLES
    np.testing.assert_allclose(found, noise[: len(found)], atol=1e-4)


def test_a_flac_file_without_its_end_is_refused(tmp_path: Path, noise: Floats) -> None:
    with pytest.raises(BadInput, match=r"a\.flac is damaged after 0\.\d\d s"):
        read(flac(tmp_path / "a.flac", noise, SAMPLES, cut=70_000))


@pytest.mark.parametrize("mode", ["CONSTANT", "VARIABLE", "AVERAGE"])
@pytest.mark.parametrize("before", [b"", b"ID3\x04\x00\x00\x00\x00\x02\x00" + bytes(256)], ids=["", "ID3"])
def test_an_mp3_file_without_a_table_is_read_to_its_end(
    tmp_path: Path, noise: Floats, mode: str, before: bytes
) -> None:
    swelling = np.concatenate([noise / 500, noise]).astype(np.float32)  # the first frames are the smallest
    found = read(mp3(tmp_path / "a.mp3", swelling, mode, before))
    assert len(found) % 1152 == 0
    assert len(swelling) <= len(found) <= len(swelling) + 3 * 1152


def test_the_padding_that_an_mp3_file_states_is_cut_off(tmp_path: Path, noise: Floats) -> None:
    soundfile.write(tmp_path / "a.mp3", noise, SPEC.rate)
    assert len(read(tmp_path / "a.mp3")) == SAMPLES


@pytest.mark.parametrize(
    ("form", "subtype"),
    [("WAV", "IMA_ADPCM"), ("WAV", "MS_ADPCM"), ("WAV", "GSM610"), ("W64", "IMA_ADPCM"), ("W64", "MS_ADPCM")],
)
@pytest.mark.parametrize("stated", [SAMPLES, 1000])
def test_the_fact_of_a_compressed_file_gives_its_length(
    tmp_path: Path, noise: Floats, form: str, subtype: str, stated: int
) -> None:
    """Unless it is too small to be about the last block: then its writer was killed."""
    path = tmp_path / "a.wav"
    soundfile.write(path, noise, SPEC.rate, format=form, subtype=subtype)
    data = bytearray(path.read_bytes())
    place = data.index(b"fact") + (24 if form == "W64" else 8)
    data[place : place + 4] = stated.to_bytes(4, "little")
    path.write_bytes(data)
    found = len(read(path))
    assert found == SAMPLES if stated == SAMPLES else found >= SAMPLES


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_file_of_a_killed_writer_is_read_to_its_end(tmp_path: Path, noise: Floats, size: int) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise, SPEC.rate)
    data = bytearray(path.read_bytes())
    data[4:8] = data[40:44] = size.to_bytes(4, "little")
    path.write_bytes(data)
    np.testing.assert_allclose(read(path), noise, atol=1e-4)


def test_a_chunk_larger_than_any_file_is_refused_or_left_out(tmp_path: Path, noise: Floats) -> None:
    soundfile.write(tmp_path / "a.w64", noise, SPEC.rate, format="W64")
    data = bytearray((tmp_path / "a.w64").read_bytes())
    data[56:64] = b"\xff" * 8  # size of the first chunk
    (tmp_path / "a.w64").write_bytes(data)
    with pytest.raises(BadInput, match=r"is not audio|holds 0 samples"):
        read(tmp_path / "a.w64")


@pytest.mark.parametrize("suffix", ["opus", "ogg", "w64", "rf64", "caf", "aiff"])
def test_other_containers_are_read_to_their_end(tmp_path: Path, noise: Floats, suffix: str) -> None:
    form, subtype = {"opus": ("OGG", "OPUS"), "ogg": ("OGG", "VORBIS")}.get(suffix, (suffix.upper(), "PCM_16"))
    rate = 48_000 if suffix == "opus" else SPEC.rate
    soundfile.write(tmp_path / f"a.{suffix}", noise, rate, format=form, subtype=subtype)
    assert len(read(tmp_path / f"a.{suffix}", rate=rate)) == SAMPLES


def test_files_that_a_header_cannot_describe_are_refused(tmp_path: Path, noise: Floats) -> None:
    soundfile.write(tmp_path / "a.wav", noise, SPEC.rate)
    os.truncate(tmp_path / "a.wav", MAX_AUDIO_BYTES + 1)  # a sparse file
    with pytest.raises(BadInput, match=r"holds more than 2 GB; cut it to 5 minutes"):
        read(tmp_path / "a.wav")


def test_a_file_that_unpacks_to_gigabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", np.zeros((1000, 8)), 655_350)
    with pytest.raises(BadInput, match=r"has 8 channels at 655350 Hz; export it as stereo"):
        read(tmp_path / "a.flac")


def test_an_hour_of_silence_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    with soundfile.SoundFile(tmp_path / "a.flac", "w", 48_000, 2) as file:
        for _ in range(60):
            file.write(np.zeros((48_000 * 60, 2), np.int16))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadInput, match="lasts more than 300 s; cut it to 5 minutes"):
        read(tmp_path / "a.flac")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB


def test_a_channel_is_taken_where_the_mix_would_cancel(tmp_path: Path, noise: Floats) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack([noise / 2, -noise / 2], 1), SPEC.rate, subtype="FLOAT")
    np.testing.assert_allclose(read(tmp_path / "a.wav"), noise / 2, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("good_170bpm.wav", 124_518),
        ("unknown_length_170bpm.flac", 124_518),
        ("vbr_no_xing_170bpm.mp3", 126_720),
        ("antiphase_170bpm.wav", 124_518),
        ("ignored_170bpm.w64", 124_518),
    ],
)
def test_the_reported_files_have_their_lengths(name: str, length: int) -> None:
    if not (CASES / name).is_file():
        pytest.skip("set VAMEN_CASES to a folder with the reported files, below audio/")
    found = read(CASES / name)
    assert len(found) == length
    assert np.abs(found).max() > 0.7
