"""`vamen presets` lists, renames, deletes, restores, exports and imports the presets of a bank."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.commands import cli
from engine.files.preset_bank import PresetBank
from engine.files.preset_folder import read_preset, write_preset
from engine.files.presets import preset

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `vamen presets` with an empty bank of one's own; returns the exit code and all that was printed."""
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "no settings")
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        code = cli.main(["presets", *words, "--bank", str(tmp_path / "own")])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


@pytest.fixture
def file(tmp_path: Path) -> str:
    """The path of a preset outside the bank."""
    write_preset(tmp_path / "x.json", preset("mine", {"seed": 9}, {}))
    return str(tmp_path / "x.json")


def test_presets_are_listed_with_their_origin(run: Run, file: str, tmp_path: Path) -> None:
    run("import", file, "3")
    run("import", file, "12")
    run("import", file)
    run("delete", "12")
    for words in ((), ("list",)):
        code, printed = run(*words)
        lines = [line.split(maxsplit=1) for line in printed.splitlines()]
        listed = {line[0]: " ".join(line[1].split()) for line in lines}
        assert code == 0 and listed["0"] == "home of the factory"
        assert listed["3"] == "mine your own, hides the factory's 'offbeat'"
        assert listed["8"] == "mine your own"
        assert listed["12"] == "mine deleted, 1 previous version"
        assert str(tmp_path / "own") in printed
    code, printed = run("list", "--json")
    entry = {"number": 3, "name": "mine", "origin": "own", "hides": "offbeat", "previous": 0}
    assert code == 0 and entry in json.loads(printed)


def test_an_import_that_hides_a_preset_of_the_factory_says_so_and_delete_brings_it_back(run: Run, file: str) -> None:
    assert "now hides the factory's 'offbeat'" in run("import", file, "3")[1]
    assert "hides" not in run("import", file, "3")[1]
    assert "preset 3 is the factory's 'offbeat'" in run("delete", "mine")[1]
    assert run("delete", "3")[0] == 4


def test_what_was_overwritten_or_deleted_is_restored(run: Run, file: str, tmp_path: Path) -> None:
    run("import", file, "12")
    assert run("rename", "12", "yours") == (0, "preset 12 'mine' is now called 'yours'\n")
    assert run("restore", "12") == (0, "preset 12 is 'mine' again\n")
    assert PresetBank(tmp_path / "own").names[12] == "mine"
    run("delete", "12")
    code, printed = run("versions", "12")
    assert code == 0 and [line.split()[1] for line in printed.splitlines()] == ["1", "2"]
    assert run("restore", "12", "--back", "2") == (0, "preset 12 is 'yours' again\n")
    code, printed = run("restore", "12", "--back", "9")
    assert code == 4 and "`vamen presets versions 12` lists" in printed


def test_an_exported_preset_is_imported_unchanged(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert run("export", "Bright BACKBEAT", str(out)) == (0, f"{out}: preset 'bright backbeat'\n")
    assert run("import", str(out), "100")[0] == 0
    assert read_preset(tmp_path / "own" / "100.json") == read_preset(out)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("frob",), 4, "there is no `vamen presets frob`"),
        (("delete", "0"), 4, "is the factory's and cannot be deleted"),
        (("delete", "99"), 4, "there is no preset 99"),
        (("delete", "brigt backbeat"), 4, "did you mean 4 'bright backbeat'?"),
        (("rename", "home", "x"), 4, "cannot be renamed"),
        (("restore", "128"), 4, "send a whole number from 0 to 127"),
        (("versions", "-1"), 4, "send a whole number from 0 to 127"),
        (("restore", "x"), 2, '"x" is not a whole number'),
        (("export", "3", "out.wav"), 3, "does not end in .json"),
        (("export", "3", "no/folder/x.json"), 3, "there is no folder"),
        (("import", "missing.json"), 3, "name a preset file"),
        (("import", "x.json", "200"), 4, "send a whole number from 0 to 127"),
    ],
)
def test_a_refusal_is_one_sentence(
    run: Run, file: str, words: tuple[str, ...], code: int, sentence: str, tmp_path: Path
) -> None:
    found, printed = run(*words)
    assert (found, printed.count("\n")) == (code, 1) and sentence in printed
    assert not (tmp_path / "own").exists()


def test_a_full_bank_takes_no_more_without_a_number(run: Run, file: str, tmp_path: Path) -> None:
    for number in range(128):
        (tmp_path / "own").mkdir(exist_ok=True)
        (tmp_path / "own" / f"{number:03}.json").write_bytes(Path(file).read_bytes())
    code, printed = run("import", file)
    assert code == 4 and "all 128 numbers have a preset" in printed
