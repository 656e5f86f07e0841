"""The slices of a loop: played in order they are the loop, played alone they end in silence before the next hit."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.files.kit_slices import CROSSFADE, SILENCE, SLICE_PREROLL, TAIL_FADE, cut_slices, slice_places
from engine.spec import SPEC

TICKS = 240
SIXTEENTH = 4410
LOOP = SPEC.steps * SIXTEENTH


def loop_of(hits: list[float], decay: float = 3000.0) -> Floats:
    """Return bursts of noise at places in sixteenths, which ring on into the beginning of the loop."""
    random = np.random.default_rng(1)
    sound = np.zeros((2 * LOOP, 2), np.float32)
    for hit in hits:
        start = round(hit * SIXTEENTH)
        count = min(LOOP, 2 * LOOP - start)
        sound[start : start + count, 0] += 0.3 * random.standard_normal(count) * np.exp(-np.arange(count) / decay)
    folded = sound[:LOOP] + sound[LOOP:]
    folded[:, 1] = 0.5 * folded[:, 0]
    return np.asarray(np.clip(folded, -0.9, 0.9), np.float32)


def cut(loop: Floats, hits: list[float]) -> tuple[list[Floats], np.ndarray]:
    places = slice_places(np.array(hits), TICKS)
    return cut_slices(loop, np.array(hits), places), np.round(places * SIXTEENTH).astype(int)


@pytest.mark.parametrize("hits", [[], [0.0, 4.0, 10.0], list(range(32)), [0.0, 3.9, 8.5, 12.1, 31.9]])
def test_slices_in_order_add_up_to_the_loop(hits: list[float]) -> None:
    loop = loop_of([0.0, 2.0, *hits])
    slices, starts = cut(loop, hits)
    made = np.zeros((LOOP + CROSSFADE, 2), np.float32)
    for sound, start, end in zip(slices, starts, [*starts[1:], LOOP], strict=True):
        taken = sound[: end - start + CROSSFADE].copy()
        if len(sound) > len(taken):  # the next slice ends it
            part = (np.arange(CROSSFADE) + 0.5) / CROSSFADE
            taken[-CROSSFADE:] *= (1 - part + np.sin(2 * np.pi * part) / (2 * np.pi)).astype(np.float32)[:, None]
        made[start : start + len(taken)] += taken
    made[:CROSSFADE] += made[LOOP:]
    assert np.abs(np.roll(made[:LOOP], -SLICE_PREROLL, 0) - loop).max() < 1e-5


def test_a_tail_rings_until_the_next_hit_and_is_silent_there() -> None:
    hits = [0.0, 4.0, 10.5]
    slices, _ = cut(loop_of(hits, decay=20_000.0), hits)
    assert len(slices[0]) == 4 * SIXTEENTH  # both begin SLICE_PREROLL samples early
    assert len(slices[3]) == SIXTEENTH + CROSSFADE
    assert len(slices[5]) == round(5.5 * SIXTEENTH)  # a hit within a sixteenth
    assert len(slices[10]) == 22 * SIXTEENTH  # through the sixteenth with its own hit, and on
    assert len(slices[20]) == 12 * SIXTEENTH  # past the end of the loop, until the first hit of the next pass


def test_a_tail_ends_where_it_is_silent() -> None:
    [short, *_], _ = cut(loop_of([0.0], decay=800.0), [0.0])
    assert SIXTEENTH < len(short) < 3 * SIXTEENTH
    assert np.abs(short[-TAIL_FADE + 1 :]).max() < SILENCE


def test_ends_are_silent_and_nothing_is_louder_than_the_loop() -> None:
    loop = loop_of(list(range(0, 32, 2)), decay=9000.0)
    for sound in cut(loop, list(range(0, 32, 2)))[0]:
        assert np.abs(sound[[0, -1]]).max() < 1e-4
        assert np.abs(sound).max() <= np.abs(loop).max()


def test_a_slice_begins_with_a_hit_that_precedes_its_sixteenth() -> None:
    places = slice_places(np.array([3.76, 7.7, 9.9, 12.0, 31.9]), TICKS)
    assert places[4] == 3.75 + 2 / 240 and places[10] == 9.9
    assert places[8] == 8.0  # that hit belongs to the sixteenth in which it is
    assert places[0] == 0.0
    assert np.allclose(places * TICKS, np.round(places * TICKS))


def test_a_silent_loop_gives_silent_slices() -> None:
    slices, _ = cut(np.zeros((LOOP, 2), np.float32), [])
    assert [len(sound) for sound in slices] == [SIXTEENTH + CROSSFADE] * 32
    assert not any(sound.any() for sound in slices)
