"""docs/files.md: what it says of names, lengths and errors holds."""

import re

import numpy as np
import pytest

from engine.commands.encode import judged
from engine.files.loop_length import find_length
from engine.spec import SPEC
from tests.training import drum_loops
from training.sources.drum_names import drum_by_name

from .live import ROOT

TEXT = (ROOT / "docs" / "files.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in row.strip("|").split("|")] for row in TEXT.splitlines() if row.startswith("| `")]
LENGTHS = [(hint, row[1]) for row in ROWS if len(row) == 3 for hint in re.findall("`(.+?)`", row[0])]
DRUMS = [(name, row[1]) for row in ROWS if len(row) == 2 for name in re.findall("`(.+?)`", row[0])]


def test_the_readme_names_the_page() -> None:
    assert "(docs/files.md)" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("hint", "meaning"), LENGTHS)
def test_a_hint_is_read_as_the_page_says(hint: str, meaning: str) -> None:
    tempo = float(number[0]) if "tempo" in meaning and (number := re.search(r"[\d.]+", hint)) else 170.0
    loop = drum_loops.break_loop(np.random.default_rng(2), tempo, 8)
    found = find_length(loop, SPEC.rate, f"funk {hint}.wav")
    assert found is not None
    assert (found.beats, round(found.tempo, 1)) == (8, tempo)
    assert (found.source == "file name") == ("take" not in meaning)


@pytest.mark.parametrize(("name", "drum"), DRUMS)
def test_a_one_shot_is_read_as_the_page_says(name: str, drum: str) -> None:
    assert drum_by_name(name) == drum


def test_the_scale_of_errors_is_that_of_the_page() -> None:
    assert "below 6 dB is close, below 10 dB similar, above that\nfar" in TEXT
    assert [judged(error).partition(":")[0] for error in (5.9, 9.9, 10.1)] == ["close", "similar", "far"]
