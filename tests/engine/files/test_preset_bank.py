"""Numbers and names refer to presets of the bank only; files are replaced completely or not at all."""

from pathlib import Path

import numpy as np
import pytest

from engine.commands.encode import decoded_levels, mean_error_db
from engine.errors import BadInput, BadParameter
from engine.files.preset_bank import BANK_SIZE, FACTORY_FOLDER, PresetBank, find_preset, read_preset, write_preset
from engine.files.presets import MAX_PRESET_BYTES, preset
from engine.model.model_file import Model, bundled

PATHS = ("/etc/passwd", "../000.json", "..\\000.json", "file:///tmp/x", "000.json", "\0", "")


@pytest.fixture
def bank(tmp_path: Path) -> PresetBank:
    """A bank with two factory presets and nothing else."""
    for number, name in ((0, "home"), (3, "Glass")):
        write_preset(tmp_path / "factory" / f"{number:03}.json", preset(name, {"seed": number}, {}))
    return PresetBank(tmp_path / "own", tmp_path / "factory")


def test_presets_are_found_by_number_and_by_name(bank: PresetBank) -> None:
    assert dict(bank.names) == {0: "home", 3: "Glass"}
    assert bank.number(3.0) is bank.name(" gLASS ")


@pytest.mark.parametrize("number", [-1, BANK_SIZE, 0.5, float("nan"), float("inf"), 1e300])
def test_an_invalid_preset_number_is_refused(bank: PresetBank, number: float) -> None:
    for use in (bank.number, lambda number: bank.save(number, preset("x", {}, {}))):
        with pytest.raises(BadParameter, match="send a whole number from 0 to 127"):
            use(number)


def test_a_number_without_a_preset_is_refused_and_the_others_are_listed(bank: PresetBank) -> None:
    with pytest.raises(BadParameter, match="no preset 7; there are 0 home, 3 Glass"):
        bank.number(7)


@pytest.mark.parametrize("name", PATHS)
def test_a_name_is_never_a_path(bank: PresetBank, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_preset(tmp_path / "own" / "000.json", preset("secret", {}, {}))
    monkeypatch.chdir(tmp_path / "own")
    with pytest.raises(BadParameter, match="there is no preset called"):
        bank.name(name)


def test_a_saved_preset_is_available_at_once_and_after_a_restart(bank: PresetBank, tmp_path: Path) -> None:
    path = bank.save(3, preset("mine", {"latent/0": 1}, {}))
    assert path == tmp_path / "own" / "003.json"
    for view in (bank, PresetBank(tmp_path / "own", tmp_path / "factory")):
        assert dict(view.names) == {0: "home", 3: "mine"}
        assert view.number(3).values["latent/0"] == 1
        assert (view.user_preset_name(3), view.user_preset_name(0)) == ("mine", "")
    assert [file.name for file in path.parent.iterdir()] == ["003.json"]


def test_a_failed_save_leaves_the_old_preset(bank: PresetBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bank.save(3, preset("mine", {}, {}))

    def full(self: Path, text: str, encoding: str) -> None:
        self.write_bytes(text.encode()[:20])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(BadInput, match="No space left on device"):
        patch.setattr(Path, "write_text", full)
        bank.save(3, preset("other", {}, {}))
    assert bank.number(3).name == read_preset(path).name == "mine"
    assert [file.name for file in path.parent.iterdir()] == ["003.json"]


def test_an_invalid_file_is_reported_and_skipped(tmp_path: Path) -> None:
    write_preset(tmp_path / "001.json", preset("good", {}, {}))
    (tmp_path / "002.json").write_text("{")
    (tmp_path / "003.json").write_bytes(b" " * (MAX_PRESET_BYTES + 1))
    (tmp_path / "004.json").mkdir()
    (tmp_path / "999.json").write_text("{")
    bank = PresetBank(tmp_path, None)
    assert dict(bank.names) == {1: "good"}
    assert len(bank.warnings) == 2 and all(str(tmp_path) in warning for warning in bank.warnings)


def test_a_command_line_may_name_a_file(bank: PresetBank, tmp_path: Path) -> None:
    write_preset(tmp_path / "elsewhere.json", preset("elsewhere", {}, {}))
    assert find_preset("3", bank).name == "Glass"
    assert find_preset("home", bank).name == "home"
    assert find_preset(str(tmp_path / "elsewhere.json"), bank).name == "elsewhere"
    with pytest.raises(BadParameter, match="no preset called 'nothing'"):
        find_preset("nothing", bank)
    (tmp_path / "noise.json").write_bytes(b"\0\1")
    with pytest.raises(BadInput, match="json cannot be used"):
        find_preset(str(tmp_path / "noise.json"), bank)


def test_the_factory_presets_belong_to_the_bundled_model_and_differ(tmp_path: Path) -> None:
    bank = PresetBank(tmp_path)
    assert bank.folder == tmp_path and not bank.warnings and FACTORY_FOLDER.is_dir()
    assert list(bank.names) == list(range(8)) and len(set(bank.names.values())) == 8
    presets = [bank.number(number) for number in bank.names]
    model = Model.load(bundled(), provider="cpu")
    assert {preset.digest for preset in presets} == {model.digest}, "make them again with benchmarks.factory_presets"
    images = [decoded_levels(model, preset) for preset in presets]
    distances = [mean_error_db(one, other) for index, one in enumerate(images) for other in images[:index]]
    assert min(distances) > 12, "dB; one preset with two seeds is closer"
    assert all(np.quantile(image, 0.999) > 0.7 for image in images), "each is audible"
