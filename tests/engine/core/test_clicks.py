"""Random moves of all kinds do not click: a short run of benchmarks/moves.py, and that its measure finds a click."""

import numpy as np

from benchmarks.moves import KINDS, clicks
from tests.clicks import bursts, dull_tape
from tests.playing import mono, playing

MOVES_OF_A_KIND = 4


def test_random_moves_of_all_kinds_do_not_click() -> None:
    found = [decibels for _, decibels in clicks(MOVES_OF_A_KIND * len(KINDS), 5)]
    assert np.percentile(found, 95) <= -70


def test_a_hard_cut_is_found() -> None:
    audio = mono(playing(tape=dull_tape()).process(40_000))
    before, _ = bursts(audio, [19_900])
    loudest = int(np.abs(audio[18_000:22_000]).argmax()) + 18_000
    audio[loudest:] = 0
    after, _ = bursts(audio, [loudest - 100])
    assert before < -80
    assert after > -30
