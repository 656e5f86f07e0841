"""Every file of a messy folder is accounted for in dataset.json: used, with its hash, or refused, with the reason."""

import hashlib
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.spec import SPEC
from tests.training import drum_loops
from tests.training.sources.test_grooves import write_midi
from training.dataset.dataset_plan import plan_dataset

FILES = 200


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of breaks as users have them: FILES files, of which a few are breaks."""
    folder = tmp_path_factory.mktemp("messy") / "my breaks"
    for part in ("", "old", "old/deeper", "from Bob [2019]"):
        (folder / part).mkdir(exist_ok=True)
    random = np.random.default_rng(0)
    loop = drum_loops.break_loop(random, 170, 8)
    for number in range(10):
        soundfile.write(folder / "old" / f"{number} 170bpm.wav", np.roll(loop, 4000 * number), SPEC.rate)
    soundfile.write(folder / "from Bob [2019]" / "caf\xe9 8b.flac", loop, 48_000)
    for number in range(28):
        (folder / "old" / "deeper" / f"{number}.wav").write_bytes(random.bytes(number * 50))
        (folder / f".{number} hidden.wav").write_bytes(b"")
        (folder / f"{number}.als").write_bytes(random.bytes(64))
        (folder / f"{number}.m4a").write_bytes(random.bytes(64))
        (folder / f"{number}.mp3").write_bytes(b"ID3" + random.bytes(999))
    for number in range(10):
        soundfile.write(folder / f"silent {number}.wav", np.zeros(99_999), SPEC.rate)
        soundfile.write(folder / f"short {number}.wav", loop[:999], SPEC.rate)
        soundfile.write(folder / f"skipped {number}.wav", loop, SPEC.rate)
        soundfile.write(folder / f"nan {number}.wav", np.where(loop > 0.3, np.nan, loop), SPEC.rate, subtype="FLOAT")
    os.mkfifo(folder / "pipe.wav")
    (folder / "gone.wav").symlink_to(folder / "nowhere.wav")
    (folder / "round").symlink_to(folder)
    (folder / "breaks.toml").write_text('["skipped 3.wav"]\nskip = true\n')
    there = [path for path in folder.rglob("*") if not path.is_dir()]
    for number in range(FILES - len(there)):
        (folder / f"note {number}.txt").write_text("a note")
    return folder


def test_every_file_is_used_or_refused_with_a_reason(messy: Path, tmp_path: Path) -> None:
    plan = plan_dataset(messy, tmp_path / "set", count=16, skip=["skipped*"])
    files = {entry["file"]: entry for entry in plan.material.files}
    there = {path.relative_to(messy).as_posix() for path in messy.rglob("*") if not path.is_dir()}
    assert set(files) == there and len(files) == FILES
    used = {name for name, entry in files.items() if "sha256" in entry}
    assert used == {source["file"] for source in plan.material.sources} and len(used) == 11
    for name in used:
        assert files[name]["sha256"] == hashlib.sha256((messy / name).read_bytes()).hexdigest()
    refused = {name: entry["refused"] for name, entry in files.items() if name not in used}
    assert all(refused.values())
    for name, word in {
        "silent 3.wav": "is silent",
        "short 3.wav": "expected 0.3 s or more",
        "skipped 3.wav": "left out, as asked",
        "nan 3.wav": "not finite",
        "pipe.wav": "not a regular file",
        "gone.wav": "a link to a file that does not exist",
        "3.m4a": "cannot be read; convert it",
        ".3 hidden.wav": "hidden",
        "3.als": "not audio by name",
        "3.mp3": "3.mp3 ",
        "old/deeper/0.wav": "0.wav ",
    }.items():
        assert word in refused[name], name


def test_kits_and_grooves_are_accounted_for_too(messy: Path, tmp_path: Path) -> None:
    kits, grooves = tmp_path / "kits", tmp_path / "grooves"
    kits.mkdir()
    grooves.mkdir()
    strokes = drum_loops.kit(np.random.default_rng(0))
    soundfile.write(kits / "kick.wav", 0.9 * strokes.kick, SPEC.rate)
    soundfile.write(kits / "drum roll.wav", 0.9 * strokes.snare, SPEC.rate)
    write_midi(grooves / "a.mid", 4)
    (grooves / "b.mid").write_bytes(b"MThd")
    (grooves / "c.txt").write_text("no groove")
    plan = plan_dataset(messy, tmp_path / "set", count=16, kits=[kits], grooves=grooves, kit_share=1.0)
    found = {(entry["folder"], entry["file"]): "sha256" in entry for entry in plan.material.files}
    assert found == {
        ("kits", "kick.wav"): True,
        ("kits", "drum roll.wav"): False,
        ("grooves", "a.mid"): True,
        ("grooves", "b.mid"): False,
        ("grooves", "c.txt"): False,
    }
