"""Scenes over OSC and MIDI: numbers and names of the set, everything that makes the sound, and its model."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.files.preset_folder import read_preset, write_learned
from engine.files.presets import preset
from engine.files.scene_bank import SceneBank
from engine.model.learned_break import LearnedBreak

from .preset_peer import learned_file
from .scene_peer import DONE, ERROR, ScenePeer


@pytest.fixture
def setup(tmp_path: Path, models: tuple[Path, Path]) -> ScenePeer:
    return ScenePeer(tmp_path, *models)


@pytest.mark.parametrize("which", [4, "drop", "4", "DROP"])
def test_a_scene_sets_everything(setup: ScenePeer, which: float | str) -> None:
    setup.session.write({"level": -20, "reverse": 1})
    assert setup.send("/vamen/scene", which) == []
    assert (setup.session.read("tempo"), setup.session.read("freeze"), setup.session.read("level")) == (174, 1, 0)
    assert setup.session.read("reverse") == 0 and setup.session.read_steps() == {(3, "kick"): 2.0}
    assert setup.performance.state == {} and setup.scenes.current == (4, "drop")
    assert setup.scenes.names == (0, "intro", 4, "drop", 9, "end") and setup.scenes.note == ""


def test_next_and_previous_go_through_the_set_and_stop_at_its_ends(setup: ScenePeer) -> None:
    assert setup.scenes.current == (-1, "")
    for command, number in (("next", 0), ("next", 4), ("previous", 0)):
        assert setup.send(f"/vamen/scene/{command}") == []
        assert setup.scenes.current[0] == number
    ((address, (sentence,)),) = setup.send("/vamen/scene/previous")
    assert address == ERROR and sentence.startswith("scene 0 is the first one")
    assert setup.send("/vamen/scene/next", 0) == [], "a released button"
    assert setup.scenes.current == (0, "intro")
    setup.send("/vamen/scene/delete", 0)
    setup.send("/vamen/scene/next")
    assert setup.scenes.current == (4, "drop"), "from the place of the deleted one"


def test_the_first_step_back_is_to_the_last_scene(setup: ScenePeer) -> None:
    setup.bank.delete(9)
    setup.send("/vamen/scene/previous")
    assert setup.scenes.current == (4, "drop")


@pytest.mark.parametrize(("number", "current"), [(4, (4, "drop")), (-1, (-1, "")), ("x", (-1, "")), (77, (-1, ""))])
def test_a_resumed_state_goes_on_at_its_scene_with_its_sequencer(
    setup: ScenePeer, number: object, current: tuple[int, str]
) -> None:
    state = replace(preset("", {}, {}), more={"scene": number}, performance={"b": 2})
    setup.scenes.go_on(state)
    assert setup.scenes.current == current and setup.performance.state == {"b": 2} and setup.scenes.note == ""
    setup.scenes.go_on(replace(state, performance={"refused": 1}))
    assert setup.scenes.note == "the gestures are not valid; save the scene again"
    assert setup.performance.state == {"b": 2} and setup.scenes.current == current


def test_midi_goes_to_scenes(setup: ScenePeer) -> None:
    for name, value, number in (("scene", 4.0, 4), ("scene/previous", 1.0, 0), ("scene/next", 1.0, 4)):
        setup.commands(name, value, 12.5)
        assert setup.scenes.current[0] == number
        assert set(list(setup.session.dues)[-2:]) == {12.5}, "values and steps at the time of the message"


def test_an_unknown_scene_is_refused_with_what_is_like_it(setup: ScenePeer) -> None:
    assert setup.send("/vamen/scene", "dorp") == [(ERROR, ["there is no scene called 'dorp'; did you mean 4 'drop'?"])]
    assert setup.send("/vamen/scene", "/etc/passwd")[0][0] == ERROR
    assert setup.session.read("tempo") == 170


@pytest.mark.parametrize(
    ("arguments", "number", "name"),
    [
        ([], 10, "scene 10"),
        (["outro"], 10, "outro"),
        (["drop"], 4, "drop"),
        ([4], 4, "drop"),
        ([4, "other"], 4, "other"),
        ([6], 6, "scene 6"),
        ([6, "../../etc"], 6, "../../etc"),
    ],
)
def test_everything_is_saved_as_a_scene(setup: ScenePeer, arguments: list[Any], number: int, name: str) -> None:
    setup.session.write({"tempo": 133, "latent/2": -0.1234567})
    setup.session.write_steps({(31, "hats"): 0.1})
    assert setup.send("/vamen/scene/save", *arguments) == [(DONE, [f"scene {number} is saved as {name!r}"])]
    saved = read_preset(setup.bank.folder.file(number))
    assert (saved.name, saved.values["tempo"], saved.cells) == (name, 133, {(31, "hats"): 0.1})
    assert (saved.model, saved.digest, saved.performance) == (setup.name, setup.digest, {"a": 1})
    assert setup.scenes.current == (number, name) and SceneBank(setup.folder / "set").names[number] == name
    assert {path.parent for path in setup.folder.rglob("*.json")} <= {
        setup.folder / "set",
        setup.folder / "set/previous",
    }
    setup.send("/vamen/scene", 0)
    setup.send("/vamen/scene", number)
    assert setup.session.read("latent/2") == -0.1234567 and setup.performance.state == {"a": 1}


def test_scenes_are_renamed_moved_and_deleted_and_the_present_one_is_followed(setup: ScenePeer) -> None:
    setup.send("/vamen/scene", 4)
    assert setup.send("/vamen/scene/rename", "drop", "big drop")[0][0] == DONE
    assert setup.send("/vamen/scene/move", "big drop", 0) == [
        (DONE, ["'big drop' is scene 0 now, and 'intro' is scene 4"])
    ]
    assert setup.scenes.current == (0, "big drop")
    assert setup.files() == ["000-big drop.json", "004-intro.json", "009-end.json"]
    setup.send("/vamen/scene/move", 4, 0)
    assert setup.scenes.current == (4, "big drop")
    assert setup.send("/vamen/scene/delete", 4)[0][0] == DONE
    assert setup.scenes.current == (-1, "") and setup.files() == ["000-intro.json", "009-end.json"]


def test_a_scene_is_exported_under_a_safe_name_and_over_no_file(setup: ScenePeer) -> None:
    setup.send("/vamen/scene/rename", 4, "../C:drop*")
    for name in ("004-C-drop.json", "004-C-drop 2.json"):
        sentence = f"scene 4 '../C:drop*' is copied to {name} in the folder of exports"
        assert setup.send("/vamen/scene/export", 4) == [(DONE, [sentence])]
    assert setup.files("exports") == ["004-C-drop 2.json", "004-C-drop.json"]
    assert read_preset(setup.folder / "exports" / "004-C-drop.json").values["tempo"] == 174


def test_a_folder_that_was_changed_by_hand_is_read_again(setup: ScenePeer) -> None:
    (setup.folder / "set" / "004-drop.json").rename(setup.folder / "set" / "001-second.json")
    (setup.folder / "set" / "bad.json").write_text("{")
    ((address, (sentence,)),) = setup.send("/vamen/scene/reload")
    assert address == DONE and sentence.startswith("the set has 3 scenes; ") and "bad.json cannot be used" in sentence
    assert setup.scenes.names == (0, "intro", 1, "second", 9, "end")


def test_a_set_that_changes_while_it_is_read_again_keeps_the_change(setup: ScenePeer) -> None:
    setup.writer.held = True
    setup.send("/vamen/scene/reload")
    setup.send("/vamen/scene/save", 7, "new")
    setup.writer.run()
    assert (ERROR, ["the set was changed while its folder was read; send it again"]) in setup.peer.inbox.take()
    assert setup.bank.names[7] == "new"


def test_undo_and_redo_go_from_scene_to_scene_with_tempo_and_sequencer(setup: ScenePeer) -> None:
    setup.session.write({"tempo": 111, "latent/0": -1})
    setup.send("/vamen/scene", 4)
    setup.session.write({"latent/1": 2})
    setup.send("/vamen/preset/save", 1)
    setup.history.record(None)
    setup.session.write({"tempo": 99, "latent/1": 1})
    setup.send("/vamen/undo")
    assert (setup.session.read("latent/1"), setup.session.read("tempo")) == (2, 99), "a knob; the tempo stays"
    setup.send("/vamen/undo")
    assert (setup.session.read("latent/0"), setup.session.read("tempo")) == (-1, 111), "the scene"
    assert setup.performance.state == {"a": 1} and setup.session.read("freeze") == 0
    setup.send("/vamen/redo")
    assert (setup.session.read("latent/1"), setup.session.read("freeze")) == (2, 1)
    assert setup.performance.state == {}


def test_a_scene_that_the_sequencer_refuses_changes_nothing(setup: ScenePeer) -> None:
    scene = setup.bank.find(4).to_json().replace('"steps"', '"performance": {"refused": 1}, "steps"')
    (setup.folder / "set" / "005-odd.json").write_text(scene)
    setup.send("/vamen/scene/reload")
    assert setup.send("/vamen/scene", 5) == [(ERROR, ["the gestures are not valid; save the scene again"])]
    assert setup.session.read("tempo") == 170


def test_the_learned_break_of_a_scene_lies_beside_it(setup: ScenePeer) -> None:
    found, path = learned_file(setup.folder)
    setup.session.learned = found.learned
    assert setup.send("/vamen/scene/save", 2, "mine")[0][0] == ERROR, "the learned break is nowhere"
    presets = setup.presets.bank
    write_learned(presets.folder.path, LearnedBreak.from_bytes(path.read_bytes()))
    assert setup.send("/vamen/scene/save", 2, "mine") == [(DONE, ["scene 2 is saved as 'mine'"])]
    setup.send("/vamen/scene/export", 2)
    for folder in ("set", "exports"):
        assert f"{found.learned[:16]}.learned" in setup.files(folder)
    assert setup.folder / "set" in presets.learned.folders, "a set from another machine brings its own"


def test_a_scene_waits_for_the_grid_of_presets(setup: ScenePeer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.session, "beat", lambda at: (at - setup.now) * 2 + 0.5)
    setup.session.write({"quantise/presets": 6})
    assert setup.send("/vamen/scene", "drop") == []
    assert setup.session.read("tempo") == 170
    assert setup.sequencer.quantised.queued == [("scene 4 drop", 4.0)]
    setup.sequencer.quantised.moves.pop(4.0)[0].act(None)
    assert setup.session.read("tempo") == 174
