"""A latent's name works wherever its number does, and an address that is not known is answered by a similar one."""

from typing import Any

import pytest

from engine.errors import BadInput, BadParameter
from engine.parameters import parameter
from osc_bridge.osc.address_space import MAX_SUGGESTED_LENGTH, UNNAMED, AddressSpace
from osc_bridge.osc.addresses import by_path
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.interpret import interpret
from osc_bridge.osc.latent_names import LatentNames
from tests.fake_controls import FakeControls
from tests.tiny_client import bundle, pack

from .peer import Inbox, Peer

NAMES = LatentNames(
    lambda: (
        ("kick", "how loud the bass drum is"),
        ("Hi Hat", "how loud hats are"),
        ("tempo", "clashes with a parameter"),
        ("slice", "clashes with an action"),
        ("kick", "the second of that name"),
        ("", "has no name"),
        ("#1 / *", "no address can contain it"),
        ("3", "is the number of another latent"),
        ("tone-b.2", "dark or bright"),
        ("norm", "clashes with a folder"),
    )
)


@pytest.fixture
def space() -> AddressSpace:
    return AddressSpace(NAMES)


@pytest.fixture
def peer(controls: FakeControls) -> Peer:
    return Peer(controls, latents=NAMES)


@pytest.mark.parametrize(
    ("address", "id", "value"),
    [
        ("/vamen/kick", "latent/0", 1.5),
        ("/vamen/latent/kick", "latent/0", 1.5),
        ("/vamen/norm/kick", "latent/0", 0.0),
        ("/vamen/norm/latent/kick", "latent/0", 0.0),
        ("/vamen/hi_hat", "latent/1", 1.5),
        ("/vamen/tone-b.2", "latent/8", 1.5),
        ("/vamen/latent/tempo", "latent/2", 1.5),
        ("/vamen/latent/slice", "latent/3", 1.5),
        ("/vamen/latent/norm", "latent/9", 1.5),
        ("/vamen/{kick,hi_hat}", "latent/1", 1.5),
        ("/vamen/latent/k*", "latent/0", 1.5),
        ("/vamen/[k]ick", "latent/0", 1.5),
        ("/vamen/latent/{tempo,kick}", "latent/2", 1.5),
        ("/vamen/{level,kick}", "latent/0", 1.5),
    ],
)
def test_a_name_sets_the_latent_of_its_number(peer: Peer, address: str, id: str, value: float) -> None:
    assert peer.send(pack(address, 1.5 if value else 0.5)) == []
    assert peer.controls.read(id) == value


def test_a_name_that_is_a_parameter_or_an_action_keeps_that_meaning(peer: Peer) -> None:
    peer.send(pack("/vamen/tempo", 99.0))
    peer.send(pack("/vamen/slice", 3))
    assert (peer.controls.read("tempo"), peer.controls.read("latent/2"), peer.controls.read("latent/3")) == (99.0, 0, 0)
    assert [event.index for event in peer.controls.events] == [3]
    assert peer.send(pack("/vamen/norm"))[0][0] == "/vamen/error"


@pytest.mark.parametrize(
    "address", ["/vamen/kick", "/vamen/latent/kick", "/vamen/norm/latent/kick", "/vamen/norm/kick", "/vamen/k*"]
)
def test_a_question_by_name_is_answered_by_that_name(peer: Peer, address: str) -> None:
    peer.controls.write({"latent/0": 3.0})
    ((answered, values),) = peer.send(pack(address))
    assert (answered, values) == (address.replace("k*", "kick"), [1.0 if "norm" in address else 3.0])


@pytest.mark.parametrize("pattern", ["/vamen/*", "/vamen/latent/*", "/vamen/norm/*", "/vamen/norm/latent/*", "/*/*/*"])
def test_a_wildcard_for_everything_reaches_what_it_did_without_names(space: AddressSpace, pattern: str) -> None:
    assert space.readable(pattern) == UNNAMED.readable(pattern)
    assert space.controls(pattern) == UNNAMED.controls(pattern)


def test_a_subscriber_by_name_is_told_by_that_name_and_others_by_number(peer: Peer) -> None:
    other = Inbox()
    assert peer.send(pack("/vamen/listen", "/vamen/kick")) == [("/vamen/kick", [0.0])]
    peer.handler.handle(pack("/vamen/listen", "/vamen/latent/0"), other)
    other.take()
    peer.send(pack("/vamen/norm/latent/0", 1.0))
    peer.handler.subscriptions.publish()
    assert peer.inbox.take() == [("/vamen/kick", [3.0])]
    assert other.take() == [("/vamen/latent/0", [3.0])]


