"""Presets over OSC and MIDI: numbers and names of the bank, and nothing else."""

from pathlib import Path

import pytest

from engine.errors import BadParameter
from engine.files.preset_bank import PresetBank, read_preset, write_preset
from engine.files.presets import preset
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Peer
from tests.tiny_client import pack

MODEL_SHA256 = "a" * 64


class Setup:
    """Controls, a bank with two presets, and an OSC peer."""

    def __init__(self, folder: Path) -> None:
        write_preset(folder / "factory" / "000.json", preset("home", {"latent/0": -1}, {}, "tiny", MODEL_SHA256))
        glass = preset("Glass", {"latent/0": 1}, {(0, "kick"): 2}, "amen", "b" * 64)
        write_preset(folder / "factory" / "003.json", glass)
        self.controls, self.commands = FakeControls(), CommandRegistry()
        self.bank = PresetBank(folder / "own", folder / "factory")
        self.presets = PresetCommands(self.controls, self.bank, lambda: ("tiny", MODEL_SHA256))
        self.presets.register(self.commands)
        self.peer = Peer(self.controls, commands=self.commands)


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    return Setup(tmp_path)


def test_a_preset_is_recalled_by_number_and_by_name(setup: Setup) -> None:
    for which, value in ((3, 1.0), (0, -1.0), ("glass", 1.0), ("0", -1.0)):
        assert setup.peer.send(pack("/vamen/preset", which)) == []
        assert setup.controls.read("latent/0") == value
        assert setup.controls.read_step((0, "kick")) == (2.0 if value == 1.0 else 0.0)


def test_midi_recalls_by_number(setup: Setup) -> None:
    setup.commands("preset", 3.0, 12.5)
    assert setup.controls.read("latent/0") == 1.0
    assert set(setup.controls.dues) == {12.5}


@pytest.mark.parametrize("which", [7, 128, -1, 0.5, "nothing", "/etc/passwd", "../000.json", "000.json"])
def test_a_preset_that_is_not_in_the_bank_is_refused_and_nothing_changes(setup: Setup, which: float | str) -> None:
    before = list(setup.controls.values)
    ((address, (sentence,)),) = setup.peer.send(pack("/vamen/preset", which))
    assert address == "/vamen/error" and "preset" in sentence
    assert setup.controls.values == before


def test_a_preset_of_another_model_is_recalled_with_a_warning(setup: Setup) -> None:
    setup.peer.send(pack("/vamen/preset", 3))
    assert "'Glass' was made with amen" in setup.presets.note
    setup.peer.send(pack("/vamen/preset", 0))
    assert setup.presets.note == ""


def test_the_present_sound_is_saved_under_a_number(setup: Setup, tmp_path: Path) -> None:
    setup.peer.send(pack("/vamen/latent/5", 2.5))
    setup.peer.send(pack("/vamen/step/4/snare", -1.0))
    assert setup.peer.send(pack("/vamen/preset/save", 12, "../../etc/mine")) == []
    saved = read_preset(tmp_path / "own" / "012.json")
    assert (saved.name, saved.values["latent/5"], saved.cells) == ("../../etc/mine", 2.5, {(4, "snare"): -1.0})
    assert (saved.model, saved.digest) == ("tiny", MODEL_SHA256)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()].count("012.json") == 1
    assert len([*tmp_path.rglob("*")]) == 5, "two folders and three presets, and nothing elsewhere"


def test_a_saved_preset_is_said_with_its_file(setup: Setup, tmp_path: Path) -> None:
    setup.peer.send(pack("/vamen/preset/save", 12, "mine"))
    assert setup.presets.note == f"preset 12 is saved as 'mine' in {tmp_path / 'own' / '012.json'}"


def test_a_saved_preset_keeps_its_name_until_it_gets_another(setup: Setup) -> None:
    for arguments, name in (([5], "preset 5"), ([5, "mine"], "mine"), ([5], "mine"), ([3], "preset 3")):
        setup.peer.send(pack("/vamen/preset/save", *arguments))
        assert setup.bank.names[int(arguments[0])] == name
    setup.commands("preset/save", 6.0, 0.0)
    assert setup.peer.send(pack("/vamen/presets")) == [
        ("/vamen/presets", [0, "home", 3, "preset 3", 5, "mine", 6, "preset 6"])
    ]


def test_a_bank_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("in the way")
    setup = Setup(tmp_path)
    ((address, (sentence,)),) = setup.peer.send(pack("/vamen/preset/save", 12))
    assert address == "/vamen/error" and "cannot be written" in sentence


def test_a_morph_interpolates_two_presets(setup: Setup) -> None:
    for position, value, kick in (
        (0.0, -1.0, 0.0),
        (0.25, -0.5, 0.5),
        (1.0, 1.0, 2.0),
        (-3.0, -1.0, 0.0),
        (9.0, 1.0, 2.0),
    ):
        assert setup.peer.send(pack("/vamen/preset/morph", 0, 3, position)) == []
        assert (setup.controls.read("latent/0"), setup.controls.read_step((0, "kick"))) == (value, kick)
    ((address, _),) = setup.peer.send(pack("/vamen/preset/morph", 0, 99, 0.5))
    assert address == "/vamen/error"


def test_a_morph_takes_numbers_only(setup: Setup) -> None:
    with pytest.raises(BadParameter, match="'x' came where a number belongs"):
        setup.commands.call("preset/morph", (0.0, "x", 0.5), 0.0)


def test_the_model_file_is_hashed_once(setup: Setup) -> None:
    calls = []
    presets = PresetCommands(setup.controls, setup.bank, lambda: calls.append(1) or ("tiny", MODEL_SHA256))  # type: ignore[func-returns-value]
    presets.prepare()
    presets.recall_number(0, 0.0)
    presets.save(4)
    assert len(calls) == 1
