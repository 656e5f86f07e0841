import sys
import threading

import numpy as np
import pytest

from engine.ahead import FADE, MOST_LATE, Ahead
from engine.mel import Floats

BLOCK = 64
UNHURRIED, FLEETING = 60.0, 0.001  # seconds of patience: nobody in a test is late, or anybody may be


class Ramp:
    """Samples that count, once the gate is open."""

    def __init__(self) -> None:
        self.gate, self.count = threading.Event(), 0
        self.gate.set()

    def __call__(self, frames: int) -> Floats:
        self.gate.wait()
        block = np.repeat(np.arange(self.count, self.count + frames, dtype=np.float32)[:, None], 2, axis=1)
        self.count += frames
        return block


@pytest.fixture
def ramp() -> Ramp:
    return Ramp()


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_sound_is_the_same_and_later_by_so_many_blocks(ramp: Ramp, count: int) -> None:
    ahead = Ahead(ramp, BLOCK, count, patience=UNHURRIED)
    heard = np.concatenate([ahead(BLOCK) for _ in range(20)])
    ahead.stop()
    assert not heard[: count * BLOCK].any()
    np.testing.assert_array_equal(heard[count * BLOCK :], Ramp()((20 - count) * BLOCK))
    assert not ahead.missed


def test_a_block_that_is_late_is_waited_for(ramp: Ramp) -> None:
    ramp.gate.clear()
    ahead = Ahead(ramp, BLOCK, 1, patience=UNHURRIED)
    ahead(BLOCK)
    heard: list[Floats] = []
    card = threading.Thread(target=lambda: heard.append(ahead(BLOCK)))
    card.start()
    ramp.gate.set()
    card.join()
    ahead.stop()
    np.testing.assert_array_equal(heard[0], Ramp()(BLOCK))
    assert not ahead.missed


def test_what_is_too_late_is_left_out_without_a_click_and_the_beat_is_kept(ramp: Ramp) -> None:
    ahead = Ahead(ramp, BLOCK, 1, patience=FLEETING)
    while not (block := ahead(BLOCK)).any():
        pass
    missed = ahead.missed
    ramp.gate.clear()
    while ahead.missed == missed:
        before, block = block[-1, 0], ahead(BLOCK)
    assert np.abs(np.diff(np.concatenate(([before], block[:, 0])))).max() <= before * np.pi / (2 * FADE) + 1e-3
    assert not block[FADE:].any()
    assert not ahead(BLOCK).any()
    ramp.gate.set()
    while not (block := ahead(BLOCK)).any():
        pass
    ahead.stop()
    gone = ahead.missed - missed
    assert gone > 1
    assert block[0, 0] < 0.01 * block[-1, 0]
    begin = before + 1 + gone * BLOCK
    np.testing.assert_array_equal(block[FADE:, 0], np.arange(begin, begin + BLOCK)[FADE:])


def test_who_is_far_too_late_goes_on_where_he_was(ramp: Ramp) -> None:
    ahead = Ahead(ramp, BLOCK, 1, patience=FLEETING)
    ramp.gate.clear()
    while ahead.missed < 3 * MOST_LATE:
        ahead(BLOCK)
    ramp.gate.set()
    while not (block := ahead(BLOCK)).any():
        pass
    ahead.stop()
    assert block[-1, 0] <= (MOST_LATE + ahead.missed - 3 * MOST_LATE + 2) * BLOCK


def test_the_maker_ends(ramp: Ramp) -> None:
    before = threading.active_count()
    ahead = Ahead(ramp, BLOCK, 2, patience=UNHURRIED)
    assert threading.active_count() == before + 1
    ahead.stop()
    assert threading.active_count() == before


def test_the_card_waits_for_a_block_and_for_nothing_else(ramp: Ramp) -> None:
    called: set[str] = set()
    ahead = Ahead(ramp, BLOCK, 1, patience=UNHURRIED)

    def note(_frame: object, event: str, argument: object) -> None:
        if event == "c_call" and argument is not sys.setprofile:
            called.add(str(getattr(argument, "__qualname__", argument)))

    sys.setprofile(note)
    try:
        for _ in range(10):
            ahead(BLOCK)
    finally:
        sys.setprofile(None)
    ahead.stop()
    assert called == {"SimpleQueue.get", "SimpleQueue.put", "perf_counter", "max"}
