from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.files.audio_onsets import find_onsets, on_grid
from tests.training import drum_loops
from training.sources.loops import Loop
from training.sources.slices import SlicedLoop, SliceKind, chop
from training.synthesis import arrange as arranging
from training.synthesis.arrange import SLICE_MOVES, Pattern, arrange, loop_pattern, plain_bars


def made(seed: int, tempo: float, beats: int) -> SlicedLoop:
    return chop(
        Loop(f"made {seed}", drum_loops.break_loop(np.random.default_rng(seed), tempo, beats), beats, tempo, "given")
    )


@pytest.fixture(scope="module")
def breaks() -> list[SlicedLoop]:
    """One bar, two bars, four bars, and half a bar."""
    return [made(1, 140, 4), made(2, 165, 8), made(3, 174, 16), made(4, 120, 2)]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_an_arrangement_lasts_two_bars_of_one_of_its_breaks(breaks: list[SlicedLoop], seed: int) -> None:
    audio = arrange(breaks, np.random.default_rng(seed))
    assert len(audio) in {round(8 * 60 / base.loop.tempo * 44_100) for base in breaks}
    assert audio.dtype == np.float32
    assert np.isfinite(audio).all()
    assert 0.05 < np.abs(audio).max() < 4
    assert np.array_equal(audio, arrange(breaks, np.random.default_rng(seed)))


def test_two_seeds_give_two_arrangements(breaks: list[SlicedLoop]) -> None:
    one, other = (arrange(breaks[1:2], np.random.default_rng(seed)) for seed in (10, 11))
    assert not np.array_equal(one, other)


def test_attacks_are_on_the_grid_of_32nds(breaks: list[SlicedLoop]) -> None:
    shares = []
    for seed in range(20):
        audio = arrange(breaks, np.random.default_rng(seed))
        shares.append(on_grid(find_onsets(audio, 44_100), len(audio), 64, tolerance=0.006 * 44_100)[0])
    assert np.mean(shares) > 0.9


def test_plain_bars_are_the_loop_itself_wrapped(breaks: list[SlicedLoop]) -> None:
    one_bar, four_bars = breaks[0].loop.audio, breaks[2].loop.audio
    np.testing.assert_array_equal(plain_bars(breaks[0], 0, 2 * len(one_bar)), np.tile(one_bar, 2))
    turned = np.roll(four_bars, -round(len(four_bars) * 3 / 4))
    np.testing.assert_array_equal(plain_bars(breaks[2], 3, 1000), turned[:1000])


def test_some_arrangements_are_plain(breaks: list[SlicedLoop]) -> None:
    base = breaks[1]
    whole = plain_bars(base, 0, len(base.loop.audio))
    same = [np.array_equal(arrange([base], np.random.default_rng(seed)), whole) for seed in range(120)]
    assert 2 <= sum(same) <= 30


def test_bars_keep_every_slice_at_its_place_in_the_bar(breaks: list[SlicedLoop]) -> None:
    for seed in range(10):
        pattern = loop_pattern(np.random.default_rng(seed), breaks[2])
        assert len(pattern) == 32
        assert any(pattern)
        assert all(note.piece.step % 16 == step % 16 for step, note in enumerate(pattern) if note)


def test_a_step_without_onset_lets_the_slice_before_it_ring() -> None:
    audio = np.zeros(64_000, np.float32)
    stroke = drum_loops.tom(np.random.default_rng(0))
    audio[: len(stroke)] = stroke
    pattern = loop_pattern(np.random.default_rng(0), chop(Loop("one hit", audio, 4, 165.4, "given")))
    assert [step for step, note in enumerate(pattern) if note] == [0, 16]


@pytest.mark.parametrize("move", [move for move, _ in SLICE_MOVES], ids=lambda move: move.__name__)
def test_every_move_sometimes_changes_a_pattern(breaks: list[SlicedLoop], move: arranging.Move) -> None:
    changed = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        pattern = loop_pattern(rng, breaks[1])
        before = list(pattern)
        move(rng, pattern, breaks[1:3])
        changed += pattern != before
    assert changed > 10


