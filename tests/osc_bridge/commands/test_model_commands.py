"""Another model plays by its name: everything that depends on the model follows, and a refused one changes nothing."""

import json
import shutil
import threading
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from engine.files.preset_bank import PresetBank
from engine.model.decode_request import ImageDecoder
from engine.model.model_file import Model, bundled
from engine.sequencer.sequencer import Sequencer
from engine.session.live_session import Session
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.commands.model_commands import SCAN_INTERVAL_S, ModelCommands
from osc_bridge.commands.model_folder import MAX_MODELS, models_folder
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.commands.sound_commands import SoundCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack
from tests.tiny_model import card, tiny_model

from .inline_executor import InlineExecutor

TINY_TEXTURE = card()["texture"]


class FakeSession(FakeControls):
    """Controls that keep the decoder that they are given, and the handover data."""

    def __init__(self) -> None:
        super().__init__()
        self.decoders: list[ImageDecoder] = []
        self.handover: dict[str, Any] = {}

    def replace_decoder(self, decoder: ImageDecoder) -> None:
        self.decoders.append(decoder)

    def save_handover(self, **data: Any) -> None:
        self.handover = json.loads(json.dumps(self.handover | data))


class Setup:
    """A session of the tiny model, a folder with another one, and an OSC peer."""

    def __init__(self, folder: Path, given: Path) -> None:
        knobs = card()["knobs"]
        knobs[0] |= {"name": "boom"}
        self.folder, self.given = folder, given
        self.other = tiny_model(
            folder / "other.onnx", text=json.dumps(card(name="the other", knobs=knobs, texture=0.5))
        )
        self.now = 0.0
        self.session, self.loader, self.lock = FakeSession(), InlineExecutor(), threading.RLock()
        self.bank = PresetBank(folder / "presets", None)
        self.lazy = LazyModel(given, "cpu", 1, self.bank.learned)
        self.session.write({"texture": TINY_TEXTURE})
        commands = CommandRegistry()
        self.presets = PresetCommands(Sequencer(self.session), self.bank, self.lazy.identity, InlineExecutor())
        self.presets.register(commands)
        SoundCommands(
            Sequencer(self.session), self.presets.history, lambda: self.lazy.model.draws, np.random.default_rng(1)
        ).register(commands)
        self.models = ModelCommands(
            cast(Session, self.session), self.lazy, given, folder, self.loader, self.lock, lambda: self.now
        )
        self.models.register(commands)
        self.peer = Peer(self.session, commands=commands, lock=self.lock, latents=self.lazy.latents)

    def send(self, address: str, *arguments: Any) -> list[tuple[str, list[Any]]]:
        return self.peer.send(pack(address, *arguments))


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("given") / "tiny.onnx")


@pytest.fixture
def setup(tmp_path: Path, given: Path) -> Setup:
    return Setup(tmp_path, given)


def test_the_models_are_that_of_the_command_line_the_bundled_one_and_those_of_a_folder(setup: Setup) -> None:
    assert setup.models.names == ("tiny", bundled().stem, "other")
    assert setup.models.current == "tiny"
    for name in ("zebra.onnx", ".hidden.onnx", "notes.txt", "tiny.onnx", "a\x1b[2Jb\udcff.onnx"):
        (setup.folder / name).write_bytes(b"")
    assert setup.models.names == ("tiny", bundled().stem, "other"), "the folder is looked into again after a while"
    setup.now += SCAN_INTERVAL_S
    assert setup.models.names == ("tiny", bundled().stem, "a [2Jb", "other", "tiny 2", "zebra")


def test_the_list_of_models_is_bounded_and_a_missing_folder_is_an_empty_one(setup: Setup) -> None:
    for number in range(MAX_MODELS + 5):
        (setup.folder / f"{number}.onnx").write_bytes(b"")
    assert len(setup.models.names) == MAX_MODELS
    arguments = cast(Session, setup.session), LazyModel(None), None, setup.folder / "none", setup.loader, setup.lock
    models = ModelCommands(*arguments)
    assert models.names == (bundled().stem,) == (models.current,)
    assert models_folder().parts[-2:] == ("vamen", "models")


