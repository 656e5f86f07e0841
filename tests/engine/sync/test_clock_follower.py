"""What is heard keeps to a clock: its tempo, its beat, its start and its stop, whatever cards and clocks are like."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.sync.clock_follower import MAX_SLEW, ClockFollower, OutputDelay, output_delay
from engine.sync.clocks import Clock, Pulse
from tests.engine.stage import HEARD, Room, Stage, Ticks

BEGIN = 100.0  # seconds at which stages begin
STARTED = 0.06  # seconds after which they play, in time, where they are to play from the beginning


class Watch:
    """A follower at work on a stage, and how far off what is heard is from a room, look by look."""

    def __init__(
        self, room: Room, clock: Clock | None = None, *, stage: Stage | None = None, plays: bool = True
    ) -> None:
        self.room, self.stage = room, stage or Stage()
        if plays:
            self.stage.run(BEGIN + 0.02)
            beat = self.room.pulse(BEGIN + 0.04 + HEARD).beat
            self.stage.trigger(Event(Action.LOCATE, value=beat), due=BEGIN + 0.04)
            self.stage.run(BEGIN + STARTED)
        self.follower = ClockFollower(self.stage, clock or room, output_delay=lambda: output_delay(self.stage.meters))
        self._random = np.random.default_rng(5)
        self._seen: list[tuple[float, float, float]] = []

    def until(self, end: float, each: Callable[[], object] = lambda: None) -> None:
        """Look 50 times a second, as evenly as a thread does."""
        while self.stage.now < end:
            self.stage.run(self.stage.now + 0.02 + self._random.exponential(0.001))
            self.follower.look(self.stage.now)
            now, true = self.stage.now, self.room.pulse(self.stage.now)
            away = (self.stage.heard(now) - true.beat) * 60 / true.tempo
            self._seen.append((now, away, self.stage.read("tempo") - true.tempo))
            each()

    def seen(self, begin: float, end: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Seconds, how far what is heard is ahead of the room in seconds, and the tempo in BPM."""
        rows = np.array([row for row in self._seen if begin <= row[0] < end])
        return rows[:, 0], rows[:, 1], rows[:, 2]

    def located(self) -> list[float]:
        """When the follower asked for a place."""
        return [at for at, event in self.stage.told if event.action is Action.LOCATE and at > BEGIN + STARTED]


@pytest.mark.parametrize("seed", range(4))
def test_ticks_that_jitter_and_a_step_in_tempo(seed: int) -> None:
    """24 a quarter, each up to 2 ms early or late, from 120 to 174 BPM at once; a card that is 50 ppm fast."""
    step = BEGIN + 12
    room = Room((BEGIN, 120), (step, 174))
    watch = Watch(room, Ticks(room, seed=seed), stage=Stage(skew=50e-6))
    watch.until(step + 20)
    beats = 60 / 174
    for begin, end in ((BEGIN + 6, step), (step + 2 * beats, step + 20)):
        _, away, _ = watch.seen(begin, end)
        assert np.percentile(np.abs(away), 99) <= 0.003
    _, _, tempo = watch.seen(step + 2 * beats, step + 20)
    assert np.abs(tempo).max() <= 1.0  # no more can be known of 48 such ticks
    assert abs(tempo.mean()) <= 0.05
    _, _, settled = watch.seen(step + 12 * beats, step + 20)
    assert np.abs(settled).max() <= 0.1
    assert len(watch.located()) <= 3


def test_an_exact_clock_is_settled_within_two_beats_of_a_step() -> None:
    step = BEGIN + 3.3
    watch = Watch(Room((BEGIN, 120), (step, 174)))
    watch.until(step + 4)
    _, away, tempo = watch.seen(step + 2 * 60 / 174, step + 4)
    assert np.abs(away).max() <= 0.003
    assert np.abs(tempo).max() <= 0.05


def test_nothing_drifts_in_five_minutes_on_a_card_that_is_fast() -> None:
    watch = Watch(Room((BEGIN, 171.3)), stage=Stage(171.3, skew=100e-6))
    watch.until(BEGIN + 300)
    _, early, _ = watch.seen(BEGIN + 20, BEGIN + 60)
    _, late, _ = watch.seen(BEGIN + 260, BEGIN + 300)
    assert np.abs(late).max() <= 0.003
    assert abs(late.mean() - early.mean()) <= 0.001


