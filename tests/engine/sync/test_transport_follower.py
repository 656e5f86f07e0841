"""Commands of a clock without a tempo move the instrument once each, also while its state is known late."""

from engine.controls import Action
from engine.sync.clocks import Pulse, Transport
from engine.sync.transport_follower import OutputDelay, TransportFollower
from tests.fake_controls import FakeControls


class CommandClock:
    """A clock that has commands and no musical time."""

    name = "commands"

    def __init__(self) -> None:
        self.now = Transport(0, False, 0.0, False)

    def pulse(self, now: float) -> Pulse | None:
        return None

    def transport(self, now: float) -> Transport:
        return self.now

    def send(self, playing: bool, beat: float = 0.0, *, placed: bool = False) -> None:
        self.now = Transport(self.now.commands + 1, playing, beat, placed)


class LateControls(FakeControls):
    """Controls that still report a beat a while after a stop."""

    reported: float | None = None

    def beat(self, at: float) -> float | None:
        return self.reported


class CommandedInstrument:
    """Controls that follow a CommandClock."""

    def __init__(self) -> None:
        self.controls, self.clock = LateControls(), CommandClock()
        self.follower = TransportFollower(self.controls, OutputDelay, lambda: None)
        self.follower.follow(self.clock)

    def poll(self, now: float, ratio: float = 1.0) -> list[tuple[Action, float]]:
        """Return the events of a poll."""
        before = len(self.controls.events)
        self.follower.poll(None, self.follower.take_command(now), now, ratio)
        return [(event.action, event.value) for event in list(self.controls.events)[before:]]


def test_each_command_acts_once() -> None:
    instrument = CommandedInstrument()
    assert instrument.poll(10.0) == []
    instrument.clock.send(True, placed=True)
    assert instrument.poll(10.02) == [(Action.LOCATE, 0.0)]
    assert instrument.poll(10.04) == []
    instrument.clock.send(True, 8.0, placed=True)
    assert instrument.poll(10.5, ratio=2.0) == [(Action.LOCATE, 16.0)]
    instrument.clock.send(False)
    assert instrument.poll(11.0) == [(Action.STOP, 1.0)]
    assert instrument.poll(11.02) == []


def test_commands_before_the_clock_was_chosen_do_nothing() -> None:
    instrument = CommandedInstrument()
    instrument.clock.send(True, placed=True)
    instrument.follower.follow(instrument.clock)
    assert instrument.poll(10.0) == []


def test_continue_just_after_a_stop_plays_although_the_break_still_seems_to_play() -> None:
    instrument = CommandedInstrument()
    instrument.controls.reported = 5.0
    instrument.clock.send(False)
    instrument.poll(10.0)
    instrument.clock.send(True)
    assert instrument.poll(10.03) == [(Action.LOCATE, 5.0)]


def test_a_second_stop_just_after_the_first_keeps_its_beat() -> None:
    instrument = CommandedInstrument()
    instrument.controls.reported = 5.0
    for _ in range(2):
        instrument.clock.send(False)
        instrument.poll(10.0)
        instrument.controls.reported = 0.0
    instrument.controls.reported = None
    instrument.clock.send(True)
    assert instrument.poll(12.0) == [(Action.LOCATE, 5.0)]


def test_all_sound_off_returns_with_the_next_beat_of_the_instrument() -> None:
    instrument = CommandedInstrument()
    instrument.clock.send(True, placed=True)
    instrument.poll(10.0)
    instrument.controls.reported = 2.7
    instrument.controls.write({"tempo": 120.0})
    instrument.follower.silence(20.0)
    instrument.controls.reported = None
    events = {now: instrument.poll(now) for now in (20.02, 20.05, 20.1, 20.12, 20.14)}
    assert [event for found in events.values() for event in found] == [(Action.LOCATE, 3.0)]


def test_all_sound_off_while_nothing_sounds_returns_nothing() -> None:
    instrument = CommandedInstrument()
    instrument.follower.silence(20.0)
    assert [instrument.poll(20.0 + step / 50) for step in range(100)] == 100 * [[]]
