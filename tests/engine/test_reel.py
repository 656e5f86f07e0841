"""What was made early and made again is what would have been played: by the journal, to the sample."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.instrument import Instrument
from engine.mel import Floats
from engine.news import SOON
from engine.parameters import INDEX, TABLE
from engine.reel import HASTE, READY, REST, ROW, Reel
from engine.resampling import Resampler
from engine.rewind import Rewindable
from engine.shared import Shared
from engine.spec import SPEC
from engine.take import FORMAT, line, line_of, perform, read
from engine.voice import Voice
from tests.engine.segments import shared_with
from tests.sound import break_loop, tape_of

BLOCK = 128
LASTS = BLOCK / SPEC.rate
TAPES = [tape_of(break_loop()), tape_of(break_loop((0, 3, 6, 10, 12), seed=4))]
RECIPE = {"knobs": [0.0] * 16, "seed": 5, "texture": 1.0}


class Deck:
    """A card that takes blocks from a reel, at a time that is moved by hand."""

    def __init__(self, performer: Any, guard: int = 1, block: int = BLOCK, render: Any = None, **more: Any) -> None:
        self.now, self._block = 100.0, block
        self.reel = Reel(
            performer, render or performer.make, block, block / SPEC.rate, guard, clock=lambda: self.now, **more
        )
        self.heard: list[Floats] = []

    def take(self, hurry: float = 1.0) -> None:
        """After `hurry` of a period, the next block; the maker is given what it must have."""
        self.now += hurry * self._block / SPEC.rate
        while (block := self.reel.take()) is None:
            assert self.reel.step()
        self.heard.append(block.copy())
        self.reel.count(self.now)

    def settle(self) -> None:
        """Steps until there is nothing to do."""
        while self.reel.step():
            pass

    @property
    def audio(self) -> Floats:
        return np.concatenate(self.heard)


def deck_of(shared: Shared, **more: Any) -> tuple[Deck, Voice]:
    voice = Voice(Instrument(shared.tapes.take()), shared, lambda: 0.0)
    return Deck(voice, **more), voice


def written_down(shared: Shared, length: int, path: Any) -> Floats:
    """What the journal says was heard."""
    entries = shared.journal.read(0)
    assert entries is not None
    paints = [line("paint", number, RECIPE) for number in (1, 2)]
    text = [line("take", FORMAT, "tiny", "0" * 64), *paints, *map(line_of, entries), line("length", length)]
    path.write_text("".join(text), "utf-8")
    return perform(read(path), lambda number: TAPES[number - 1])


SLICE = st.tuples(st.just("slice"), st.integers(0, 31), st.one_of(st.just(None), st.integers(-300, 2500)))
KNOB = st.tuples(st.just("knob"), st.sampled_from(["tempo", "level", "width", "stutter", "freeze"]), st.floats(0, 1))
TAPE = st.tuples(st.just("tape"), st.integers(1, 2), st.none())
EVENT = st.tuples(st.just("event"), st.sampled_from([Action.PLAY, Action.STOP, Action.PANIC]), st.none())
STEP, TAKE = st.just(("step", 0, 0)), st.tuples(st.just("take"), st.just(0), st.floats(0, 1.5))
SET = st.lists(st.one_of(STEP, STEP, TAKE, TAKE, SLICE, KNOB, TAPE, EVENT), min_size=1, max_size=60)


def act(shared: Shared, values: np.ndarray, what: str, which: Any, how: Any) -> None:
    clock = round(shared.meters.clock)
    if what == "slice":
        shared.events.push(Event(Action.SLICE, which), None if how is None else max(clock + how, 0))
    elif what == "tape":
        shared.tapes.write(TAPES[which - 1], which)
    elif what == "event":
        shared.events.push(Event(which))
    else:
        entry = TABLE[INDEX[which]]
        values[INDEX[which]] = entry.clamp(entry.low + how * (entry.high - entry.low))
        shared.parameters.write(values)


@settings(deadline=None, max_examples=40)
@given(steps=SET, guard=st.integers(1, 3), block=st.sampled_from([64, 128]))
def test_a_set_is_what_its_journal_says_whenever_who_did_what(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any, Any]], guard: int, block: int
) -> None:
    with shared_with(TAPES[0]) as shared:
        shared.tapes.write(TAPES[0], 1)
        shared.events.push(Event(Action.PLAY))
        values = np.array([entry.default for entry in TABLE])
        deck, voice = deck_of(shared, guard=guard, block=block)
        for what, which, how in steps:
            if what == "step":
                deck.reel.step()
            elif what == "take":
                deck.take(how)
            else:
                act(shared, values, what, which, how)
        voice.closing = True
        for _ in range(20):
            deck.take()
            deck.settle()
        audio = deck.audio
        np.testing.assert_array_equal(
            written_down(shared, len(audio), tmp_path_factory.mktemp("set") / "a.take"), audio
        )
        assert shared.tap.end == shared.meters.clock == len(audio)
        np.testing.assert_array_equal(shared.tap.since(max(len(audio) - 9000, 0)), audio[-9000:])
        assert voice.silent


class Ramp(Rewindable):
    """A performer whose sample n is n + bend, from when a bend is told; everything it is asked for is noted."""

    WHOLE = ("made", "bend", "_applied")

    def __init__(self) -> None:
        self.made, self.expected, self.bend = 0, 0.0, 0.0
        self.news: list[int] = []
        self.handed: list[tuple[int, float]] = []
        self._told, self._applied, self._parts = 0, 0, []  # type: ignore[var-annotated]
        self.before: Callable[[], None] = lambda: None  # something happens while a block is made

    def listen(self) -> list[int]:
        news, self.news = self.news, []
        self._told += len(news)
        return news

    def make(self, frames: int) -> Floats:
        self.before()
        self.bend += 1000.0 * (self._told - self._applied)
        self._applied = self._told
        block = np.arange(self.made, self.made + frames, dtype=np.float32)[:, None] + np.float32(self.bend)
        self._parts.append(self.made)
        self.made += frames
        return np.repeat(block, 2, axis=1)

    def take_parts(self) -> list[Any]:
        parts, self._parts = self._parts, []
        return parts

    def hand_over(self, parts: Any, at: float) -> None:
        self.handed += [(part, at) for part in parts]


def filled(guard: int = 1, block: int = BLOCK) -> tuple[Deck, Ramp]:
    deck = Deck(ramp := Ramp(), guard, block)
    for _ in range(12):
        deck.settle()
        deck.take()
    deck.settle()
    return deck, ramp


def bends(deck: Deck, block: int = BLOCK) -> list[int]:
    """How many news each block knew of."""
    return [round((float(one[0, 0]) - number * block) / 1000) for number, one in enumerate(deck.heard)]


def test_blocks_are_ready_for_longer_than_a_machine_stands_still() -> None:
    deck, _ = filled()
    assert len(deck.reel.ready) * BLOCK >= READY - ROW
    for _ in range(len(deck.reel.ready)):  # nobody makes anything
        assert deck.reel.take() is not None
        deck.reel.count(deck.now)


def test_they_are_made_in_rows_and_not_one_by_one() -> None:
    deck, _ = filled()
    made = []
    for _ in range(20):
        before = deck.reel.made
        deck.take()
        deck.settle()
        made.append(deck.reel.made - before)
    assert max(made) == HASTE
    assert made.count(0) >= 10


def test_the_reel_fills_a_few_blocks_at_a_time_and_leaves_others_room_to_compute() -> None:
    deck = Deck(Ramp())
    ready = []
    for _ in range(6):
        deck.take()
        deck.settle()
        ready.append(len(deck.reel.ready))
    assert np.diff(ready).max() < HASTE
    assert ready[-1] * BLOCK >= READY - BLOCK


def test_no_block_is_begun_late_in_a_period_unless_it_is_needed_soon() -> None:
    """Whatever comes then would have to wait for it."""
    deck = Deck(Ramp())
    deck.take()
    deck.now += 0.6 * LASTS
    deck.settle()
    assert len(deck.reel.ready) == 2
    deck.take()
    deck.settle()
    assert len(deck.reel.ready) == 4


@pytest.mark.parametrize("guard", [1, 2, 3])
def test_what_has_no_sample_is_heard_as_soon_as_if_only_the_guard_had_been_ready(guard: int) -> None:
    deck, ramp = filled(guard)
    asked = deck.reel.asked
    ramp.news = [SOON]
    for _ in range(6):
        deck.settle()
        deck.take()
    assert bends(deck)[asked:] == [0] * (guard - 1) + [1] * (7 - guard)


def test_with_too_little_time_left_the_block_that_is_due_stays() -> None:
    deck, ramp = filled()
    asked = deck.reel.asked
    deck.now += 0.8 * LASTS  # it is due any moment
    ramp.news = [SOON]
    deck.settle()
    deck.take()
    deck.take()
    assert bends(deck)[asked:] == [0, 1]


@pytest.mark.parametrize("away", [0, 1, 2, 5])
def test_what_has_a_sample_leaves_the_blocks_before_it_alone(away: int) -> None:
    deck, ramp = filled()
    asked = deck.reel.asked
    ramp.news = [(asked + away) * BLOCK + 5]
    for _ in range(7):
        deck.settle()
        deck.take()
    assert bends(deck)[asked:] == [0] * away + [1] * (7 - away)


def test_who_is_late_with_a_new_block_plays_the_old_one_and_the_news_come_with_the_next() -> None:
    deck, ramp = filled()
    asked = deck.reel.asked
    ramp.news = [asked * BLOCK]
    takes = [1, 1]

    def meanwhile() -> None:
        if takes:
            takes.pop()
            deck.take()

    ramp.before = meanwhile
    for _ in range(4):
        deck.settle()
        deck.take()
    assert bends(deck)[asked:] == [0, 0, 1, 1, 1, 1]
    assert [part for part, _ in ramp.handed] == [number * BLOCK for number in range(len(ramp.handed))]


def test_a_machine_that_stands_still_while_a_block_is_made_again_is_not_heard() -> None:
    deck, ramp = filled()
    asked, ready = deck.reel.asked, len(deck.reel.ready)

    def stands_still() -> None:
        ramp.before = lambda: None
        for _ in range(ready):
            assert deck.reel.take() is not None
            deck.heard.append(np.full((BLOCK, 2), np.float32(deck.reel.asked * BLOCK)))
            deck.reel.count(deck.now)

    ramp.before = stands_still
    ramp.news = [SOON]
    for _ in range(3):
        deck.settle()
        deck.take()
    assert bends(deck)[asked:] == [0] * ready + [1] * 3


def test_a_flood_of_news_costs_one_block_more_for_each_that_is_taken_and_not_every_block() -> None:
    deck, ramp = filled()
    made: list[int] = []
    ramp.before = lambda: made.append(1)
    for _ in range(100):
        for _ in range(10):
            ramp.news = [SOON]
            deck.reel.step()
        deck.settle()
        deck.take()
    assert len(made) <= 100 * (HASTE + 1)
    assert bends(deck)[-1] > 900


def test_in_a_flood_of_news_enough_stays_ready_and_the_last_ones_are_heard_soon() -> None:
    deck, ramp = filled()
    ready = []
    for _ in range(60):
        ramp.news = [SOON]
        deck.settle()
        ready.append(len(deck.reel.ready))
        deck.take()
    assert np.mean(ready) > 4
    for _ in range(REST // BLOCK):
        deck.settle()
        deck.take()
    assert bends(deck)[-1] == 60


def test_each_block_is_told_when_it_was_asked_for() -> None:
    deck, ramp = filled()
    for _ in range(5):
        deck.take(1.5)
        deck.settle()
    times = [at for _, at in ramp.handed]
    np.testing.assert_allclose(np.diff(times[-4:]), 1.5 * LASTS)


def test_a_block_knows_when_it_will_be_heard() -> None:
    deck, ramp = filled()
    last, asked = deck.now, deck.reel.asked
    ramp.news = [(asked + 3) * BLOCK]
    deck.reel.step()
    assert deck.reel.made == asked + 4
    assert ramp.expected == pytest.approx(last + 4 * LASTS)


@settings(deadline=None, max_examples=10)
@given(steps=SET)
def test_at_another_rate_too(steps: list[tuple[str, Any, Any]]) -> None:
    """What is between instrument and card is put back with it: the recording, resampled, is what was heard."""
    with shared_with(TAPES[0]) as shared:
        shared.tapes.write(TAPES[0], 1)
        shared.events.push(Event(Action.PLAY))
        values = np.array([entry.default for entry in TABLE])
        voice = Voice(Instrument(shared.tapes.take()), shared, lambda: 0.0)
        resampler = Resampler(voice.make, SPEC.rate, 48_000)
        deck = Deck(voice, render=resampler, between=[resampler])
        for what, which, how in steps:
            if what == "step":
                deck.reel.step()
            elif what == "take":
                deck.take(how)
            else:
                act(shared, values, what, which, how)
        deck.settle()
        heard = deck.audio if deck.heard else np.zeros((0, 2), np.float32)
        recorded = shared.tap.since(0)
        assert recorded is not None
        position = iter(range(len(recorded) + 1))

        def replay(frames: int) -> Floats:
            first = next(position)
            for _ in range(frames - 1):
                next(position)
            return recorded[first : first + frames]

        again = Resampler(replay, SPEC.rate, 48_000)
        np.testing.assert_array_equal(
            np.concatenate([heard[:0], *(again(BLOCK) for _ in range(len(heard) // BLOCK))]), heard
        )
