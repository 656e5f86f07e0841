"""The thread behind the notes sends them when they are heard, follows the player wherever it goes, and leaves none."""

import threading

import numpy as np
import pytest

from engine.controls import Action
from engine.parameters import parameter
from engine.realtime.event_log import Entry, LogKind
from engine.realtime.meters import Meters
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from osc_bridge.midi.output.note_events import FIRST, LENGTH
from osc_bridge.midi.output.note_sender import NoteSender
from tests.osc_bridge.midi.fake import until

TEMPO = SPEC.native_tempo
COLUMNS = SPEC.rate / SPEC.hop  # per second


class FakePlayer:
    """A player whose playhead is in our hands. Its card adds nothing, and its blocks are looked at as they begin."""

    def __init__(self, *attacks: float) -> None:
        self.now = 0.0
        self.tape: Tape | None = Tape(np.ones((SPEC.frames, 4), np.float32), np.array(attacks))
        self.values = {"tempo": TEMPO}
        self.entries: list[Entry] = []
        self.playing, self.column, self.broken = True, 0.0, False
        self.sent: list[tuple[float, bytes]] = []

    @property
    def meters(self) -> Meters:
        if self.broken:
            raise OSError("the shared memory is gone")
        frame = (self.column + self.now * COLUMNS) % SPEC.frames
        clock = 64 * int(self.now * SPEC.rate / 64)
        return Meters(due=max(self.now, 1e-9), clock=clock, playing=float(self.playing), frame=frame)

    def told(self, since: int) -> tuple[int, list[Entry]]:
        return len(self.entries), self.entries[since:] if since >= 0 else []

    def read(self, id: str) -> float:
        return self.values.get(id, parameter(id).default)

    def tell(self, action: Action, index: int = 0, value: float = 1.0) -> None:
        self.entries.append(Entry(int(self.meters.clock), LogKind.EVENT + action, index, value, -1))

    def send(self, data: bytes) -> None:
        self.sent.append((self.now, data))

    def run(self, notes: NoteSender, seconds: float) -> None:
        end = self.now + seconds
        while self.now < end:
            notes.look()
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


def test_attacks_are_sent_when_they_are_heard_and_end(player: FakePlayer, notes: NoteSender) -> None:
    player.run(notes, 0.3)
    times = [pytest.approx(column / COLUMNS + 64 / SPEC.rate, abs=0.0021) for column in (16, 32)]
    assert player.struck(1) == [(times[0], FIRST + 1), (times[1], FIRST + 2)]
    ends = [at for at, data in player.sent if data[0] == 0x81]
    assert ends == pytest.approx([at + LENGTH for at, _ in player.struck(1)], abs=0.0021)


def test_slices_are_sent_with_their_velocity(player: FakePlayer, notes: NoteSender) -> None:
    player.tell(Action.SLICE, 5, 0.5)
    notes.look()
    notes.play()
    assert player.sent == []  # not heard yet
    player.run(notes, 0.02)
    assert [data for _, data in player.sent] == [bytes((0x90, FIRST + 5, 64))]


def test_what_was_to_come_is_withdrawn_when_the_player_is_silenced(player: FakePlayer, notes: NoteSender) -> None:
    later = int(player.meters.clock) + 4410
    player.entries.append(Entry(0, LogKind.EVENT + Action.SLICE, 5, 1.0, later))
    player.run(notes, 0.01)
    player.tell(Action.PANIC)
    player.run(notes, 0.2)
    assert player.struck(0) == []


def test_what_was_played_before_it_was_there_is_not_sent(player: FakePlayer) -> None:
    player.tell(Action.SLICE, 5)
    notes = NoteSender(player, player.send, clock=lambda: player.now)
    player.run(notes, 0.02)
    assert player.struck(0) == []


def test_a_player_that_goes_elsewhere_is_followed(player: FakePlayer, notes: NoteSender) -> None:
    player.run(notes, 0.1)
    player.column += 20 - player.now * COLUMNS - player.column
    player.run(notes, 0.1)
    assert [key for _, key in player.struck(1)] == [FIRST + 1, FIRST + 2]


@pytest.mark.parametrize("id", ["freeze", "reverse"])
def test_the_pace_is_that_of_the_playhead(player: FakePlayer, notes: NoteSender, id: str) -> None:
    assert notes.pace() == pytest.approx(COLUMNS)
    player.values |= {"speed": -0.5}
    assert notes.pace() == pytest.approx(-COLUMNS / 2)
    player.values[id] = 1.0
    assert notes.pace() == pytest.approx(0.0 if id == "freeze" else COLUMNS / 2)


def test_only_what_is_wanted_is_sent(player: FakePlayer) -> None:
    notes = NoteSender(player, player.send, slices=False, attacks=False, clock=lambda: player.now)
    player.run(notes, 0.2)
    assert player.sent == []


def test_another_tape_has_other_attacks(player: FakePlayer, notes: NoteSender) -> None:
    player.run(notes, 0.05)
    player.tape = FakePlayer(24.0).tape
    player.run(notes, 0.2)
    assert [key for _, key in player.struck(1)] == [FIRST + 1]


def test_it_runs_by_itself_outlives_a_defect_and_leaves_no_note(player: FakePlayer) -> None:
    sent, arrived = list[bytes](), threading.Event()

    def send(data: bytes) -> None:
        sent.append(data)
        arrived.set()

    player.now = 100.0
    player.playing = False
    player.tell(Action.SLICE, 3)
    with NoteSender(player, send, clock=lambda: player.now) as notes:
        player.broken = True
        until(lambda: notes.refused)
        player.broken = False
        player.tell(Action.SLICE, 7, 0.5)
        until(lambda: len(player.entries) == notes.told)
        player.now += 0.01
        assert arrived.wait(5.0)
    assert sent == [bytes((0x90, FIRST + 7, 64)), bytes((0x80, FIRST + 7, 0))]
