"""Runs that cannot be resumed as they are, or written, are refused and stay as they were."""

import json
import shutil
from pathlib import Path

import pytest

from engine.errors import BadInput, ModelMismatch
from tests.disks import fill, make_read_only, small_disk
from tests.training.tiny_run import go, tiny_dataset
from training.loop.run_folder import RunFolder

pytestmark = pytest.mark.usefixtures("no_previews")


@pytest.mark.parametrize("change", ["seed", "held out", "count", "licence", "sources"])
def test_a_run_is_resumed_with_another_dataset_by_force_only(data: Path, tmp_path: Path, change: str) -> None:
    run, other = tmp_path / "run", tmp_path / "other"
    go(data, run, steps=1)
    changed = {"seed": {"seed": 1}, "held out": {"held_out": 9}, "count": {"count": 50}}.get(change, {})
    tiny_dataset(other, **changed)
    card = json.loads((other / "dataset.json").read_text())
    if change == "licence":
        card["licence"] = "CC-BY-4.0"
    if change == "sources":
        card["sources"] = [{"file": "else.wav"}]
    (other / "dataset.json").write_text(json.dumps(card))
    before = (run / "config.json").read_text()
    with pytest.raises(BadInput, match=r"trained on 48 images.*another dataset.*--force"):
        go(other, run)
    assert (run / "config.json").read_text() == before
    assert go(other, run, force=True).finished
    config = RunFolder(run).config()
    assert (config.count, config.held_out, config.seed) == (card["count"], card["held_out"], 3)
    assert config.licence == ("CC0-1.0 AND CC-BY-4.0" if change == "licence" else "CC0-1.0")
    assert len(config.sources) == (2 if change == "sources" else 1)
    assert go(other, run).finished  # it is its own now
    with pytest.raises(BadInput, match="another dataset"):
        go(data, run)


def test_a_run_of_an_older_version_without_a_digest_is_resumed(data: Path, tmp_path: Path) -> None:
    go(data, tmp_path / "run", steps=1)
    config = json.loads((tmp_path / "run" / "config.json").read_text())
    del config["digest"]
    (tmp_path / "run" / "config.json").write_text(json.dumps(config))
    assert go(data, tmp_path / "run").finished


@pytest.mark.parametrize("room", [0, 8192, 200_000, 400_000])
def test_a_full_disk_is_refused_and_leaves_what_can_be_resumed(data: Path, tmp_path: Path, room: int) -> None:
    with small_disk(tmp_path / "disk", 8 * 2**20) as disk:
        fill(disk, room)
        with pytest.raises(BadInput, match=r"cannot be written \(No space left on device.*make room"):
            go(data, disk / "run")
        if room < 4096:
            assert not (disk / "run").exists()
        assert not [path for path in disk.rglob("*") if path.suffix in (".part", ".tmp")]
        (disk / ".filling").unlink()
        if room < 200_000:
            shutil.rmtree(disk / "run", ignore_errors=True)
        assert go(data, disk / "run").finished


def test_a_read_only_disk_is_refused(data: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 2**20) as disk:
        make_read_only(disk)
        with pytest.raises(BadInput, match=r"cannot be written \(Read-only file system\)"):
            go(data, disk / "run")


def test_a_damaged_run_is_refused_in_a_sentence(data: Path, tmp_path: Path) -> None:
    go(data, tmp_path / "run", steps=1)
    newest = RunFolder(tmp_path / "run").newest()
    assert newest is not None
    newest.write_bytes(b"junk")
    with pytest.raises(BadInput, match="not a complete checkpoint"):
        go(data, tmp_path / "run")
    config = tmp_path / "run" / "config.json"
    for text in ("{", "[]", "{}", config.read_text().replace('"channels"', '"colours"')):
        config.write_text(text)
        with pytest.raises((BadInput, ModelMismatch)):
            go(data, tmp_path / "run")
