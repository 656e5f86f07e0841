"""Orders over OSC take what they say they take, and reach whoever offers them."""

import math
from collections.abc import Sequence
from typing import Any

import pytest

from engine.controls import Desk
from engine.errors import BadInput, BadParameter
from osc_bridge.osc.addresses import Kind, surface
from osc_bridge.osc.command_arguments import ORDERS
from osc_bridge.osc.command_registry import CommandRegistry, Word
from osc_bridge.osc.handler import EARLY
from osc_bridge.osc.interpret import interpret
from osc_bridge.osc.request import Given, Wish
from tests.tiny_client import bundle, pack, tag_at

from .test_handler import Notebook, Peer


@pytest.mark.parametrize(
    ("path", "arguments", "name", "words"),
    [
        ("preset", [3], "preset", (3.0,)),
        ("preset", [3.0], "preset", (3.0,)),
        ("preset", ["3"], "preset", (3.0,)),
        ("preset", ["Glass"], "preset", ("Glass",)),
        ("preset/save", [12], "preset/save", (12.0,)),
        ("preset/save", [12, "mine"], "preset/save", (12.0, "mine")),
        ("preset/morph", [0, 3, 0.25], "preset/morph", (0.0, 3.0, 0.25)),
        ("preset/morph", [[0, 3, 0.25]], "preset/morph", (0.0, 3.0, 0.25)),
        ("tap", [], "tap", (1.0,)),
        ("tap", [1], "tap", (1.0,)),
        ("half", [True], "half", (1.0,)),
        ("double", [], "double", (1.0,)),
        ("nudge", [-3], "nudge", (-3.0,)),
        ("clock", [1], "clock", (1.0,)),
        ("learn", ["latent/0"], "learn", ("latent/0",)),
        ("learn", ["/vamen/slice/5"], "learn", ("slice/5",)),
        ("unlearn", ["tap"], "unlearn", ("tap",)),
    ],
)
def test_an_address_is_an_order(path: str, arguments: list[Any], name: str, words: tuple[Word, ...]) -> None:
    (given,) = interpret(f"/vamen/{path}", arguments).orders
    assert (given.name, given.words) == (name, words)


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
        ("tap", [1, 2]),
        ("tap", ["now"]),
        ("nudge", []),
        ("clock", ["midi"]),
        ("learn", []),
        ("learn", [3]),
        ("learn", ["latent/99"]),
        ("learn", ["/etc/passwd"]),
        ("unlearn", ["tap", "tap"]),
    ],
)
def test_other_arguments_are_refused(path: str, arguments: list[Any]) -> None:
    with pytest.raises(BadParameter):
        interpret(f"/vamen/{path}", arguments)


def test_a_button_that_is_released_orders_nothing() -> None:
    for name in ("tap", "half", "double"):
        assert interpret(f"/vamen/{name}", [0]) == Wish()


def test_no_wildcard_gives_an_order() -> None:
    for pattern in ("/vamen/pre*", "/vamen/{tap,half}", "/vamen/preset/s?ve"):
        with pytest.raises(BadParameter):
            interpret(pattern, [1])


def test_every_order_is_an_action_of_the_surface() -> None:
    assert set(ORDERS) < {address.path for address in surface() if address.kind is Kind.ACTION}


def noted() -> tuple[CommandRegistry, list[Any]]:
    """Orders that note what is given."""
    orders, notes = CommandRegistry(), []

    def refuse(value: float, at: float) -> None:
        raise BadInput("the disk is full; make room")

    orders.add("tap", lambda value, at: notes.append(("tap", value, at)))
    orders.add("half", refuse)

    def worded(words: Sequence[Word], at: float) -> None:
        notes.append(("preset", tuple(words), at))

    orders.add("preset", lambda value, at: worded([value], at), lambda: {0: "home", 7: "Glass"})
    orders.add_worded("preset", worded)
    return orders, notes


def test_orders_reach_whoever_offers_them_with_the_time_at_which_they_came() -> None:
    orders, notes = noted()
    peer = Peer(Desk(), orders=orders, clock=lambda: 5.0)
    peer.handler.handle(pack("/vamen/tap"), peer.packets.append, 4.75)
    peer.send(pack("/vamen/preset", "Glass"))
    assert notes == [("tap", 1.0, 4.75), ("preset", ("Glass",), 5.0)]


def test_an_order_that_is_refused_is_answered_and_the_rest_of_the_bundle_counts() -> None:
    orders, notes = noted()
    desk = Notebook()
    peer = Peer(desk, orders=orders)
    answers = peer.send(
        bundle(pack("/vamen/half"), pack("/vamen/double"), pack("/vamen/tempo", 90.0), pack("/vamen/tap"))
    )
    assert [address for address, _ in answers] == ["/vamen/error"] * 2
    assert answers[0][1] == ["the disk is full; make room"]
    assert "no order 'double' here" in answers[1][1][0]
    assert desk.notes == [{"tempo": 90.0}] and len(notes) == 1
    assert peer.handler.refused == 2


def test_a_preset_comes_before_what_is_sent_with_it() -> None:
    desk = Notebook()
    orders = CommandRegistry()
    orders.add("preset", lambda value, at: desk.notes.append("preset"))
    Peer(desk, orders=orders).send(bundle(pack("/vamen/latent/0", 1.0), pack("/vamen/preset", 3)))
    assert desk.notes == ["preset", {"latent/0": 1.0}]


def test_a_dated_preset_is_handed_over_early_and_a_dated_tap_in_time() -> None:
    orders, notes = noted()
    now = [5.0]
    peer = Peer(Desk(), orders=orders, clock=lambda: now[0], wall=lambda: 995.0 + now[0])
    peer.send(bundle(pack("/vamen/preset", 3), pack("/vamen/tap"), tag=tag_at(1002.0)))
    for moment, note in ((7.0 - EARLY, ("preset", (3.0,))), (7.0, ("tap", 1.0))):
        now[0] = moment + 1e-3
        (task,) = peer.handler._agenda.due(now[0])
        task()
        assert notes[-1][:2] == note
        assert notes[-1][2] == pytest.approx(7.0, abs=2e-3), "it is for the time of the bundle"


def test_the_presets_are_told_with_their_numbers() -> None:
    orders, _ = noted()
    assert Peer(Desk(), orders=orders).send(pack("/vamen/presets")) == [("/vamen/presets", [0, "home", 7, "Glass"])]
    assert Peer(Desk()).send(pack("/vamen/presets")) == [("/vamen/presets", [])]


def test_a_number_reaches_an_order_that_takes_no_words() -> None:
    orders, notes = noted()
    orders.tell("tap", (2.0,), 1.0)
    assert notes == [("tap", 2.0, 1.0)]
    for words in (("x",), (1.0, 2.0)):
        with pytest.raises(BadParameter, match="known are tap, half, preset"):
            orders.tell("tap", words, 1.0)
    assert orders.names == ("tap", "half", "preset")
    assert (orders.choices("preset"), orders.choices("tap")) == ({0: "home", 7: "Glass"}, {})
    assert Given("tap", (1.0,)).placed is False
