"""Numbers and names lead to presets of the bank and to nothing else; files appear whole or not at all."""

from pathlib import Path

import numpy as np
import pytest

from engine.commands.encode import mean_error_db, decoded_levels
from engine.errors import BadInput, BadParameter
from engine.files.preset_bank import FACTORY_FOLDER, BANK_SIZE, Bank, find_preset, read_preset, write_preset
from engine.files.presets import MAX_PRESET_BYTES, preset
from engine.files.session_log import sha256_of
from engine.model.model_file import Model, bundled

PATHS = ("/etc/passwd", "../000.json", "..\\000.json", "file:///tmp/x", "000.json", "\0", "")


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """A bank with two factory presets and nothing else."""
    for number, name in ((0, "home"), (3, "Glass")):
        write_preset(tmp_path / "factory" / f"{number:03}.json", preset(name, {"seed": number}, {}))
    return Bank(tmp_path / "own", tmp_path / "factory")


def test_presets_are_found_by_number_and_by_name(bank: Bank) -> None:
    assert dict(bank.names) == {0: "home", 3: "Glass"}
    assert bank.number(3.0) is bank.name(" gLASS ")


@pytest.mark.parametrize("number", [-1, BANK_SIZE, 0.5, float("nan"), float("inf"), 1e300])
def test_what_is_no_number_of_a_preset_is_refused(bank: Bank, number: float) -> None:
    for use in (bank.number, lambda number: bank.save(number, preset("x", {}, {}))):
        with pytest.raises(BadParameter, match="send a whole one from 0 to 127"):
            use(number)


def test_a_number_that_is_empty_is_refused_and_the_others_are_named(bank: Bank) -> None:
    with pytest.raises(BadParameter, match="no preset 7; there are 0 home, 3 Glass"):
        bank.number(7)


@pytest.mark.parametrize("name", PATHS)
def test_a_name_is_never_a_path(bank: Bank, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_preset(tmp_path / "own" / "000.json", preset("secret", {}, {}))
    monkeypatch.chdir(tmp_path / "own")
    with pytest.raises(BadParameter, match="there is no preset called"):
        bank.name(name)


def test_what_is_saved_is_there_at_once_and_the_next_time(bank: Bank, tmp_path: Path) -> None:
    path = bank.save(3, preset("mine", {"latent/0": 1}, {}))
    assert path == tmp_path / "own" / "003.json"
    for view in (bank, Bank(tmp_path / "own", tmp_path / "factory")):
        assert dict(view.names) == {0: "home", 3: "mine"}
        assert view.number(3).values["latent/0"] == 1
        assert (view.own(3), view.own(0)) == ("mine", "")
    assert [file.name for file in path.parent.iterdir()] == ["003.json"]


def test_a_save_that_fails_leaves_what_was_there(bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bank.save(3, preset("mine", {}, {}))

    def full(self: Path, text: str, encoding: str) -> None:
        self.write_bytes(text.encode()[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(BadInput, match="No space left on device"):
        patch.setattr(Path, "write_text", full)
        bank.save(3, preset("other", {}, {}))
    assert bank.number(3).name == read_preset(path).name == "mine"
    assert [file.name for file in path.parent.iterdir()] == ["003.json"]


def test_a_file_that_is_no_preset_costs_its_own_sentence(tmp_path: Path) -> None:
    write_preset(tmp_path / "001.json", preset("good", {}, {}))
    (tmp_path / "002.json").write_text("{")
    (tmp_path / "003.json").write_bytes(b" " * (MAX_PRESET_BYTES + 1))
    (tmp_path / "004.json").mkdir()
    (tmp_path / "999.json").write_text("{")
    bank = Bank(tmp_path, None)
    assert dict(bank.names) == {1: "good"}
    assert len(bank.remarks) == 2 and all(str(tmp_path) in remark for remark in bank.remarks)


def test_a_command_line_may_also_name_a_file(bank: Bank, tmp_path: Path) -> None:
    write_preset(tmp_path / "elsewhere.json", preset("elsewhere", {}, {}))
    assert find_preset("3", bank).name == "Glass"
    assert find_preset("home", bank).name == "home"
    assert find_preset(str(tmp_path / "elsewhere.json"), bank).name == "elsewhere"
    with pytest.raises(BadParameter, match="no preset called 'nothing'"):
        find_preset("nothing", bank)
    (tmp_path / "noise.json").write_bytes(b"\0\1")
    with pytest.raises(BadInput, match="json cannot be used"):
        find_preset(str(tmp_path / "noise.json"), bank)


def test_the_presets_that_come_along_are_of_the_bundled_model_and_differ(tmp_path: Path) -> None:
    bank = Bank(tmp_path)
    assert bank.folder == tmp_path and not bank.remarks and FACTORY_FOLDER.is_dir()
    assert list(bank.names) == list(range(8)) and len(set(bank.names.values())) == 8
    presets = [bank.number(number) for number in bank.names]
    assert {preset.digest for preset in presets} == {sha256_of(bundled())}, "find them anew: benchmarks.factory_presets"
    model = Model.load(bundled(), provider="cpu")
    pictures = [decoded_levels(model, preset) for preset in presets]
    apart = [mean_error_db(one, other) for place, one in enumerate(pictures) for other in pictures[:place]]
    assert min(apart) > 12, "dB; two draws of one preset with other seeds are nearer"
    assert all(np.quantile(picture, 0.999) > 0.7 for picture in pictures), "each is heard"
