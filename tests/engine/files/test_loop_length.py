import os
from pathlib import Path

import numpy as np
import pytest

from tests.training import drum_loops
from training.sources import break_notes, loops
from training.sources.loop_length import estimate_length, from_name, from_tempo, grid_fit
from training.sources.onsets import find_onsets

RATE = 44_100


@pytest.mark.parametrize(
    ("name", "beats", "bpm"),
    [
        ("break_8b.wav", 8, None),
        ("amen-16beats.flac", 16, None),
        ("think_2bars.ogg", 8, None),
        ("think 1bar.ogg", 4, None),
        ("funky_174bpm.wav", None, 174),
        ("funky 87.5 BPM.wav", None, 87.5),
        ("kit/172bpm_8b_take3.wav", 8, 172),
        ("loop_amen.flac", None, None),
        ("break01.wav", None, None),
        ("8bit_loop.wav", None, None),
        ("0b.wav", None, None),
        ("24bars/loop.wav", None, None),
    ],
)
def test_beats_and_tempo_are_parsed_from_the_name(name: str, beats: float | None, bpm: float | None) -> None:
    assert from_name(name) == (beats, bpm)


@pytest.mark.parametrize(
    ("seconds", "bpm", "expected"),
    [
        (8 * 60 / 174, 174, (8, 174)),
        (8 * 60 / 174.3, 174, (8, 174.3)),  # a loop: its length is exact, the tempo is rounded
        (8 * 60 / 174 + 0.25, 174, (8, 174)),  # a tail after the loop
        (0.2, 60, (1, 300)),
    ],
    ids=["exact", "rounded", "tail", "shorter than a beat"],
)
def test_a_tempo_gives_whole_beats(seconds: float, bpm: float, expected: tuple[float, float]) -> None:
    beats, tempo = from_tempo(seconds, bpm)
    if seconds > 1:
        assert (beats, round(tempo, 6)) == expected
    else:
        assert beats == 1


@pytest.mark.parametrize("tempo", [95, 120, 140, 165, 180])
@pytest.mark.parametrize("beats", [4, 8, 16])
def test_the_length_of_a_synthetic_break_is_found(tempo: float, beats: int) -> None:
    loop = drum_loops.break_loop(np.random.default_rng(beats), tempo, beats)
    guess = estimate_length(loop, RATE)
    assert guess is not None
    assert guess[0] == beats
    assert guess[1] > 0.9


def test_three_bars_are_not_estimated_as_four() -> None:
    loop = drum_loops.break_loop(np.random.default_rng(5), 150, 12)
    guess = estimate_length(loop, RATE)
    assert guess is not None
    assert guess[0] == 12


def test_a_wrong_grid_fits_badly() -> None:
    loop = drum_loops.break_loop(np.random.default_rng(6), 150, 8)
    onsets = find_onsets(loop, RATE)
    assert grid_fit(onsets, len(loop), 8) > 0.9
    assert grid_fit(onsets, len(loop), 7) < 0.4


@pytest.mark.parametrize("seconds", [0.4, 200.0])
def test_no_length_is_estimated_without_a_plausible_tempo(seconds: float) -> None:
    assert estimate_length(np.ones(round(seconds * RATE), np.float32), RATE) is None


def cc0() -> Path:
    folder = Path(os.environ.get("VAMEN_BREAKS", Path(__file__).parents[4] / "shared" / "breaks"))
    if not (folder / "loop_tabla.flac").is_file():
        pytest.skip("set VAMEN_BREAKS to a folder with Sonic Pi's loop_*.flac samples")
    return folder


def test_lengths_of_real_breaks_are_estimated_correctly() -> None:
    """Exact for all drum loops; the tonal ones at 97 BPM may be estimated at twice the tempo."""
    ours = break_notes.read_notes(Path(break_notes.__file__).parents[1] / "cc0.toml")
    guessed = {loop.name: loop.beats for loop in loops.read_folder(cc0()).loops}
    tonal = {name for name in ours if "hackit" in name or name in ("loop_electric.flac", "loop_perc1.flac")}
    for name, note in ours.items():
        assert note.beats is not None
        assert guessed[name] in ({note.beats, 2 * note.beats} if name in tonal else {note.beats}), name


@pytest.mark.parametrize(
    ("name", "least"),
    [("breakbeat", 0.9), ("compus", 0.9), ("safari", 0.95), ("tabla", 0.95), ("amen", 0.65), ("amen_full", 0.7)],
)
def test_our_notes_put_real_onsets_on_the_grid(name: str, least: float) -> None:
    ours = break_notes.read_notes(Path(break_notes.__file__).parents[1] / "cc0.toml")
    file = f"loop_{name}.flac"
    loop = loops.read_loop(cc0() / file, file, ours[file])
    share, late = loops.on_grid(loop)
    assert share > least
    assert abs(late) < 0.003
