"""The tree describes every address, and sending its values back has no effect."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from engine.errors import BadParameter
from engine.parameters import TABLE
from osc_bridge.osc.addresses import endpoints
from osc_bridge.osc.handler import OscHandler
from osc_bridge.oscquery.tree import ATTRIBUTES, AddressTree, Node, host_info
from tests.fake_controls import FakeControls
from tests.osc_bridge.osc.peer import Inbox
from tests.tiny_client import pack


@pytest.fixture
def controls() -> FakeControls:
    return FakeControls()


@pytest.fixture
def tree(controls: FakeControls) -> AddressTree:
    return AddressTree(controls, threading.Lock())


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
        if "CONTENTS" in node:
            assert node["ACCESS"] == 0 and "TYPE" not in node and "VALUE" not in node
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
        ("/vamen/latent", 0, None),
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
    """Return the nodes of parameters and actions."""
    paths = [f"/vamen/{entry.id}" for entry in TABLE] + [
        f"/vamen/{name}" for name in ("slice", "play", "stop", "panic")
    ]
    return [node for path in paths if (node := tree.node(path))]


def test_sending_the_values_of_the_tree_back_has_no_effect(tree: AddressTree, controls: FakeControls) -> None:
    controls.write({"tempo": 99.0, "latent/3": 1.0})
    before, handler = list(controls.values), OscHandler(controls)
    for node in settable(tree):
        handler.handle(pack(node["FULL_PATH"], *node["VALUE"]), Inbox())
    assert handler.refused == 0
    assert not controls.events
    assert controls.values == before


def test_the_limits_of_every_range_are_accepted(tree: AddressTree, controls: FakeControls) -> None:
    handler = OscHandler(controls)
    for node in settable(tree):
        for end in ("MIN", "MAX"):
            ends: list[Any] = [reach[end] for reach in node["RANGE"]] if "RANGE" in node else [True]
            handler.handle(pack(node["FULL_PATH"], *ends), Inbox())
            now = tree.node(node["FULL_PATH"])
            assert now is not None
            assert now["ACCESS"] == 2 or now["VALUE"] == ends
    assert handler.refused == 0


def test_host_info_has_the_address_that_the_client_used_and_both_ports() -> None:
    info = host_info("192.0.2.7", 7770, 7771)
    assert (info["OSC_IP"], info["OSC_PORT"], info["OSC_TRANSPORT"]) == ("192.0.2.7", 7770, "UDP")
    assert (info["WS_IP"], info["WS_PORT"]) == ("192.0.2.7", 7771)
    assert info["EXTENSIONS"]["LISTEN"] is True
    assert info["EXTENSIONS"]["PATH_CHANGED"] is False  # the tree never changes
