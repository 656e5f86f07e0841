import numpy as np
import pytest

from tests.training import drum_loops
from training.sources.drums import Drum, DrumNote, Pattern
from training.sources.loops import Loop
from training.sources.slices import SlicedLoop, SliceKind, chop
from training.synthesis import patterns
from training.synthesis.patterns import MARKS
from training.synthesis.recut import SLICE_KINDS, drum_on_step, pick_slice, recut


@pytest.fixture(scope="module")
def made() -> SlicedLoop:
    return chop(Loop("made", drum_loops.break_loop(np.random.default_rng(2), 165, 8), 8, 165, "given"))


def test_the_lowest_drum_has_priority_and_a_ghost_has_none() -> None:
    rows = {Drum.KICK: "x...", Drum.SNARE: "xo..", Drum.HAT: "xxx."}
    pattern = Pattern("made", {drum: [MARKS[mark] for mark in row.ljust(32, ".")] for drum, row in rows.items()})
    assert [drum_on_step(pattern, step) for step in range(4)] == [
        (Drum.KICK, MARKS["x"]),
        (Drum.HAT, MARKS["x"]),
        (Drum.HAT, MARKS["x"]),
        (Drum.HAT, ()),
    ]


def test_every_drum_has_a_kind_of_slice() -> None:
    assert set(SLICE_KINDS) == set(Drum)


def test_a_classic_pattern_is_played_by_slices_of_its_kinds(made: SlicedLoop) -> None:
    kinds = set()
    for seed in range(40):
        cells = recut(np.random.default_rng(seed), [made])
        assert len(cells) == 32
        assert any(cells)
        kinds |= {cell.piece.kind for cell in cells if cell}
        assert all(0.1 < cell.gain < 2 for cell in cells if cell)
    assert kinds >= {SliceKind.KICK, SliceKind.SNARE, SliceKind.HAT}
    assert SliceKind.REST not in kinds


def test_a_seed_determines_a_variation(made: SlicedLoop) -> None:
    first, again, other = (recut(np.random.default_rng(seed), [made]) for seed in (1, 1, 2))
    assert first == again != other


def test_any_slice_is_used_if_a_break_has_none_of_the_kind(made: SlicedLoop) -> None:
    hats = SlicedLoop(made.loop, tuple(made.of(SliceKind.HAT)))
    assert pick_slice(np.random.default_rng(0), hats, SliceKind.KICK).kind is SliceKind.HAT
    assert all(cell is None or cell.piece.kind is SliceKind.HAT for cell in recut(np.random.default_rng(0), [hats]))


def test_slices_can_play_a_performance_with_its_timing(made: SlicedLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "GROOVE_SHARE", 1.0)
    monkeypatch.setattr(patterns, "PLAIN_GROOVE_SHARE", 1.0)
    late = Pattern("take", {Drum.KICK: [(DrumNote(0.6, 0.25),) if step % 8 == 0 else () for step in range(32)]}, "take")
    cells = recut(np.random.default_rng(0), [made], [late])
    assert [step for step, cell in enumerate(cells) if cell] == [0, 8, 16, 24]
    assert all(cell.shift == pytest.approx(0.25 * 15 / 165) for cell in cells if cell)