@pytest.mark.parametrize(
    ("subscribed", "sent"),
    [
        ("/vamen/kick", "/vamen/latent/0"),
        ("/vamen/latent/0", "/vamen/kick"),
        ("/vamen/latent/kick", "/vamen/kick"),
        ("/vamen/norm/kick", "/vamen/norm/latent/0"),
        ("/vamen/kick", "/vamen/latent"),
        ("/vamen/kick", "/vamen/latent/[0]"),
    ],
)
def test_a_sender_does_not_get_its_own_value_back_by_another_name(peer: Peer, subscribed: str, sent: str) -> None:
    peer.send(pack("/vamen/listen", subscribed))
    peer.send(pack(sent, 0.75))
    peer.handler.subscriptions.publish()
    assert peer.inbox.take() == []
    peer.controls.write({"latent/0": -1.0})
    peer.handler.subscriptions.publish()
    assert [address for address, _ in peer.inbox.take()] == [subscribed]


@pytest.mark.parametrize("target", ["kick", "latent/kick", "/vamen/kick", "/vamen/latent/kick", "latent/0"])
def test_learn_takes_the_name_of_a_latent(controls: FakeControls, target: str) -> None:
    called: list[Any] = []
    commands = CommandRegistry()
    for name in ("learn", "unlearn"):
        commands.add_with_arguments(name, lambda arguments, at: called.append(arguments))
    peer = Peer(controls, latents=NAMES, commands=commands)
    assert peer.send(pack("/vamen/learn", target)) == peer.send(pack("/vamen/unlearn", target)) == []
    assert called == [("latent/0",), ("latent/0",)]
    assert peer.send(pack("/vamen/learn", "kck"))[0][0] == "/vamen/error"


def test_known_addresses_do_not_wait_for_the_names() -> None:
    def read() -> list[tuple[str, str]]:
        raise AssertionError("the model is not loaded yet")

    for address in by_path():
        AddressSpace(LatentNames(read)).find(address)
    assert interpret("/vamen/tempo", [99.0], AddressSpace(LatentNames(read))).values == {"tempo": 99.0}


def test_without_a_model_there_are_no_names_until_it_can_be_read() -> None:
    failing = [True]

    def read() -> list[tuple[str, str]]:
        if failing[0]:
            raise BadInput("no such model")
        return [("kick", "how loud the bass drum is")]

    space = AddressSpace(LatentNames(read))
    assert space.find("/vamen/kick") is None
    failing[0] = False
    found = space.find("/vamen/kick")
    assert found is not None and found.entry is parameter("latent/0")


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/Vamen/Tempo", "/vamen/tempo"),
        ("/VAMEN/LATENT/0", "/vamen/latent/0"),
        ("/vamen/tempo/", "/vamen/tempo"),
        ("/vamen//tempo", "/vamen/tempo"),
        ("/vamen/latents", "/vamen/latent"),
        ("/vamen/latents/3", "/vamen/latent/3"),
        ("/vamen/slicee", "/vamen/slice"),
        ("/vamen/tmepo", "/vamen/tempo"),
        ("/tempo", "/vamen/tempo"),
        ("/vmaen/level", "/vamen/level"),
        ("/vamen/latent/16", "/vamen/latent/15"),
        ("/vamen/latent/Kick", "/vamen/latent/kick"),
        ("/vamen/kik", "/vamen/kick"),
        ("/vamen/step/8/Snare", "/vamen/step/8/snare"),
        ("/vamen/step/99/kick", "/vamen/step/31/kick"),
        ("/vamen/preset/sav", "/vamen/preset/save"),
        ("/vamen/tempo/set", "/vamen/tempo"),
        ("/vamen/meters/peak", "/vamen/meter/peak"),
    ],
)
def test_an_unknown_address_is_answered_by_the_one_that_was_meant(peer: Peer, address: str, meant: str) -> None:
    said = [sentence for _, (sentence,) in peer.send(pack(address, 1.0))]
    assert said == [f"there is no {address!r}; did you mean {meant}?"]
    if "preset" not in meant and "slice" not in meant:
        ((_, (sentence,)),) = peer.send(pack("/vamen/listen", address))
        assert sentence.endswith(f"; did you mean {meant}?")


@pytest.mark.parametrize("address", ["/", "/vamen", "/vamen/", "/vamen/nope", "/vamen/step", "/mixer/ch/1", "/vamen/é"])
def test_an_address_that_is_like_no_other_is_not_guessed(peer: Peer, address: str) -> None:
    ((_, (sentence,)),) = peer.send(pack(address, 1.0))
    assert "did you mean" not in sentence and "no" in sentence


def test_a_long_address_and_one_of_many_parts_are_not_compared() -> None:
    assert UNNAMED.suggestion("/vamen/tempo" + "o" * MAX_SUGGESTED_LENGTH) == ""
    assert UNNAMED.suggestion("/vamen/tempo" + "/1" * 10) == ""
    with pytest.raises(BadParameter, match="nothing with a value"):
        UNNAMED.readable("/Vamen/[t]empo")


def test_only_the_refusals_that_are_answered_name_a_similar_address(peer: Peer) -> None:
    said = peer.send(bundle(*[pack("/vamen/tempi", 1.0)] * 100))
    assert [sentence for _, (sentence,) in said[:8]] == ["there is no '/vamen/tempi'; did you mean /vamen/tempo?"] * 8
    assert len(said) == 9