@pytest.mark.parametrize("move", [move for move, _ in SLICE_MOVES], ids=lambda move: move.__name__)
@pytest.mark.parametrize("base", [0, 3], ids=["one bar", "half a bar"])
def test_every_move_keeps_the_pattern_of_a_short_loop_valid(
    breaks: list[SlicedLoop], move: arranging.Move, base: int
) -> None:
    for seed in range(30):
        rng = np.random.default_rng(seed)
        pattern = loop_pattern(rng, breaks[base])
        move(rng, pattern, [breaks[base]])
        assert len(pattern) == 32
        assert all(note is None or 0.02 < note.gain < 5 for note in pattern)


def after(move: arranging.Move, base: SlicedLoop, check: Callable[[Pattern, Pattern], bool]) -> None:
    """Assert a condition after each of many such moves."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        pattern = loop_pattern(rng, base)
        before = list(pattern)
        move(rng, pattern, [base])
        assert check(before, pattern), seed


def test_muting_spares_the_downbeat(breaks: list[SlicedLoop]) -> None:
    after(
        arranging.mute_steps,
        breaks[1],
        lambda before, now: now[0] is before[0] and now.count(None) >= before.count(None),
    )


def test_loosening_shifts_by_at_most_three_milliseconds(breaks: list[SlicedLoop]) -> None:
    after(arranging.loosen, breaks[1], lambda _, now: all(abs(note.shift) <= 0.003 for note in now if note))


def test_a_roll_repeats_one_slice(breaks: list[SlicedLoop]) -> None:
    def rolled(before: Pattern, now: Pattern) -> bool:
        new = [note.piece for old, note in zip(before, now, strict=True) if note and note is not old]
        return len(set(map(id, new))) <= 2

    after(arranging.add_rolls, breaks[1], rolled)


def test_a_recast_drum_is_played_by_one_slice_of_the_other_break(breaks: list[SlicedLoop]) -> None:
    rng = np.random.default_rng(0)
    pattern = loop_pattern(rng, breaks[1])
    before = list(pattern)
    arranging.recast_drum(rng, pattern, [breaks[1], breaks[2]])
    new = {id(note.piece) for old, note in zip(before, pattern, strict=True) if note and note is not old}
    assert len(new) == 1
    assert new <= {id(piece) for piece in breaks[2].slices}


def test_some_arrangements_play_a_classic_pattern(breaks: list[SlicedLoop], monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[int] = []
    real = arranging.recut
    monkeypatch.setattr(
        arranging,
        "recut",
        lambda rng, drum_loops, grooves: played.append(len(drum_loops)) or real(rng, drum_loops, grooves),
    )
    for seed in range(60):
        arrange(breaks, np.random.default_rng(seed))
    assert 8 <= len(played) <= 40
    assert set(played) == {1, 2}


def test_balance_changes_each_kind_as_a_whole(breaks: list[SlicedLoop]) -> None:
    pattern = loop_pattern(np.random.default_rng(0), breaks[1])
    before = list(pattern)
    arranging.balance_drums(np.random.default_rng(1), pattern, [breaks[1]])
    gains: dict[SliceKind, set[float]] = {}
    for old, new in zip(before, pattern, strict=True):
        if old and new:
            gains.setdefault(new.piece.kind, set()).add(round(new.gain / old.gain, 6))
    assert all(len(found) == 1 for found in gains.values())
    assert len(set.union(*gains.values())) == len(gains)
    assert all(0.5 <= gain <= 2 for found in gains.values() for gain in found)


def test_swing_delays_odd_sixteenths_by_no_more_than_a_triplet(breaks: list[SlicedLoop]) -> None:
    pattern = loop_pattern(np.random.default_rng(0), breaks[1])
    arranging.swing(np.random.default_rng(1), pattern, [breaks[1]])
    shifts = [(step, note.shift) for step, note in enumerate(pattern) if note]
    assert {shift for step, shift in shifts if step % 2 == 0} == {0.0}
    (late,) = {shift for step, shift in shifts if step % 2}
    assert 0 < late <= 15 / breaks[1].loop.tempo / 3
