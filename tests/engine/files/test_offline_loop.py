"""A rendered loop repeats without a seam: at its end the sound goes on as it does in the instrument."""

import numpy as np
import pytest

from engine.arrays import Floats, Tape
from engine.core import LIVE
from engine.files.offline_controls import OfflineControls
from engine.files.offline_loop import SPLICE_RANGE, loop_length, loop_log, splice
from engine.files.offline_render import render_log
from engine.spec import SPEC
from tests.clicks import bursts, dull_tape
from tests.sound import break_loop, tape_of

FAINT_CLICK = -70.0  # dB re RMS


def played(bars: int, tempo: float, tape: Tape) -> tuple[Floats, int, int]:
    """Return the sound of two passes, the sample at which the second begins, and the length of the loop."""
    log, begin = loop_log(OfflineControls({"tempo": tempo}), bars, tempo)
    return render_log(log, lambda number: tape, LIVE), begin, loop_length(bars, tempo)


@pytest.mark.parametrize("tempo", [60.0, 173.25, 300.0])
@pytest.mark.parametrize("bars", [1, 2, 3, 4])
def test_a_loop_is_whole_bars_to_the_sample_and_goes_on_into_its_beginning(bars: int, tempo: float) -> None:
    audio, begin, length = played(bars, tempo, tape_of(break_loop()))
    loop = splice(audio, begin, length)
    assert len(loop) == length == round(bars * 240 / tempo * SPEC.rate)
    repeated = np.concatenate([loop[-32:], loop[:2000]])
    assert np.array_equal(repeated, audio[begin - 32 : begin + 2000])
    assert np.array_equal(loop[:-SPLICE_RANGE], audio[begin : begin + length - SPLICE_RANGE])


@pytest.mark.parametrize("bars", [1, 2])
def test_neither_seam_nor_splice_clicks(bars: int) -> None:
    audio, begin, length = played(bars, 174.0, dull_tape())
    loop = splice(audio, begin, length)
    changed = int(np.flatnonzero((loop != audio[begin : begin + length]).any(1))[0])
    thrice = np.tile(loop, (3, 1)).mean(1)
    assert bursts(thrice, [length - 600, 2 * length - 600, length + changed - 300])[0] < FAINT_CLICK
    assert bursts(np.tile(audio[begin : begin + length], (3, 1)).mean(1), [length - 600])[0] > FAINT_CLICK + 10


def test_the_splice_keeps_the_level() -> None:
    audio, begin, length = played(2, 174.0, tape_of(break_loop(tuple(range(32)))))
    loop = splice(audio, begin, length)
    places = range(length - SPLICE_RANGE, length - 512, 256)
    for place in places:
        there = np.sqrt(np.square(loop[place : place + 512]).mean())
        before = np.sqrt(np.square(audio[begin + place :][:512]).mean() / 2 + np.square(audio[place:][:512]).mean() / 2)
        assert there > 0.7 * before


def test_a_loop_of_one_bar_plays_the_first_bar_of_the_tape_again() -> None:
    audio, begin, length = played(1, 174.0, tape_of(break_loop((0, 16, 20))))
    loop = splice(audio, begin, length)
    quarter = length // 4
    loud = [float(np.abs(loop[k * quarter : k * quarter + 4000]).max()) for k in range(4)]
    assert loud[0] > 10 * max(loud[1:])
