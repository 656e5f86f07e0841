"""Notes are sent at the time of their sound, follow the playhead, and all end."""

import threading

import numpy as np
import pytest
from mido import Message

from engine.controls import Action
from engine.parameters import parameter
from engine.realtime.event_log import LogEntry, LogKind
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.midi.output.note_events import FIRST_NOTE, NOTE_LENGTH_S
from osc_bridge.midi.output.note_sender import NoteSender
from tests.osc_bridge.midi.fake import until

TEMPO = SPEC.native_tempo
FRAME_RATE = SPEC.rate / SPEC.hop  # per second


class FakePlayer:
    """A session with a fake clock and playhead, without latency."""

    def __init__(self, *onsets: float) -> None:
        self.now = 0.0
        self.tape: Tape | None = Tape(np.ones((SPEC.frames, 4), np.float32), np.array(onsets))
        self.values = {"tempo": TEMPO}
        self.entries: list[LogEntry] = []
        self.playing, self.frame, self.broken = True, 0.0, False
        self.sent: list[tuple[float, bytes]] = []

    @property
    def meters(self) -> Meters:
        if self.broken:
            raise OSError("the shared memory is gone")
        frame = (self.frame + self.now * FRAME_RATE) % SPEC.frames
        clock = 64 * int(self.now * SPEC.rate / 64)
        return Meters(output_time=max(self.now, 1e-9), clock=clock, playing=float(self.playing), frame=frame)

    def event_log_since(self, since: int) -> tuple[int, list[LogEntry]]:
        return len(self.entries), self.entries[since:] if since >= 0 else []

    def read(self, id: str) -> float:
        return self.values.get(id, parameter(id).default)

    def tell(self, action: Action, index: int = 0, value: float = 1.0) -> None:
        self.entries.append(LogEntry(int(self.meters.clock), LogKind.EVENT + action, index, value, -1))

    def send(self, message: Message) -> None:
        self.sent.append((self.now, bytes(message.bytes())))

    def run(self, notes: NoteSender, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            notes.poll()
            notes.play()
            self.now += 0.001

    def struck(self, channel: int) -> list[tuple[float, int]]:
        return [(at, data[1]) for at, data in self.sent if data[0] == 0x90 | channel]


@pytest.fixture
def player() -> FakePlayer:
    return FakePlayer(16.0, 32.0)


@pytest.fixture
def notes(player: FakePlayer) -> NoteSender:
    return NoteSender(player, player.send, clock=lambda: player.now)


def test_onsets_are_sent_at_the_time_of_their_sound_and_end(player: FakePlayer, notes: NoteSender) -> None:
    player.run(notes, 0.3)
    times = [pytest.approx(frame / FRAME_RATE + 64 / SPEC.rate, abs=0.0021) for frame in (16, 32)]
    assert player.struck(1) == [(times[0], FIRST_NOTE + 1), (times[1], FIRST_NOTE + 2)]
    ends = [at for at, data in player.sent if data[0] == 0x81]
    assert ends == pytest.approx([at + NOTE_LENGTH_S for at, _ in player.struck(1)], abs=0.0021)


def test_slices_are_sent_with_their_velocity(player: FakePlayer, notes: NoteSender) -> None:
    player.tell(Action.SLICE, 5, 0.5)
    notes.poll()
    notes.play()
    assert player.sent == []  # not heard yet
    player.run(notes, 0.02)
    assert [data for _, data in player.sent] == [bytes((0x90, FIRST_NOTE + 5, 64))]


def test_a_panic_cancels_scheduled_notes(player: FakePlayer, notes: NoteSender) -> None:
    later = int(player.meters.clock) + 4410
    player.entries.append(LogEntry(0, LogKind.EVENT + Action.SLICE, 5, 1.0, later))
    player.run(notes, 0.01)
    player.tell(Action.PANIC)
    player.run(notes, 0.2)
    assert player.struck(0) == []


def test_events_from_before_the_start_are_not_sent(player: FakePlayer) -> None:
    player.tell(Action.SLICE, 5)
    notes = NoteSender(player, player.send, clock=lambda: player.now)
    player.run(notes, 0.02)
    assert player.struck(0) == []


def test_a_moved_playhead_is_followed(player: FakePlayer, notes: NoteSender) -> None:
    player.run(notes, 0.1)
    player.frame += 20 - player.now * FRAME_RATE - player.frame
    player.run(notes, 0.1)
    assert [key for _, key in player.struck(1)] == [FIRST_NOTE + 1, FIRST_NOTE + 2]


@pytest.mark.parametrize(("id", "share"), [("freeze", 0.0), ("reverse", -1.0), ("halftime", 0.5)])
def test_the_speed_is_that_of_the_playhead(player: FakePlayer, notes: NoteSender, id: str, share: float) -> None:
    assert notes.speed() == pytest.approx(FRAME_RATE)
    player.values |= {"speed": -0.5}
    assert notes.speed() == pytest.approx(-FRAME_RATE / 2)
    player.values[id] = 1.0
    assert notes.speed() == pytest.approx(-FRAME_RATE / 2 * share)


def test_slices_and_onsets_can_be_left_out(player: FakePlayer) -> None:
    notes = NoteSender(player, player.send, slices=False, onsets=False, clock=lambda: player.now)
    player.run(notes, 0.2)
    assert player.sent == []


def test_another_tape_has_other_onsets(player: FakePlayer, notes: NoteSender) -> None:
    player.run(notes, 0.05)
    player.tape = FakePlayer(24.0).tape
    player.run(notes, 0.2)
    assert [key for _, key in player.struck(1)] == [FIRST_NOTE + 1]


def test_the_thread_survives_a_defect_and_ends_all_notes(player: FakePlayer) -> None:
    sent, arrived = list[bytes](), threading.Event()

    def send(message: Message) -> None:
        sent.append(bytes(message.bytes()))
        arrived.set()

    player.now = 100.0
    player.playing = False
    player.tell(Action.SLICE, 3)
    with NoteSender(player, send, clock=lambda: player.now) as notes:
        player.broken = True
        until(lambda: notes.errors.count)
        player.broken = False
        player.tell(Action.SLICE, 7, 0.5)
        until(lambda: len(player.entries) == notes.log_position)
        player.now += 0.01
        assert arrived.wait(5.0)
    assert sent == [bytes((0x90, FIRST_NOTE + 7, 64)), bytes((0x80, FIRST_NOTE + 7, 0))]
