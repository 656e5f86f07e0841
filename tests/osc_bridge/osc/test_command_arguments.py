"""Commands over OSC accept the documented arguments and are called with them."""

import math
from collections.abc import Sequence
from typing import Any

import pytest

from engine.errors import BadInput, BadParameter
from osc_bridge.osc.addresses import EndpointKind, endpoints
from osc_bridge.osc.command_arguments import COMMAND_READERS
from osc_bridge.osc.command_registry import Argument, CommandRegistry
from osc_bridge.osc.handler import LEAD_S
from osc_bridge.osc.interpret import interpret
from osc_bridge.osc.request import CommandCall, Request
from tests.fake_controls import FakeControls
from tests.tiny_client import bundle, pack, tag_at

from .peer import Peer
from .test_handler import RecordingControls


@pytest.mark.parametrize(
    ("path", "arguments", "name", "values"),
    [
        ("preset", [3], "preset", (3.0,)),
        ("preset", [3.0], "preset", (3.0,)),
        ("preset", ["3"], "preset", ("3",)),
        ("preset", ["Glass"], "preset", ("Glass",)),
        ("preset/save", [12], "preset/save", (12.0,)),
        ("preset/save", [12, "mine"], "preset/save", (12.0, "mine")),
        ("preset/morph", [0, 3, 0.25], "preset/morph", (0.0, 3.0, 0.25)),
        ("preset/morph", [[0, 3, 0.25]], "preset/morph", (0.0, 3.0, 0.25)),
        ("preset/morph", [["home", "3", "0.25"]], "preset/morph", ("home", "3", 0.25)),
        ("preset/rename", [12, "mine"], "preset/rename", (12.0, "mine")),
        ("preset/rename", ["12", "3"], "preset/rename", ("12", "3")),
        ("preset/delete", [12], "preset/delete", (12.0,)),
        ("preset/delete", [["mine"]], "preset/delete", ("mine",)),
        ("preset/blend", [0, 0.5, "glass", 2], "preset/blend", (0.0, 0.5, "glass", 2.0)),
        ("scene", ["drop"], "scene", ("drop",)),
        ("scene/next", [], "scene/next", (1.0,)),
        ("scene/previous", [1], "scene/previous", (1.0,)),
        ("scene/save", [], "scene/save", ("",)),
        ("scene/save", [3], "scene/save", (3.0,)),
        ("scene/save", ["drop"], "scene/save", ("drop",)),
        ("scene/save", [3, "drop"], "scene/save", (3.0, "drop")),
        ("scene/rename", [3, "drop"], "scene/rename", (3.0, "drop")),
        ("scene/move", ["drop", 3], "scene/move", ("drop", 3.0)),
        ("scene/delete", ["drop"], "scene/delete", ("drop",)),
        ("scene/export", [3], "scene/export", (3.0,)),
        ("scene/reload", [], "scene/reload", (1.0,)),
        ("learn", ["scene/next"], "learn", ("scene/next",)),
        ("random", [], "random", (1.0,)),
        ("random", [1], "random", (1.0,)),
        ("random", [0.3], "random", (0.3,)),
        ("random", [7], "random", (1.0,)),
        ("another", [1], "another", (1.0,)),
        ("undo", [], "undo", (1.0,)),
        ("redo", [True], "redo", (1.0,)),
        ("tap", [], "tap", (1.0,)),
        ("tap", [1], "tap", (1.0,)),
        ("half", [True], "half", (1.0,)),
        ("double", [], "double", (1.0,)),
        ("nudge", [-3], "nudge", (-3.0,)),
        ("clock", [1], "clock", (1.0,)),
        ("learn", ["latent/0"], "learn", ("latent/0",)),
        ("learn", ["/vamen/slice/5"], "learn", ("slice/5",)),
        ("learn", ["none"], "learn", ("none",)),
        ("unlearn", ["tap"], "unlearn", ("tap",)),
    ],
)
def test_an_address_calls_a_command(path: str, arguments: list[Any], name: str, values: tuple[Argument, ...]) -> None:
    (call,) = interpret(f"/vamen/{path}", arguments).commands
    assert (call.name, call.arguments) == (name, values)


@pytest.mark.parametrize(
    ("path", "arguments"),
    [
        ("preset", []),
        ("preset", [1, 2]),
        ("preset", [math.nan]),
        ("preset", [b"\0\0\0\1"]),
        ("preset/save", []),
        ("preset/save", ["/etc/passwd"]),
        ("preset/save", [1, 2]),
        ("preset/save", [1, "a", "b"]),
        ("preset/morph", [1, 2]),
        ("preset/morph", [1, 2, math.inf]),
        ("preset/morph", [1, 2, 0.5, 3]),
        ("preset/morph", ["a", "b", "c"]),
        ("preset/morph", [b"a", "b", 0.5]),
        ("preset/rename", [12]),
        ("preset/rename", [12, 13]),
        ("preset/rename", [12, "a", "b"]),
        ("preset/rename", [None, "a"]),
        ("preset/delete", []),
        ("preset/delete", [1, 2]),
        ("preset/delete", [math.inf]),
        ("tap", [1, 2]),
        ("tap", ["now"]),
        ("nudge", []),
        ("clock", ["midi"]),
        ("learn", []),
        ("learn", [3]),
        ("learn", ["latent/99"]),
        ("learn", ["/etc/passwd"]),
        ("unlearn", ["none"]),
        ("unlearn", ["tap", "tap"]),
    ],
)
def test_other_arguments_are_refused(path: str, arguments: list[Any]) -> None:
    with pytest.raises(BadParameter):
        interpret(f"/vamen/{path}", arguments)


