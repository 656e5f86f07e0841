import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import BadConfig
from training.sources.drums import Drum, DrumNote, Pattern, loudest
from training.synthesis import patterns
from training.synthesis.patterns import (
    GHOST_CELL,
    MARKS,
    PATTERN_MOVES,
    classic_patterns,
    parse_patterns,
    random_pattern,
    vary_pattern,
)

CELLS = set(MARKS.values())


def rows_of(pattern: Pattern) -> patterns.Rows:
    return {drum: list(row) for drum, row in pattern.rows.items()}


def test_there_are_many_classic_patterns_and_all_differ() -> None:
    found = classic_patterns()
    assert len(found) >= 24
    assert len({tuple(sorted(pattern.rows.items())) for pattern in found}) == len(found)
    assert {"amen", "funky drummer", "think", "apache", "two-step jungle", "halftime"} <= {one.name for one in found}


@pytest.mark.parametrize("pattern", classic_patterns(), ids=lambda pattern: pattern.name)
def test_a_classic_pattern_is_two_bars_with_a_kick_near_the_downbeat(pattern: Pattern) -> None:
    assert all(len(row) == 32 and set(row) <= CELLS for row in pattern.rows.values())
    assert all(any(row) for row in pattern.rows.values())
    assert any(pattern.rows[Drum.KICK][:4])


def test_every_drum_is_played_somewhere() -> None:
    assert {drum for pattern in classic_patterns() for drum in pattern.rows} == set(Drum)


def test_the_amen_pattern_has_the_strokes_of_the_amen_break() -> None:
    amen = next(pattern for pattern in classic_patterns() if pattern.name == "amen")
    assert [step for step in range(16) if amen.rows[Drum.KICK][step]] == [0, 2, 10, 11]
    assert [step for step in range(16) if loudest(amen.rows[Drum.SNARE][step]) > 0.4] == [4, 12]


def test_one_bar_is_played_twice() -> None:
    (pattern,) = parse_patterns('[one]\nkick = "X......o x......r"')
    assert pattern == Pattern("one", {Drum.KICK: tuple(MARKS[mark] for mark in "X......ox......r" * 2)})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[one]\nkick = "X..."', "expected 16 or 32"),
        ('[one]\nkick = "X..............?"', "marks"),
        ('[one]\nsitar = "X..............."', "sitar"),
        ("[one", "not valid TOML"),
    ],
)
def test_an_invalid_pattern_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadConfig, match=words):
        parse_patterns(text)


@settings(max_examples=200)
@given(seed=st.integers(0, 2**32 - 1), which=st.integers(0, len(classic_patterns()) - 1))
def test_a_variation_is_a_valid_pattern_that_is_not_empty(seed: int, which: int) -> None:
    varied = vary_pattern(np.random.default_rng(seed), classic_patterns()[which], classic_patterns())
    assert varied.name == classic_patterns()[which].name
    assert all(len(row) == 32 and set(row) <= CELLS for row in varied.rows.values())
    assert any(any(row) for row in varied.rows.values())


def test_variations_are_the_same_in_every_process() -> None:
    """The hashes of names differ in each interpreter; random numbers must not depend on them."""
    code = (
        "import numpy as np; from training.synthesis.patterns import classic_patterns as classics, vary_pattern\n"
        "for seed in range(60): print(vary_pattern(np.random.default_rng(seed), classics()[seed % 9], classics()))"
    )
    outputs = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"amen" in outputs.pop()


def test_most_variations_differ_and_some_equal_the_classic_pattern() -> None:
    amen = classic_patterns()[0]
    varied = [vary_pattern(np.random.default_rng(seed), amen, classic_patterns()) for seed in range(200)]
    same = sum(one.rows == dict(amen.rows) for one in varied)
    assert 4 <= same <= 60
    assert len({tuple(one.rows.items()) for one in varied}) > 130


def test_variations_cover_sparse_and_dense_patterns() -> None:
    varied = [
        vary_pattern(np.random.default_rng(seed), classic_patterns()[seed % 50], classic_patterns())
        for seed in range(300)
    ]
    struck = [sum(any(row[step] for row in one.rows.values()) for step in range(32)) for one in varied]
    assert np.percentile(struck, 5) <= 16
    assert np.percentile(struck, 95) >= 31


@pytest.mark.parametrize("move", [move for move, _ in PATTERN_MOVES], ids=lambda move: move.__name__)
def test_every_move_sometimes_changes_a_pattern_and_keeps_it_valid(move: patterns.Move) -> None:
    changed = 0
    for seed in range(60):
        rows = rows_of(classic_patterns()[seed % len(classic_patterns())])
        before = {drum: list(row) for drum, row in rows.items()}
        move(np.random.default_rng(seed), rows, classic_patterns())
        assert all(len(row) == 32 and set(row) <= CELLS for row in rows.values())
        changed += rows != before
    assert changed > 20


def test_ghosts_are_added_between_the_eighths_only() -> None:
    for seed in range(30):
        rows = rows_of(classic_patterns()[0])
        before = list(rows[Drum.SNARE])
        patterns.add_ghosts(np.random.default_rng(seed), rows, classic_patterns())
        new = [step for step in range(32) if rows[Drum.SNARE][step] == GHOST_CELL != before[step]]
        assert all(step % 2 for step in new)


def test_a_fill_changes_the_end_only() -> None:
    for seed in range(30):
        rows = rows_of(classic_patterns()[0])
        before = {drum: list(row) for drum, row in rows.items()}
        patterns.add_fill(np.random.default_rng(seed), rows, classic_patterns())
        assert all(rows[drum][1:24] == before[drum][1:24] for drum in before)


def test_performances_play_more_often_than_classics_and_mostly_unchanged() -> None:
    late = tuple((DrumNote(0.5, 0.1),) for _ in range(32))
    take = Pattern("take", {Drum.SNARE: late, Drum.HAT: late}, "take")
    drawn = [random_pattern(np.random.default_rng(seed), [take]) for seed in range(300)]
    played = [one for one in drawn if one.performance]
    assert 0.5 < len(played) / len(drawn) < 0.7
    assert 0.5 < sum(one == take for one in played) / len(played) < 0.75
    assert {one.name for one in played} == {"take"}
    assert not any(random_pattern(np.random.default_rng(seed), ()).performance for seed in range(20))
