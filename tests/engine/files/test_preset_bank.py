"""Numbers and names refer to presets of the bank only; the user's hide those of the factory until they are deleted."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput, BadParameter
from engine.files.preset_bank import PresetBank, find_preset
from engine.files.preset_folder import BANK_SIZE, write_preset
from engine.files.presets import MAX_PRESET_BYTES, preset

PATHS = ("/etc/passwd", "../000.json", "..\\000.json", "file:///tmp/x", "000.json", "\0", "")


@pytest.fixture
def bank(tmp_path: Path) -> PresetBank:
    """A bank with two factory presets and nothing else."""
    for number, name in ((0, "home"), (3, "Glass")):
        write_preset(tmp_path / "factory" / f"{number:03}.json", preset(name, {"seed": number}, {}))
    return PresetBank(tmp_path / "own", tmp_path / "factory")


def test_presets_are_found_by_number_and_by_name(bank: PresetBank) -> None:
    assert bank.names == {0: "home", 3: "Glass"}
    assert bank.find(3.0) is bank.find("3") is bank.find(" gLASS ") is bank.find("Glass")


@pytest.mark.parametrize("number", [-1, BANK_SIZE, 0.5, float("nan"), float("inf"), 1e300])
def test_an_invalid_preset_number_is_refused(bank: PresetBank, number: float) -> None:
    for use in (bank.find, lambda number: bank.save(number, preset("x", {}, {}))):
        with pytest.raises(BadParameter, match="send a whole number from 0 to 127"):
            use(number)


def test_a_number_without_a_preset_is_refused_and_the_others_are_listed(bank: PresetBank) -> None:
    with pytest.raises(BadParameter, match="no preset 7; there are 0 home, 3 Glass"):
        bank.find(7)


@pytest.mark.parametrize("name", PATHS)
def test_a_name_is_never_a_path(bank: PresetBank, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_preset(tmp_path / "own" / "000.json", preset("secret", {}, {}))
    monkeypatch.chdir(tmp_path / "own")
    with pytest.raises(BadParameter, match="there is no preset called"):
        bank.find(name)


def test_a_saved_preset_is_available_at_once_and_after_a_restart(bank: PresetBank, tmp_path: Path) -> None:
    bank.save(3, preset("mine", {"latent/0": 1}, {}))
    bank.folder.write(3, bank.find(3))
    for view in (bank, PresetBank(tmp_path / "own", tmp_path / "factory")):
        assert view.names == {0: "home", 3: "mine"}
        assert view.find(3).values["latent/0"] == 1
        assert (view.own_names, view.hidden_names) == ({3: "mine"}, {3: "Glass"})


def test_a_preset_that_hides_one_of_the_factory_says_so_once(bank: PresetBank) -> None:
    hiding = (
        "; preset 3 now hides the factory's 'Glass'; /vamen/preset/delete 3 or `vamen presets delete 3` brings it back"
    )
    assert bank.save(3, preset("mine", {}, {})) == f"preset 3 is saved as 'mine'{hiding}"
    assert bank.save(3, preset("mine", {}, {})) == "preset 3 is saved as 'mine'"
    assert bank.save(7, preset("other", {}, {})) == "preset 7 is saved as 'other'"
    assert "preset 3 is the factory's 'Glass'" in bank.delete(3)[1]
    assert hiding in bank.save(3, preset("again", {}, {}))


def test_own_presets_are_deleted_and_those_of_the_factory_are_there_again(bank: PresetBank) -> None:
    bank.save(3, preset("mine", {}, {}))
    bank.save(7, preset("other", {}, {}))
    assert bank.delete("MINE")[0] == 3 and bank.delete(7.0)[0] == 7
    assert bank.names == {0: "home", 3: "Glass"} and bank.own_names == {}
    with pytest.raises(BadParameter, match="preset 3 'Glass' is the factory's and cannot be deleted"):
        bank.delete(3)
    with pytest.raises(BadParameter, match="there is no preset 7"):
        bank.delete(7)


def test_own_presets_are_renamed_to_one_short_line(bank: PresetBank) -> None:
    bank.save(7, preset("other", {"seed": 9}, {}))
    assert bank.rename("other", "  new\n\x1bname ") == (7, "preset 7 'other' is now called 'new name'")
    assert bank.find("new name").values["seed"] == 9
    assert len(bank.rename(7, "x" * 1000)[1]) < 150
    for name in ("", " \n", "\0\x1b\u202e"):
        with pytest.raises(BadParameter, match="needs a name"):
            bank.rename(7, name)
    with pytest.raises(BadParameter, match="cannot be renamed; save the sound under a number first"):
        bank.rename(0, "mine")


@pytest.mark.parametrize(
    ("sent", "suggested"),
    [
        ("glas", "did you mean 3 'Glass'?"),
        ("galss", "did you mean 3 'Glass'?"),
        ("HOM", "did you mean 0 'home'?"),
        ("backbeat", "did you mean 8 'bright backbeat'"),
        ("bright backbeats", "did you mean 8 'bright backbeat' or 9 'Bright Back Beat'?"),
        ("zzzz", "there are 0 home, 3 Glass, 8 bright backbeat, 9 Bright Back Beat"),
        ("128", "there are 0 home"),
        ("3.0", "there are 0 home"),
    ],
)
def test_an_unknown_name_is_refused_with_the_names_that_are_like_it(
    bank: PresetBank, sent: str, suggested: str
) -> None:
    bank.save(8, preset("bright backbeat", {}, {}))
    bank.save(9, preset("Bright Back Beat", {}, {}))
    with pytest.raises(BadParameter) as refusal:
        bank.find(sent)
    assert f"there is no preset called {sent!r}; {suggested}" in str(refusal.value)


def test_of_presets_with_one_name_the_one_that_is_spelled_so_is_found_or_none(bank: PresetBank) -> None:
    assert bank.save(7, preset("GLASS", {}, {})) == "preset 7 is saved as 'GLASS'"
    assert (bank.number_of("Glass"), bank.number_of("GLASS")) == (3, 7)
    with pytest.raises(BadParameter, match="2 presets are called 'glass'; did you mean 3 'Glass' or 7 'GLASS'"):
        bank.find("glass")
    assert bank.save(9, preset("Glass", {}, {})).endswith("recall it by its number, as another preset has that name")
    assert bank.rename(7, "3")[1].endswith("recall it by its number, as another preset has that name")
    with pytest.raises(BadParameter, match="did you mean 3 'Glass' or 9 'Glass'"):
        bank.find("Glass")


@pytest.mark.parametrize(
    ("kept", "sent"), [("Café", "cafe\u0301"), ("STRASSE", "straße"), ("a  b", " A b"), ("808", "808")]
)
def test_names_match_in_any_case_spacing_and_unicode_form(bank: PresetBank, kept: str, sent: str) -> None:
    bank.save(7, preset(kept, {}, {}))
    assert bank.number_of(sent) == 7


@given(st.integers(-5, 300), st.sampled_from(("{}", " {}", "{}\n", "00{}", "0{}")))
def test_text_that_is_a_number_of_the_bank_means_that_number(number: int, form: str) -> None:
    bank = PresetBank(Path("/nonexistent"), None)
    if 0 <= number < BANK_SIZE:
        bank.save(number, preset("x", {}, {}))
    text = form.format(number)
    if 0 <= number < BANK_SIZE and len(text.strip()) <= 3:
        assert bank.number_of(text) == number == bank.number_of(float(number))
    else:
        with pytest.raises(BadParameter):
            bank.find(text)


def test_an_invalid_file_is_reported_and_skipped(tmp_path: Path) -> None:
    write_preset(tmp_path / "001.json", preset("good", {}, {}))
    (tmp_path / "002.json").write_text("{")
    (tmp_path / "003.json").write_bytes(b" " * (MAX_PRESET_BYTES + 1))
    (tmp_path / "004.json").mkdir()
    (tmp_path / "999.json").write_text("{")
    bank = PresetBank(tmp_path, None)
    assert dict(bank.names) == {1: "good"}
    assert len(bank.warnings) == 3 and all(str(tmp_path) in warning for warning in bank.warnings)


def test_a_command_line_may_name_a_file(bank: PresetBank, tmp_path: Path) -> None:
    write_preset(tmp_path / "elsewhere.json", preset("elsewhere", {}, {}))
    assert find_preset("3", bank).name == "Glass"
    assert find_preset("home", bank).name == "home"
    assert find_preset(str(tmp_path / "elsewhere.json"), bank).name == "elsewhere"
    with pytest.raises(BadParameter, match="no preset called 'nothing'"):
        find_preset("nothing", bank)
    with pytest.raises(BadParameter, match="no preset called"):
        find_preset("n" * 300, bank)  # too long for the name of a file
    (tmp_path / "noise.json").write_bytes(b"\0\1")
    with pytest.raises(BadInput, match="json cannot be used"):
        find_preset(str(tmp_path / "noise.json"), bank)
