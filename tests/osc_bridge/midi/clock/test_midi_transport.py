"""MIDI start, stop and continue, CC 120 and CC 123 act with any clock and without one, on a simulated player."""

import math
from collections.abc import Sequence

import pytest

from engine.controls import Action, Event
from engine.sync.clock_follower import output_delay
from engine.sync.transport_follower import MIN_SILENCE_S
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping import map_file
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.sync.tempo_control import TempoControl
from tests.engine.stage import SimulatedPlayer
from tests.osc_bridge.midi.plain import router_for

BEGIN = 100.0  # seconds
ACTS_WITHIN_S = 0.1  # a start without ticks waits 20 ms for one, then for a poll and the device
START, CONTINUE, STOP, TICK = b"\xfa", b"\xfb", b"\xfc", b"\xf8"
ALL_SOUND_OFF, ALL_NOTES_OFF = b"\xb0\x78\x00", b"\xb0\x7b\x00"


class ClockedPlayer:
    """A player that follows the MIDI clock of a cable."""

    def __init__(self, pads: str = "", tempo: float = 120.0) -> None:
        self.stage, self.clock = SimulatedPlayer(tempo), MidiClock(tempo)
        self.stage.run(BEGIN + 0.02)
        self.tempo = TempoControl(
            self.stage,
            {1: self.clock},
            output_delay=lambda: output_delay(self.stage.meters),
            clock=lambda: self.stage.now,
        )
        library = MapLibrary(map_file.parse_map(pads, "a map"))
        self.router = router_for(
            self.stage, library=library, clock=self.clock, tempo=self.tempo, now=lambda: self.stage.now
        )
        self.tempo.choose(1, self.stage.now)
        self.bpm: float | None = None  # of the ticks; None for no ticks
        self._next_tick = self.stage.now

    def send(self, *messages: bytes) -> None:
        self.router([(self.stage.now, "Drums", message) for message in messages])

    def run(self, seconds: float) -> None:
        """Tick, poll and play."""
        end, poll = self.stage.now + seconds, self.stage.now
        self._next_tick = max(self._next_tick, self.stage.now)
        while self.stage.now < end:
            self.stage.run(min(end, poll, self._next_tick if self.bpm else end))
            if self.bpm and self.stage.now >= self._next_tick:
                self.send(TICK)
                self._next_tick += 60 / self.bpm / 24
            if self.stage.now >= poll:
                self.tempo.poll()
                poll += 0.02

    def tick(self, bpm: float | None) -> None:
        self.bpm, self._next_tick = bpm, self.stage.now

    @property
    def plays(self) -> bool:
        return self.stage.is_playing

    @property
    def beat(self) -> float:
        return self.stage.audible_beat(self.stage.now)

    def play(self) -> None:
        """Play as if started by OSC."""
        self.stage.trigger(Event(Action.PLAY))
        self.run(0.1)
        assert self.plays


CLOCKS = {
    "no ticks": [(None, 0.5)],
    "no ticks for 0.6 s": [(120.0, 2.0), (None, 0.6)],
    "no ticks for 10 s": [(120.0, 2.0), (None, 10.0)],
    "no ticks for 0.3 s": [(120.0, 2.0), (None, 0.3)],
    "20 BPM": [(20.0, 5.0)],
    "36 BPM": [(36.0, 3.0)],
    "39 BPM": [(39.0, 3.0)],
    "120 BPM": [(120.0, 2.0)],
    "330 BPM": [(330.0, 2.0)],
    "500 BPM": [(500.0, 2.0)],
    "120 to 330 BPM": [(120.0, 2.0), (330.0, 2.0)],
}


@pytest.fixture(params=CLOCKS.values(), ids=CLOCKS.keys())
def ticks(request: pytest.FixtureRequest) -> Sequence[tuple[float | None, float]]:
    given: Sequence[tuple[float | None, float]] = request.param
    return given


def player_after(ticks: Sequence[tuple[float | None, float]], *, playing: bool, pads: str = "") -> ClockedPlayer:
    player = ClockedPlayer(pads)
    if playing:
        player.send(START)
        player.run(0.2)
    for bpm, seconds in ticks:
        player.tick(bpm)
        player.run(seconds)
    assert player.plays == playing
    return player


def period(player: ClockedPlayer) -> float:
    return 60 / player.bpm / 24 if player.bpm else 0.0


