"""Presets over OSC and MIDI: numbers and names of the bank, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.errors import BadParameter
from engine.files.preset_folder import BANK_SIZE, read_preset
from engine.files.presets import Preset
from engine.sequencer.sequencer import Sequencer
from osc_bridge.commands.bank_commands import MAX_UNWRITTEN
from osc_bridge.commands.preset_commands import PresetCommands
from tests.tiny_client import pack

from .preset_peer import MODEL_SHA256, PresetPeer, learned_file


@pytest.fixture
def setup(tmp_path: Path) -> PresetPeer:
    return PresetPeer(tmp_path)


def test_a_preset_is_recalled_by_number_and_by_name(setup: PresetPeer) -> None:
    for which, value in ((3, 1.0), (0, -1.0), ("glass", 1.0), ("0", -1.0)):
        assert setup.peer.send(pack("/vamen/preset", which)) == []
        assert setup.controls.read("latent/0") == value
        assert setup.controls.read_step((0, "kick")) == (2.0 if value == 1.0 else 0.0)


def test_midi_recalls_by_number(setup: PresetPeer) -> None:
    setup.commands("preset", 3.0, 12.5)
    assert setup.controls.read("latent/0") == 1.0
    assert set(setup.controls.dues) == {12.5}


@pytest.mark.parametrize("which", [7, 128, -1, 0.5, "nothing", "/etc/passwd", "../000.json", "000.json"])
def test_a_preset_that_is_not_in_the_bank_is_refused_and_nothing_changes(setup: PresetPeer, which: float | str) -> None:
    before = list(setup.controls.values)
    ((address, (sentence,)),) = setup.peer.send(pack("/vamen/preset", which))
    assert address == "/vamen/error" and "preset" in sentence
    assert setup.controls.values == before


def test_a_preset_of_another_model_is_recalled_with_a_warning(setup: PresetPeer) -> None:
    setup.peer.send(pack("/vamen/preset", 3))
    assert "'Glass' was made with amen" in setup.presets.note
    setup.peer.send(pack("/vamen/preset", 0))
    assert setup.presets.note == ""


def test_the_present_sound_is_saved_under_a_number(setup: PresetPeer, tmp_path: Path) -> None:
    setup.peer.send(pack("/vamen/latent/5", 2.5))
    setup.peer.send(pack("/vamen/step/4/snare", -1.0))
    answer = "preset 12 is saved as '../../etc/mine'"
    assert setup.peer.send(pack("/vamen/preset/save", 12, "../../etc/mine")) == [("/vamen/done", [answer])]
    saved = read_preset(tmp_path / "own" / "012.json")
    assert (saved.name, saved.values["latent/5"], saved.cells) == ("../../etc/mine", 2.5, {(4, "snare"): -1.0})
    assert (saved.model, saved.digest) == ("tiny", MODEL_SHA256)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()].count("012.json") == 1
    assert len([*tmp_path.rglob("*")]) == 5, "two folders and three presets, and nothing elsewhere"


def test_a_saved_preset_is_said_with_its_file(setup: PresetPeer, tmp_path: Path) -> None:
    setup.peer.send(pack("/vamen/preset/save", 12, "mine"))
    assert setup.presets.note == f"preset 12 is saved as 'mine' (file {tmp_path / 'own' / '012.json'})"


def test_a_saved_preset_keeps_its_name_until_it_gets_another(setup: PresetPeer) -> None:
    for arguments, name in (([5], "preset 5"), ([5, "mine"], "mine"), ([5], "mine"), ([3], "preset 3")):
        setup.peer.send(pack("/vamen/preset/save", *arguments))
        assert setup.bank.names[int(arguments[0])] == name
    assert setup.peer.send(pack("/vamen/presets")) == [("/vamen/presets", [0, "home", 3, "preset 3", 5, "mine"])]


def test_a_bank_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("in the way")
    setup = PresetPeer(tmp_path)
    ((address, (sentence,)),) = setup.peer.send(pack("/vamen/preset/save", 12))
    assert (
        address == "/vamen/error"
        and "cannot be written" in sentence
        and "in memory only, preset 12 is saved" in sentence
    )


def test_a_save_that_hides_a_preset_of_the_factory_is_answered_with_how_to_undo_it(setup: PresetPeer) -> None:
    ((_, (sentence,)),) = setup.peer.send(pack("/vamen/preset/save", 3, "mine"))
    assert "preset 3 now hides the factory's 'Glass'; /vamen/preset/delete 3" in sentence
    setup.peer.send(pack("/vamen/latent/5", 2.5))
    assert "hides" not in str(setup.peer.send(pack("/vamen/preset/save", 3, "mine")))
    ((address, (sentence,)),) = setup.peer.send(pack("/vamen/preset/delete", 3))
    assert address == "/vamen/done" and "preset 3 is the factory's 'Glass'" in sentence
    assert setup.peer.send(pack("/vamen/presets")) == [("/vamen/presets", [0, "home", 3, "Glass"])]
    assert not setup.bank.folder.file(3).exists() and len(setup.bank.folder.versions(3)) == 2


def test_own_presets_are_renamed_and_deleted_by_number_and_by_name(setup: PresetPeer, tmp_path: Path) -> None:
    setup.peer.send(pack("/vamen/preset/save", 12, "mine"))
    done = setup.peer.send(pack("/vamen/preset/rename", "MINE", "../yours"))
    assert done == [("/vamen/done", ["preset 12 'mine' is now called '../yours'"])]
    assert read_preset(tmp_path / "own" / "012.json").name == "../yours"
    ((address, _),) = setup.peer.send(pack("/vamen/preset/delete", "../yours"))
    assert address == "/vamen/done" and not (tmp_path / "own" / "012.json").exists()
    assert {path.parent.name for path in tmp_path.rglob("*.json")} == {"factory", "previous"}


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("delete", [0]),
        ("delete", [12]),
        ("delete", [128]),
        ("delete", ["/etc/passwd"]),
        ("delete", ["000.json"]),
        ("rename", [0, "mine"]),
        ("rename", [12, "mine"]),
        ("rename", ["glass", "mine"]),
        ("rename", ["..", "mine"]),
        ("save", [128]),
        ("save", [-1]),
        ("save", [0.5]),
    ],
)
def test_a_refused_change_changes_nothing(
    setup: PresetPeer, tmp_path: Path, address: str, arguments: list[Any]
) -> None:
    before = sorted(tmp_path.rglob("*")), setup.bank.names
    ((reply, _),) = setup.peer.send(pack(f"/vamen/preset/{address}", *arguments))
    assert reply == "/vamen/error"
    assert (sorted(tmp_path.rglob("*")), setup.bank.names) == before


def test_a_change_counts_at_once_and_is_written_and_answered_later_in_its_order(setup: PresetPeer) -> None:
    setup.writer.held = True
    for latent, name in ((1.5, "one"), (2.5, "two")):
        setup.peer.send(pack("/vamen/latent/5", latent))
        assert setup.peer.send(pack("/vamen/preset/save", 12, name)) == []
    setup.peer.send(pack("/vamen/preset/save", 13, "gone"))
    setup.peer.send(pack("/vamen/preset/delete", 13))
    assert setup.bank.find("two").values["latent/5"] == 2.5 and 13 not in setup.bank.names
    assert not setup.bank.folder.path.exists()
    setup.writer.run()
    answers = [text for _, (text,) in setup.peer.inbox.take()]
    assert [answer.partition(";")[0] for answer in answers] == [
        "preset 12 is saved as 'one'",
        "preset 12 is saved as 'two'",
        "preset 13 is saved as 'gone'",
        "preset 13 'gone' is deleted",
    ]
    assert read_preset(setup.bank.folder.file(12)).name == "two" and not setup.bank.folder.file(13).exists()


def test_files_are_written_without_the_lock_of_the_controls(setup: PresetPeer, monkeypatch: pytest.MonkeyPatch) -> None:
    write = setup.bank.folder.write
    free = []

    def observed(number: int, kept: Preset) -> Path:
        free.append(setup.lock.acquire(timeout=5))
        setup.lock.release()
        return write(number, kept)

    monkeypatch.setattr(setup.bank.folder, "write", observed)
    with ThreadPoolExecutor(1) as writer:
        PresetCommands(Sequencer(setup.controls), setup.bank, lambda: ("tiny", MODEL_SHA256), writer).register(
            setup.commands
        )
        for number in range(20):
            setup.peer.send(pack("/vamen/preset/save", number))
    assert free == [True] * 20
    assert all(setup.bank.folder.file(number).exists() for number in range(20))


def test_a_flood_of_saves_is_refused_while_many_wait_for_the_disk(setup: PresetPeer) -> None:
    setup.writer.held = True
    answers = [setup.peer.send(pack("/vamen/preset/save", number)) for number in range(MAX_UNWRITTEN + 5)]
    assert answers[:MAX_UNWRITTEN] == [[]] * MAX_UNWRITTEN
    assert all("wait to be written" in answer[0][1][0] for answer in answers[MAX_UNWRITTEN:])
    assert len(setup.bank.own_names) == MAX_UNWRITTEN
    setup.writer.run()
    setup.peer.send(pack("/vamen/preset/save", 127))
    setup.writer.run()
    assert setup.bank.folder.file(127).exists(), "there is room again"


def test_a_defect_of_the_writer_is_logged_and_not_sent(
    setup: PresetPeer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(setup.bank.folder, "write", lambda number, kept: 1 // 0)
    assert setup.peer.send(pack("/vamen/preset/save", 12)) == []
    assert "a command failed" in caplog.text


def test_an_answer_that_is_sent_back_is_not_answered(setup: PresetPeer) -> None:
    assert setup.peer.send(pack("/vamen/done", "preset 3 is saved")) == []


def test_a_preset_belongs_to_the_model_that_plays_when_it_is_saved(setup: PresetPeer) -> None:
    playing = ["tiny", MODEL_SHA256]
    presets = PresetCommands(Sequencer(setup.controls), setup.bank, lambda: (playing[0], playing[1]), setup.writer)
    presets.register(setup.commands)
    setup.commands("preset", 0, 0.0)
    assert presets.note == ""
    playing[:] = ["other", "c" * 64]
    setup.commands("preset", 0, 0.0)
    assert "'home' was made with tiny" in presets.note
    setup.peer.send(pack("/vamen/preset/save", 4))
    assert (setup.bank.find(4).model, setup.bank.find(4).digest) == ("other", "c" * 64)


def test_a_break_gets_the_first_free_number_and_is_heard_at_the_tempo_of_the_set(
    setup: PresetPeer, tmp_path: Path
) -> None:
    found, learned = learned_file(tmp_path)
    tempo = setup.controls.read("tempo")
    assert setup.presets.add_break(setup.lock, found, learned, None) == 1  # 0 and 3 are the factory's
    assert setup.presets.history.recalled == (1, found.name)
    saved = read_preset(tmp_path / "own" / "001.json")
    assert (saved.name, saved.values, saved.learned) == ("mine", found.values, found.learned)
    assert setup.bank.learned.find(found.learned, MODEL_SHA256)
    assert (setup.controls.read("latent/0"), setup.controls.read("tempo")) == (2.0, tempo)
    setup.presets.history.move(-1, None)  # undo
    assert setup.controls.read("latent/0") != 2.0


def test_a_break_of_another_length_takes_the_number_of_the_first_unless_that_was_changed(
    setup: PresetPeer, tmp_path: Path
) -> None:
    found, learned = learned_file(tmp_path)
    assert setup.presets.add_break(setup.lock, found, learned, None) == 1
    other = replace(found, values={**found.values, "latent/0": -2.0})
    assert setup.presets.add_break(setup.lock, other, learned, found) == 1
    setup.peer.send(pack("/vamen/preset/rename", 1, "kept"))
    assert setup.presets.add_break(setup.lock, found, learned, other) == 2
    assert setup.bank.names[1] == "kept"


def test_a_full_bank_takes_no_break(setup: PresetPeer, tmp_path: Path) -> None:
    found, learned = learned_file(tmp_path)
    for number in range(BANK_SIZE):
        setup.bank.save(number, found)
    with pytest.raises(BadParameter, match="all 128 numbers of presets are taken; delete one of yours"):
        setup.presets.add_break(setup.lock, found, learned, None)
