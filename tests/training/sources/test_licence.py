from pathlib import Path

import pytest

from training.sources import licence

TABLE = """# Breaks
Creative Commons Zero 1.0
| file | seconds | author | original |
|---|--:|---|---|
| `a.flac` | 1.75 | Ann | http://example.org/a |
| b.flac | 2 |  |  |
"""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TABLE, "CC0-1.0"),
        ("Creative Commons Attribution-NonCommercial 4.0", "CC-BY-NC-4.0"),
        ("Creative Commons Attribution 4.0", "CC-BY-4.0"),
        ("MIT License\n\nCopyright", "MIT"),
        ("Some files are CC Zero 1.0, some CC-BY-3.0", "CC-BY-3.0"),
        ("CC BY-SA 4.0, whose text is under the CC0 Public Domain Dedication", "CC-BY-SA-4.0"),
        ("\n# Ask me first\n", "Ask me first"),
        ("", "unknown"),
    ],
)
def test_a_licence_is_named_by_identifier_or_first_line(tmp_path: Path, text: str, name: str) -> None:
    (tmp_path / "LICENSE.md").write_text(text)
    assert licence.read_licence(tmp_path) == (name, text)


def test_a_folder_without_a_licence_file_is_unknown(tmp_path: Path) -> None:
    assert licence.read_licence(tmp_path) == ("unknown", "")


def test_a_table_row_credits_its_file() -> None:
    assert licence.credit(TABLE, "a.flac") == {"author": "Ann", "url": "http://example.org/a"}
    assert licence.credit(TABLE, "deep/a.flac") == {"author": "Ann", "url": "http://example.org/a"}
    assert licence.credit(TABLE, "b.flac") == {}
    assert licence.credit(TABLE, "c.flac") == {}


KITS = """
| kits | source | author | licence | attribution |
|---|---|---|---|---|
| `jazz`, `jazz-room` | Jazz Drums | Cid, played by Dee | CC-BY-4.0 | Jazz Drums by Cid |
| `club` | club drums | Eve | CC-BY-3.0 | club drums by Eve |
| `club` | club drums | Flo | CC Zero 1.0 | |
"""


def test_a_table_row_credits_the_files_of_its_folders_by_its_headings() -> None:
    assert licence.credit(KITS, "jazz-room/snare.wav") == {
        "author": "Cid, played by Dee",
        "attribution": "Jazz Drums by Cid",
    }


def test_of_several_rows_that_with_the_licence_of_the_file_counts() -> None:
    assert licence.credit(KITS, "club/a.wav", "CC0-1.0") == {"author": "Flo"}
    assert licence.credit(KITS, "club/a.wav", "CC-BY-3.0")["author"] == "Eve"


def test_an_attribution_without_a_table_credits_all_files() -> None:
    text = "- Licence: CC-BY-4.0\n- Attribution: Grooves by Gus,\n  cut to two bars.\n- More"
    assert licence.credit(text, "a.mid") == {"attribution": "Grooves by Gus, cut to two bars."}
