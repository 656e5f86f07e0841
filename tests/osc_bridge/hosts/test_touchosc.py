"""The TouchOSC layout unpacks into the XML of a layout, and its values are scaled to the range of each address."""

import zlib
from xml.etree import ElementTree

import pytest

from osc_bridge.hosts.layout import listened
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.hosts.touchosc import tosc

from .conftest import require_known


@pytest.fixture(scope="module")
def layout(target: PatchTarget) -> ElementTree.Element:
    return ElementTree.fromstring(zlib.decompress(tosc(target)))


def messages(layout: ElementTree.Element) -> dict[str, ElementTree.Element]:
    """The OSC messages by their address; of equal ones, the last."""
    return {osc.findtext("path/partial/value", ""): osc for osc in layout.iter("osc")}


def test_the_file_is_a_layout(layout: ElementTree.Element) -> None:
    assert (layout.tag, layout.get("version")) == ("lexml", "3")
    [root] = layout.findall("node")
    assert root.get("type") == "GROUP"
    kinds = {node.get("type") for node in layout.iter("node")}
    assert kinds == {"GROUP", "RADIAL", "BUTTON", "XY", "LABEL"}


def test_ids_of_nodes_are_unique(layout: ElementTree.Element) -> None:
    ids = [node.get("ID") for node in layout.iter("node")]
    assert len(ids) == len(set(ids)) > 100


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    require_known(zlib.decompress(tosc(target)).decode())


def test_values_are_scaled(layout: ElementTree.Element) -> None:
    [argument] = messages(layout)["/vamen/level"].findall("arguments/partial")
    assert [argument.findtext(key) for key in ("type", "scaleMin", "scaleMax")] == ["VALUE", "-60", "12"]


def test_a_pad_sends_its_sixteenth_when_pressed(layout: ElementTree.Element) -> None:
    pads = [osc for osc in layout.iter("osc") if osc.findtext("path/partial/value") == "/vamen/slice"]
    sent = [[part.findtext("value") for part in pad.findall("arguments/partial")] for pad in pads]
    assert sent == [[str(step), "1"] for step in range(32)]
    assert {pad.findtext("triggers/trigger/condition") for pad in pads} == {"RISE"}


def test_a_button_recalls_each_preset(layout: ElementTree.Element) -> None:
    buttons = [osc for osc in layout.iter("osc") if osc.findtext("path/partial/value") == "/vamen/preset"]
    assert [[part.findtext("value") for part in button.findall("arguments/partial")] for button in buttons] == [
        [str(number)] for number in range(8)
    ]


def test_the_script_subscribes_to_every_value(layout: ElementTree.Element) -> None:
    script = next(entry for entry in layout.iter("property") if entry.findtext("key") == "script").findtext("value", "")
    assert all(f"'{path}'" in script for path in listened())
    assert "if message[1] == '/vamen/confirm' then sendOSC(message) return end" in script
