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
