"""A scene that was made with another model plays when that model does."""

from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.files.preset_folder import write_preset
from engine.files.presets import preset
from osc_bridge.commands.model_commands import MAX_WAITING_SCENES

from .scene_peer import DONE, ERROR, ScenePeer


@pytest.fixture
def setup(tmp_path: Path, models: tuple[Path, Path]) -> ScenePeer:
    return ScenePeer(tmp_path, *models)


def test_a_scene_of_another_model_comes_with_it(setup: ScenePeer) -> None:
    assert setup.send("/vamen/scene", 9) == [(DONE, ["scene 9 'end' plays with its model"])]
    assert setup.lazy.identity() == setup.other and len(setup.session.decoders) == 1
    assert setup.session.read("tempo") == 90 and setup.session.handover["model"][0] == "the other"
    loads: list[Path] = []
    setup.lazy.load = loads.append  # type: ignore[method-assign, assignment]
    assert setup.send("/vamen/scene", 0) == [(DONE, ["scene 0 'intro' plays with its model"])]
    assert setup.lazy.identity() == (setup.name, setup.digest) and not loads, "it is still loaded"


def test_the_old_scene_plays_until_the_model_of_the_new_one_is_loaded_and_the_last_one_counts(setup: ScenePeer) -> None:
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


def test_a_scene_whose_model_is_not_there_plays_with_the_present_one_and_says_so(setup: ScenePeer) -> None:
    write_preset(setup.folder / "set" / "001-far.json", preset("far", {"tempo": 77}, {}, "amen", "b" * 64))
    setup.send("/vamen/scene/reload")
    assert setup.send("/vamen/scene", 1) == []
    assert setup.session.read("tempo") == 77 and not setup.session.decoders
    assert setup.scenes.note.startswith("the scene 'far' was made with amen (bbbbbbbbbbbb) and will sound different")


def test_a_model_that_cannot_be_loaded_leaves_everything_and_is_told(setup: ScenePeer) -> None:
    def refuse(path: Path | None) -> None:
        raise BadInput("the model is damaged")

    setup.lazy.load = refuse  # type: ignore[method-assign, assignment]
    assert setup.send("/vamen/scene", 9) == [(ERROR, ["the model is damaged"])]
    assert setup.session.read("tempo") == 170 and setup.scenes.note == "the model is damaged"


def test_a_dated_scene_of_another_model_waits_for_its_time(setup: ScenePeer) -> None:
    setup.commands.call("scene", ["end"], setup.now + 0.2)
    assert not setup.session.decoders and setup.session.read("tempo") == 170
    setup.now += 0.3
    setup.scheduler.run_due()
    assert setup.session.read("tempo") == 90 and len(setup.session.decoders) == 1
