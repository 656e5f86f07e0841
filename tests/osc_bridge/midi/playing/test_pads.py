"""Pads play slices, and a release acts by the mode."""

from collections.abc import Sequence

import pytest

from engine.controls import Action, Event
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, SystemMessage
from osc_bridge.midi.input.parser import MidiParser
from osc_bridge.midi.playing.pads import STOP_SETTLE_S, PadMode, Pads, PadSettings, TriggerCall, VelocityCurve

LATENCY = 0.01
STOP, PANIC, PLAY = Event(Action.STOP), Event(Action.PANIC), Event(Action.PLAY)


class Break:
    """A break at 120 BPM that plays, or not."""

    def __init__(self, playing: bool) -> None:
        self.playing = playing

    def beat(self, at: float) -> float | None:
        return 2 * at if self.playing else None


def slice_(step: int, velocity: float = 1.0) -> Event:
    return Event(Action.SLICE, step, velocity)


def let_go(step: int) -> Event:
    return Event(Action.RELEASE, step)


def back(at: float) -> Event:
    """The event that returns the break after a release at `at`."""
    return Event(Action.LOCATE, value=2 * (at + LATENCY))


def play(pads: Pads, text: str) -> list[Event]:
    """Return the events for messages in hex, separated by commas, one second apart from 0 on."""
    decoder = MidiParser()
    return [
        call.event
        for at, message in enumerate(text.split(","))
        for message in decoder.feed(bytes.fromhex(message), float(at))
        if isinstance(message, NoteMessage | SystemMessage | ControlChange)
        for call in pads.play(message)
    ]


ONE_SHOT: dict[str, tuple[str, list[Event]]] = {
    "the first pad": ("90 24 7f", [slice_(0)]),
    "velocity": ("90 24 40", [slice_(0, 64 / 127)]),
    "letting go": ("90 28 7f, 80 28 40", [slice_(4), let_go(4)]),
    "a running note off": ("90 28 7f 28 00", [slice_(4), let_go(4)]),
    "letting go of the pad before": ("90 28 7f, 90 29 7f, 80 28 40", [slice_(4), slice_(5), let_go(4)]),
    "two keys of a slice": ("90 24 7f, 90 44 7f, 80 24 00, 80 44 00", [slice_(0), slice_(0), let_go(0)]),
    "a key that was never struck": ("80 28 40", []),
    "after 32 keys they begin again": ("90 43 7f, 90 44 7f", [slice_(31), slice_(0)]),
    "the highest key": ("90 7f 7f", [slice_(27)]),
    "keys below are no pads": ("90 23 7f", []),
    "every channel": ("90 24 7f, 9f 25 7f", [slice_(0), slice_(1)]),
    "a pedal holds": ("b0 40 7f, 90 24 7f, 80 24 00, b0 40 00, 90 25 7f", [slice_(0), let_go(0), slice_(1)]),
    "all sound off": ("90 24 7f, b0 78 00, 80 24 00", [slice_(0), PANIC]),
    "all notes off": ("90 24 7f, b0 7b 00", [slice_(0), PANIC]),
    "reset": ("90 24 7f, b0 79 00", [slice_(0)]),
    "transport": ("fa, fc, fb, f8", [PLAY, STOP, PLAY]),
}

GATE: dict[str, tuple[str, list[Event]]] = {  # where nothing played before
    "down, up": ("90 24 7f, 80 24 00", [slice_(0), STOP]),
    "down, running up": ("90 24 7f 24 00", [slice_(0), STOP]),
    "a key that was never struck": ("80 24 00", []),
    "another key goes up": ("90 24 7f, 80 25 00", [slice_(0)]),
    "the same key of another channel goes up": ("90 24 7f, 81 24 00", [slice_(0)]),
    "two pads: the last one ends it": ("90 24 7f, 90 25 7f, 80 25 00, 80 24 00", [slice_(0), slice_(1), STOP]),
    "struck twice, one release ends it": ("90 24 7f, 90 24 7f, 80 24 00, 80 24 00", [slice_(0), slice_(0), STOP]),
    "pedal holds until it is lifted": ("b0 40 7f, 90 24 7f, 80 24 00, b0 40 00", [slice_(0), STOP]),
    "pedal at 64 is down": ("b0 40 40, 90 24 7f, 80 24 00", [slice_(0)]),
    "pedal at 64 is down, at 63 up": ("b0 40 40, 90 24 7f, 80 24 00, b0 40 3f", [slice_(0), STOP]),
    "pedal lifted while the pad is down": ("90 24 7f, b0 40 7f, b0 40 00, 80 24 00", [slice_(0), STOP]),
    "pedal pressed after the release": ("90 24 7f, 80 24 00, b0 40 7f, b0 40 00", [slice_(0), STOP]),
    "struck again under the pedal": (
        "b0 40 7f, 90 24 7f, 80 24 00, 90 24 7f, b0 40 00, 80 24 00",
        [slice_(0), slice_(0), STOP],
    ),
    "reset lifts the pedal": ("b0 40 7f, 90 24 7f, 80 24 00, b0 79 00", [slice_(0), STOP]),
    "all sound off, the release comes too late": ("90 24 7f, b0 78 00, 80 24 00", [slice_(0), PANIC]),
    "all notes off lifts the pedal": ("b0 40 7f, 90 24 7f, b0 7b 00, 90 24 7f, 80 24 00", [
        slice_(0), PANIC, slice_(0), STOP
    ]),
}  # fmt: skip

