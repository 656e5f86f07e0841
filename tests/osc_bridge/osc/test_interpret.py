"""Every address has its documented meaning, for all argument types that controllers send."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import STEP_NAMES, Action, Cell, Event
from engine.errors import BadParameter
from engine.parameters import TABLE, Parameter
from osc_bridge.osc.address_space import CONTROLS, READABLE, STREAMS
from osc_bridge.osc.addresses import Endpoint, EndpointKind, endpoints
from osc_bridge.osc.interpret import interpret
from osc_bridge.osc.request import Request


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_every_parameter_of_the_table_has_its_address(entry: Parameter) -> None:
    assert interpret(f"/vamen/{entry.id}", [entry.high]).values == {entry.id: entry.high}


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_an_address_without_arguments_is_a_query(entry: Parameter) -> None:
    assert interpret(f"/vamen/{entry.id}", []) == Request(queries=(f"/vamen/{entry.id}",))


@pytest.mark.parametrize(
    ("argument", "value"),
    [(2, 2.0), (0.5, 0.5), (True, 1.0), (False, 0.0), ("0.25", 0.25), (" -1e0 ", -1.0), (2**40, 3.0), ([0.5], 0.5)],
)
def test_numbers_of_any_type_are_accepted(argument: Any, value: float) -> None:
    assert interpret("/vamen/latent/3", [argument]).values == {"latent/3": value}


@pytest.mark.parametrize(
    "argument", [math.nan, math.inf, -math.inf, "nan", "inf", "loud", "", b"\0\0\0\1", None, (0, 1, 2, 3), [[0.5]]]
)
def test_an_argument_that_is_not_a_finite_number_is_refused(argument: Any) -> None:
    with pytest.raises(BadParameter):
        interpret("/vamen/latent/3", [argument])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_value_is_clamped_to_the_range(value: float) -> None:
    for entry in TABLE:
        (written,) = interpret(f"/vamen/{entry.id}", [value]).values.values()
        assert entry.low <= written <= entry.high
        assert not entry.whole or written == round(written)


def test_several_latents_are_set_at_once() -> None:
    assert interpret("/vamen/latent", [0.5, -0.5]).values == {"latent/0": 0.5, "latent/1": -0.5}
    assert len(interpret("/vamen/latent", [0.0] * 16).values) == 16


def test_latents_may_come_as_an_array() -> None:
    assert interpret("/vamen/latent", [[0.5, -0.5]]).values == {"latent/0": 0.5, "latent/1": -0.5}


def test_one_invalid_latent_refuses_the_message() -> None:
    with pytest.raises(BadParameter):
        interpret("/vamen/latent", [0.5, math.nan])


@pytest.mark.parametrize(
    ("address", "action"),
    [("/vamen/play", Action.PLAY), ("/vamen/stop", Action.STOP), ("/vamen/panic", Action.PANIC)],
)
def test_a_button_acts_when_pressed_and_not_when_released(address: str, action: Action) -> None:
    for pressed in ([], [1.0], [1], [True], ["1"]):
        assert interpret(address, pressed).events == (Event(action),)
    for released in ([0.0], [0], [False], ["0"]):
        assert interpret(address, released) == Request()


@pytest.mark.parametrize("argument", [None, True, 1, 1.0, "1"])
def test_a_button_may_send_an_impulse(argument: Any) -> None:
    assert interpret("/vamen/play", [argument]) == interpret("/vamen/play", [])
    assert interpret("/vamen/tap", [argument]) == interpret("/vamen/tap", [])


def test_an_impulse_is_accepted_by_queries_and_refused_where_a_number_is_needed() -> None:
    assert interpret("/vamen/status", [None]) == interpret("/vamen/status", [])
    for address in ("/vamen/slice", "/vamen/preset", "/vamen/tempo"):
        with pytest.raises(BadParameter, match="nil"):
            interpret(address, [None])


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
def test_a_slice_with_velocity_0_is_let_go(velocity: float) -> None:
    request = interpret("/vamen/slice", [5, velocity])
    assert request == Request(events=(Event(Action.RELEASE, 5),))


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


def test_control_characters_are_escaped_in_refusals() -> None:
    with pytest.raises(BadParameter) as refusal:
        interpret("/\x1b[2J\n" + "x" * 1000, [])
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 200


def test_a_pattern_sets_all_that_match() -> None:
    assert interpret("/vamen/{tempo,latent/2}", [120]).values == {"tempo": 120.0, "latent/2": 3.0}
    assert interpret("/vamen/latent/[1-3]", [0.5]).values == {f"latent/{index}": 0.5 for index in (1, 2, 3)}


def test_a_pattern_queries_all_that_match() -> None:
    assert interpret("/vamen/latent/?", []).queries == tuple(f"/vamen/latent/{index}" for index in range(10))


def test_a_pattern_never_reaches_an_action() -> None:
    for pattern in ("/vamen/*", "/vamen/*/*", "/vamen/*/*/*"):
        assert interpret(pattern, [1.0]).events == ()
    with pytest.raises(BadParameter):
        interpret("/vamen/pan*", [])


def arguments_of(address: Endpoint) -> list[float | str]:
    """Return arguments that an address accepts."""
    if address.kind in (EndpointKind.METER, EndpointKind.REPORT):
        return []
    return ["/vamen/tempo" if tag == "s" else 0.25 for tag in address.tags]


@pytest.mark.parametrize("kind", [kind for kind in EndpointKind if kind is not EndpointKind.STREAM])
def test_every_address_has_an_effect_of_its_kind(kind: EndpointKind) -> None:
    for address in endpoints():
        if address.kind is kind:
            request = interpret(address.path, arguments_of(address))
            assert request != Request(), address.path
            assert bool(request.events or request.commands or len(request.cells) > 1) == (
                kind is EndpointKind.ACTION
            ), address.path
            assert bool(request.queries or request.subscribe or request.unsubscribe) == (
                kind in (EndpointKind.METER, EndpointKind.REPORT, EndpointKind.QUESTION)
            )


def test_a_stream_can_be_listened_to_and_nothing_else() -> None:
    assert interpret("/vamen/listen", ["/vamen/stream/tape"]).subscribe == ("/vamen/stream/tape",)
    for arguments in ([], [1.0]):
        with pytest.raises(BadParameter, match="/vamen/listen /vamen/stream/sound"):
            interpret("/vamen/stream/sound", arguments)
    assert "/vamen/stream/tape" not in interpret("/vamen/*/*", []).queries


@given(st.sampled_from(endpoints()), st.integers(0, 40), st.sampled_from(["", "x", "0", "/", "/x", " "]))
def test_other_addresses_are_refused(address: Endpoint, cut: int, more: str) -> None:
    path = address.path[: len(address.path) - cut] + more
    if path not in {address.path for address in endpoints()}:
        with pytest.raises(BadParameter):
            interpret(path, [0.25])


def test_no_message_can_name_a_file() -> None:
    """A text must read as a number, or match a control, a meter or the name of a preset."""
    for address in endpoints():
        # a ping returns its arguments; names are only compared, see the tests of the commands
        if address.path.removeprefix("/vamen/") in ("ping", "preset", "preset/delete", "model", "lock", "unlock"):
            continue
        if address.path in ("/vamen/scene", "/vamen/scene/save", "/vamen/scene/delete", "/vamen/scene/export"):
            continue
        for text in ("/etc/passwd", "../model.onnx", "C:\\model.onnx", "file:///tmp/x"):
            with pytest.raises(BadParameter):
                interpret(address.path, [text])


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_a_norm_is_a_share_of_the_range(entry: Parameter) -> None:
    address = f"/vamen/norm/{entry.id}"
    for share, value in ((0, entry.low), (1.0, entry.high), (7, entry.high), (-7, entry.low), ("1", entry.high)):
        assert interpret(address, [share]).values == {entry.id: value}
    assert interpret(address, []) == Request(queries=(address,))


@given(st.sampled_from(TABLE), st.floats(0, 1))
def test_to_norm_inverts_from_norm(entry: Parameter, share: float) -> None:
    step = 0.5 / (entry.high - entry.low) if entry.whole else 0
    assert entry.share(entry.at(share)) == pytest.approx(share, abs=step + 1e-9)


@pytest.mark.parametrize(
    ("address", "argument", "cells"),
    [
        ("/vamen/step/0/0", 1.5, {(0, "0"): 1.5}),
        ("/vamen/step/31/hats", "9", {(31, "hats"): 3.0}),
        ("/vamen/step/4/kick", -9, {(4, "kick"): -3.0}),
        ("/vamen/step/4/mute", 0.5, {(4, "mute"): 0.5}),
        ("/vamen/step/4/mute", 2, {(4, "mute"): 1.0}),
        ("/vamen/step/4/[hm]*", -1, {(4, "hats"): -1.0, (4, "mute"): 0.0}),
        ("/vamen/step/{0,16}/snare", True, {(0, "snare"): 1.0, (16, "snare"): 1.0}),
    ],
)
def test_a_sixteenth_is_addressed_by_its_number(address: str, argument: Any, cells: dict[Cell, float]) -> None:
    assert interpret(address, [argument]).cells == cells


def test_clear_resets_every_sixteenth() -> None:
    assert set(interpret("/vamen/step/clear", []).cells.values()) == {0.0}
    assert len(interpret("/vamen/step/clear", [1]).cells) == 32 * len(STEP_NAMES)
    assert interpret("/vamen/step/clear", [0]) == Request()


def test_a_meter_is_read_and_not_set() -> None:
    assert interpret("/vamen/meter/peak", []) == Request(queries=("/vamen/meter/peak",))
    with pytest.raises(BadParameter, match="without arguments"):
        interpret("/vamen/meter/peak", [0.0])
    with pytest.raises(BadParameter):
        interpret("/vamen/meter/*", [0.0])
    assert len(interpret("/vamen/meter/*", []).queries) == 8


def test_subscriptions_name_addresses_and_patterns_and_ignore_without_arguments_means_all() -> None:
    assert interpret("/vamen/listen", ["/vamen/tempo", "/vamen/t*"]).subscribe == ("/vamen/tempo", "/vamen/texture")
    assert interpret("/vamen/ignore", ["/vamen/latent/1?"]).unsubscribe == tuple(
        f"/vamen/latent/{i}" for i in range(10, 16)
    )
    assert interpret("/vamen/ignore", []).unsubscribe == (*READABLE, *STREAMS)
    assert set(CONTROLS) < set(READABLE)
