"""Events with times sound at their samples, whatever the callbacks and the players before this one were like."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.realtime.shared_memory import SharedState
from engine.session.event_timing import EventTiming
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.engine.segments import Live, shared_with
from tests.sound import LOOP, STEP, hit, tape_of

BLOCK = 128
SLICE = Event(Action.SLICE, 8)


@pytest.fixture(scope="module")
def tape() -> Tape:
    """One hit, on sixteenth 8."""
    audio = np.zeros(LOOP, np.float32)
    burst = hit(np.random.default_rng(0))
    audio[8 * STEP :][: len(burst)] = 0.3 * burst
    return tape_of(audio)


@pytest.fixture
def shared(tape: Tape) -> Iterator[SharedState]:
    with shared_with(tape) as segment:
        yield segment


class Card:
    """A card that asks for a block of 128, and whose calls come late now and then; its time runs by itself."""

    def __init__(self, shared: SharedState, rate: int = SPEC.rate) -> None:
        self.now, self._due, self._shared, self._rate = 500.0, 500.0, shared, rate
        self._random = np.random.default_rng(3)
        self._player = Live(shared, lambda: self.now, rate)
        self.heard: list[np.ndarray] = []

    def play(self, blocks: int) -> None:
        for _ in range(blocks):
            self.now = self._due + self._random.exponential(0.0002)
            self.heard.append(self._player(BLOCK)[:, 0].copy())
            self._due += BLOCK / self._rate

    def ask(self, placing: EventTiming, after: float) -> float:
        """Trigger the slice at some moment of the next block; returns the sample that plays at that moment."""
        at = self._due + after
        self._shared.events.push(SLICE, placing.sample(SLICE, at, self._shared.meters))
        return (at - 500.0) * self._rate


def attack(audio: np.ndarray, since: float) -> int:
    """The first clear sample from somewhere on."""
    first = int(since)
    return first + int((np.abs(audio[first : first + 2000]) > 0.02).argmax())


@pytest.mark.parametrize("rate", [SPEC.rate, 48_000])
@pytest.mark.parametrize(
    ("placing", "even"), [(EventTiming(), True), (EventTiming(0), False)], ids=["placed", "at once"]
)
def test_what_is_placed_sounds_a_constant_time_after_it_was_asked_for(
    shared: SharedState, placing: EventTiming, even: bool, rate: int
) -> None:
    card, asked = Card(shared, rate), []
    card.play(100)
    for after in np.random.default_rng(1).uniform(0, BLOCK / rate, 24):
        asked.append(card.ask(placing, float(after)))
        card.play(40)
    audio = np.concatenate(card.heard)
    late = np.array([attack(audio, at) - at for at in asked])
    assert (float(np.ptp(late)) <= 0.0001 * rate) is even  # seconds; how late single calls are does not count
    assert float(np.ptp(late)) < 1.5 * BLOCK
    assert shared.meters.late == 0


def test_an_event_that_comes_too_late_plays_at_once_and_is_counted(shared: SharedState) -> None:
    card = Card(shared)
    card.play(100)
    shared.events.push(SLICE, 50 * BLOCK)
    card.play(20)
    audio = np.concatenate(card.heard)
    assert attack(audio, 100 * BLOCK) < 103 * BLOCK
    assert shared.meters.late == 1


def test_an_event_for_the_clock_of_a_player_that_died_plays_at_once(shared: SharedState) -> None:
    card = Card(shared)
    shared.events.push(SLICE, 3600 * SPEC.rate)  # an hour into the set
    card.play(20)
    assert np.abs(np.concatenate(card.heard)).max() > 0.1


def test_late_events_are_counted_over_the_lives_of_players(shared: SharedState) -> None:
    for lives in (1, 2):
        card = Card(shared)
        card.play(10)
        shared.events.push(SLICE, 0)
        card.play(10)
        assert shared.meters.late == lives


def test_the_tap_holds_what_was_handed_over(shared: SharedState) -> None:
    card = Card(shared)
    shared.events.push(Event(Action.SLICE, 8))
    card.play(100)
    heard = shared.tap.last(0.2)
    assert shared.tap.end == 100 * BLOCK
    np.testing.assert_array_equal(heard.samples, np.concatenate(card.heard)[-len(heard.samples) :])
    assert heard.began == pytest.approx(500 + (100 * BLOCK - len(heard.samples)) / SPEC.rate, abs=0.001)
