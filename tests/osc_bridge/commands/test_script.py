"""A script says which message is sent at which beat, and a wrong line is refused with its number."""

from pathlib import Path

import pytest

from engine.errors import BadInput
from osc_bridge.commands.script import ScriptLine, read_script


def script(folder: Path, text: str) -> Path:
    path = folder / "set.txt"
    path.write_text(text, "utf-8")
    return path


def test_lines_are_sorted_by_their_beats(tmp_path: Path) -> None:
    text = '# a set\n2.3.4 /vamen/slice 8 0.5\n\n1 /vamen/preset "dark and dry" # begins\n1.2 /vamen/random\n'
    assert read_script(script(tmp_path, text)) == [
        ScriptLine(0.0, 4, "/vamen/preset", ("dark and dry",)),
        ScriptLine(1.0, 5, "/vamen/random", ()),
        ScriptLine(6.75, 2, "/vamen/slice", (8, 0.5)),
    ]


@pytest.mark.parametrize(
    "line", ["0 /vamen/play", "1.5 /a", "1.1.5 /a", "1.1.1.1 /a", "x /a", "1", '1 /a "open', "-3 /a"]
)
def test_a_wrong_line_is_refused_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadInput, match="line 2"):
        read_script(script(tmp_path, f"1 /vamen/play\n{line}\n"))


def test_what_is_no_script_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_script(tmp_path / "missing.txt")
    (tmp_path / "sound.wav").write_bytes(b"RIFF\xff\xfe")
    with pytest.raises(BadInput, match="not text"):
        read_script(tmp_path / "sound.wav")
