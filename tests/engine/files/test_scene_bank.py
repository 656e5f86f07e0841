"""A set is a folder of scenes in order, which a user may also change by hand."""

import os
from pathlib import Path

import pytest

from engine.errors import BadParameter
from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import BANK_SIZE, read_preset, write_preset
from engine.files.presets import preset
from engine.files.scene_bank import SceneBank, exports_folder, sets_folder


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, name in ((2, "intro"), (5, "drop"), (9, "AC/DC")):
        bank = SceneBank(tmp_path)
        bank.folder.write(number, preset(name, {}, {}))
    return tmp_path


def test_the_files_have_the_names_of_the_scenes(folder: Path) -> None:
    assert files(folder) == ["002-intro.json", "005-drop.json", "009-AC-DC.json"]
    assert SceneBank(folder).names == {2: "intro", 5: "drop", 9: "AC/DC"}
    assert (sets_folder().name, exports_folder().name) == ("sets", "exports")


def test_a_renamed_scene_has_one_file_and_its_previous_version(folder: Path) -> None:
    bank = SceneBank(folder)
    number, _ = bank.rename("drop", "outro")
    bank.folder.write(number, bank.find(number))
    assert files(folder) == ["002-intro.json", "005-outro.json", "009-AC-DC.json"]
    assert [read_preset(path).name for path in bank.folder.versions(5).values()] == ["drop"]


def test_files_that_were_copied_renamed_and_deleted_by_hand_are_found(folder: Path) -> None:
    (folder / "005-drop copy.json").write_bytes((folder / "005-drop.json").read_bytes())
    (folder / "002-intro.json").rename(folder / "007-middle.json")
    (folder / "009-AC-DC.json").unlink()
    write_preset(folder / "last.json", preset("ignored", {}, {}))
    bank = SceneBank(folder)
    assert bank.names == {5: "drop", 7: "middle", 8: "drop copy", 9: "last"} and not bank.warnings
    bank.folder.write(8, bank.find(8))
    assert files(folder) == ["005-drop.json", "007-middle.json", "008-drop copy.json", "last.json"]
    assert SceneBank(folder).names == bank.names


def test_a_file_that_came_meanwhile_is_not_lost(folder: Path) -> None:
    bank = SceneBank(folder)
    write_preset(folder / "003-new.json", preset("by hand", {}, {}))
    bank.save(3, preset("new", {}, {}))
    bank.folder.write(3, bank.find(3))
    assert [read_preset(path).name for path in bank.folder.versions(3).values()] == ["by hand"]


@pytest.mark.parametrize("failing", ["replace", "rename"])
def test_a_process_that_is_killed_while_it_renames_leaves_one_whole_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    class KilledError(BaseException):
        pass

    def kill(path: Path, target: Path) -> Path:
        if path.name.startswith((".005", "005")):
            raise KilledError
        os.replace(path, target)
        return target

    bank = SceneBank(folder)
    with monkeypatch.context() as patch, pytest.raises(KilledError):
        patch.setattr(Path, failing, kill)
        bank.folder.write(5, preset("outro", {"tempo": 99}, {}))
    again = SceneBank(folder)
    assert list(again.names) == [2, 5, 9] and not again.warnings
    assert again.find(5).values["tempo"] == (170.0 if failing == "replace" else 99.0), "the old or the new one"


def test_the_neighbours_of_a_scene_are_those_of_the_set(folder: Path) -> None:
    bank = SceneBank(folder)
    assert [bank.neighbour(number, 1) for number in (-1, 2, 3, 8)] == [2, 5, 5, 9]
    assert [bank.neighbour(number, -1) for number in (10, 9, 7, 3)] == [9, 5, 5, 2]
    with pytest.raises(BadParameter, match="scene 9 is the last one"):
        bank.neighbour(9, 1)
    with pytest.raises(BadParameter, match="scene 2 is the first one"):
        bank.neighbour(2, -1)
    with pytest.raises(BadParameter, match="the set has no scene yet"):
        SceneBank(folder / "none").neighbour(-1, 1)


def test_a_new_scene_comes_behind_the_others_and_over_no_file(folder: Path) -> None:
    assert SceneBank(folder).free_number() == 10 and SceneBank(folder / "none").free_number() == 0
    (folder / "012-broken.json").write_text("{")
    bank = SceneBank(folder)
    assert bank.free_number() == 13 and len(bank.warnings) == 1
    bank.save(127, preset("end", {}, {}))
    assert bank.free_number() == 0
    for number in range(BANK_SIZE):
        bank.save(number, preset("full", {}, {}))
    with pytest.raises(BadParameter, match="all 128 numbers of scenes are taken"):
        bank.free_number()


def test_sentences_speak_of_scenes(folder: Path) -> None:
    bank = SceneBank(folder)
    with pytest.raises(BadParameter, match="there is no scene called 'dorp'; did you mean 5 'drop'"):
        bank.find("dorp")
    with pytest.raises(BadParameter, match=r"there is no scene 3; there are 2 intro, 5 drop, 9 AC/DC"):
        bank.find(3)
    assert bank.delete(5)[1] == (
        "scene 5 'drop' is deleted; `vamen presets restore 5 --bank` with the folder of the set undoes that"
    )


def test_a_deleted_scene_is_restored_as_the_sentence_says(folder: Path) -> None:
    bank = SceneBank(folder)
    bank.delete(5)
    bank.folder.delete(5)
    assert PresetBank(folder, None).folder.restore(5).name == "drop"
    assert SceneBank(folder).names == {2: "intro", 5: "drop", 9: "AC/DC"}


def test_scenes_are_read_again_when_asked(folder: Path) -> None:
    bank = SceneBank(folder)
    (folder / "005-drop.json").rename(folder / "000-first.json")
    bank.replace_all(*bank.read_again())
    assert bank.names == {0: "first", 2: "intro", 9: "AC/DC"}