def test_a_steady_clock_is_written_once() -> None:
    watch = Watch(Room((BEGIN, 127.3)))
    watch.until(BEGIN + 20)
    assert [tempo for at, tempo in watch.stage.writes if at > BEGIN + 3] == []
    assert watch.stage.read("tempo") == 127.3


class Skipping(Room):
    """A room whose song position leaps."""

    skipped = 0.0

    def pulse(self, now: float) -> Pulse:
        pulse = super().pulse(now)
        return pulse._replace(beat=pulse.beat + self.skipped)


@given(st.floats(-0.9 * MAX_SLEW, 0.9 * MAX_SLEW), st.floats(60, 200))
@settings(max_examples=15, deadline=None)
def test_what_is_a_little_away_is_pulled_in_by_a_tempo_that_hardly_changes(away: float, tempo: float) -> None:
    room = Skipping((BEGIN, tempo))
    watch = Watch(room, stage=Stage(tempo))
    room.skipped = away * tempo / 60
    watch.until(BEGIN + 6)
    _, _, changed = watch.seen(BEGIN, BEGIN + 6)
    _, left, _ = watch.seen(BEGIN + 4, BEGIN + 6)
    assert np.abs(changed).max() <= 0.02 * tempo + 0.01
    assert np.abs(left).max() <= 0.003
    assert watch.located() == []


@given(st.one_of(st.floats(0.2, 64), st.floats(-64, -0.2)), st.floats(60, 200))
@settings(max_examples=15, deadline=None)
def test_a_leap_of_the_clock_is_located_once_and_at_once(skipped: float, tempo: float) -> None:
    room = Skipping((BEGIN, tempo))
    watch = Watch(room, stage=Stage(tempo))
    watch.until(BEGIN + 2)
    assert watch.located() == []
    room.skipped = skipped
    watch.until(BEGIN + 4)
    _, away, _ = watch.seen(BEGIN + 2.3, BEGIN + 4)
    assert np.abs(away).max() <= 0.003
    assert len(watch.located()) == 1


@pytest.mark.parametrize("stood", [0.004, 0.012, 0.03])
def test_a_card_that_stood_still_with_its_master_is_left_in_time(stood: float) -> None:
    """The clock finds only after some ticks that it is later than it thought; nothing is pulled in until then."""
    room = Skipping((BEGIN, 174))
    watch = Watch(room, stage=Stage(174))
    watch.until(BEGIN + 6)
    watch.stage.stand(stood)
    watch.until(BEGIN + 6.4)
    room.skipped = -stood * 174 / 60
    watch.until(BEGIN + 10)
    _, away, _ = watch.seen(BEGIN + 6.45, BEGIN + 10)
    assert np.abs(away).max() <= 0.002
    assert watch.located() == []


def test_a_card_that_stood_still_alone_is_in_time_again_a_second_later() -> None:
    watch = Watch(Room((BEGIN, 174)), stage=Stage(174))
    watch.until(BEGIN + 6)
    watch.stage.stand(0.02)
    watch.until(BEGIN + 10)
    _, away, _ = watch.seen(BEGIN + 8, BEGIN + 10)
    assert np.abs(away).max() <= 0.003


def test_it_starts_and_stops_with_the_clock() -> None:
    room = Room((BEGIN, 130))
    room.playing = False
    watch = Watch(room, plays=False)
    watch.until(BEGIN + 1)
    assert not watch.stage.played
    assert watch.stage.read("tempo") == 130
    room.playing = True
    watch.until(BEGIN + 2)
    assert watch.stage.played
    _, away, _ = watch.seen(BEGIN + 1.2, BEGIN + 2)
    assert np.abs(away).max() <= 0.001
    room.playing = False
    watch.until(BEGIN + 2.1)
    assert not watch.stage.played


def test_what_is_stopped_by_hand_stays_so_until_the_clock_starts_again() -> None:
    room = Room((BEGIN, 130))
    watch = Watch(room)
    watch.until(BEGIN + 1)
    watch.stage.trigger(Event(Action.STOP))
    watch.until(BEGIN + 2)
    assert not watch.stage.played
    room.playing = False
    watch.until(BEGIN + 2.5)
    room.playing = True
    watch.until(BEGIN + 3)
    assert watch.stage.played


def test_a_clock_that_stands_when_it_is_first_heard_stops_nothing() -> None:
    room = Room((BEGIN, 130))
    room.playing = False
    watch = Watch(room)
    watch.until(BEGIN + 1)
    assert watch.stage.played


def test_a_count_in_ends_on_the_downbeat() -> None:
    room = Skipping((BEGIN, 120))
    room.skipped = -4.0
    watch = Watch(room, plays=False)
    watch.until(BEGIN + 1.9)
    assert not watch.stage.played
    watch.until(BEGIN + 3)
    [start] = [event for _, event in watch.stage.told if event.action is Action.LOCATE]
    assert start.value == pytest.approx(0, abs=1e-9)
    _, away, _ = watch.seen(BEGIN + 2.1, BEGIN + 3)
    assert np.abs(away).max() <= 0.001


@pytest.mark.parametrize("wild", [False, True], ids=["silent", "out of range"])
def test_the_tempo_holds_when_the_clock_falls_silent(wild: bool) -> None:
    class Failing(Room):
        silent = False

        def pulse(self, now: float) -> Pulse | None:  # type: ignore[override]
            pulse = Room.pulse(self, now)
            return (pulse._replace(tempo=400.0) if wild else None) if self.silent else pulse

    room = Failing((BEGIN - 0.02, 120))
    stage = Stage()
    stage.trigger(Event(Action.LOCATE, value=0.0))
    stage.run(BEGIN + 0.05)
    follower = ClockFollower(stage, room, output_delay=lambda: output_delay(stage.meters))
    for _ in range(20):
        stage.run(stage.now + 0.02)
        follower.look(stage.now)
    assert stage.read("tempo") != 120  # it is being pulled
    room.silent = True
    for _ in range(50):
        stage.run(stage.now + 0.02)
        follower.look(stage.now)
    assert stage.read("tempo") == 120
    assert stage.played
    stage.write({"tempo": 90})
    follower.look(stage.now)
    assert stage.read("tempo") == 90


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_half_and_double_time_keep_the_beats_of_the_clock(factor: float) -> None:
    room = Room((BEGIN, 120))
    watch = Watch(room)
    watch.until(BEGIN + 13.3)
    watch.follower.scale(factor, watch.stage.now)
    watch.until(BEGIN + 13.5)
    assert abs(watch.stage.heard(BEGIN + 13.5) - 27) <= 1  # no further than to the nearest beat
    watch.until(BEGIN + 15)
    assert watch.stage.read("tempo") == 120 * factor
    heard, beat = watch.stage.heard(watch.stage.now), factor * room.pulse(watch.stage.now).beat
    assert abs((heard - beat + 0.5) % 1 - 0.5) * 60 / (120 * factor) <= 0.003
    watch.follower.scale(1 / factor, watch.stage.now)
    watch.until(BEGIN + 17)
    _, away, _ = watch.seen(BEGIN + 16, BEGIN + 17)
    assert np.abs(away).max() <= 0.003  # the count too is the clock's again


@pytest.mark.parametrize("nudge", [0.015, -0.2])
def test_a_nudge_stays(nudge: float) -> None:
    watch = Watch(Room((BEGIN, 120)))
    watch.until(BEGIN + 1)
    watch.follower.nudge = nudge
    watch.until(BEGIN + 6)
    _, away, _ = watch.seen(BEGIN + 5, BEGIN + 6)
    assert np.abs(away - nudge).max() <= 0.003


def test_the_way_is_what_the_player_says() -> None:
    meters = Meters(rate=48_000, block=480, delay=64, latency=0.03, ahead=0.0007)
    assert output_delay(meters) == pytest.approx(OutputDelay(0.03, 0.02 + 0.0007 + 64 / SPEC.rate + 0.005))
    assert output_delay(Meters()).heard == 0
    assert output_delay(Stage().meters).heard == 0
    watch = Watch(Room((BEGIN, 120)))
    assert output_delay(watch.stage.meters).heard == pytest.approx(HEARD, abs=1e-4)  # calls come a little late
