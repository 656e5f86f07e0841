"""A simulated player that follows the MIDI clock of a cable."""

from collections.abc import Sequence

from engine.controls import Action, Event
from engine.sync.clock_follower import output_delay
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
