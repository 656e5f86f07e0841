"""Receivers of the MIDI clock are on the beat that is heard."""

import queue
import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.clock.clock_out import CONTINUE, START, STOP, TICK, ClockGenerator, ClockOut
from osc_bridge.midi.input.midi_messages import SystemKind, SystemMessage
from tests.fake_controls import FakeControls

TIMEOUT_S = 10.0  # seconds until a thread that says nothing counts as stuck
WORDS: dict[int, SystemKind] = {0xF8: "tick", 0xFA: "start", 0xFB: "continue", 0xFC: "stop", 0xF2: "position"}


class Band:
    """Something that plays, a ticker that tells of it, and a machine that hears it."""

    def __init__(self, tempo: float = 120.0) -> None:
        self.tempo = tempo
        self.now = 50.0
        self.beat: float | None = None
        self.ticker = ClockGenerator()
        self.machine = MidiClock()
        self.sent: list[tuple[float, bytes]] = []

    def play(self, seconds: float) -> None:
        """Let time pass, and ask when the ticker wants to be asked but at least every 5 ms."""
        end = self.now + seconds
        while self.now < end:
            messages, due = self.ticker.step(self.now, self.beat, self.tempo)
            for message in messages:
                self.sent.append((self.now, message))
                beat = (message[1] + 128 * message[2]) / 4 if len(message) == 3 else 0.0
                self.machine.feed(SystemMessage(WORDS[message[0]], self.now, beat))
            step = min(max(due, self.now + 1e-6), self.now + 0.005, end) - self.now
            self.now += step
            if self.beat is not None:
                self.beat += step * self.tempo / 60

    @property
    def said(self) -> list[bytes]:
        """What was sent, ticks left out."""
        return [message for _, message in self.sent if message != TICK]

    @property
    def off(self) -> float:
        """How far the machine is from what plays, in quarter notes."""
        pulse = self.machine.pulse(self.now)
        assert pulse is not None
        assert self.beat is not None
        assert pulse.playing
        return pulse.beat - self.beat


@pytest.fixture
def band() -> Band:
    return Band()


@settings(max_examples=30, deadline=None)
@given(st.floats(40, 300), st.floats(-2.0, 0.003))
def test_a_start_at_beat_0_sends_start_and_the_next_tick_is_beat_0(tempo: float, beat: float) -> None:
    band = Band(tempo)
    band.play(1.0)
    band.beat = beat  # below 0 when what was handed to the card is not heard yet
    band.sent.clear()
    band.play(5.0)
    assert band.sent[0][1] == START
    assert band.said == [START]
    assert abs(band.off) < 0.005
    first = band.sent[1][0]
    assert first == pytest.approx(50.0 + 1.0 + max(-beat, 0.0) * 60 / tempo, abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.floats(40, 300), st.floats(0.05, 1000))
def test_a_start_elsewhere_sends_song_position_and_continue(tempo: float, beat: float) -> None:
    band = Band(tempo)
    band.beat = beat
    band.play(5.0)
    assert [message[0] for message in band.said] == [0xF2, 0xFB]
    assert abs(band.off) < 1e-3


def test_a_song_position_is_in_sixteenths_least_significant_bits_first(band: Band) -> None:
    band.beat = 64.0
    band.play(0.1)
    assert band.said == [b"\xf2\x00\x02", CONTINUE]


def test_ticks_are_evenly_spaced_and_on_the_beat(band: Band) -> None:
    band.tempo = 174.0
    band.beat = 0.0
    band.play(10.0)
    times = [at for at, message in band.sent if message == TICK]
    assert len(times) == pytest.approx(10 * 174 / 60 * 24, abs=1)
    assert times == pytest.approx([50.0 + number * 60 / 174 / 24 for number in range(len(times))], abs=2e-4)


