import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.fader import FADE, Fader

ONES = np.ones((4096, 2), np.float32)


def test_open_it_changes_nothing_and_shut_it_lets_nothing_through() -> None:
    fader = Fader()
    assert fader(ONES, True) is ONES
    fader(ONES, False)
    assert fader.shut
    assert not fader(ONES, False).any()
    assert fader(np.ones((10_000, 2), np.float32), False).shape == (10_000, 2)


def test_the_way_has_no_step() -> None:
    fader = Fader()
    down, up = fader(ONES, False), fader(ONES, True)
    assert down[FADE - 1 :].max() == 0
    assert up[FADE - 1 :].min() == 1
    for way in (down, up):
        assert np.abs(np.diff(way, axis=0)).max() <= 1.001 / FADE


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_any_division_into_blocks_gives_the_same(blocks: list[int], goals: list[bool]) -> None:
    whole, parts = Fader(), Fader()
    for goal, size in zip(goals, blocks, strict=False):
        once = whole(ONES[:size], goal)
        twice = np.concatenate((parts(ONES[: size // 2], goal), parts(ONES[size // 2 : size], goal)))
        np.testing.assert_array_equal(once, twice)
