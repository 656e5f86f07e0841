"""Every file of a folder is used, or named with the reason."""

import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.errors import BadInput
from tests.training import drum_loops
from training.sources.audio_folder import composed, find_audio, unfitting
from training.sources.kit_folder import read_kits
from training.sources.loops import read_folder

RATE = 44_100
CAFE, CAFE_DECOMPOSED = "caf\xe9 8b.wav", "cafe\u0301 8b.wav"


@pytest.fixture
def loop() -> Floats:
    return drum_loops.break_loop(np.random.default_rng(0), 160, 8)


def save(path: Path, audio: Floats, **options: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, audio, RATE, **options)
    return path


def latin_1(folder: Path, name: str, audio: Floats) -> Path:
    plain = save(folder / "plain.wav", audio)
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name.encode("latin-1")))
    try:
        plain.rename(path)
    except OSError:
        pytest.skip("the disk takes no names but UTF-8")
    return path


@pytest.mark.parametrize(
    ("suffix", "form", "subtype"),
    [
        ("w64", "W64", "PCM_16"),
        ("opus", "OGG", "OPUS"),
        ("aifc", "AIFF", "ULAW"),
        ("caf", "CAF", "PCM_16"),
        ("au", "AU", "PCM_16"),
        ("WAVE", "WAV", "PCM_16"),
        ("rf64", "RF64", "PCM_24"),
        ("oga", "OGG", "VORBIS"),
    ],
)
def test_what_libsndfile_reads_is_used(tmp_path: Path, loop: Floats, suffix: str, form: str, subtype: str) -> None:
    soundfile.write(tmp_path / f"a_8b.{suffix}", loop, 48_000, format=form, subtype=subtype)
    (found,) = read_folder(tmp_path).loops
    assert (found.name, found.beats) == (f"a_8b.{suffix}", 8)


@pytest.mark.parametrize("name", ["a.m4a", "a.WMA", "a.rx2"])
def test_other_audio_is_named_with_the_reason(tmp_path: Path, loop: Floats, name: str) -> None:
    save(tmp_path / "good_8b.wav", loop)
    (tmp_path / name).write_bytes(bytes(100))
    assert f"{name} is of a format that cannot be read; convert it to WAV or FLAC" in read_folder(tmp_path).remarks


def test_a_name_in_latin_1_costs_nothing(tmp_path: Path, loop: Floats) -> None:
    latin_1(tmp_path, CAFE, loop)
    found = read_folder(tmp_path)
    assert [one.name for one in found.loops] == [CAFE]
    "\n".join(found.remarks).encode("utf-8")


def test_an_unreadable_file_with_a_name_in_latin_1_costs_that_file(tmp_path: Path, loop: Floats) -> None:
    latin_1(tmp_path, CAFE, loop).write_bytes(b"RIFF no")
    save(tmp_path / "good_8b.wav", loop)
    found = read_folder(tmp_path)
    assert [one.name for one in found.loops] == ["good_8b.wav"]
    assert any(remark.startswith(f"{CAFE} is not audio") for remark in found.remarks)


@pytest.mark.parametrize("on_disk", [CAFE, CAFE_DECOMPOSED])
@pytest.mark.parametrize("typed", [CAFE, CAFE_DECOMPOSED])
def test_composed_and_decomposed_names_match(tmp_path: Path, loop: Floats, on_disk: str, typed: str) -> None:
    save(tmp_path / on_disk, loop)
    assert read_folder(tmp_path, beats={typed: 4}).loops[0].beats == 4
    (tmp_path / "breaks.toml").write_text(f'["{typed}"]\nbeats = 2\n', "utf-8")
    found = read_folder(tmp_path)
    assert found.loops[0].beats == 2
    assert not any("has an entry" in remark for remark in found.remarks)
    with pytest.raises(BadInput, match="left out, as asked"):
        read_folder(tmp_path, skip=[typed])


def test_two_encodings_of_one_name_are_told(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / CAFE, loop)
    save(tmp_path / CAFE_DECOMPOSED, loop)
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the disk takes them for one name")
    found = read_folder(tmp_path)
    assert len(found.loops) == 1
    assert any("two encodings of its name" in remark for remark in found.remarks)


