"""What other programs read in the WAV file of a loop: tempo, beats, slices and the points of the loop."""

import io
import re
import shutil
import subprocess
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files.audio import read
from engine.files.loop_chunks import loop_wav, sixteenths, with_loop_chunks
from engine.spec import SPEC
from tests.riff import chunks, read_loop

TEMPO, BEATS = 173.25, 8


def samples(length: int) -> Floats:
    return np.random.default_rng(3).uniform(-0.5, 0.5, (length, 2)).astype(np.float32)


@pytest.fixture
def loop() -> bytes:
    return loop_wav(samples(122_181), TEMPO, BEATS)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("length", [122_180, 122_181])
def test_every_chunk_says_what_the_loop_is(length: int, channels: int) -> None:
    found = read_loop(loop_wav(samples(length)[:, :channels], TEMPO, BEATS))
    assert (found.length, found.tempo, found.beats, found.meter, found.one_shot) == (length, TEMPO, 8, (4, 4), False)
    assert found.cues == [round(step * length / 32) for step in range(32)]
    assert found.labels[:6] == ["1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.2.1", "1.2.2"]
    assert found.labels[16] == "2.1.1" and found.labels[-1] == "2.4.4"
    assert (found.loops, found.repetitions) == ([(0, length - 1)], 0)


@pytest.mark.parametrize("bars", [1, 4, 8])
def test_a_loop_of_other_bars_has_their_sixteenths(bars: int) -> None:
    found = read_loop(loop_wav(samples(bars * 60_000), TEMPO, bars * 4))
    assert len(found.cues) == len(found.labels) == bars * 16
    assert found.cues == sixteenths(bars * 60_000, bars * 16)


def test_samples_and_chunks_of_the_file_stay_as_they_are(loop: bytes) -> None:
    audio = samples(122_181)
    with io.BytesIO() as plain:
        soundfile.write(plain, audio, SPEC.rate, subtype="PCM_24", format="WAV")
        before = chunks(plain.getvalue())
    after = chunks(loop)
    assert {name: after[name] for name in before} == before
    assert np.abs(soundfile.read(io.BytesIO(loop), dtype="float32")[0] - audio).max() < 2**-22


def test_the_standard_library_reads_the_length(loop: bytes) -> None:
    with wave.open(io.BytesIO(loop)) as file:
        assert (file.getnframes(), file.getframerate(), file.getsampwidth()) == (122_181, SPEC.rate, 3)


def test_libsndfile_reads_tempo_beats_cues_and_the_loop(loop: bytes) -> None:
    with soundfile.SoundFile(io.BytesIO(loop)) as file:
        said: Any = file.extra_info
        assert len(file) == 122_181
    _assert_libsndfile(said)


def test_sndfile_info_prints_them(loop: bytes, tmp_path: Path) -> None:
    said = _printed(tmp_path, loop, "sndfile-info", "sndfile-programs")
    _assert_libsndfile(said)
    assert re.search(r"Frames +: 122181\n", said) and "labl : 9 : 1.3.1" in said


def test_sox_reads_the_length_and_meets_no_broken_chunk(loop: bytes, tmp_path: Path) -> None:
    said = _printed(tmp_path, loop, "sox", "sox", "-V4", "loop.wav", "-n", "stat")
    assert "= 122181 samples" in said and "Samples read:            244362" in said
    for name in ("acid", "cue ", "LIST"):
        assert f"WAV Chunk {name}\n" in said
    assert "`smpl' of length 60 bytes" in said  # the last one: it went through all of them
    assert "WARN" not in said and "FAIL" not in said


def test_vamen_reads_its_own_loop(loop: bytes, tmp_path: Path) -> None:
    (tmp_path / "loop.wav").write_bytes(loop)
    assert np.abs(read(tmp_path / "loop.wav") - samples(122_181).mean(1)).max() < 2**-22


@pytest.mark.parametrize("data", [b"", b"fLaC" + bytes(100), b"RIFF\0\0\0\0AVI "])
def test_another_file_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput, match="no WAV file"):
        with_loop_chunks(data, 100, TEMPO, BEATS)


def _assert_libsndfile(said: str) -> None:
    assert "Tempo     : 173.250000" in said and "Beats     : 8" in said and "Meter     : 4/4" in said
    assert "(Loop,RootNoteInvalid,StretchOn" in said
    assert "Count : 32\n" in said
    assert re.search(r"Cue ID :  2  Pos :  3818  Chunk : data .* Offset :  3818\n", said)
    assert re.search(r"Cue ID : +0  Type : +0  Start : +0  End : 122180  Fraction : +0  Count : +0\n", said)


def _printed(folder: Path, loop: bytes, program: str, package: str, *words: str) -> str:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is missing: apt-get install {package}")
    (folder / "loop.wav").write_bytes(loop)
    done = subprocess.run([program, *(words or ("loop.wav",))], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr
