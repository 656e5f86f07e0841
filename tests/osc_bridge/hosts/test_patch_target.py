"""A target takes nothing into a patch that could not be sent to, or that would be more than a name there."""

from dataclasses import replace

import pytest

from engine.errors import BadConfig
from engine.model.card import Card
from osc_bridge.hosts.patch_target import MAX_LATENT_NAME_LENGTH, PatchTarget


@pytest.mark.parametrize("host", ["127.0.0.1", "studio.local", "studio", "::1", "fe80::1"])
def test_a_host_name_or_address_is_accepted(card: Card, host: str) -> None:
    assert PatchTarget.of(card, host, 9000).host == host


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "a b", 'a"', "a;b", "-x", "$(ls)", "a]]>", "a\n"])
def test_a_host_that_cannot_be_sent_to_is_refused(card: Card, host: str) -> None:
    with pytest.raises(BadConfig, match=r"--osc-host"):
        PatchTarget.of(card, host, 9000)


@pytest.mark.parametrize("port", [-1, 0, 65_536])
def test_a_port_out_of_range_is_refused(card: Card, port: int) -> None:
    with pytest.raises(BadConfig, match="--osc-port"):
        PatchTarget.of(card, "127.0.0.1", port)


def test_the_names_are_those_of_the_model(card: Card) -> None:
    target = PatchTarget.of(card, "127.0.0.1", 7770)
    assert target.names == tuple(knob.name for knob in card.knobs)
    assert target.words()["kick"] == 0


def test_a_name_without_letters_is_replaced_by_the_number(card: Card) -> None:
    knobs = (replace(card.knobs[0], name='"$;'), *card.knobs[1:])
    assert PatchTarget.of(replace(card, knobs=knobs), "127.0.0.1", 7770).names[0] == "latent 0"


def test_a_long_name_is_truncated(card: Card) -> None:
    knobs = (replace(card.knobs[0], name="x" * 99), *card.knobs[1:])
    assert PatchTarget.of(replace(card, knobs=knobs), "127.0.0.1", 7770).names[0] == "x" * MAX_LATENT_NAME_LENGTH


def test_a_name_used_twice_is_that_of_the_first_latent(card: Card) -> None:
    knobs = (replace(card.knobs[0], name="kick"), replace(card.knobs[1], name="kick"), *card.knobs[2:])
    assert PatchTarget.of(replace(card, knobs=knobs), "127.0.0.1", 7770).words()["kick"] == 0
