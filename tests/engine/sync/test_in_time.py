"""The beat that a session tells, and the sound that follows a clock: to the sample, and as onsets in what was heard."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from engine.arrays import Tape
from engine.controls import Action, Event
from engine.realtime.shared_memory import SharedState
from engine.session.event_timing import EventTiming, beat_at
from engine.spec import SPEC
from engine.sync.clock_follower import ClockFollower, output_delay
from engine.sync.clocks import Pulse
from tests.engine.segments import ManualPlayer, shared_with
from tests.engine.stage import ReferenceTime
from tests.fake_controls import FakeControls
from tests.sound import break_loop, tape_of

BEGIN = 500.0  # seconds


@pytest.fixture(scope="module")
def tape() -> Tape:
    """A hit on each beat."""
    return tape_of(break_loop(tuple(range(0, SPEC.steps, 4))))


@pytest.fixture
def shared(tape: Tape) -> Iterator[SharedState]:
    with shared_with(tape) as segment:
        yield segment


class Playing(FakeControls):
    """Controls of a player under a card, whose calls come a little late, and which holds nothing back."""

    def __init__(self, shared: SharedState, block: int, rate: int = SPEC.rate) -> None:
        super().__init__()
        self.shared, self.now, self._due, self._lasts, self._block = shared, BEGIN, BEGIN, block / rate, block
        self._random = np.random.default_rng(3)
        self._player = ManualPlayer(shared, lambda: self.now, rate)
        self._heard: list[np.ndarray] = []

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        legal = super().write(values)
        self.shared.parameters.write(np.array(self.values))
        return legal

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        sample = None if due is None else EventTiming().sample_at(due, self.shared.meters)
        self.shared.events.push(event, sample)

    def beat(self, at: float) -> float | None:
        return beat_at(self.shared.meters, at, self.read("tempo"))

    def play(self, until: float) -> None:
        while self._due < until:
            self.now = self._due + self._random.exponential(0.0001)
            self._heard.append(self._player(self._block)[:, 0].copy())
            self._due += self._lasts
        self.now = until

    def heard(self) -> np.ndarray:
        return np.concatenate(self._heard)


@pytest.mark.parametrize(("block", "rate"), [(128, 44_100), (100, 44_100), (1000, 44_100), (128, 48_000)])
def test_the_beat_at_a_moment_is_that_of_the_sample_handed_over_then(
    shared: SharedState, block: int, rate: int
) -> None:
    playing = Playing(shared, block, rate)
    playing.write({"tempo": 131.0})
    playing.play(BEGIN + 0.1)
    assert playing.beat(BEGIN) is None
    due = BEGIN + 0.2012345
    playing.trigger(Event(Action.LOCATE, value=2.0), due=due)
    playing.play(BEGIN + 0.5)
    for later in (0.0, 0.1, 0.3, 0.7):
        beat = playing.beat(due + later)
        assert beat is not None
        away = beat - 2.0 - later * 131.0 / 60  # of a sample that was rounded, by a card whose calls waver
        assert abs(away) * 60 / 131.0 < 0.0001
    sound = playing.heard()
    onset = int((np.abs(sound) > 0.1 * np.abs(sound).max()).argmax()) / rate
    assert abs(onset - (due - BEGIN)) < 0.001


def test_onsets_are_on_the_beats_of_the_clock(shared: SharedState) -> None:
    """From the second beat after a step in tempo on, each onset is."""
    step = BEGIN + 2.1
    room, playing = ReferenceTime((BEGIN - 0.33, 140), (step, 174)), Playing(shared, 128)
    follower = ClockFollower(playing, room, output_delay=lambda: output_delay(shared.meters))
    playing.trigger(Event(Action.PLAY))
    playing.play(BEGIN + 0.05)
    while playing.now < step + 3:
        playing.play(playing.now + 0.02)
        follower.poll(playing.now)
    sound = playing.heard()
    for beat in range(12):
        due = room.time_of(beat)
        if BEGIN + 1 < due < step - 0.1 or step + 2 * 60 / 174 < due < step + 2.9:
            near = np.abs(sound[round((due - BEGIN - 0.05) * SPEC.rate) :][: round(0.1 * SPEC.rate)])
            onset = int((near > 0.3 * near.max()).argmax()) / SPEC.rate - 0.05
            assert abs(onset) <= 0.003
    assert shared.meters.late == 0


def test_a_pulse_of_the_reference_agrees_with_its_beats() -> None:
    room = ReferenceTime((0.0, 120.0), (2.0, 60.0))
    assert room.pulse(3.0) == Pulse(3.0, 5.0, 60.0)
    assert (room.time_of(4.0), room.time_of(5.0)) == (2.0, 3.0)