LATCH: dict[str, tuple[str, list[Event]]] = {
    "stays when let go": ("90 24 7f, 80 24 00", [slice_(0)]),
    "struck again, it ends": ("90 24 7f, 80 24 00, 90 24 7f, 80 24 00", [slice_(0), STOP]),
    "another pad takes over": ("90 24 7f, 80 24 00, 90 25 7f, 80 25 00, 90 25 7f", [slice_(0), slice_(1), STOP]),
    "and the first one plays again": ("90 24 7f, 90 25 7f, 90 24 7f", [slice_(0), slice_(1), slice_(0)]),
    "under the pedal it ends when that is lifted": ("90 24 7f, b0 40 7f, 90 24 7f, b0 40 00", [slice_(0), STOP]),
    "all sound off": ("90 24 7f, b0 78 00, 90 24 7f", [slice_(0), PANIC, slice_(0)]),
}


@pytest.mark.parametrize(
    ("mode", "text", "events"),
    [
        pytest.param(mode, text, events, id=f"{mode}: {name}")
        for mode, table in (("one-shot", ONE_SHOT), ("gate", GATE), ("latch", LATCH))
        for name, (text, events) in table.items()
    ],
)
def test_bytes_give_these_events(mode: PadMode, text: str, events: list[Event]) -> None:
    assert play(Pads(Break(playing=False).beat, PadSettings(mode=mode)), text) == events


def test_a_gate_release_returns_the_break_to_where_it_would_be() -> None:
    pads = Pads(Break(playing=True).beat, PadSettings(mode="gate"), latency=LATENCY)
    assert play(pads, "90 24 7f, 90 25 7f, 80 24 00, 80 25 00") == [slice_(0), slice_(1), back(3.0)]
    assert pads.play(NoteMessage(36, 0, 1.0, 5.0)) == [TriggerCall(slice_(0), 5.0)]
    assert pads.play(NoteMessage(36, 0, 0.0, 6.0)) == [TriggerCall(back(6.0), 6.0, 6.0 + LATENCY)]


def test_a_break_that_was_stopped_does_not_come_back() -> None:
    drum = Break(playing=True)
    pads = Pads(drum.beat, PadSettings(mode="gate"))
    pads.play(NoteMessage(36, 0, 1.0, 1.0))
    drum.playing = False
    assert [call.event for call in pads.play(NoteMessage(36, 0, 0.0, 2.0))] == [STOP]


def test_a_fast_gate_is_not_taken_for_a_playing_break() -> None:
    drum = Break(playing=False)
    pads = Pads(drum.beat, PadSettings(mode="gate"))
    pads.play(NoteMessage(36, 0, 1.0, 1.0))
    drum.playing = True
    pads.play(NoteMessage(36, 0, 0.0, 2.0))
    pads.play(NoteMessage(36, 0, 1.0, 2.0 + STOP_SETTLE_S / 2))  # the player has not reported the stop yet
    assert [call.event for call in pads.play(NoteMessage(36, 0, 0.0, 3.0))] == [STOP]


@pytest.mark.parametrize(
    "message", [NoteMessage(37, 0, 1.0, 2.004), SystemMessage("stop", 2.004), SystemMessage("start", 2.004)]
)
def test_an_event_after_a_release_does_not_overtake_the_returning_break(
    message: NoteMessage | SystemMessage,
) -> None:
    pads = Pads(Break(playing=True).beat, PadSettings(mode="gate"), latency=LATENCY)
    pads.play(NoteMessage(36, 0, 1.0, 1.0))
    (returning,) = pads.play(NoteMessage(36, 0, 0.0, 2.0))
    (call,) = pads.play(message)
    assert returning.due == pytest.approx(2.0 + LATENCY)
    assert call.due == pytest.approx(2.004 + LATENCY)
    assert pads.play(SystemMessage("silence", 2.005)) == [TriggerCall(PANIC, 2.005)]  # a stop never waits
    assert pads.play(NoteMessage(38, 0, 1.0, 2.006)) == [TriggerCall(slice_(2), 2.006)]


