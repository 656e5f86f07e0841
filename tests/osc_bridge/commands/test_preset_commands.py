"""Presets over OSC and MIDI: numbers and names of the bank, and nothing else."""

from pathlib import Path

import pytest

from engine.controls import Desk
from engine.errors import BadParameter
from engine.files.preset_bank import Bank, read, write
from engine.files.presets import preset
from osc_bridge.commands.preset_commands import PresetCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.osc_bridge.osc.test_handler import Peer
from tests.tiny_client import pack

OURS = "a" * 64


class Rig:
    """A desk, a bank with two presets, and OSC before them."""

    def __init__(self, folder: Path) -> None:
        write(folder / "factory" / "000.json", preset("home", {"latent/0": -1}, {}, "tiny", OURS))
        write(folder / "factory" / "003.json", preset("Glass", {"latent/0": 1}, {(0, "kick"): 2}, "amen", "b" * 64))
        self.desk, self.bank, self.orders = Desk(), Bank(folder / "own", folder / "factory"), CommandRegistry()
        self.recall = PresetCommands(self.desk, self.bank, lambda: ("tiny", OURS))
        self.recall.offer(self.orders)
        self.peer = Peer(self.desk, orders=self.orders)


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_a_preset_is_recalled_by_number_and_by_name(rig: Rig) -> None:
    for which, value in ((3, 1.0), (0, -1.0), ("glass", 1.0), ("0", -1.0)):
        assert rig.peer.send(pack("/vamen/preset", which)) == []
        assert rig.desk.read("latent/0") == value
        assert rig.desk.read_step((0, "kick")) == (2.0 if value == 1.0 else 0.0)


def test_midi_recalls_by_number(rig: Rig) -> None:
    rig.orders("preset", 3.0, 12.5)
    assert rig.desk.read("latent/0") == 1.0
    assert set(rig.desk.dues) == {12.5}


@pytest.mark.parametrize("which", [7, 128, -1, 0.5, "nothing", "/etc/passwd", "../000.json", "000.json"])
def test_what_is_not_in_the_bank_is_refused_and_nothing_moves(rig: Rig, which: float | str) -> None:
    before = list(rig.desk.values)
    ((address, (sentence,)),) = rig.peer.send(pack("/vamen/preset", which))
    assert address == "/vamen/error" and "preset" in sentence
    assert rig.desk.values == before


def test_a_preset_of_another_model_plays_and_says_so(rig: Rig) -> None:
    rig.peer.send(pack("/vamen/preset", 3))
    assert "'Glass' was made with amen" in rig.recall.note
    rig.peer.send(pack("/vamen/preset", 0))
    assert rig.recall.note == ""


def test_what_sounds_is_saved_under_a_number(rig: Rig, tmp_path: Path) -> None:
    rig.peer.send(pack("/vamen/latent/5", 2.5))
    rig.peer.send(pack("/vamen/step/4/snare", -1.0))
    assert rig.peer.send(pack("/vamen/preset/save", 12, "../../etc/mine")) == []
    kept = read(tmp_path / "own" / "012.json")
    assert (kept.name, kept.values["latent/5"], kept.cells) == ("../../etc/mine", 2.5, {(4, "snare"): -1.0})
    assert (kept.model, kept.digest) == ("tiny", OURS)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()].count("012.json") == 1
    assert len([*tmp_path.rglob("*")]) == 5, "two folders and three presets, and nothing elsewhere"


def test_a_saved_preset_keeps_its_name_until_it_gets_another(rig: Rig) -> None:
    for arguments, name in (([5], "preset 5"), ([5, "mine"], "mine"), ([5], "mine"), ([3], "preset 3")):
        rig.peer.send(pack("/vamen/preset/save", *arguments))
        assert rig.bank.names[int(arguments[0])] == name
    rig.orders("preset/save", 6.0, 0.0)
    assert rig.peer.send(pack("/vamen/presets")) == [
        ("/vamen/presets", [0, "home", 3, "preset 3", 5, "mine", 6, "preset 6"])
    ]


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("in the way")
    rig = Rig(tmp_path)
    ((address, (sentence,)),) = rig.peer.send(pack("/vamen/preset/save", 12))
    assert address == "/vamen/error" and "cannot be written" in sentence


def test_a_morph_goes_from_one_preset_to_the_other(rig: Rig) -> None:
    for share, value, kick in (
        (0.0, -1.0, 0.0),
        (0.25, -0.5, 0.5),
        (1.0, 1.0, 2.0),
        (-3.0, -1.0, 0.0),
        (9.0, 1.0, 2.0),
    ):
        assert rig.peer.send(pack("/vamen/preset/morph", 0, 3, share)) == []
        assert (rig.desk.read("latent/0"), rig.desk.read_step((0, "kick"))) == (value, kick)
    ((address, _),) = rig.peer.send(pack("/vamen/preset/morph", 0, 99, 0.5))
    assert address == "/vamen/error"


def test_a_morph_takes_numbers_only(rig: Rig) -> None:
    with pytest.raises(BadParameter, match="'x' came where a number belongs"):
        rig.orders.tell("preset/morph", (0.0, "x", 0.5), 0.0)


def test_the_models_file_is_read_once(rig: Rig) -> None:
    asked = []
    recall = PresetCommands(rig.desk, rig.bank, lambda: asked.append(1) or ("tiny", OURS))  # type: ignore[func-returns-value]
    recall.prepare()
    recall.number(0, 0.0)
    recall.save(4)
    assert len(asked) == 1
