"""Followers are told what changes, once, and never what they have just said themselves."""

import threading
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage

from engine.controls import Desk
from engine.errors import BadParameter
from osc_bridge.osc.following import Follower, Following
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.readings import Readings
from tests.tiny_client import bundle, pack, tag_at

NOW = 1000.0  # seconds since 1970


class Room:
    """A desk and its followers."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.handler = OscHandler(self.desk, wall=lambda: NOW)
        self.following = Following(Readings(self.desk, threading.Lock()))

    def send(self, client: "Client", *packets: bytes) -> None:
        for packet in packets:
            self.handler.handle(packet, lambda reply: None)
            self.following.sent(client.follower, packet, NOW)


class Client:
    """Somebody who follows and keeps what comes."""

    def __init__(self, room: Room, *paths: str) -> None:
        self.follower = Follower(self._take)
        self.deaf = False
        self._packets: list[bytes] = []
        for path in paths:
            room.following.listen(self.follower, path)

    def _take(self, packet: bytes) -> bool:
        if not self.deaf:
            self._packets.append(packet)
        return not self.deaf

    def heard(self) -> list[tuple[str, list[Any]]]:
        """What came since the last call."""
        messages = [OscMessage(packet) for packet in self._packets]
        self._packets.clear()
        return [(message.address, message.params) for message in messages]


@pytest.fixture
def room() -> Room:
    return Room()


def test_who_listens_is_told_at_once_and_then_every_change_once(room: Room) -> None:
    client = Client(room, "/vamen/tempo")
    assert client.heard() == [("/vamen/tempo", [170.0])]
    room.following.tick()
    assert client.heard() == []
    for tempo in (100.0, 110.0, 120.0):
        room.desk.write({"tempo": tempo})
    room.following.tick()
    room.following.tick()
    assert client.heard() == [("/vamen/tempo", [120.0])]


def test_one_change_is_told_in_every_way_that_it_is_followed(room: Room) -> None:
    client = Client(room, "/vamen/norm/tempo", "/vamen/latent", "/vamen/step/3/kick", "/vamen/seed")
    client.heard()
    room.desk.write({"tempo": 105.0, "latent/1": 2.0, "seed": 7.0})
    room.desk.write_steps({(3, "kick"): -1.0})
    room.following.tick()
    assert dict(client.heard()) == {
        "/vamen/norm/tempo": [0.25],
        "/vamen/latent": [0.0, 2.0, *[0.0] * 14],
        "/vamen/step/3/kick": [-1.0],
        "/vamen/seed": [7],
    }


@pytest.mark.parametrize(
    "packet",
    [
        pack("/vamen/tempo", 120.0),
        pack("/vamen/tempo", 120),
        pack("/vamen/tempo", "120"),
        pack("/vamen/temp?", 120.0),
        bundle(pack("/vamen/level", 0.0), pack("/vamen/tempo", 120.0)),
    ],
)
def test_nobody_is_told_what_it_has_just_sent_but_everybody_else_is(room: Room, packet: bytes) -> None:
    sender, other = Client(room, "/vamen/tempo"), Client(room, "/vamen/tempo")
    sender.heard(), other.heard()
    room.send(sender, packet)
    room.following.tick()
    assert sender.heard() == []
    assert other.heard() == [("/vamen/tempo", [120.0])]


def test_who_sends_all_latents_at_once_is_not_told_each_of_them(room: Room) -> None:
    sender = Client(room, "/vamen/latent/0", "/vamen/latent/1")
    sender.heard()
    room.send(sender, pack("/vamen/latent", 1.0, 2.0))
    room.following.tick()
    assert sender.heard() == []


def test_who_sends_a_value_that_is_clamped_is_told_what_it_became(room: Room) -> None:
    client = Client(room, "/vamen/tempo", "/vamen/seed")
    client.heard()
    for _ in range(2):  # also when that is no change
        room.send(client, pack("/vamen/tempo", 1000.0), pack("/vamen/seed", 7.4))
        room.following.tick()
        assert client.heard() == [("/vamen/tempo", [300.0]), ("/vamen/seed", [7])]


def test_what_another_one_moved_meanwhile_is_told(room: Room) -> None:
    client = Client(room, "/vamen/tempo")
    client.heard()
    room.send(client, pack("/vamen/tempo", 120.0))
    room.desk.write({"tempo": 130.0})
    room.following.tick()
    assert client.heard() == [("/vamen/tempo", [130.0])]


def test_what_was_sent_for_later_is_not_told_to_its_sender_when_it_comes(room: Room) -> None:
    client = Client(room, "/vamen/tempo")
    client.heard()
    room.send(client, bundle(pack("/vamen/tempo", 120.0), tag=tag_at(NOW + 1)))
    room.following.tick()
    room.desk.write({"tempo": 120.0})  # its time has come
    room.following.tick()
    assert client.heard() == []
    room.desk.write({"tempo": 121.0})
    room.following.tick()
    room.desk.write({"tempo": 120.0})
    room.following.tick()
    assert client.heard() == [("/vamen/tempo", [121.0]), ("/vamen/tempo", [120.0])]


def test_two_clients_that_return_every_value_they_get_settle(room: Room) -> None:
    clients = [Client(room, "/vamen/tempo") for _ in range(2)]
    for client in clients:
        client.heard()
    room.send(clients[0], pack("/vamen/tempo", 123.4567))
    room.send(clients[1], pack("/vamen/tempo", 98.7654))
    echoes = 0
    for _ in range(30):  # a second
        room.following.tick()
        for client in clients:
            for address, values in client.heard():
                echoes += 1
                room.send(client, pack(address, *values))
    assert echoes == 1


def test_a_client_that_does_not_read_gets_the_newest_value_when_it_does(room: Room) -> None:
    client = Client(room, "/vamen/tempo")
    client.heard()
    client.deaf = True
    for tempo in (100.0, 110.0):
        room.desk.write({"tempo": tempo})
        room.following.tick()
    client.deaf = False
    room.following.tick()
    room.following.tick()
    assert client.heard() == [("/vamen/tempo", [110.0])]


def test_who_ignores_or_leaves_is_told_nothing_and_nothing_is_looked_at_for_nobody(room: Room) -> None:
    client = Client(room, "/vamen/tempo", "/vamen/level", "/vamen/width")
    client.heard()
    room.following.ignore(client.follower, "/vamen/tempo")
    room.following.ignore(client.follower, "/vamen/tempo")
    room.desk.write({"tempo": 100.0, "level": -6.0})
    room.following.tick()
    assert client.heard() == [("/vamen/level", [-6.0])]
    assert len(room.following) == 2
    room.following.leave(client.follower)
    assert len(room.following) == 0


@pytest.mark.parametrize("path", ["/vamen/slice", "/vamen/status", "/vamen/norm", "/vamen/*", "", "tempo"])
def test_what_has_no_value_cannot_be_followed(room: Room, path: str) -> None:
    with pytest.raises(BadParameter, match="has no value"):
        Client(room, path)


def test_two_seeds_that_a_float_cannot_tell_apart_are_two(room: Room) -> None:
    room.desk.write({"seed": 2_000_000_000.0})
    client = Client(room, "/vamen/seed")
    room.desk.write({"seed": 2_000_000_001.0})
    room.following.tick()
    assert client.heard() == [("/vamen/seed", [2_000_000_000]), ("/vamen/seed", [2_000_000_001])]


moves = st.tuples(st.sampled_from([0, 1]), st.sampled_from([40.0, 99.5, 1000.0]), st.booleans())


@settings(max_examples=200)
@given(st.lists(moves, max_size=12))
def test_whatever_is_sent_in_the_end_everybody_knows_the_value(steps: list[tuple[int, float, bool]]) -> None:
    room = Room()
    clients = [Client(room, "/vamen/tempo") for _ in range(2)]
    known = [client.heard()[0][1][0] for client in clients]
    for index, tempo, look in [*steps, (0, 50.0, True)]:
        room.send(clients[index], pack("/vamen/tempo", tempo))
        known[index] = tempo
        if look:
            room.following.tick()
        for each, client in enumerate(clients):
            for _, values in client.heard():
                known[each] = values[0]
    assert known == [room.desk.read("tempo")] * 2


def test_a_hostile_packet_is_no_matter(room: Room) -> None:
    client = Client(room, "/vamen/tempo")
    client.heard()
    room.send(client, b"", b"#bundle\0", pack("/vamen/[", 1.0), pack("/vamen/tempo", float("nan")), pack("/x", None))
    room.following.tick()
    assert client.heard() == []
    assert not client.follower.known.keys() - {"/vamen/tempo"}
