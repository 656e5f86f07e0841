"""Scenes over OSC and MIDI: numbers and names of the set, everything that makes the sound, and its model."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from engine.controls import Controls
from engine.errors import BadInput
from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import read_preset, write_learned, write_preset
from engine.files.presets import preset
from engine.files.scene_bank import SceneBank
from engine.model.learned_break import LearnedBreak
from engine.sequencer.sequencer import Sequencer
from engine.session.live_session import Session
from engine.sync.scheduler import Scheduler
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.commands.model_commands import MAX_WAITING_SCENES, ModelCommands
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.commands.scene_commands import SceneCommands
from osc_bridge.commands.sound_commands import SoundCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.engine.files.test_scenes import FakePerformance
from tests.osc_bridge.commands.inline_executor import InlineExecutor
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack
from tests.tiny_model import card, tiny_model

from .test_model_commands import FakeSession
from .test_preset_commands import learned_file

DONE, ERROR = "/vamen/done", "/vamen/error"


class Performing(Sequencer):
    """A sequencer whose state is that of a fake performance."""

    def __init__(self, controls: Controls, performance: FakePerformance, clock: Callable[[], float]) -> None:
        super().__init__(controls, clock=clock)
        self.performance = performance

    def capture(self) -> dict[str, Any]:
        return self.performance.capture()

    def recall(self, found: Mapping[str, Any], due: float | None = None) -> None:
        self.performance.recall(found, due)


class Setup:
    """A set of three scenes, a session of the tiny model, another model in the folder, and an OSC peer."""

    def __init__(self, folder: Path, given: Path, other: Path) -> None:
        self.folder, self.now = folder, 100.0
        self.lazy = LazyModel(given, "cpu")
        self.name, self.digest = self.lazy.identity()
        self.other = LazyModel(other, "cpu").identity()
        for number, name, values in ((0, "intro", {"tempo": 140}), (4, "drop", {"tempo": 174, "freeze": 1})):
            scene = preset(name, {**values, "latent/0": 1.5}, {(3, "kick"): 2.0}, self.name, self.digest)
            write_preset(folder / "set" / f"{number:03}-{name}.json", scene)
        write_preset(folder / "set" / "009-end.json", preset("end", {"tempo": 90, "seed": 4}, {}, *self.other))
        self.session, self.writer, self.loader = FakeSession(), InlineExecutor(), InlineExecutor()
        self.lock, self.scheduler = threading.RLock(), Scheduler(lambda: self.now)
        self.bank, self.commands, self.performance = SceneBank(folder / "set"), CommandRegistry(), FakePerformance(a=1)
        presets = PresetBank(folder / "presets", None)
        self.sequencer = Performing(self.session, self.performance, lambda: self.now)
        self.presets = PresetCommands(self.sequencer, presets, self.lazy.identity, self.writer)
        session = cast(Session, self.session)
        self.models = ModelCommands(session, self.lazy, given, other.parent, self.loader, self.lock)
        self.history = self.presets.history
        self.scenes = SceneCommands(
            self.sequencer,
            self.bank,
            self.writer,
            history=self.history,
            models=self.models,
            presets=presets,
            scheduler=self.scheduler,
            lock=self.lock,
            exports=folder / "exports",
            clock=lambda: self.now,
        )
        draws = cast(Any, lambda: self.lazy.model.draws)
        sounds = SoundCommands(self.sequencer, self.history, draws, cast(Any, None))
        for commands in (self.presets, self.scenes, self.models, sounds):
            commands.register(self.commands)
        self.peer = Peer(self.session, commands=self.commands, lock=self.lock, clock=lambda: self.now)

    def send(self, address: str, *arguments: Any) -> list[tuple[str, list[Any]]]:
        return self.peer.send(pack(address, *arguments))

    def files(self, folder: str = "set") -> list[str]:
        return sorted(path.name for path in (self.folder / folder).iterdir() if path.is_file())


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("models")
    given = tiny_model(tmp_path_factory.mktemp("given") / "tiny.onnx")
    return given, tiny_model(folder / "other.onnx", text=json.dumps(card(name="the other")))


@pytest.fixture
def setup(tmp_path: Path, models: tuple[Path, Path]) -> Setup:
    return Setup(tmp_path, *models)


@pytest.mark.parametrize("which", [4, "drop", "4", "DROP"])
def test_a_scene_sets_everything(setup: Setup, which: float | str) -> None:
    setup.session.write({"level": -20, "reverse": 1})
    assert setup.send("/vamen/scene", which) == []
    assert (setup.session.read("tempo"), setup.session.read("freeze"), setup.session.read("level")) == (174, 1, 0)
    assert setup.session.read("reverse") == 0 and setup.session.read_steps() == {(3, "kick"): 2.0}
    assert setup.performance.state == {} and setup.scenes.current == (4, "drop")
    assert setup.scenes.names == (0, "intro", 4, "drop", 9, "end") and setup.scenes.note == ""


def test_next_and_previous_go_through_the_set_and_stop_at_its_ends(setup: Setup) -> None:
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


def test_the_first_step_back_is_to_the_last_scene(setup: Setup) -> None:
    setup.bank.delete(9)
    setup.send("/vamen/scene/previous")
    assert setup.scenes.current == (4, "drop")


@pytest.mark.parametrize(("number", "current"), [(4, (4, "drop")), (-1, (-1, "")), ("x", (-1, "")), (77, (-1, ""))])
def test_a_resumed_state_goes_on_at_its_scene_with_its_sequencer(
    setup: Setup, number: object, current: tuple[int, str]
) -> None:
    state = replace(preset("", {}, {}), more={"scene": number}, performance={"b": 2})
    setup.scenes.go_on(state)
    assert setup.scenes.current == current and setup.performance.state == {"b": 2} and setup.scenes.note == ""
    setup.scenes.go_on(replace(state, performance={"refused": 1}))
    assert setup.scenes.note == "the gestures are not valid; save the scene again"
    assert setup.performance.state == {"b": 2} and setup.scenes.current == current


def test_midi_goes_to_scenes(setup: Setup) -> None:
    for name, value, number in (("scene", 4.0, 4), ("scene/previous", 1.0, 0), ("scene/next", 1.0, 4)):
        setup.commands(name, value, 12.5)
        assert setup.scenes.current[0] == number
        assert set(list(setup.session.dues)[-2:]) == {12.5}, "values and steps at the time of the message"


def test_an_unknown_scene_is_refused_with_what_is_like_it(setup: Setup) -> None:
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
def test_everything_is_saved_as_a_scene(setup: Setup, arguments: list[Any], number: int, name: str) -> None:
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


def test_scenes_are_renamed_moved_and_deleted_and_the_present_one_is_followed(setup: Setup) -> None:
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


def test_a_scene_is_exported_under_a_safe_name_and_over_no_file(setup: Setup) -> None:
    setup.send("/vamen/scene/rename", 4, "../C:drop*")
    for name in ("004-C-drop.json", "004-C-drop 2.json"):
        sentence = f"scene 4 '../C:drop*' is copied to {name} in the folder of exports"
        assert setup.send("/vamen/scene/export", 4) == [(DONE, [sentence])]
    assert setup.files("exports") == ["004-C-drop 2.json", "004-C-drop.json"]
    assert read_preset(setup.folder / "exports" / "004-C-drop.json").values["tempo"] == 174


def test_a_folder_that_was_changed_by_hand_is_read_again(setup: Setup) -> None:
    (setup.folder / "set" / "004-drop.json").rename(setup.folder / "set" / "001-second.json")
    (setup.folder / "set" / "bad.json").write_text("{")
    ((address, (sentence,)),) = setup.send("/vamen/scene/reload")
    assert address == DONE and sentence.startswith("the set has 3 scenes; ") and "bad.json cannot be used" in sentence
    assert setup.scenes.names == (0, "intro", 1, "second", 9, "end")


def test_a_set_that_changes_while_it_is_read_again_keeps_the_change(setup: Setup) -> None:
    setup.writer.held = True
    setup.send("/vamen/scene/reload")
    setup.send("/vamen/scene/save", 7, "new")
    setup.writer.run()
    assert (ERROR, ["the set was changed while its folder was read; send it again"]) in setup.peer.inbox.take()
    assert setup.bank.names[7] == "new"


def test_undo_and_redo_go_from_scene_to_scene_with_tempo_and_sequencer(setup: Setup) -> None:
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


def test_a_scene_of_another_model_comes_with_it(setup: Setup) -> None:
    assert setup.send("/vamen/scene", 9) == [(DONE, ["scene 9 'end' plays with its model"])]
    assert setup.lazy.identity() == setup.other and len(setup.session.decoders) == 1
    assert setup.session.read("tempo") == 90 and setup.session.handover["model"][0] == "the other"
    loads: list[Path] = []
    setup.lazy.load = loads.append  # type: ignore[method-assign, assignment]
    assert setup.send("/vamen/scene", 0) == [(DONE, ["scene 0 'intro' plays with its model"])]
    assert setup.lazy.identity() == (setup.name, setup.digest) and not loads, "it is still loaded"


def test_the_old_scene_plays_until_the_model_of_the_new_one_is_loaded_and_the_last_one_counts(setup: Setup) -> None:
    setup.loader.held = True
    setup.send("/vamen/scene", 9)
    assert setup.session.read("tempo") == 170 and not setup.session.decoders
    setup.send("/vamen/scene", 4)
    assert setup.session.read("tempo") == 174
    setup.loader.run()
    assert setup.peer.inbox.take() == [(DONE, ["another scene was recalled before the model of this one was loaded"])]
    assert setup.session.read("tempo") == 174 and not setup.session.decoders
    for _ in range(MAX_WAITING_SCENES):
        assert setup.send("/vamen/scene", 9) == []
    assert setup.send("/vamen/scene", 9)[0][0] == ERROR
    setup.loader.run()
    assert setup.session.read("tempo") == 90 and len(setup.session.decoders) == 1


def test_a_scene_whose_model_is_not_there_plays_with_the_present_one_and_says_so(setup: Setup) -> None:
    write_preset(setup.folder / "set" / "001-far.json", preset("far", {"tempo": 77}, {}, "amen", "b" * 64))
    setup.send("/vamen/scene/reload")
    assert setup.send("/vamen/scene", 1) == []
    assert setup.session.read("tempo") == 77 and not setup.session.decoders
    assert setup.scenes.note.startswith("the scene 'far' was made with amen (bbbbbbbbbbbb) and will sound different")


def test_a_model_that_cannot_be_loaded_leaves_everything_and_is_told(setup: Setup) -> None:
    def refuse(path: Path | None) -> None:
        raise BadInput("the model is damaged")

    setup.lazy.load = refuse  # type: ignore[method-assign, assignment]
    assert setup.send("/vamen/scene", 9) == [(ERROR, ["the model is damaged"])]
    assert setup.session.read("tempo") == 170 and setup.scenes.note == "the model is damaged"


def test_a_dated_scene_of_another_model_waits_for_its_time(setup: Setup) -> None:
    setup.commands.call("scene", ["end"], setup.now + 0.2)
    assert not setup.session.decoders and setup.session.read("tempo") == 170
    setup.now += 0.3
    setup.scheduler.run_due()
    assert setup.session.read("tempo") == 90 and len(setup.session.decoders) == 1


def test_a_scene_that_the_sequencer_refuses_changes_nothing(setup: Setup) -> None:
    scene = setup.bank.find(4).to_json().replace('"steps"', '"performance": {"refused": 1}, "steps"')
    (setup.folder / "set" / "005-odd.json").write_text(scene)
    setup.send("/vamen/scene/reload")
    assert setup.send("/vamen/scene", 5) == [(ERROR, ["the gestures are not valid; save the scene again"])]
    assert setup.session.read("tempo") == 170


def test_the_learned_break_of_a_scene_lies_beside_it(setup: Setup) -> None:
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


def test_a_scene_waits_for_the_grid_of_presets(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.session, "beat", lambda at: (at - setup.now) * 2 + 0.5)
    setup.session.write({"quantise/presets": 6})
    assert setup.send("/vamen/scene", "drop") == []
    assert setup.session.read("tempo") == 170
    assert setup.sequencer.quantised.queued == [("scene 4 drop", 4.0)]
    setup.sequencer.quantised.moves.pop(4.0)[0].act(None)
    assert setup.session.read("tempo") == 174