def test_linked_folders_are_followed_without_loops(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "pack" / "deep" / "a_8b.wav", loop)
    save(tmp_path / "breaks" / "b_8b.wav", loop)
    (tmp_path / "breaks" / "linked").symlink_to(tmp_path / "pack")
    (tmp_path / "breaks" / "round").symlink_to(tmp_path / "breaks")
    (tmp_path / "pack" / "back").symlink_to(tmp_path / "breaks")
    (tmp_path / "breaks" / "again").symlink_to(tmp_path / "pack" / "deep")
    (tmp_path / "breaks" / "gone.wav").symlink_to(tmp_path / "gone.wav")
    (tmp_path / "breaks" / "self.wav").symlink_to(tmp_path / "breaks" / "self.wav")
    found = find_audio(tmp_path / "breaks")
    assert list(found.files) == ["again/a_8b.wav", "b_8b.wav"]
    remarks = "\n".join(found.remarks)
    assert "round leads to a folder that is read already" in remarks
    assert "linked/deep leads to a folder that is read already" in remarks
    assert "gone.wav is a link to a file that does not exist" in remarks
    assert "self.wav is a link to a file that does not exist" in remarks
    assert len(read_folder(tmp_path / "breaks").loops) == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_costs_that_folder(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "a_8b.wav", loop)
    (tmp_path / "locked").mkdir(0)
    assert any("locked cannot be read" in remark for remark in read_folder(tmp_path).remarks)


def test_a_pipe_is_not_waited_for(tmp_path: Path, loop: Floats) -> None:
    save(tmp_path / "a_8b.wav", loop)
    os.mkfifo(tmp_path / "pipe.wav")
    assert "pipe.wav is not a regular file; leave it out" in read_folder(tmp_path).remarks


@pytest.mark.parametrize(
    ("glob", "left"),
    [
        ("[Amen] 170bpm.wav", ["deep/b.wav", "x/c.wav"]),
        ("[Amen]*", ["deep/b.wav", "x/c.wav"]),
        ("[Amen] 170bpm", ["deep/b.wav", "x/c.wav"]),
        ("[ab].wav", ["[Amen] 170bpm.wav", "x/c.wav"]),
        ("deep", ["[Amen] 170bpm.wav", "x/c.wav"]),
        ("x/", ["[Amen] 170bpm.wav", "deep/b.wav"]),
        ("*/*", ["[Amen] 170bpm.wav"]),
        ("c", ["[Amen] 170bpm.wav", "deep/b.wav"]),
    ],
)
def test_skip_takes_names_patterns_and_folders(tmp_path: Path, glob: str, left: list[str]) -> None:
    for name in ("[Amen] 170bpm.wav", "deep/b.wav", "x/c.wav"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = find_audio(tmp_path)
    assert list(found.without([glob])[0]) == left
    assert not unfitting([glob], found.files)


def test_a_skip_that_fits_nothing_is_said() -> None:
    assert unfitting(["amen*", "b.wav", "[x"], ["a.wav", "b.wav"]) == [
        "--skip amen* fits no file; check the name, and quote patterns with * in a shell",
        "--skip [x fits no file; check the name, and quote patterns with * in a shell",
    ]


def test_all_files_are_accounted_for(tmp_path: Path, loop: Floats) -> None:
    names = {"a_8b.wav", "b.txt", ".c.wav", "d.m4a", "e.wav", "f.opus", "deep/g.flac", "h", "LICENSE.md", "i.AIFF"}
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"not audio")
    save(tmp_path / "a_8b.wav", loop)
    found = read_folder(tmp_path)
    for name in names - {one.name for one in found.loops}:
        assert any(name in remark for remark in found.remarks), name
    assert found.remarks[-1] == f"{tmp_path}: 1 of 10 files are used"


def test_one_shots_are_accounted_for_too(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    save(tmp_path / "kick.caf", drum_loops.kick(rng))
    latin_1(tmp_path, "snare \xe9.wav", drum_loops.snare(rng))
    (tmp_path / "hat.m4a").write_bytes(b"")
    found = read_kits(tmp_path)
    assert [one.name.partition("/")[2] for kit in found.kits for one in kit.instruments] == ["kick", "snare \xe9"]
    assert any("hat.m4a is of a format" in remark for remark in found.remarks)
    assert found.remarks[-1] == f"{tmp_path}: 2 of 3 files are used"


def test_names_are_compared_in_composed_form() -> None:
    assert composed(os.fsdecode(b"caf\xe9")) == composed("cafe\u0301") == composed("caf\xe9") == "caf\xe9"
