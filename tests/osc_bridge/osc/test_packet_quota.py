"""A packet that asks too much is told so; whatever a controller sends in one packet is done, all of it."""

from typing import Any

import pytest

from engine.controls import Desk
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.handler import SENTENCES, OscHandler
from osc_bridge.osc.packet_quota import CHARACTERS, MOST, ORDER, SHORTEST
from osc_bridge.osc.packets import MESSAGES, TIMES
from tests.tiny_client import bundle, pack, tag_at

from .test_handler import Notebook, Peer


def errors(said: list[tuple[str, list[Any]]]) -> list[str]:
    return [arguments[0] for address, arguments in said if address == "/vamen/error"]


def test_latents_and_sixteenths_in_one_bundle_are_all_set() -> None:
    desk = Notebook()
    peer = Peer(desk)
    latents = [pack(f"/vamen/latent/{index}", 0.5) for index in range(8)]
    cells = [pack(f"/vamen/step/{step}/{index}", 0.25) for step in range(16) for index in range(8)]
    assert peer.send(bundle(*latents, *cells)) == []
    assert desk.notes == [
        {f"latent/{index}": 0.5 for index in range(8)},
        {(step, str(index)): 0.25 for step in range(16) for index in range(8)},
    ]


def test_a_pattern_for_each_sixteenth_is_done() -> None:
    desk = Notebook()
    assert Peer(desk).send(bundle(*[pack(f"/vamen/step/{step}/*", 0.5) for step in range(32)])) == []
    assert len(desk.notes[0]) == 32 * 19


def test_as_many_messages_as_a_packet_may_hold_are_done() -> None:
    desk = Notebook()
    peer = Peer(desk)
    assert peer.send(bundle(*[pack("/vamen/play")] * MESSAGES)) == []
    assert len(desk.notes) == MESSAGES
    desk.notes.clear()
    [sentence] = errors(peer.send(bundle(*[pack("/vamen/play")] * (MESSAGES + 1))))
    assert str(MESSAGES) in sentence
    assert desk.notes == []


@pytest.mark.parametrize("address", ["/vamen/[ab]{}", "/vamen/latent/[0-9]{}"])
def test_patterns_have_so_many_characters_together(address: str) -> None:
    patterns = [pack(address.format("?" * 60 + str(index)), 1.0) for index in range(40)]
    peer = Peer(Desk())
    peer.send(bundle(*patterns))
    most = CHARACTERS // len(address.format("?" * 60 + "0"))
    assert 0 < peer.handler.refused <= most + 1  # those that match nothing, and the one that was too much


def test_short_patterns_count_for_longer_ones() -> None:
    peer = Peer(Desk())
    peer.send(bundle(*[pack("/*")] * MESSAGES))
    assert peer.handler.refused == CHARACTERS // SHORTEST + 1


def test_the_patterns_of_one_who_listens_count_too() -> None:
    peer = Peer(Desk())
    [sentence] = errors(peer.send(pack("/vamen/listen", *[f"/vamen/*{'?' * 20}{index}" for index in range(60)])))
    assert str(CHARACTERS) in sentence


def test_an_order_counts_for_many_addresses() -> None:
    given: list[float] = []
    packets: list[bytes] = []
    orders = CommandRegistry()
    orders.add("preset", lambda number, at: given.append(number))
    handler = OscHandler(Desk(), orders=orders)
    handler.handle(bundle(*[pack("/vamen/preset", number) for number in range(100)]), packets.append)
    assert given == [*range(-(-MOST // ORDER))]
    assert str(MOST).encode() in packets[-1]


def test_of_many_refusals_the_first_are_told_and_all_are_counted() -> None:
    peer = Peer(Desk())
    said = errors(peer.send(bundle(*[pack(f"/vamen/unknown/{index}", 1.0) for index in range(100)])))
    assert len(said) == SENTENCES + 1
    assert said[-1].startswith(f"{100 - SENTENCES} more")
    assert peer.handler.refused == 100


def dated(count: int) -> bytes:
    return bundle(*[bundle(pack("/vamen/play"), tag=tag_at(1001.0 + index)) for index in range(count)])


def test_a_packet_may_be_for_so_many_times() -> None:
    peer = Peer(Desk(), wall=lambda: 1000.0)
    assert peer.send(dated(TIMES)) == []
    [sentence] = errors(peer.send(dated(TIMES + 1)))
    assert "different times" in sentence
