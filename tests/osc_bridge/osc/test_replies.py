"""Replies are flat and complete, so that simple clients can read them."""

from typing import Any

import pytest
from pythonosc.osc_message import OscMessage

from engine import __version__
from engine.controls import Status
from osc_bridge.osc import replies
from osc_bridge.osc.address_space import READABLE
from osc_bridge.osc.addresses import EndpointKind, by_path
from tests.fake_controls import FakeControls
from tests.tiny_client import pack


class PlayingControls(FakeControls):
    """Controls of an instrument that plays."""

    def status(self) -> Status:
        return Status(True, 12.5, 256.0, -6.0, 0.25, 2, 3, "JACK", "CPU", "amen", 0.015625, 5, -3.0)


def ask(datagram: bytes, controls: FakeControls | None = None, refused: int = 0) -> tuple[str, list[Any]]:
    message = OscMessage(datagram)
    reply = OscMessage(replies.answer(message.address, message, controls or FakeControls(), refused))
    return reply.address, reply.params


def test_a_parameter_answers_with_its_value() -> None:
    controls = FakeControls()
    controls.write({"tempo": 174.5})
    assert ask(pack("/vamen/tempo"), controls) == ("/vamen/tempo", [174.5])


def test_a_whole_parameter_answers_with_an_int_that_has_all_its_digits() -> None:
    controls = FakeControls()
    controls.write({"seed": 2.0**31 - 1})
    assert ask(pack("/vamen/seed"), controls) == ("/vamen/seed", [2**31 - 1])


def test_latents_answer_all_at_once() -> None:
    controls = FakeControls()
    controls.write({"latent/15": 1.5})
    assert ask(pack("/vamen/latent"), controls) == ("/vamen/latent", [0.0] * 15 + [1.5])


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("/vamen/meter/playing", [1]),
        ("/vamen/meter/beat", [12.5]),
        ("/vamen/meter/frame", [256.0]),
        ("/vamen/meter/peak", [-6.0]),
        ("/vamen/meter/load", [0.25]),
        ("/vamen/meter/underruns", [2]),
        ("/vamen/meter/limiter", [-3.0]),
        ("/vamen/meter/latency", [0.015625]),
        ("/vamen/norm/latent/0", [0.75]),
        ("/vamen/step/3/kick", [0.5]),
        ("/vamen/step/3/mute", [0.25]),
        ("/vamen/step/3/0", [0.0]),
    ],
)
def test_meters_norms_and_sixteenths_answer(address: str, values: list[float]) -> None:
    controls = PlayingControls()
    controls.write({"latent/0": 1.5})
    controls.write_steps({(3, "kick"): 0.5, (3, "mute"): 0.25})
    answered, arguments = ask(pack(address), controls)
    assert (answered, arguments) == (address, values)
    assert [type(argument) for argument in arguments] == [type(value) for value in values]


def test_every_value_has_the_types_of_its_address() -> None:
    for path in (path for path in READABLE if by_path()[path].kind is not EndpointKind.REPORT):
        values = replies.read_values(by_path()[path], PlayingControls())
        assert OscMessage(replies.value_packet(by_path()[path], values)).address == path
        assert "".join("i" if isinstance(value, int) else "f" for value in values) == by_path()[path].tags, path


def test_a_parameter_is_read_in_its_unit_and_as_a_share_of_its_range() -> None:
    controls = FakeControls()
    controls.write({"tempo": 105.0})
    assert replies.read_values(by_path()["/vamen/tempo"], controls) == (105.0,)
    assert replies.read_values(by_path()["/vamen/norm/tempo"], controls) == (0.25,)


def test_the_version_answers() -> None:
    assert ask(pack("/vamen/version")) == ("/vamen/version", [__version__])


def test_the_status_is_flat_and_in_the_documented_order() -> None:
    address, values = ask(pack("/vamen/status"), PlayingControls(), refused=4)
    assert address == "/vamen/status"
    assert values == [1, 12.5, 256.0, -6.0, 0.25, 2, 3, "JACK", "CPU", "amen", 0.015625, 4, 5]
    types = "int float float float float int int str str str float int int"
    assert " ".join(type(value).__name__ for value in values) == types


@pytest.mark.parametrize("arguments", [(), (1,), ("token", 0.1, b"blob", None, True)])
def test_a_ping_comes_back_byte_for_byte(arguments: tuple[Any, ...]) -> None:
    ping = pack("/vamen/ping", *arguments)
    pong = replies.answer("/vamen/ping", OscMessage(ping), FakeControls(), 0)
    assert pong == ping.replace(b"ping", b"pong")
