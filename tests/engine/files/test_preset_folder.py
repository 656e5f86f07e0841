"""Presets are replaced completely or not at all, and what was replaced or deleted can be had again."""

import os
import re
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput, BadParameter
from engine.files import preset_folder
from engine.files.preset_folder import (
    VERSIONS_PER_NUMBER,
    PresetFolder,
    read_preset,
    superfluous_versions,
    write_preset,
)
from engine.files.presets import MAX_PRESET_BYTES, preset


def files(folder: PresetFolder) -> list[str]:
    """Return the names of all files, also of temporary ones."""
    return sorted(path.name for path in folder.path.rglob("*") if path.is_file())


def names(folder: PresetFolder, number: int = 3) -> list[str]:
    """Return the names of the previous versions of a preset, the last one first."""
    return [read_preset(path).name for path in folder.versions(number).values()]


@pytest.fixture
def folder(tmp_path: Path) -> PresetFolder:
    """A folder that is not there yet, at a time that goes on by a second with each change."""
    seconds = count(1_000_000_000)
    return PresetFolder(tmp_path / "own", lambda: next(seconds))


def test_a_written_preset_is_read_again(folder: PresetFolder) -> None:
    assert folder.write(3, preset("mine", {"seed": 7}, {})) == folder.file(3)
    found, warnings = folder.read_all()
    assert (found[3].name, found[3].values["seed"], warnings) == ("mine", 7, [])
    assert files(folder) == ["003.json"]


def test_previous_versions_of_each_number_are_kept_and_no_others(folder: PresetFolder) -> None:
    for index in range(3 * VERSIONS_PER_NUMBER):
        folder.write(3, preset(f"v{index}", {}, {}))
    folder.write(4, preset("other", {}, {}))
    folder.write(4, preset("other 2", {}, {}))
    kept = names(folder)
    assert len(kept) == VERSIONS_PER_NUMBER and kept[0] == f"v{3 * VERSIONS_PER_NUMBER - 2}" and kept[-1] == "v0"
    assert names(folder, 4) == ["other"] and names(folder, 5) == []
    assert len(files(folder)) == 2 + VERSIONS_PER_NUMBER + 1


def test_a_flood_of_saves_does_not_push_out_what_was_there_before(tmp_path: Path) -> None:
    now = [1e9]
    folder = PresetFolder(tmp_path, lambda: now[0])
    for name in ("monday", "tuesday", "wednesday"):
        folder.write(3, preset(name, {}, {}))
        now[0] += 86_400
    for index in range(40):
        folder.write(3, preset(f"flood {index}", {}, {}))
        now[0] += 0.01
    assert {"monday", "tuesday", "wednesday"} < set(names(folder)) and names(folder)[0] == "flood 38"


@given(st.lists(st.integers(0, 10**17), min_size=1, max_size=40, unique=True))
def test_the_first_and_the_last_version_are_never_superfluous(times: list[int]) -> None:
    newest_first = sorted(times, reverse=True)
    superfluous = superfluous_versions(newest_first)
    assert len(times) - len(superfluous) == min(len(times), VERSIONS_PER_NUMBER)
    assert not {min(times), max(times)} & set(superfluous)


def test_restoring_twice_changes_nothing(folder: PresetFolder) -> None:
    for name in ("a", "b", "c"):
        folder.write(3, preset(name, {}, {}))
    for restored, previous in (("b", ["c", "a"]), ("c", ["b", "a"])):
        assert folder.restore(3).name == restored == read_preset(folder.file(3)).name
        assert names(folder) == previous
    assert folder.restore(3, back=2).name == "a" and names(folder) == ["c", "b"]


def test_a_deleted_preset_can_be_restored(folder: PresetFolder) -> None:
    folder.write(3, preset("mine", {}, {}))
    folder.delete(3)
    folder.delete(3)  # which is deleted already
    assert folder.read_all() == ({}, [])
    assert folder.restore(3).name == "mine" and names(folder) == []


@pytest.mark.parametrize("back", [0, -1, 2, 10**9])
def test_a_version_that_was_not_kept_is_refused(folder: PresetFolder, back: int) -> None:
    folder.write(3, preset("a", {}, {}))
    folder.write(3, preset("b", {}, {}))
    with pytest.raises(BadParameter, match=f"preset 3 has no previous version {back}; `vamen presets versions 3`"):
        folder.restore(3, back)
    with pytest.raises(BadParameter, match="preset 9 has no previous version 1"):
        folder.restore(9)


@pytest.mark.parametrize("later", [0.0, -3600.0, 1e-7])
def test_versions_stay_in_order_when_the_clock_stands_or_is_set_back(tmp_path: Path, later: float) -> None:
    now = [1e9]
    folder = PresetFolder(tmp_path, lambda: now[0])
    for index in range(5):
        folder.write(3, preset(f"v{index}", {}, {}))
        now[0] += later
    assert names(folder) == ["v3", "v2", "v1", "v0"]


def test_other_files_among_the_versions_are_left_alone(folder: PresetFolder) -> None:
    others = ("003-now.json", "003-1.txt", "3-1.json", "003-" + "9" * 30 + ".json", "notes")
    folder.write(3, preset("a", {}, {}))
    folder.write(3, preset("b", {}, {}))
    for name in others:
        (folder.path / "previous" / name).write_text("mine")
    for index in range(20):
        folder.write(3, preset(f"v{index}", {}, {}))
    assert len(names(folder)) == VERSIONS_PER_NUMBER and set(others) < set(files(folder))


@pytest.mark.parametrize("action", ["write", "delete"])
def test_a_file_that_cannot_be_kept_is_not_replaced(folder: PresetFolder, action: str) -> None:
    folder.path.mkdir()
    folder.file(3).write_bytes(b"x" * (MAX_PRESET_BYTES + 1))
    with pytest.raises(BadInput, match=r"003\.json is not replaced, as it is no preset: .*; move it away"):
        folder.write(3, preset("a", {}, {})) if action == "write" else folder.delete(3)
    assert folder.file(3).stat().st_size > MAX_PRESET_BYTES


def test_a_failed_write_leaves_the_old_preset(folder: PresetFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder.write(3, preset("mine", {}, {}))

    def full(self: Path, text: str, encoding: str) -> None:
        self.write_bytes(text.encode()[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(BadInput, match="No space left on device"):
        patch.setattr(Path, "write_text", full)
        folder.write(3, preset("other", {}, {}))
    assert read_preset(path).name == "mine"
    assert not [name for name in files(folder) if name.endswith(".part")]


def test_a_preset_is_on_the_disk_before_its_name_is_and_the_name_before_the_end(
    folder: PresetFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = os.fsync, Path.replace

    def fsync(number: int) -> None:
        name = Path(os.readlink(f"/proc/self/fd/{number}")).name
        steps.append("sync " + re.sub(r"\.\w+\.part$", "", name).removeprefix("."))
        sync(number)

    def replace(self: Path, target: Path) -> Path:
        steps.append("name " + target.name)
        return rename(self, target)

    folder.write(3, preset("a", {}, {}))
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    folder.write(3, preset("b", {}, {}))
    (version,) = (path.name for path in folder.versions(3).values())
    assert steps == [
        f"sync {version}", f"name {version}", "sync previous",
        "sync 003.json", "name 003.json", "sync own",
    ]  # fmt: skip


def test_a_preset_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    large = preset_folder.Preset.from_json('{"format": 1, "more": [' + ",".join(["1"] * 200_000) + "]}")
    with pytest.raises(BadInput, match="would be larger than 512 kB"):
        write_preset(tmp_path / "x.json", large)
    assert not list(tmp_path.iterdir())
