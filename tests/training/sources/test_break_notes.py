from pathlib import Path

import pytest

from engine.errors import BadConfig, BadInput
from training.sources import break_notes


def written(folder: Path, text: str) -> Path:
    path = folder / "breaks.toml"
    path.write_text(text, "utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    text = '["a.wav"]\nbeats = 4\nbpm = 136.9\noffset = -0.01\nskip = true\nabout = "x"\n["b.wav"]\n'
    assert break_notes.read_notes(written(tmp_path, text)) == {
        "a.wav": break_notes.BreakNote(beats=4.0, bpm=136.9, offset=-0.01, skip=True, about="x"),
        "b.wav": break_notes.BreakNote(),
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["a.wav"]\nbeast = 4', ["a.wav", "'beast'", "beats"]),
        ('["a.wav"]\nbeats = "4"', ["a.wav", "beats", "a number"]),
        ('["a.wav"]\nbeats = true', ["a.wav", "beats", "a number"]),
        ('["a.wav"]\nbpm = nan', ["a.wav", "bpm", "a number"]),
        ('["a.wav"]\nbpm = 3', ["a.wav", "bpm", "30 to 400"]),
        ('["a.wav"]\nskip = 1', ["a.wav", "skip", "true or false"]),
        ('["a.wav"]\nabout = 1', ["a.wav", "about", "text"]),
        ("beats = 4", ["beats", "quoted file name"]),
        ("[a.wav]\nbeats = 4", ["quote names", '["a.wav"]']),
        ("[a.wav", ["TOML"]),
    ],
)
def test_an_invalid_entry_is_refused_with_file_and_key(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(BadConfig) as refusal:
        break_notes.read_notes(written(tmp_path, text))
    assert all(word in str(refusal.value) for word in [*words, "breaks.toml"])


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"cannot read .*breaks\.toml"):
        break_notes.read_notes(tmp_path / "breaks.toml")


def test_our_own_notes_are_valid() -> None:
    ours = break_notes.read_notes(Path(break_notes.__file__).parents[1] / "cc0.toml")
    assert len(ours) == 10
    assert all(note.beats for note in ours.values())


def test_a_byte_order_mark_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "breaks.toml"
    path.write_text('["a.wav"]\nbeats = 4\n', "utf-8-sig")
    assert break_notes.read_notes(path) == {"a.wav": break_notes.BreakNote(beats=4.0)}