def test_a_released_button_calls_nothing() -> None:
    for name in ("tap", "half", "double"):
        assert interpret(f"/vamen/{name}", [0]) == Request()


def test_no_wildcard_reaches_a_command() -> None:
    for pattern in ("/vamen/pre*", "/vamen/{tap,half}", "/vamen/preset/s?ve"):
        with pytest.raises(BadParameter):
            interpret(pattern, [1])


def test_every_command_is_an_action_of_the_address_space() -> None:
    assert {f"/vamen/{name}" for name in COMMAND_READERS} < {
        address.path for address in endpoints() if address.kind is EndpointKind.ACTION
    }


def recorded() -> tuple[CommandRegistry, list[Any]]:
    """Return commands that record their calls, and the list of calls."""
    commands, calls = CommandRegistry(), []

    def refuse(value: float, at: float) -> None:
        raise BadInput("the disk is full; make room")

    commands.add("tap", lambda value, at: calls.append(("tap", value, at)))
    commands.add("half", refuse)

    def preset(arguments: Sequence[Argument], at: float) -> None:
        calls.append(("preset", tuple(arguments), at))

    commands.add("preset", lambda value, at: preset([value], at), lambda: {0: "home", 7: "Glass"})
    commands.add_with_arguments("preset", preset)
    return commands, calls


def test_a_command_gets_the_time_of_receipt() -> None:
    commands, calls = recorded()
    peer = Peer(FakeControls(), commands=commands, clock=lambda: 5.0)
    peer.handler.handle(pack("/vamen/tap"), peer.inbox, 4.75)
    peer.send(pack("/vamen/preset", "Glass"))
    assert calls == [("tap", 1.0, 4.75), ("preset", ("Glass",), 5.0)]


def test_a_refused_command_is_answered_and_the_rest_of_the_bundle_takes_effect() -> None:
    commands, calls = recorded()
    controls = RecordingControls()
    peer = Peer(controls, commands=commands)
    answers = peer.send(
        bundle(pack("/vamen/half"), pack("/vamen/double"), pack("/vamen/tempo", 90.0), pack("/vamen/tap"))
    )
    assert [address for address, _ in answers] == ["/vamen/error"] * 2
    assert answers[0][1] == ["the disk is full; make room"]
    assert "no command 'double' here" in answers[1][1][0]
    assert controls.notes == [{"tempo": 90.0}] and len(calls) == 1
    assert peer.handler.refused == 2


def test_a_preset_is_recalled_before_the_values_of_its_bundle_are_set() -> None:
    controls = RecordingControls()
    commands = CommandRegistry()
    commands.add("preset", lambda value, at: controls.notes.append("preset"))
    Peer(controls, commands=commands).send(bundle(pack("/vamen/latent/0", 1.0), pack("/vamen/preset", 3)))
    assert controls.notes == ["preset", {"latent/0": 1.0}]


def test_a_dated_preset_is_recalled_early_with_its_time_and_a_dated_tap_at_its_time() -> None:
    commands, calls = recorded()
    now = [5.0]
    peer = Peer(FakeControls(), commands=commands, clock=lambda: now[0], wall=lambda: 995.0 + now[0])
    peer.send(bundle(pack("/vamen/preset", 3), pack("/vamen/tap"), tag=tag_at(1002.0)))
    for moment, note in ((7.0 - LEAD_S, ("preset", (3.0,))), (7.0, ("tap", 1.0))):
        now[0] = moment + 1e-3
        peer.handler.scheduler.run_due()
        assert calls[-1][:2] == note
        assert calls[-1][2] == pytest.approx(7.0, abs=2e-3), "it is for the time of the bundle"


def test_the_presets_are_listed_with_their_numbers() -> None:
    commands, _ = recorded()
    assert Peer(FakeControls(), commands=commands).send(pack("/vamen/presets")) == [
        ("/vamen/presets", [0, "home", 7, "Glass"])
    ]
    assert Peer(FakeControls()).send(pack("/vamen/presets")) == [("/vamen/presets", [])]


def test_a_single_number_reaches_a_command_that_takes_a_number() -> None:
    commands, calls = recorded()
    commands.call("tap", (2.0,), 1.0)
    assert calls == [("tap", 2.0, 1.0)]
    for words in (("x",), (1.0, 2.0)):
        with pytest.raises(BadParameter, match="known are tap, half, preset"):
            commands.call("tap", words, 1.0)
    assert commands.names == ("tap", "half", "preset")
    assert (commands.choices("preset"), commands.choices("tap")) == ({0: "home", 7: "Glass"}, {})
    assert CommandCall("tap", (1.0,)).schedulable is False


@pytest.mark.parametrize(("sent", "target"), [("none", ""), ("", ""), ("/vamen/drive", "drive"), ("kick", "kick")])
def test_none_ends_an_lfo_as_it_ends_learning(sent: str, target: str) -> None:
    [call] = interpret("/vamen/lfo/target", (2, sent)).commands
    assert call.arguments == (2.0, target)