def test_all_notes_off_can_be_a_release() -> None:
    one_shot = Pads(Break(playing=True).beat, PadSettings(all_notes_off="release"))
    assert play(one_shot, "90 24 7f, b0 7b 00") == [slice_(0), let_go(0)]
    assert one_shot.held == ()
    gate = Pads(Break(playing=False).beat, PadSettings(mode="gate", all_notes_off="release"))
    assert play(gate, "b0 40 7f, 90 24 7f, b0 7b 00, b0 7b 00") == [slice_(0), STOP]


def test_choke_groups_decide_which_pads_are_held() -> None:
    groups = (frozenset({36, 37}), frozenset({40, 41}))
    gate = Pads(Break(playing=False).beat, PadSettings(mode="gate", choke=groups))
    assert play(gate, "90 24 7f, 90 25 7f") == [slice_(0), slice_(1)]
    assert gate.held == ((0, 37),)
    assert play(gate, "80 25 00") == [STOP]
    latch = Pads(Break(playing=False).beat, PadSettings(mode="latch", choke=groups))
    play(latch, "90 24 7f, 90 28 7f, 90 29 7f")
    assert latch.held == ((0, 36), (0, 41))


def test_held_pads_are_in_order_the_newest_last() -> None:
    pads = Pads(Break(playing=False).beat)
    play(pads, "90 24 7f, 91 24 7f, 90 26 7f, 90 24 7f, 90 22 7f")
    assert pads.held == ((1, 36), (0, 38), (0, 36))
    play(pads, "b1 40 7f, 80 24 00")
    assert pads.held == ((1, 36), (0, 38), (0, 36))
    play(pads, "b1 40 00")
    assert pads.held == ((1, 36), (0, 38))


def test_pads_can_be_limited_to_one_channel() -> None:
    pads = Pads(Break(playing=False).beat, PadSettings(channel=9, base=40, mode="gate"))
    assert play(pads, "90 28 7f, 99 28 7f, b0 40 7f, 80 28 00, 89 28 00") == [slice_(0), STOP]


def test_buttons_of_the_map_are_not_pads() -> None:
    pads = Pads(Break(playing=False).beat, PadSettings(buttons=frozenset({40}), mode="gate"))
    assert play(pads, "90 28 7f, 80 28 00, 90 29 7f") == [slice_(5)]


def test_keys_beyond_the_count_are_not_pads() -> None:
    pads = Pads(Break(playing=False).beat, PadSettings(base=40, count=2, mode="gate"))
    assert play(pads, "90 27 7f, 90 28 7f, 90 29 7f, 90 2a 7f, 80 2a 00") == [slice_(0), slice_(1)]
    none = Pads(Break(playing=False).beat, PadSettings(count=0))
    assert play(none, "90 24 7f") == []


def test_transport_can_be_left_to_a_clock() -> None:
    pads = Pads(Break(playing=False).beat)
    pads.transport = False
    assert play(pads, "fa, fc, fb") == []


@pytest.mark.parametrize("mode", ["gate", "latch"])
def test_release_all_and_configure_release_held_pads(mode: PadMode) -> None:
    pads = Pads(Break(playing=False).beat, PadSettings(mode=mode))
    play(pads, "b0 40 7f, 90 24 7f, 90 25 7f")
    assert [call.event for call in pads.release_all(9.0)] == [STOP]
    assert pads.release_all(9.0) == []
    assert play(pads, "90 24 7f, 80 24 00, 90 24 7f") == (
        [slice_(0), STOP, slice_(0)] if mode == "gate" else [slice_(0), STOP]
    )
    play(pads, "90 25 7f")
    assert [call.event for call in pads.configure(PadSettings(), 9.0)] == [STOP]
    assert pads.held == ()
    play(pads, "90 25 7f, 80 25 00")
    assert pads.release_all(9.0) == []  # one-shot now


def test_velocity_curves() -> None:
    def velocity(curve: VelocityCurve, value: float) -> float:
        pads = Pads(lambda at: None, PadSettings(curve=curve))
        return pads.play(NoteMessage(36, 0, value, 0.0))[0].event.value

    curves: Sequence[VelocityCurve] = ("hard", "linear", "soft", "fixed")
    for curve in curves:
        heard = [velocity(curve, raw / 127) for raw in range(1, 128)]
        assert heard == sorted(heard)
        assert 0 < heard[0] <= heard[-1] == 1
    hard, linear, soft, fixed = (velocity(curve, 0.25) for curve in curves)
    assert hard < linear == 0.25 < soft < fixed == 1
