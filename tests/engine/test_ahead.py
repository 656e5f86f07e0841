import sys
import threading
import time

import numpy as np
import pytest

from engine.ahead import FADE, MOST_LATE, Ahead, Bell
from engine.mel import Floats
from engine.reel import Deaf, Reel

BLOCK = 64
UNHURRIED, FLEETING = 60.0, 0.001  # seconds of patience: nobody in a test is late, or anybody may be


class Ramp:
    """Samples that count, once the gate is open."""

    def __init__(self) -> None:
        self.gate, self.count = threading.Event(), 1
        self.gate.set()

    def __call__(self, frames: int) -> Floats:
        self.gate.wait()
        block = np.repeat(np.arange(self.count, self.count + frames, dtype=np.float32)[:, None], 2, axis=1)
        self.count += frames
        return block


class Versions(Deaf):
    """A performer whose blocks are its versions; a new one takes as long to make as the gate is shut."""

    WHOLE = ("made",)

    def __init__(self) -> None:
        super().__init__(self._version)
        self.version, self.news = 0.0, []  # type: ignore[var-annotated]
        self.gate, self.begun = threading.Event(), threading.Event()
        self.gate.set()

    def listen(self) -> list[int]:
        news, self.news = self.news, []
        self.version += len(news)
        return news

    def _version(self, frames: int) -> Floats:
        if self.version:
            self.begun.set()
            self.gate.wait()
        self.made += frames
        return np.full((frames, 2), self.version, np.float32)


@pytest.fixture
def ramp() -> Ramp:
    return Ramp()


def ahead_of(ramp: Ramp, patience: float = UNHURRIED, guard: int = 1) -> Ahead:
    deaf = Deaf(ramp)
    return Ahead(Reel(deaf, deaf.make, BLOCK, 0.001, guard), BLOCK, 0.001, patience=patience)


@pytest.mark.parametrize("guard", [1, 2, 7])
def test_the_sound_is_the_same(ramp: Ramp, guard: int) -> None:
    ahead = ahead_of(ramp, guard=guard)
    heard = np.concatenate([ahead(BLOCK) for _ in range(50)])
    ahead.stop()
    np.testing.assert_array_equal(heard, Ramp()(50 * BLOCK))
    assert not ahead.missed


def test_a_block_that_is_late_is_waited_for(ramp: Ramp) -> None:
    ramp.gate.clear()
    ahead = ahead_of(ramp)
    heard: list[Floats] = []
    card = threading.Thread(target=lambda: heard.append(ahead(BLOCK)))
    card.start()
    ramp.gate.set()
    card.join()
    ahead.stop()
    np.testing.assert_array_equal(heard[0], Ramp()(BLOCK))
    assert not ahead.missed


def silenced(ramp: Ramp, ahead: Ahead) -> tuple[Floats, float]:
    """The block in which the sound broke off, and the sample before it."""
    while not (block := ahead(BLOCK)).any():
        pass
    ramp.gate.clear()
    missed = ahead.missed
    while ahead.missed == missed:
        before, block = float(block[-1, 0]), ahead(BLOCK)
    return block, before


def test_what_is_too_late_is_left_out_without_a_click_and_the_beat_is_kept(ramp: Ramp) -> None:
    ahead = ahead_of(ramp, FLEETING)
    missed = ahead.missed
    block, before = silenced(ramp, ahead)
    assert np.abs(np.diff(np.concatenate(([before], block[:, 0])))).max() <= before * np.pi / (2 * FADE) + 1e-3
    assert not block[FADE:].any()
    assert not ahead(BLOCK).any()
    missed = ahead.missed - 2
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
    ahead = ahead_of(ramp, FLEETING)
    _, before = silenced(ramp, ahead)
    lost = 3 * MOST_LATE
    for _ in range(lost):
        ahead(BLOCK)
    missed = ahead.missed
    ramp.gate.set()
    while not (block := ahead(BLOCK)).any():
        pass
    ahead.stop()
    # it goes on where it would have been after MOST_LATE blocks, and the few more that nobody could stop meanwhile
    assert block[-1, 0] - before <= (MOST_LATE + ahead.missed - missed + 2) * BLOCK


def test_a_block_that_is_made_again_for_its_moment_is_waited_for_half_a_block_and_no_longer() -> None:
    performer, lasts = Versions(), 0.4
    reel = Reel(performer, performer.make, BLOCK, lasts, 1)
    ahead = Ahead(reel, BLOCK, lasts)
    ahead(BLOCK)
    for late, version in ((False, 1.0), (True, 1.0), (False, 3.0)):  # who is late is heard with the next one
        performer.gate.clear()
        performer.begun.clear()
        performer.news = [0]
        ahead._due.ring()
        assert performer.begun.wait(10)
        if not late:
            threading.Timer(0.02, performer.gate.set).start()
        began = time.perf_counter()
        block = ahead(BLOCK)
        waited = time.perf_counter() - began
        performer.gate.set()
        assert (block == version).all()
        assert waited >= lasts / 2 if late else waited < lasts / 2
        while reel.again >= 0 or len(reel.ready) < 2:  # until it has nothing urgent to do
            time.sleep(0.001)
    ahead.stop()
    assert not ahead.missed


def test_the_maker_ends(ramp: Ramp) -> None:
    before = threading.active_count()
    ahead = ahead_of(ramp)
    assert threading.active_count() == before + 1
    ahead.stop()
    assert threading.active_count() == before


def test_a_bell_that_nobody_listens_to_leaves_nothing_behind() -> None:
    bell = Bell()
    for _ in range(1000):
        bell.ring()
    assert bell._strokes.empty()
    bell.listen()
    bell.ring()
    bell.wait()  # it rang before anybody waited, and is heard all the same
    assert bell._strokes.empty()


def test_the_card_waits_for_a_block_and_for_nothing_else(ramp: Ramp) -> None:
    called: set[str] = set()
    ahead = ahead_of(ramp)

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
    assert called <= {"SimpleQueue.get", "SimpleQueue.put", "perf_counter", "dict.pop"}
