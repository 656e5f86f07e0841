"""Rings, lamps and motors show what is true, never against a hand, and nothing that they send back circles."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadConfig
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage
from osc_bridge.midi.output.feedback import ECHO, HOLD, RATE, Feedback, Shown

KNOB = Shown("cc 20", 0, "latent/0", -3.0, 3.0)
FADER = Shown("cc14 7", 2, "level", -60.0, 12.0)
LAMP = Shown("note 60", 9, "freeze", 0.0, 1.0)


def moved(raw: int, at: float, control: str = "cc 20", channel: int = 0) -> ControlChange:
    return ControlChange(control, channel, raw / 127, raw, at)


@pytest.mark.parametrize(
    ("shown", "value", "messages"),
    [
        (KNOB, -3.0, ["b01400"]),
        (KNOB, 0.0, ["b01440"]),
        (KNOB, 3.0, ["b0147f"]),
        (KNOB, 9.0, ["b0147f"]),
        (KNOB._replace(low=3.0, high=-3.0), 3.0, ["b01400"]),
        (KNOB._replace(curve=((0.0, 0.0), (0.5, 0.1), (1.0, 1.0))), -2.4, ["b01440"]),
        (KNOB._replace(lamp=True), 0.1, ["b0147f"]),
        (KNOB._replace(lamp=True), -0.1, ["b01400"]),
        (FADER, -24.0, ["b20740", "b22700"]),
        (FADER, 12.0, ["b2077f", "b2277f"]),
        (Shown("nrpn 300", 1, "level", -60.0, 12.0), -60.0, ["b16302", "b1622c", "b10600", "b12600"]),
        (Shown("bend", 3, "speed", -4.0, 4.0), 0.0, ["e30040"]),
        (Shown("bend", 3, "speed", -4.0, 4.0), 4.0, ["e37f7f"]),
        (LAMP, 1.0, ["993c7f"]),
        (LAMP, 0.0, ["993c00"]),
    ],
)
def test_a_value_is_shown_by_these_bytes(shown: Shown, value: float, messages: list[str]) -> None:
    assert [data.hex() for data in Feedback([shown]).changed({shown.parameter: value}, 0.0)] == messages


@given(st.integers(0, 127))
def test_what_a_knob_says_is_what_it_is_shown(raw: int) -> None:
    value = raw / 64 * 3 - 3 if raw <= 64 else (raw - 64) / 63 * 3
    assert Feedback([KNOB]).changed({"latent/0": value}, 0.0) == [bytes((0xB0, 20, raw))]


def test_everything_is_sent_once_and_again_when_the_controller_was_plugged_in() -> None:
    feedback = Feedback([KNOB, LAMP])
    values = {"latent/0": 0.0, "freeze": 1.0, "tempo": 170.0}
    assert len(feedback.changed(values, 0.0)) == 2
    assert feedback.changed(values, 1.0) == []
    feedback.forget()
    assert len(feedback.changed(values, 2.0)) == 2


def test_a_parameter_that_nobody_tells_of_is_left_as_it_is() -> None:
    assert Feedback([KNOB]).changed({"tempo": 170.0}, 0.0) == []


def test_a_sweep_is_sent_at_most_thirty_times_a_second_and_ends_where_it_ends() -> None:
    feedback, sent = Feedback([KNOB]), list[bytes]()
    for tick in range(1001):
        sent += feedback.changed({"latent/0": -3 + 6 * tick / 1000}, tick / 1000)
    assert RATE - 2 <= len(sent) <= RATE + 1
    sent += feedback.changed({"latent/0": 3.0}, 1.0 + 1 / RATE)
    assert sent[-1] == bytes((0xB0, 20, 127))


def test_a_fader_in_a_hand_is_left_alone_and_then_gets_the_final_value_once() -> None:
    feedback = Feedback([KNOB])
    feedback.changed({"latent/0": 0.0}, 0.0)
    sent = []
    for tick in range(100):  # it is moved for a second, and the parameter is a little behind
        at = 1 + tick / 100
        assert not feedback.heard(moved(tick, at))
        sent += feedback.changed({"latent/0": -3 + tick / 50}, at)
    assert sent == []
    assert feedback.changed({"latent/0": 1.0}, at + HOLD - 0.001) == []
    assert feedback.changed({"latent/0": 1.0}, at + HOLD) == [bytes((0xB0, 20, 85))]
    assert feedback.changed({"latent/0": 1.0}, at + 2) == []


def test_other_controls_go_on_while_one_is_in_a_hand() -> None:
    feedback = Feedback([KNOB, KNOB._replace(control="cc 21")])
    feedback.heard(moved(5, 0.0))
    assert feedback.changed({"latent/0": 0.0}, 0.1) == [bytes((0xB0, 21, 64))]
    assert not feedback.heard(moved(5, 0.0, channel=7))
    assert not feedback.heard(moved(5, 0.0, control="cc 99"))


def test_an_encoder_that_sends_steps_never_sends_an_echo() -> None:
    feedback = Feedback([KNOB._replace(relative=True)])
    feedback.changed({"latent/0": 0.0}, 0.0)
    assert not feedback.heard(moved(64, 0.01))


def test_a_lamp_follows_at_once_and_is_set_right_after_its_button_was_let_go() -> None:
    feedback = Feedback([LAMP])
    feedback.changed({"freeze": 0.0}, 0.0)
    assert not feedback.heard(NoteMessage(60, 9, 1.0, 1.0))
    assert feedback.changed({"freeze": 1.0}, 1.01) == [bytes((0x99, 60, 127))]
    assert not feedback.heard(NoteMessage(60, 9, 0.0, 1.5))  # now the button has switched its lamp off
    assert feedback.changed({"freeze": 1.0}, 1.51) == [bytes((0x99, 60, 127))]


def test_a_press_long_after_the_lamp_was_lit_is_no_echo() -> None:
    feedback = Feedback([LAMP])
    feedback.changed({"freeze": 1.0}, 0.0)
    assert feedback.heard(NoteMessage(60, 9, 1.0, ECHO / 2))
    assert not feedback.heard(NoteMessage(60, 9, 1.0, ECHO * 2))


class Echoing:
    """A controller that sends back what it gets, after a while; its messages are played as a map would."""

    def __init__(self, delay: float, play: Callable[[float], None], *, coarse_first: bool = False) -> None:
        shown = FADER if coarse_first else KNOB._replace(parameter="level", low=-60.0, high=12.0)
        self.feedback, self.delay, self.play = Feedback([shown]), delay, play
        self.shown, self.waiting, self.count = shown, list[tuple[float, list[bytes]]](), 0
        self.coarse = self.fine = 0

    def tick(self, value: float, now: float) -> None:
        while self.waiting and self.waiting[0][0] <= now:
            for data in self.waiting.pop(0)[1]:
                self.say(data, now)
        if messages := self.feedback.changed({"level": value}, now):
            self.count += 1
            self.waiting.append((now + self.delay, messages))

    def say(self, data: bytes, now: float) -> None:
        if self.shown is FADER:
            if data[1] < 32:
                self.coarse = data[2]
            else:
                self.fine = data[2]
            raw, most = self.coarse << 7 | self.fine, 16383
        else:
            raw, most = data[2], 127
        middle = (most + 1) // 2
        place = raw / middle / 2 if raw <= middle else 0.5 + (raw - middle) / (most - middle) / 2
        if not self.feedback.heard(ControlChange(self.shown.control, self.shown.channel, place, raw, now)):
            self.play(-60 + 72 * place)


@pytest.mark.parametrize("coarse_first", [False, True], ids=["7 bit", "14 bit"])
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.5])
@pytest.mark.parametrize("controllers", [1, 2])
def test_controllers_that_echo_settle(controllers: int, delay: float, coarse_first: bool) -> None:
    level = [0.0]

    def play(value: float) -> None:
        level[0] = value

    echoing = [Echoing(delay * (1 + place), play, coarse_first=coarse_first) for place in range(controllers)]
    for tick in range(60 * 8):
        now = tick / 60
        if tick < 60:
            level[0] = -60 + 1.1 * tick  # somebody moves the parameter for a second
        before = [one.count for one in echoing]
        for one in echoing:
            one.tick(level[0], now)
        if now > 5:
            assert [one.count for one in echoing] == before, "it still circles"
    if delay <= ECHO / 2:
        assert level[0] == -60 + 1.1 * 59  # and what came back changed nothing


@pytest.mark.parametrize(
    ("shown", "match"),
    [
        (KNOB._replace(control="pressure"), "shows nothing"),
        (KNOB._replace(control="poly 36"), "shows nothing"),
        (KNOB._replace(control="cc 120"), "shows nothing"),
        (KNOB._replace(control="cc14 32"), "shows nothing"),
        (KNOB._replace(control="cc"), "shows nothing"),
        (KNOB._replace(control="cc twenty"), "shows nothing"),
        (KNOB._replace(control="bend 1"), "shows nothing"),
        (KNOB._replace(channel=16), "expected 0 to 15"),
        (KNOB._replace(high=-3.0), "stands still"),
        (KNOB._replace(curve=((0.0, 0.0), (0.0, 1.0))), "stands still"),
        (KNOB._replace(curve=()), "stands still"),
    ],
)
def test_what_cannot_be_shown_is_refused(shown: Shown, match: str) -> None:
    with pytest.raises(BadConfig, match=match):
        Feedback([shown])