def test_stop_stops_at_once(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    player.send(STOP)
    player.run(0.03)
    assert not player.plays
    player.run(1.5)
    assert not player.plays


def test_start_starts_at_the_downbeat(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=False)
    player.send(START)
    player.run(ACTS_WITHIN_S + period(player))
    assert player.plays
    assert 0 <= player.beat < 0.5
    player.run(1.0)
    assert player.plays


def test_continue_is_from_where_it_stopped(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    player.run(1.3)
    player.send(STOP)
    stood = player.beat
    player.run(2.0)
    assert not player.plays
    player.send(CONTINUE)
    player.run(ACTS_WITHIN_S + period(player) + 0.05)
    assert player.plays
    assert stood > 1
    assert player.beat - stood == pytest.approx(0.2, abs=0.3)


def test_stop_stops_what_was_started_otherwise(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=False)
    player.play()
    player.send(STOP)
    player.run(0.03)
    assert not player.plays


def test_start_while_it_plays_goes_back_to_the_downbeat(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    player.run(0.8)
    player.send(START)
    player.run(ACTS_WITHIN_S + period(player))
    assert player.plays
    assert player.beat < 0.5


@pytest.mark.parametrize("messages", [(START, STOP), (START, STOP, START, STOP), (CONTINUE, STOP), (STOP, STOP)])
def test_a_stop_just_after_a_start_holds(ticks: Sequence[tuple[float | None, float]], messages: list[bytes]) -> None:
    player = player_after(ticks, playing=False)
    for message in messages:
        player.send(message)
        player.run(0.01)
    player.run(0.6)
    assert not player.plays


def test_continue_just_after_a_stop_plays() -> None:
    player = player_after(CLOCKS["no ticks"], playing=True)
    player.send(STOP)
    player.run(0.005)
    player.send(CONTINUE)
    player.run(ACTS_WITHIN_S)
    assert player.plays


def test_a_song_position_is_where_continue_begins_without_ticks() -> None:
    player = player_after(CLOCKS["no ticks"], playing=True)
    player.send(STOP)
    player.send(b"\xf2\x10\x00")  # sixteenth 16
    player.send(CONTINUE)
    player.run(ACTS_WITHIN_S)
    assert player.plays
    assert player.beat == pytest.approx(4.1, abs=0.15)


def test_a_first_tick_within_20_ms_is_the_downbeat_and_the_only_start() -> None:
    player = ClockedPlayer()
    player.send(START)
    player.run(0.012)
    player.tempo.poll()
    player.tick(120.0)
    began = player.stage.now
    player.run(0.15)
    assert player.beat == pytest.approx((player.stage.now - began) * 2, abs=0.006)
    player.run(2.0)
    assert len(player.stage.sent_events) == 1


def test_ticks_that_come_long_after_a_start_take_over() -> None:
    player = ClockedPlayer(tempo=140.0)
    player.send(START)
    player.run(3.0)
    assert player.plays and player.stage.read("tempo") == 140
    player.tick(100.0)
    began = player.stage.now
    player.run(4.0)
    assert player.stage.read("tempo") == pytest.approx(100, abs=0.5)
    assert player.beat == pytest.approx((player.stage.now - began) * 100 / 60, abs=0.02)


def test_a_port_that_is_not_followed_stops_nothing() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.router([(player.stage.now, "Keys", STOP)])
    player.run(0.5)
    assert player.plays


def test_all_notes_off_leaves_the_break_alone(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    for _ in range(3):
        player.send(*(bytes((0xB0 | channel, 123, 0)) for channel in range(16)))
        player.run(0.3)
        assert player.plays


@pytest.mark.parametrize("mode", ["one-shot", "gate", "latch"])
@pytest.mark.parametrize("number", [123, 124, 127])
def test_all_notes_off_releases_held_pads(mode: str, number: int) -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True, pads=f'[pads]\nmode = "{mode}"\n')
    player.send(b"\x90\x24\x7f", b"\x90\x28\x7f")
    player.run(0.2)
    assert player.router.inputs["Drums"].pads.held
    player.send(bytes((0xB0, number, 0)))
    assert player.router.inputs["Drums"].pads.held == ()
    player.run(0.3)
    assert player.plays


@pytest.mark.parametrize("bpm", [44.0, 120.0, 174.0, 290.0])
def test_all_sound_off_silences_until_a_beat_of_the_clock(bpm: float) -> None:
    player = player_after([(bpm, 4.0)], playing=True)
    player.run(0.17)
    before = player.beat
    player.send(*(bytes((0xB0 | channel, 120, 0)) for channel in range(16)))
    silent_since = player.stage.now
    player.run(0.05)
    assert not player.plays
    while not player.plays:
        player.run(0.005)
        assert player.stage.now < silent_since + MIN_SILENCE_S + 60 / bpm + 0.02
    begun = [event.value for _, event in player.stage.sent_events if event.action is Action.LOCATE][-1]
    assert begun == round(begun) == math.ceil(before + (MIN_SILENCE_S - 1e-3) * bpm / 60)
    player.run(1.0)
    heard, pulse = player.beat, player.clock.pulse(player.stage.now)
    assert pulse and (heard - pulse.beat) * 60 / bpm == pytest.approx(0, abs=0.003)


@pytest.mark.parametrize("ticking", ["no ticks", "no ticks for 10 s", "36 BPM", "330 BPM"])
def test_all_sound_off_without_a_tempo_of_the_clock_ends_as_well(ticking: str) -> None:
    player = player_after(CLOCKS[ticking], playing=True)
    player.send(ALL_SOUND_OFF)
    player.run(0.05)
    assert not player.plays
    player.run(1.0)
    assert player.plays


@pytest.mark.parametrize("ticking", ["no ticks", "36 BPM", "120 BPM"])
@pytest.mark.parametrize("after", [0.0, 0.02, 0.04, 0.06])
def test_all_sound_off_just_after_a_start_does_not_cancel_it(ticking: str, after: float) -> None:
    player = player_after(CLOCKS[ticking], playing=False)
    player.send(START)
    for _ in range(4):
        player.run(after)
        player.send(*(bytes((0xB0 | channel, 120, 0)) for channel in range(16)))
    player.run(1.5)
    assert player.plays
    player.send(ALL_SOUND_OFF, STOP)
    player.run(1.5)
    assert not player.plays


@pytest.mark.parametrize("after", [0.0, 0.05, 0.2, 0.4, 0.45, 0.49])
def test_a_stop_of_the_clock_cancels_the_return(after: float) -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.send(ALL_SOUND_OFF)
    player.run(after)
    player.send(STOP)
    player.run(2.0)
    assert not player.plays


def test_all_sound_off_does_not_start_what_was_stopped() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.stage.trigger(Event(Action.STOP))
    player.run(0.5)
    player.send(ALL_SOUND_OFF)
    player.run(2.0)
    assert not player.plays


@pytest.mark.parametrize("message", [ALL_SOUND_OFF, ALL_NOTES_OFF])
def test_without_a_clock_that_runs_both_silence(message: bytes) -> None:
    player = ClockedPlayer()
    player.play()
    player.send(message)
    player.run(1.0)
    assert not player.plays


def test_continue_without_ticks_leaves_a_break_that_plays_alone() -> None:
    player = ClockedPlayer()
    player.play()
    player.run(1.0)
    before, events = player.beat, len(player.stage.sent_events)
    player.send(CONTINUE)
    player.run(0.5)
    assert player.beat == pytest.approx(before + 1, abs=0.02)
    assert len(player.stage.sent_events) == events


def test_continue_while_the_clock_plays_brings_back_what_was_stopped() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.stage.trigger(Event(Action.STOP))
    player.run(0.5)
    assert not player.plays
    player.send(CONTINUE)
    player.run(1.0)
    pulse = player.clock.pulse(player.stage.now)
    assert pulse and player.beat == pytest.approx(pulse.beat, abs=0.01)


@pytest.mark.parametrize("bpm", [42.0, 60.0, 90.0])
def test_a_start_between_ticks_waits_for_the_next_one(bpm: float) -> None:
    player = player_after([(bpm, 3.0)], playing=False)
    while player.stage.now > player._next_tick - 60 / bpm / 24 + 0.003:
        player.run(0.001)
    player.send(START)
    downbeat = player._next_tick
    player.run(0.2)
    assert player.beat == pytest.approx((player.stage.now - downbeat) * bpm / 60, abs=0.003 * bpm / 60)
    player.run(2.0)
    assert len(player.stage.sent_events) == 1


@pytest.mark.parametrize("mode", ["gate", "latch"])
@pytest.mark.parametrize("released", [0.1, 0.3, 1.0])
def test_a_pad_hit_in_the_silence_gives_the_break_back(mode: str, released: float) -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True, pads=f'[pads]\nmode = "{mode}"\n')
    player.run(0.2)
    player.send(ALL_SOUND_OFF)
    player.run(0.06)
    assert not player.plays
    player.send(b"\x90\x24\x7f")
    player.run(released)
    player.send(b"\x80\x24\x00" if mode == "gate" else b"\x90\x24\x7f")
    player.run(1.5)
    assert player.plays
    pulse = player.clock.pulse(player.stage.now)
    assert pulse and player.beat == pytest.approx(pulse.beat, abs=0.02)


def test_a_pad_hit_after_all_sound_off_and_a_stop_does_not_start_the_break() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True, pads='[pads]\nmode = "gate"\n')
    player.send(ALL_SOUND_OFF, STOP)
    player.run(0.3)
    player.send(b"\x90\x24\x7f")
    player.run(0.2)
    player.send(b"\x80\x24\x00")
    player.run(1.5)
    assert not player.plays
