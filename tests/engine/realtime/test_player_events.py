"""Scheduled events sound at their samples, however late the calls of the device are."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.realtime.shared_memory import SharedState
from engine.session.event_timing import EventTiming
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.engine.segments import ManualPlayer, shared_with
from tests.sound import LOOP, STEP, hit, tape_of

BLOCK = 128
SLICE = Event(Action.SLICE, 8)


@pytest.fixture(scope="module")
def tape() -> Tape:
    """A tape with one hit, on sixteenth 8."""
    audio = np.zeros(LOOP, np.float32)
    burst = hit(np.random.default_rng(0))
    audio[8 * STEP :][: len(burst)] = 0.3 * burst
    return tape_of(audio)


@pytest.fixture
def shared(tape: Tape) -> Iterator[SharedState]:
    with shared_with(tape) as segment:
        yield segment


class FakeDevice:
    """A device that asks for blocks of 128, with random delays, in simulated time."""

    def __init__(self, shared: SharedState, rate: int = SPEC.rate) -> None:
        self.now, self._due, self._shared, self._rate = 500.0, 500.0, shared, rate
        self._random = np.random.default_rng(3)
        self._player = ManualPlayer(shared, lambda: self.now, rate)
        self.blocks: list[np.ndarray] = []

    def play(self, blocks: int) -> None:
        for _ in range(blocks):
            self.now = self._due + self._random.exponential(0.0002)
            self.blocks.append(self._player(BLOCK)[:, 0].copy())
            self._due += BLOCK / self._rate

    def ask(self, timing: EventTiming, after: float) -> float:
        """Trigger the slice `after` seconds into the next block; return the sample played at that time."""
        at = self._due + after
        self._shared.events.push(SLICE, timing.event_sample(SLICE, at, self._shared.meters))
        return (at - 500.0) * self._rate


def attack(audio: np.ndarray, since: float) -> int:
    """Return the first sample above the noise, from `since` on."""
    first = int(since)
    return first + int((np.abs(audio[first : first + 2000]) > 0.02).argmax())


@pytest.mark.parametrize("rate", [SPEC.rate, 48_000])
@pytest.mark.parametrize(
    ("timing", "even"), [(EventTiming(), True), (EventTiming(0), False)], ids=["with lookahead", "without"]
)
def test_with_lookahead_events_sound_a_constant_time_after_they_are_sent(
    shared: SharedState, timing: EventTiming, even: bool, rate: int
) -> None:
    device, asked = FakeDevice(shared, rate), []
    device.play(100)
    for after in np.random.default_rng(1).uniform(0, BLOCK / rate, 24):
        asked.append(device.ask(timing, float(after)))
        device.play(40)
    audio = np.concatenate(device.blocks)
    late = np.array([attack(audio, at) - at for at in asked])
    assert (float(np.ptp(late)) <= 0.0001 * rate) is even  # 0.1 ms, however late the calls are
    assert float(np.ptp(late)) < 1.5 * BLOCK
    assert shared.meters.late == 0


def test_a_late_event_plays_at_once_and_is_counted(shared: SharedState) -> None:
    device = FakeDevice(shared)
    device.play(100)
    shared.events.push(SLICE, 50 * BLOCK)
    device.play(20)
    audio = np.concatenate(device.blocks)
    assert attack(audio, 100 * BLOCK) < 103 * BLOCK
    assert shared.meters.late == 1


def test_an_event_scheduled_for_the_clock_of_a_former_player_plays_at_once(shared: SharedState) -> None:
    device = FakeDevice(shared)
    shared.events.push(SLICE, 3600 * SPEC.rate)  # an hour into the set
    device.play(20)
    assert np.abs(np.concatenate(device.blocks)).max() > 0.1


def test_the_count_of_late_events_survives_a_restart_of_the_player(shared: SharedState) -> None:
    for players in (1, 2):
        device = FakeDevice(shared)
        device.play(10)
        shared.events.push(SLICE, 0)
        device.play(10)
        assert shared.meters.late == players


def test_the_output_monitor_holds_the_samples_that_were_output(shared: SharedState) -> None:
    device = FakeDevice(shared)
    shared.events.push(Event(Action.SLICE, 8))
    device.play(100)
    recording = shared.monitor.last(0.2)
    assert shared.monitor.end == 100 * BLOCK
    np.testing.assert_array_equal(recording.samples, np.concatenate(device.blocks)[-len(recording.samples) :])
    assert recording.start == pytest.approx(500 + (100 * BLOCK - len(recording.samples)) / SPEC.rate, abs=0.001)
