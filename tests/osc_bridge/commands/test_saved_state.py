"""The last state is on disk, valid at any time, and replaced only by a set in which something changes."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadInput
from engine.files.preset_folder import read_preset, write_preset
from engine.files.presets import Preset, capture, preset
from engine.model.digest import read_model
from osc_bridge.commands.saved_state import MODEL_FIELD, SET_FIELD, SavedState, StateKeeper, last_state
from tests.engine.waiting import wait_until
from tests.fake_controls import FakeControls
from tests.tiny_model import tiny_model


@pytest.fixture
def saved(tmp_path: Path) -> SavedState:
    return SavedState(tmp_path / "vamen" / "state.json")


def keeper(saved: SavedState, controls: FakeControls, *, goes_on: bool = False, **options: Any) -> StateKeeper:
    def state() -> Preset:
        return capture(controls, "", "tiny", "a" * 64)

    return StateKeeper(saved, state, lambda: {MODEL_FIELD: "here", "scene": 3}, goes_on=goes_on, **options)


def files(saved: SavedState) -> list[str]:
    return sorted(path.name for path in saved.path.parent.iterdir()) if saved.path.parent.exists() else []


def test_a_change_is_saved_with_everything(saved: SavedState) -> None:
    controls = FakeControls()
    kept = keeper(saved, controls)
    kept.save()
    assert files(saved) == [], "nothing has changed"
    controls.write({"tempo": 97, "level": -7})
    controls.write_steps({(5, "kick"): 0.123456789})
    kept.save()
    found = saved.read()
    assert (found.values["tempo"], found.values["level"], found.cells) == (97, -7, {(5, "kick"): 0.123456789})
    assert (found.digest, found.more[MODEL_FIELD], found.more["scene"]) == ("a" * 64, "here", 3)
    before = saved.path.stat()
    kept.save()
    assert saved.path.stat().st_mtime_ns == before.st_mtime_ns and saved.path.stat().st_ino == before.st_ino


def test_a_replaced_control_process_takes_the_state_of_its_own_set_only(saved: SavedState) -> None:
    assert saved.of_set("vamen-1-a") is None
    for more, found in (({}, False), ({SET_FIELD: "vamen-2-b"}, False), ({SET_FIELD: "vamen-1-a"}, True)):
        write_preset(saved.path, replace(preset("last state", {"tempo": 90}, {}), more=more))
        assert (saved.of_set("vamen-1-a") is not None) == found
    saved.path.write_text("{")
    assert saved.of_set("vamen-1-a") is None


def test_the_state_of_the_set_before_is_set_aside_at_the_first_change(saved: SavedState) -> None:
    write_preset(saved.path, preset("gig", {"tempo": 90}, {}))
    controls = FakeControls()
    kept = keeper(saved, controls)
    kept.save()
    assert files(saved) == ["state.json"] and saved.read().values["tempo"] == 90
    for tempo in (100, 110):
        controls.write({"tempo": tempo})
        kept.save()
    assert files(saved) == ["state.json", "state.json.previous"], "at most one file, and the one before"
    assert read_preset(saved.previous).values["tempo"] == 90 and saved.read().values["tempo"] == 110


def test_a_set_that_goes_on_replaces_the_last_state(saved: SavedState) -> None:
    write_preset(saved.path, preset("gig", {"tempo": 90}, {}))
    keeper(saved, FakeControls(), goes_on=True).save()
    assert files(saved) == ["state.json"]


@pytest.mark.parametrize("damaged", ["", "{", None])
def test_without_a_valid_state_the_previous_one_counts(saved: SavedState, damaged: str | None) -> None:
    with pytest.raises(BadInput, match=r"there is no last state in .*; leave --resume out"):
        saved.read()
    write_preset(saved.previous, preset("gig", {"tempo": 90}, {}))
    if damaged is not None:
        saved.path.write_text(damaged)
    assert saved.read().values["tempo"] == 90
    saved.previous.unlink()
    with pytest.raises(BadInput, match=r"there is no last state" if damaged is None else r"state\.json cannot be used"):
        saved.read()


def test_a_failed_write_leaves_the_old_state_and_is_told_until_one_succeeds(
    saved: SavedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    controls = FakeControls()
    kept = keeper(saved, controls, goes_on=True)
    kept.save()
    controls.write({"tempo": 99})
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda number: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        kept.save()
    assert "the last state is not saved: " in kept.note and "No space left on device" in kept.note
    assert saved.read().values["tempo"] == 170 and files(saved) == ["state.json"]
    kept.save()
    assert saved.read().values["tempo"] == 99 and kept.note == ""


def test_a_thread_saves_while_something_changes_and_a_last_time_at_the_end(saved: SavedState) -> None:
    controls = FakeControls()
    with keeper(saved, controls, interval=0.001):
        controls.write({"tempo": 101})
        wait_until(lambda: saved.path.exists() and saved.read().values["tempo"] == 101)
    with keeper(saved, controls, interval=1000.0, goes_on=True):
        controls.write({"tempo": 102})
    assert saved.read().values["tempo"] == 102


def test_the_model_of_a_state_is_found_where_it_lay_or_in_the_folder(saved: SavedState, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    model = tiny_model(tmp_path / "models" / "tiny.onnx")
    digest = read_model(model).digest

    def state(digest: str, where: object) -> Preset:
        return replace(preset("", {}, {}, "tiny", digest), more={MODEL_FIELD: where})

    assert saved.model_file(state(digest, str(model)), tmp_path / "none") == model
    assert saved.model_file(state(digest, "/gone"), tmp_path / "models") == model
    assert saved.model_file(state(digest, 5), tmp_path / "none") is None
    assert saved.model_file(state("b" * 64, str(model)), tmp_path / "models") is None
    assert saved.model_file(state("", ""), tmp_path / "models") is None


def test_a_preset_and_the_last_state_are_not_both_the_beginning(saved: SavedState) -> None:
    with pytest.raises(BadInput, match="leave one out"):
        last_state(saved, "3")
    write_preset(saved.path, preset("gig", {"tempo": 90}, {}))
    assert last_state(saved, None).values["tempo"] == 90
