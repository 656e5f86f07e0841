"""Every address does what the namespace says, whatever type a controller sends."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.errors import BadParameter
from engine.parameters import TABLE, Parameter
from osc_bridge.namespace import Wish, interpret


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_every_parameter_of_the_table_has_its_address(entry: Parameter) -> None:
    assert interpret(f"/vamen/{entry.id}", [entry.high]).values == {entry.id: entry.high}


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_a_bare_address_is_a_question(entry: Parameter) -> None:
    assert interpret(f"/vamen/{entry.id}", []) == Wish(questions=(f"/vamen/{entry.id}",))


@pytest.mark.parametrize(
    ("argument", "value"),
    [(2, 2.0), (0.5, 0.5), (True, 1.0), (False, 0.0), ("0.25", 0.25), (" -1e0 ", -1.0), (2**40, 3.0), ([0.5], 0.5)],
)
def test_numbers_are_taken_in_any_type(argument: Any, value: float) -> None:
    assert interpret("/vamen/latent/3", [argument]).values == {"latent/3": value}


@pytest.mark.parametrize(
    "argument", [math.nan, math.inf, -math.inf, "nan", "inf", "loud", "", b"\0\0\0\1", None, (0, 1, 2, 3), [[0.5]]]
)
def test_what_is_no_finite_number_is_refused(argument: Any) -> None:
    with pytest.raises(BadParameter):
        interpret("/vamen/latent/3", [argument])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_is_sent_the_value_is_within_the_range(value: float) -> None:
    for entry in TABLE:
        (written,) = interpret(f"/vamen/{entry.id}", [value]).values.values()
        assert entry.low <= written <= entry.high
        assert not entry.whole or written == round(written)


def test_many_latents_are_set_at_once() -> None:
    assert interpret("/vamen/latent", [0.5, -0.5]).values == {"latent/0": 0.5, "latent/1": -0.5}
    assert len(interpret("/vamen/latent", [0.0] * 16).values) == 16


def test_latents_may_come_as_an_array() -> None:
    assert interpret("/vamen/latent", [[0.5, -0.5]]).values == {"latent/0": 0.5, "latent/1": -0.5}


def test_one_bad_latent_spoils_the_message() -> None:
    with pytest.raises(BadParameter):
        interpret("/vamen/latent", [0.5, math.nan])


@pytest.mark.parametrize(
    ("address", "action"),
    [("/vamen/play", Action.PLAY), ("/vamen/stop", Action.STOP), ("/vamen/panic", Action.PANIC)],
)
def test_a_button_acts_when_it_is_pressed_and_not_when_it_is_released(address: str, action: Action) -> None:
    for pressed in ([], [1.0], [1], [True], ["1"]):
        assert interpret(address, pressed).events == (Event(action),)
    for released in ([0.0], [0], [False], ["0"]):
        assert interpret(address, released) == Wish()


def test_a_slice_has_an_index_and_a_velocity() -> None:
    assert interpret("/vamen/slice", [5]).events == (Event(Action.SLICE, 5, 1.0),)
    assert interpret("/vamen/slice", [5.0, 0.25]).events == (Event(Action.SLICE, 5, 0.25),)
    assert interpret("/vamen/slice", [5, 7.0]).events == (Event(Action.SLICE, 5, 1.0),)


@pytest.mark.parametrize(("index", "slice_"), [(32, 0), (-1, 31), (1e30, 0), (4.6, 5)])
def test_a_slice_beyond_the_tape_wraps_around(index: float, slice_: int) -> None:
    (event,) = interpret("/vamen/slice", [index]).events
    assert 0 <= event.index < 32
    assert event.index == slice_ or index == 1e30


@pytest.mark.parametrize("velocity", [0, 0.0, -1.0, False])
def test_a_slice_without_velocity_is_a_released_pad(velocity: float) -> None:
    assert interpret("/vamen/slice", [5, velocity]) == Wish()


@pytest.mark.parametrize(
    ("address", "arguments"),
    [
        ("/vamen/tempo", [120.0, 130.0]),
        ("/vamen/latent", [0.0] * 17),
        ("/vamen/slice", []),
        ("/vamen/slice", [1, 1, 1]),
        ("/vamen/slice", ["five"]),
        ("/vamen/play", [1, 1]),
        ("/vamen/play", [math.nan]),
        ("/vamen/status", [1]),
        ("/vamen/version", ["0.1"]),
    ],
)
def test_wrong_arguments_are_refused(address: str, arguments: list[Any]) -> None:
    with pytest.raises(BadParameter):
        interpret(address, arguments)


@pytest.mark.parametrize(
    "address", ["/vamen/latent/16", "/vamen/latent/-1", "/vamen/Tempo", "/vamen", "/vamen/", "/", "/tempo", "/vamen/x*"]
)
def test_an_unknown_address_is_refused_by_name(address: str) -> None:
    with pytest.raises(BadParameter, match=r"no"):
        interpret(address, [1.0])


def test_a_strangers_text_cannot_write_control_characters() -> None:
    with pytest.raises(BadParameter) as refusal:
        interpret("/\x1b[2J\n" + "x" * 1000, [])
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


def test_a_pattern_sets_all_that_match() -> None:
    assert interpret("/vamen/{tempo,latent/2}", [120]).values == {"tempo": 120.0, "latent/2": 3.0}
    assert interpret("/vamen/latent/[1-3]", [0.5]).values == {f"latent/{index}": 0.5 for index in (1, 2, 3)}


def test_a_pattern_asks_all_that_match() -> None:
    assert interpret("/vamen/latent/?", []).questions == tuple(f"/vamen/latent/{index}" for index in range(10))


def test_a_pattern_never_reaches_an_action() -> None:
    assert interpret("/vamen/*", [1.0]).events == ()
    with pytest.raises(BadParameter):
        interpret("/vamen/pan*", [])
