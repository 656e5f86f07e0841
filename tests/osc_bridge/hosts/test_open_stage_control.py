"""The Open Stage Control session has the keys that it reads, and widgets that send what we know."""

import json
from typing import Any

import pytest

from osc_bridge.hosts.open_stage_control import session
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.osc.addresses import by_path

from .conftest import require_known


@pytest.fixture(scope="module")
def widgets(target: PatchTarget) -> list[dict[str, Any]]:
    document = json.loads(session(target))
    assert (document["type"], document["createdWith"]) == ("session", "Open Stage Control")
    assert document["content"]["type"] == "root"
    found: list[dict[str, Any]] = document["content"]["widgets"]
    return found


def test_every_widget_has_a_type_a_place_and_a_unique_id(widgets: list[dict[str, Any]]) -> None:
    assert {widget["type"] for widget in widgets} == {"knob", "button", "xy", "input", "text"}
    assert all({"left", "top", "width", "height"} <= set(widget) for widget in widgets)
    assert len({widget["id"] for widget in widgets}) == len(widgets)


def test_every_address_that_is_sent_exists(target: PatchTarget, widgets: list[dict[str, Any]]) -> None:
    require_known(session(target).decode())
    assert {widget["target"] for widget in widgets if "address" in widget} == {"127.0.0.1:7770"}


def test_knobs_have_the_range_of_their_address(widgets: list[dict[str, Any]]) -> None:
    knobs = [widget for widget in widgets if widget["type"] == "knob"]
    assert len(knobs) == 23
    for knob in knobs:
        assert (knob["range"]["min"], knob["range"]["max"]) == by_path()[knob["address"]].ranges[0]


def test_a_button_recalls_each_preset(widgets: list[dict[str, Any]]) -> None:
    buttons = [widget for widget in widgets if widget.get("address") == "/vamen/preset"]
    assert [button["preArgs"] for button in buttons] == [[number] for number in range(8)]


def test_an_ipv6_address_is_in_brackets(target: PatchTarget) -> None:
    assert '"[::1]:7770"' in session(PatchTarget("::1", 7770, target.names)).decode()
