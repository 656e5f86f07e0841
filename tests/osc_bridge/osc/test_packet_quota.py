"""A packet that asks for too much is refused with the reason; all that controllers send in one packet fits."""

from typing import Any

import pytest

from engine.controls import STEP_NAMES
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.handler import MAX_ERROR_REPLIES, OscHandler
from osc_bridge.osc.packets import MAX_MESSAGES, MAX_TIMES
from osc_bridge.osc.request import COMMAND_COST, MAX_ADDRESSES, MAX_PATTERN_CHARACTERS, MIN_PATTERN_COST
from tests.fake_controls import FakeControls
from tests.tiny_client import bundle, pack, tag_at

from .peer import Inbox, Peer
from .test_handler import RecordingControls


def errors(said: list[tuple[str, list[Any]]]) -> list[str]:
    return [arguments[0] for address, arguments in said if address == "/vamen/error"]


def test_latents_and_sixteenths_in_one_bundle_are_all_set() -> None:
    controls = RecordingControls()
    peer = Peer(controls)
    latents = [pack(f"/vamen/latent/{index}", 0.5) for index in range(8)]
    cells = [pack(f"/vamen/step/{step}/{index}", 0.25) for step in range(16) for index in range(8)]
    assert peer.send(bundle(*latents, *cells)) == []
    assert controls.notes == [
        {f"latent/{index}": 0.5 for index in range(8)},
        {(step, str(index)): 0.25 for step in range(16) for index in range(8)},
    ]


def test_a_packet_may_hold_a_pattern_for_each_sixteenth() -> None:
    controls = RecordingControls()
    assert Peer(controls).send(bundle(*[pack(f"/vamen/step/{step}/*", 0.5) for step in range(32)])) == []
    assert len(controls.notes[0]) == 32 * len(STEP_NAMES)


def test_the_number_of_messages_in_a_packet_is_bounded() -> None:
    controls = RecordingControls()
    peer = Peer(controls)
    assert peer.send(bundle(*[pack("/vamen/play")] * MAX_MESSAGES)) == []
    assert len(controls.notes) == MAX_MESSAGES
    controls.notes.clear()
    [sentence] = errors(peer.send(bundle(*[pack("/vamen/play")] * (MAX_MESSAGES + 1))))
    assert str(MAX_MESSAGES) in sentence
    assert controls.notes == []


@pytest.mark.parametrize("address", ["/vamen/[ab]{}", "/vamen/latent/[0-9]{}"])
def test_the_characters_of_all_patterns_of_a_packet_are_bounded(address: str) -> None:
    patterns = [pack(address.format("?" * 60 + str(index)), 1.0) for index in range(40)]
    peer = Peer(FakeControls())
    peer.send(bundle(*patterns))
    most = MAX_PATTERN_CHARACTERS // len(address.format("?" * 60 + "0"))
    assert 0 < peer.handler.refused <= most + 1  # those that match nothing, and the one that was too much


def test_a_short_pattern_has_a_minimum_cost() -> None:
    peer = Peer(FakeControls())
    peer.send(bundle(*[pack("/*")] * MAX_MESSAGES))
    assert peer.handler.refused == MAX_PATTERN_CHARACTERS // MIN_PATTERN_COST + 1


def test_patterns_in_subscriptions_count_too() -> None:
    peer = Peer(FakeControls())
    [sentence] = errors(peer.send(pack("/vamen/listen", *[f"/vamen/*{'?' * 20}{index}" for index in range(60)])))
    assert str(MAX_PATTERN_CHARACTERS) in sentence


def test_a_command_counts_for_many_addresses() -> None:
    recalled: list[float] = []
    commands, inbox = CommandRegistry(), Inbox()
    commands.add("preset", lambda number, at: recalled.append(number))
    handler = OscHandler(FakeControls(), commands=commands)
    handler.handle(bundle(*[pack("/vamen/preset", number) for number in range(100)]), inbox)
    assert recalled == [*range(-(-MAX_ADDRESSES // COMMAND_COST))]
    assert str(MAX_ADDRESSES).encode() in inbox.packets[-1]


def test_of_many_refusals_the_first_are_answered_and_all_are_counted() -> None:
    peer = Peer(FakeControls())
    said = errors(peer.send(bundle(*[pack(f"/vamen/unknown/{index}", 1.0) for index in range(100)])))
    assert len(said) == MAX_ERROR_REPLIES + 1
    assert said[-1].startswith(f"{100 - MAX_ERROR_REPLIES} more")
    assert peer.handler.refused == 100


def dated(count: int) -> bytes:
    return bundle(*[bundle(pack("/vamen/play"), tag=tag_at(1001.0 + index)) for index in range(count)])


def test_the_number_of_times_in_a_packet_is_bounded() -> None:
    peer = Peer(FakeControls(), wall=lambda: 1000.0)
    assert peer.send(dated(MAX_TIMES)) == []
    [sentence] = errors(peer.send(dated(MAX_TIMES + 1)))
    assert "different times" in sentence
