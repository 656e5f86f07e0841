"""Controllers show parameter values, are not sent to while they are moved, and their echoes are not played."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mido import Message

from engine.errors import BadConfig
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.mapping.control_map import ControlMap, MapEntry, make_entry
from osc_bridge.midi.mapping.map_file import parse_map
from osc_bridge.midi.output.feedback import ECHO_TIME_S, MAX_FEEDBACK_RATE, TOUCH_HOLD_S, Feedback
from tests.osc_bridge.midi.fake import raw

MAP = """
[map]
"cc 20" = "latent/0"
"cc14 3 channel 4" = { to = "tempo", low = 180, high = 120 }
"cc 21" = { to = "texture", curve = "s" }
"cc 22" = { to = "seed", relative = "two's complement" }
"note 40" = { to = "freeze", toggle = true }
"note 41" = "tap"
"bend" = "width"
"""
KNOB = make_entry(("cc 20", 0), "latent/0", {})
FADER = make_entry(("cc14 7", 2), "level", {})
LAMP = make_entry(("note 60", 9), "freeze", {})


def feedback_for(*entries: MapEntry) -> Feedback:
    return Feedback(ControlMap("a map", entries={entry.key: entry for entry in entries}, feedback={"on": True}))


def moved(number: int, at: float, control: str = "cc 20", channel: int = 0) -> ControlChange:
    return ControlChange(control, channel, number / 127, number, at)


@pytest.mark.parametrize(
    ("entry", "value", "messages"),
    [
        (KNOB, -3.0, ["b01400"]),
        (KNOB, 0.0, ["b01440"]),
        (KNOB, 3.0, ["b0147f"]),
        (KNOB, 9.0, ["b0147f"]),
        (replace(KNOB, low=3.0, high=-3.0), 3.0, ["b01400"]),
        (replace(KNOB, curve="exp"), 6 * 3 / 15 - 3, ["b01440"]),  # exp is 3 / 15 of the range at the middle
        (replace(KNOB, toggle=True), 0.1, ["b0147f"]),
        (replace(KNOB, toggle=True), -0.1, ["b01400"]),
        (FADER, -24.0, ["b20740", "b22700"]),
        (FADER, 12.0, ["b2077f", "b2277f"]),
        (make_entry(("nrpn 300", 1), "level", {}), -60.0, ["b16302", "b1622c", "b10600", "b12600"]),
        (LAMP, 1.0, ["993c7f"]),
        (LAMP, 0.0, ["993c00"]),
    ],
)
def test_a_value_is_sent_as_these_bytes(entry: MapEntry, value: float, messages: list[str]) -> None:
    feedback = feedback_for(entry)
    assert [data.hex() for data in raw(feedback.update({id: value for id in feedback.parameters}, 0.0))] == messages


def sent_for(section: str) -> dict[str, list[bytes]]:
    """Return the messages for each parameter of MAP."""
    feedback = Feedback(parse_map(f"{MAP}[feedback]\n{section}\n", "a map"))
    return {id: raw(feedback.update({id: value}, 0.0)) for id, value in VALUES.items() if id in feedback.parameters}


VALUES = {"latent/0": 3.0, "tempo": 120.0, "texture": 2.0, "seed": 0.0, "freeze": 1.0, "width": 1.0}


@pytest.mark.parametrize("section", ["channel = 3", "on = false"])
def test_nothing_is_sent_unless_the_map_asks_for_it(section: str) -> None:
    assert sent_for(section) == {}


def test_parameters_are_sent_to_controls_that_can_show_them_on_their_channel() -> None:
    assert sent_for("on = true\nchannel = 9") == {
        "latent/0": [bytes.fromhex("b8147f")],
        "tempo": [bytes.fromhex("b3037f"), bytes.fromhex("b3237f")],
        "texture": [bytes.fromhex("b8157f")],
        "seed": [bytes.fromhex("b81600")],
        "freeze": [bytes.fromhex("98287f")],
    }


def test_without_a_channel_feedback_is_sent_on_the_first() -> None:
    assert sent_for("on = true")["latent/0"] == [bytes.fromhex("b0147f")]


@pytest.mark.parametrize("section", ["on = 1", "channel = 0", "channel = true", "colour = 3"])
def test_an_unknown_key_or_value_is_refused(section: str) -> None:
    with pytest.raises(BadConfig, match=r"\[feedback\]"):
        sent_for(section)


@given(st.integers(0, 127))
def test_a_knob_gets_the_number_that_it_sent(number: int) -> None:
    value = number / 64 * 3 - 3 if number <= 64 else (number - 64) / 63 * 3
    assert raw(feedback_for(KNOB).update({"latent/0": value}, 0.0)) == [bytes((0xB0, 20, number))]


def test_everything_is_sent_once_and_again_after_forget() -> None:
    feedback = feedback_for(KNOB, LAMP)
    values = {"latent/0": 0.0, "freeze": 1.0, "tempo": 170.0}
    assert len(feedback.update(values, 0.0)) == 2
    assert feedback.update(values, 1.0) == []
    feedback.forget()
    assert len(feedback.update(values, 2.0)) == 2


def test_a_parameter_without_a_value_is_not_sent() -> None:
    assert feedback_for(KNOB).update({"tempo": 170.0}, 0.0) == []


def test_a_sweep_is_sent_at_the_maximum_rate_and_ends_with_the_last_value() -> None:
    feedback, sent = feedback_for(KNOB), list[Message]()
    for tick in range(1001):
        sent += feedback.update({"latent/0": -3 + 6 * tick / 1000}, tick / 1000)
    assert MAX_FEEDBACK_RATE - 2 <= len(sent) <= MAX_FEEDBACK_RATE + 1
    sent += feedback.update({"latent/0": 3.0}, 1.0 + 1 / MAX_FEEDBACK_RATE)
    assert bytes(sent[-1].bytes()) == bytes((0xB0, 20, 127))


def test_a_moved_fader_gets_the_final_value_once_after_the_hold_time() -> None:
    feedback = feedback_for(KNOB)
    feedback.update({"latent/0": 0.0}, 0.0)
    sent = []
    for tick in range(100):  # it is moved for a second, and the parameter lags
        at = 1 + tick / 100
        assert not feedback.is_echo(moved(tick, at))
        sent += feedback.update({"latent/0": -3 + tick / 50}, at)
    assert sent == []
    assert feedback.update({"latent/0": 1.0}, at + TOUCH_HOLD_S - 0.001) == []
    assert raw(feedback.update({"latent/0": 1.0}, at + TOUCH_HOLD_S)) == [bytes((0xB0, 20, 85))]
    assert feedback.update({"latent/0": 1.0}, at + 2) == []


def test_other_controls_are_sent_while_one_is_moved() -> None:
    feedback = feedback_for(KNOB, replace(KNOB, control="cc 21"))
    feedback.is_echo(moved(5, 0.0))
    assert raw(feedback.update({"latent/0": 0.0}, 0.1)) == [bytes((0xB0, 21, 64))]
    assert not feedback.is_echo(moved(5, 0.0, channel=7))
    assert not feedback.is_echo(moved(5, 0.0, control="cc 99"))


def test_a_relative_encoder_sends_no_echo() -> None:
    feedback = feedback_for(replace(KNOB, relative="signed bit"))
    feedback.update({"latent/0": 0.0}, 0.0)
    assert not feedback.is_echo(moved(64, 0.01))


def test_a_lamp_is_sent_at_once_and_again_after_its_button_is_released() -> None:
    feedback = feedback_for(LAMP)
    feedback.update({"freeze": 0.0}, 0.0)
    assert not feedback.is_echo(NoteMessage(60, 9, 1.0, 1.0))
    assert raw(feedback.update({"freeze": 1.0}, 1.01)) == [bytes((0x99, 60, 127))]
    assert not feedback.is_echo(NoteMessage(60, 9, 0.0, 1.5))  # the button has switched its lamp off
    assert raw(feedback.update({"freeze": 1.0}, 1.51)) == [bytes((0x99, 60, 127))]


def test_a_press_after_the_echo_time_is_not_an_echo() -> None:
    feedback = feedback_for(LAMP)
    feedback.update({"freeze": 1.0}, 0.0)
    assert feedback.is_echo(NoteMessage(60, 9, 1.0, ECHO_TIME_S / 2))
    assert not feedback.is_echo(NoteMessage(60, 9, 1.0, ECHO_TIME_S * 2))


class Echoing:
    """A controller that sends back what it gets after a delay, and sets the parameter by messages that are no echo."""

    def __init__(self, delay: float, play: Callable[[float], None], *, coarse_first: bool = False) -> None:
        entry = FADER if coarse_first else make_entry(("cc 20", 0), "level", {})
        self.feedback, self.delay, self.play = feedback_for(entry), delay, play
        self.entry, self.waiting, self.count = entry, list[tuple[float, list[bytes]]](), 0
        self.coarse = self.fine = 0

    def tick(self, value: float, now: float) -> None:
        while self.waiting and self.waiting[0][0] <= now:
            for data in self.waiting.pop(0)[1]:
                self.say(data, now)
        if messages := raw(self.feedback.update({"level": value}, now)):
            self.count += 1
            self.waiting.append((now + self.delay, messages))

    def say(self, data: bytes, now: float) -> None:
        if self.entry is FADER:
            if data[1] < 32:
                self.coarse = data[2]
            else:
                self.fine = data[2]
            number, top = self.coarse << 7 | self.fine, 16383
        else:
            number, top = data[2], 127
        middle = (top + 1) // 2
        position = number / middle / 2 if number <= middle else 0.5 + (number - middle) / (top - middle) / 2
        channel = self.entry.channel or 0
        if not self.feedback.is_echo(ControlChange(self.entry.control, channel, position, number, now)):
            self.play(-60 + 72 * position)


@pytest.mark.parametrize("coarse_first", [False, True], ids=["7 bit", "14 bit"])
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("controllers", [1, 2])
def test_controllers_that_send_echoes_settle(controllers: int, delay: float, coarse_first: bool) -> None:
    level = [0.0]

    def play(value: float) -> None:
        level[0] = value

    echoing = [Echoing(delay * (1 + place), play, coarse_first=coarse_first) for place in range(controllers)]
    for tick in range(60 * 8):
        now = tick / 60
        if tick < 60:
            level[0] = -60 + 1.1 * tick  # the parameter moves for a second
        before = [one.count for one in echoing]
        for one in echoing:
            one.tick(level[0], now)
        if now > 5:
            assert [one.count for one in echoing] == before, "messages still circulate"
    if delay <= ECHO_TIME_S / 2:
        assert level[0] == -60 + 1.1 * 59  # the echoes changed nothing
