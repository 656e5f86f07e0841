"""The tree describes every address, and sending its values back has no effect."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from engine.controls import Action
from engine.errors import BadParameter
from engine.parameters import TABLE, parameter
from osc_bridge.osc.address_space import AddressSpace
from osc_bridge.osc.addresses import EndpointKind, endpoints
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.interpret import interpret
from osc_bridge.osc.latent_names import LatentNames
from osc_bridge.oscquery.tree import ATTRIBUTES, AddressTree, Node, host_info
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Inbox
from tests.tiny_client import pack

DESCRIBED = (
    ("kick", "how loud the bass drum is"),
    ("hi hat", "how loud hats are"),
    ("", "character that has no name"),
)


@pytest.fixture
def controls() -> FakeControls:
    return FakeControls()


@pytest.fixture
def space() -> AddressSpace:
    return AddressSpace(LatentNames(lambda: DESCRIBED))


@pytest.fixture
def tree(controls: FakeControls, space: AddressSpace) -> AddressTree:
    return AddressTree(controls, threading.Lock(), space)


def nodes(node: Node | None) -> Iterator[Node]:
    assert node is not None
    yield node
    for child in node.get("CONTENTS", {}).values():
        yield from nodes(child)


def test_every_address_is_in_the_tree_at_its_path(tree: AddressTree) -> None:
    found = {node["FULL_PATH"] for node in nodes(tree.node("/"))}
    assert found >= {address.path for address in endpoints()}
    for node in nodes(tree.node("/")):
        for name, child in node.get("CONTENTS", {}).items():
            assert child["FULL_PATH"] == f"{node['FULL_PATH'].rstrip('/')}/{name}"


def test_every_node_is_well_formed(tree: AddressTree) -> None:
    for node in nodes(tree.node("/")):
        assert node.keys() <= set(ATTRIBUTES)
        assert node["DESCRIPTION"], node
        if "CONTENTS" in node:  # some clients refuse a tree in which such a node has a value, or another access
            assert node["ACCESS"] == 0 and "VALUE" not in node
        for name in ("VALUE", "RANGE", "CLIPMODE", "UNIT"):
            assert name not in node or len(node[name]) == len(node["TYPE"]), node
        assert ("VALUE" in node) == (node["ACCESS"] != 0)
    json.dumps(tree.node("/"), allow_nan=False)


def test_a_parameter_has_all_attributes(tree: AddressTree, controls: FakeControls) -> None:
    controls.write({"tempo": 140.0})
    assert tree.node("/vamen/tempo") == {
        "FULL_PATH": "/vamen/tempo",
        "ACCESS": 3,
        "TYPE": "f",
        "VALUE": [140.0],
        "RANGE": [{"MIN": 40.0, "MAX": 300.0}],
        "CLIPMODE": ["both"],
        "UNIT": ["time.bpm"],
        "TAGS": ["control"],
        "DESCRIPTION": next(entry.about for entry in TABLE if entry.id == "tempo"),
    }


def test_values_with_names_are_listed(tree: AddressTree) -> None:
    node = tree.node("/vamen/quantise/slices")
    assert node and node["RANGE"] == [{"MIN": 0, "MAX": 8, "VALS": [0, 1, 2, 3, 4, 5, 6, 7, 8]}]
    assert "3 = 1/8" in node["DESCRIPTION"]
    assert tree.node("/vamen/norm/quantise/slices")["RANGE"] == [{"MIN": 0.0, "MAX": 1.0}]  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "access", "tags"),
    [
        ("/vamen/seed", 3, "i"),
        ("/vamen/norm/seed", 3, "f"),
        ("/vamen/step/31/hats", 3, "f"),
        ("/vamen/meter/beat", 1, "f"),
        ("/vamen/slice", 2, "if"),
        ("/vamen/panic", 2, "T"),
        ("/vamen/listen", 2, "s"),
        ("/vamen/status", 0, None),
        ("/vamen/latent", 0, "f" * 16),
        ("/vamen/preset", 0, "i"),
        ("/vamen/kick", 3, "f"),
        ("/vamen/latent/kick", 3, "f"),
        ("/vamen/norm/kick", 3, "f"),
        ("/vamen/hi_hat", 3, "f"),
        ("/vamen", 0, None),
    ],
)
def test_access_and_type_tags(tree: AddressTree, path: str, access: int, tags: str | None) -> None:
    node = tree.node(path)
    assert node is not None
    assert (node["ACCESS"], node.get("TYPE")) == (access, tags)


def test_a_single_attribute_a_missing_one_and_an_unknown_one(tree: AddressTree) -> None:
    assert tree.attribute("/vamen/tempo", "VALUE") == {"VALUE": [170.0]}
    assert tree.attribute("/vamen/tempo", "FULL_PATH") == {"FULL_PATH": "/vamen/tempo"}
    assert tree.attribute("/vamen/tempo", "CONTENTS") == {}
    assert tree.attribute("/vamen", "VALUE") == {}
    assert tree.attribute("/vamen/ping", "TYPE") == {}
    contents = tree.attribute("/vamen/meter", "CONTENTS")
    assert contents is not None and "load" in contents["CONTENTS"]
    with pytest.raises(BadParameter, match="no attribute 'HTML'"):
        tree.attribute("/vamen/tempo", "HTML")


@pytest.mark.parametrize("path", ["", "vamen", "/vamen/", "/vamen/temp", "/vamen/latent/16", "/*", "/vamen/tempo/x"])
def test_an_unknown_path_has_no_node(tree: AddressTree, path: str) -> None:
    assert tree.node(path) is None
    assert tree.attribute(path, "VALUE") is None


def settable(tree: AddressTree) -> list[Node]:
    """Return the nodes of parameters and actions; of those with others below, which have no value, the attribute."""
    paths = [f"/vamen/{entry.id}" for entry in TABLE] + [
        f"/vamen/{name}" for name in ("slice", "play", "stop", "panic")
    ]
    return [node | (tree.attribute(path, "VALUE") or {}) for path in paths if (node := tree.node(path))]


def test_sending_the_values_of_the_tree_back_has_no_effect(tree: AddressTree, controls: FakeControls) -> None:
    controls.write({"tempo": 99.0, "latent/3": 1.0})
    before, handler = list(controls.values), OscHandler(controls)
    for node in settable(tree):
        handler.handle(pack(node["FULL_PATH"], *node["VALUE"]), Inbox())
    assert handler.refused == 0
    assert {event.action for event in controls.events} <= {Action.RELEASE}, "velocity 0 lets go of what is not held"
    assert controls.values == before


def test_the_limits_of_every_range_are_accepted(tree: AddressTree, controls: FakeControls) -> None:
    handler = OscHandler(controls)
    for node in settable(tree):
        for end in ("MIN", "MAX"):
            ends: list[Any] = [reach[end] for reach in node["RANGE"]] if "RANGE" in node else [True]
            handler.handle(pack(node["FULL_PATH"], *ends), Inbox())
            now = tree.attribute(node["FULL_PATH"], "VALUE")
            assert now is not None
            assert node["ACCESS"] == 2 or now["VALUE"] == ends
    assert handler.refused == 0


@pytest.mark.parametrize(
    ("path", "attributes"),
    [
        ("/vamen/latent", {"ACCESS": 3, "VALUE": [0.5, *[0.0] * 15]}),
        ("/vamen/latent/kick", {"ACCESS": 3, "VALUE": [0.5]}),
        ("/vamen/preset", {"ACCESS": 2, "RANGE": [{"MIN": 0, "MAX": 127}]}),
        ("/vamen/step", {"ACCESS": 0}),
    ],
)
def test_the_attributes_of_an_address_with_others_below_can_be_asked_for(
    tree: AddressTree, controls: FakeControls, path: str, attributes: Node
) -> None:
    controls.write({"latent/0": 0.5})
    for name, value in attributes.items():
        assert tree.attribute(path, name) == {name: value}
    assert tree.attribute("/vamen/preset", "VALUE") == {}


@pytest.mark.parametrize(
    ("path", "about"),
    [
        (
            "/vamen/latent/0",
            "kick: how loud the bass drum is; -1 to +1 spans the 5th to 95th percentile of real breaks",
        ),
        ("/vamen/kick", "kick: how loud the bass drum is; -1 to +1 spans the 5th to 95th percentile of real breaks"),
        ("/vamen/norm/latent/kick", "kick: how loud the bass drum is; 0 to 1 over its range"),
        ("/vamen/latent/2", "character that has no name; -1 to +1 spans the 5th to 95th percentile of real breaks"),
        ("/vamen/latent/3", parameter("latent/3").about),
        ("/vamen/latent", "latents 0, 1, … at once, as many as are sent: kick, hi_hat"),
        ("/vamen/step/8", "sixteenth 8"),
    ],
)
def test_a_description_says_what_the_model_calls_a_latent(tree: AddressTree, path: str, about: str) -> None:
    assert tree.attribute(path, "DESCRIPTION") == {"DESCRIPTION": about}


def test_every_overload_is_accepted_and_has_ranges_of_its_length(tree: AddressTree, space: AddressSpace) -> None:
    samples = {"i": 1, "f": 0.5, "s": "/vamen/tempo", "T": True, "N": None, "I": None}
    found = [(node, other) for node in nodes(tree.node("/")) for other in node.get("OVERLOADS", ())]
    assert {node["FULL_PATH"] for node, _ in found} >= {"/vamen/preset", "/vamen/slice", "/vamen/latent", "/vamen/tap"}
    for node, other in found:
        interpret(node["FULL_PATH"], [samples[tag] for tag in other["TYPE"]], space)
        assert len(other.get("RANGE", other["TYPE"])) == len(other["TYPE"])


def test_the_value_of_an_action_with_a_number_is_refused_or_has_no_effect(tree: AddressTree) -> None:
    for node in nodes(tree.node("/")):
        if node.get("TAGS") == [EndpointKind.ACTION.value] and "i" in node["TYPE"] and "VALUE" in node:
            # no preset and no clock has the number -1, and a slice of velocity 0 does not sound
            assert node["VALUE"] == [0, 0.0] or node["VALUE"][0] == -1, node


def test_names_that_become_known_later_are_in_the_tree(controls: FakeControls) -> None:
    known: list[tuple[str, str]] = []
    tree = AddressTree(controls, threading.Lock(), AddressSpace(LatentNames(lambda: known)))
    assert tree.node("/vamen/kick") is None
    known.append(("kick", "how loud the bass drum is"))
    assert tree.node("/vamen/kick") is not None


def test_host_info_has_the_address_that_the_client_used_and_both_ports() -> None:
    info = host_info("192.0.2.7", 7770, 7771)
    assert (info["OSC_IP"], info["OSC_PORT"], info["OSC_TRANSPORT"]) == ("192.0.2.7", 7770, "UDP")
    assert (info["WS_IP"], info["WS_PORT"]) == ("192.0.2.7", 7771)
    assert info["EXTENSIONS"]["LISTEN"] is True
    assert info["EXTENSIONS"]["PATH_CHANGED"] is False  # the tree never changes