@pytest.mark.parametrize("to", [0.0, 2.0, 10.4, 10.8, 40.0])
def test_receivers_follow_a_jump(band: Band, to: float) -> None:
    band.beat = 0.0
    band.play(5.3)
    band.sent.clear()
    band.beat = to
    band.play(5.0)
    assert band.said[0] == STOP
    assert [message[0] for message in band.said[1:]] == ([0xFA] if to == 0.0 else [0xF2, 0xFB])
    assert abs(band.off) < 1e-3


@pytest.mark.parametrize("by", [0.02, -0.02])
def test_a_nudge_moves_the_ticks_without_a_jump(band: Band, by: float) -> None:
    band.beat = 0.0
    band.play(5.3)
    assert band.beat is not None
    band.beat += by
    band.play(8.0)
    assert band.said == [START]
    assert abs(band.off) < 0.002


def test_overdue_ticks_are_sent_at_once(band: Band) -> None:
    band.beat = 0.0
    band.play(5.3)
    band.now += 0.06
    assert band.beat is not None
    band.beat += 0.12
    band.play(5.0)
    assert band.said == [START]
    assert abs(band.off) < 0.002


def test_stop_is_sent_and_ticks_continue(band: Band) -> None:
    band.beat = 0.0
    band.play(2.0)
    band.beat = None
    band.sent.clear()
    band.play(2.0)
    assert band.sent[0][1] == STOP
    assert band.said == [STOP]
    assert len(band.sent) == pytest.approx(2.0 * 2 * 24, abs=2)
    pulse = band.machine.pulse(band.now)
    assert pulse is not None
    assert not pulse.playing
    assert pulse.tempo == pytest.approx(120.0, abs=0.1)


def test_stop_is_not_sent_before_a_start(band: Band) -> None:
    band.play(0.5)
    assert band.ticker.stop() == []
    assert band.said == []


@pytest.fixture
def sent() -> "queue.SimpleQueue[bytes]":
    return queue.SimpleQueue()


@pytest.fixture
def rolling(sent: "queue.SimpleQueue[bytes]") -> Iterator[ClockOut]:
    with ClockOut(FakeControls(), sent.put) as out:
        yield out


def test_a_thread_sends_ticks_until_it_is_stopped(sent: "queue.SimpleQueue[bytes]", rolling: ClockOut) -> None:
    assert [sent.get(timeout=TIMEOUT_S) for _ in range(5)] == [TICK] * 5
    rolling.stop()
    rolling.stop()
    while not sent.empty():
        sent.get()
    assert all(thread.name != "midi clock" for thread in threading.enumerate())


def test_a_tick_comes_when_its_beat_is_heard() -> None:
    """Beat 0 was handed to the card at 10 s, and it takes 0.3 s until it is heard."""
    asked: queue.SimpleQueue[float] = queue.SimpleQueue()

    class Card(FakeControls):
        def beat(self, at: float) -> float | None:
            asked.put(at)
            return None

    with ClockOut(Card(), lambda message: None, latency=lambda: 0.3, clock=lambda: 10.3):
        assert asked.get(timeout=TIMEOUT_S) == pytest.approx(10.0)


def test_stop_is_sent_when_the_thread_ends(sent: "queue.SimpleQueue[bytes]") -> None:
    class Playing(FakeControls):
        def beat(self, at: float) -> float | None:
            return at * 2.0  # 120 BPM, from some moment long ago

    with ClockOut(Playing(), sent.put):
        while sent.get(timeout=TIMEOUT_S) != CONTINUE:
            pass
    messages = []
    while not sent.empty():
        messages.append(sent.get())
    assert messages[-1] == STOP


def test_a_failing_port_is_counted_and_the_clock_continues() -> None:
    failed: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def fail(message: bytes) -> None:
        failed.put(message)
        raise OSError("the cable is out")

    with ClockOut(FakeControls(), fail) as out:
        for _ in range(3):
            failed.get(timeout=TIMEOUT_S)
        assert out._errors.count >= 2