def test_everything_that_depends_on_the_model_follows(setup: Setup) -> None:
    before, old = setup.lazy.model, setup.lazy.identity()
    assert setup.send("/vamen/accent_0") and setup.send("/vamen/boom")[0][0] == "/vamen/error"
    assert setup.send("/vamen/model", "other") == [("/vamen/done", ["the model 'other' plays"])]
    assert setup.models.note == "the model 'other' plays" and setup.models.current == "other"
    (decoder,) = setup.session.decoders
    assert decoder is setup.lazy.model and decoder is not before
    digest = Model.load(setup.other, provider="cpu").digest
    assert setup.lazy.identity() == ("the other", digest) != old
    assert setup.lazy.model.learned is setup.bank.learned
    assert setup.send("/vamen/boom", 1.5) == [] and setup.session.read("latent/0") == 1.5
    assert setup.send("/vamen/accent_0")[0][0] == "/vamen/error"
    assert setup.peer.handler.space.described["/vamen/boom"].about.startswith("boom: moves accents")
    setup.send("/vamen/preset/save", 3)
    assert (setup.bank.find(3).model, setup.bank.find(3).digest) == ("the other", digest)
    assert setup.send("/vamen/random") == []


def test_the_next_control_process_opens_the_same_model(setup: Setup) -> None:
    setup.send("/vamen/model", "other")
    handover = setup.session.handover
    lazy = LazyModel(setup.given, "cpu")
    lazy.expect(handover["model"], handover["model_file"])
    assert lazy.identity() == setup.lazy.identity()
    assert lazy.model.card.name == "the other"
    models = ModelCommands(cast(Session, setup.session), lazy, setup.given, setup.folder, setup.loader, setup.lock)
    assert models.current == "other" and "tiny" in models.names


def test_the_texture_follows_the_model_until_it_is_moved(setup: Setup) -> None:
    _ = setup.lazy.model
    setup.send("/vamen/model", "other")
    assert setup.session.read("texture") == 0.5
    setup.session.write({"texture": 1.1})
    setup.send("/vamen/model", "tiny")
    assert setup.session.read("texture") == 1.1
    assert setup.lazy.model.card.name == "tiny" and setup.lazy.path == setup.given


@pytest.mark.parametrize("name", ["nothing", "", "/etc/passwd", "../given/tiny.onnx", "other.onnx", "Other", "./other"])
def test_a_name_that_is_not_in_the_list_is_refused_and_no_file_is_opened(
    setup: Setup, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(setup.lazy, "load", None)  # calling it is a TypeError
    ((address, (sentence,)),) = setup.send("/vamen/model", name)
    assert address == "/vamen/error" and f"there is no model called {name!r}" in sentence
    assert not setup.session.decoders and not setup.session.handover


@pytest.mark.parametrize("arguments", [(), (3,), ("tiny", "other")])
def test_a_message_without_a_single_name_is_refused(setup: Setup, arguments: tuple[Any, ...]) -> None:
    ((address, (sentence,)),) = setup.send("/vamen/model", *arguments)
    assert address == "/vamen/error" and "takes a name as text" in sentence


def test_a_file_that_cannot_be_used_leaves_the_model_playing(setup: Setup) -> None:
    playing = setup.lazy.model
    (setup.folder / "text.onnx").write_text("not a model")
    damaged = bytearray(setup.other.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (setup.folder / "damaged.onnx").write_bytes(damaged)
    tiny_model(setup.folder / "cardless.onnx", text="")
    shutil.copy(setup.other, setup.folder / "gone.onnx")
    for name, said in (("text", "is not a playable ONNX file"), ("damaged", "is damaged"), ("cardless", "without")):
        ((address, (sentence,)),) = setup.send("/vamen/model", name)
        assert address == "/vamen/error" and said in sentence and "\n" not in sentence
    assert setup.lazy.model is playing and not setup.session.decoders and not setup.session.handover
    assert setup.models.current == "tiny" and setup.models.note == ""
    assert setup.send("/vamen/model", "other")[0][0] == "/vamen/done", "the next one is not refused"


def test_one_model_is_loaded_at_a_time(setup: Setup) -> None:
    setup.loader.held = True
    assert setup.send("/vamen/model", "other") == []
    ((address, (sentence,)),) = setup.send("/vamen/model", "tiny")
    assert address == "/vamen/error" and "another model is being loaded" in sentence
    setup.loader.run()
    assert setup.peer.inbox.take() == [("/vamen/done", ["the model 'other' plays"])]
    setup.loader.held = False
    assert setup.send("/vamen/model", "tiny")[0][0] == "/vamen/done"
