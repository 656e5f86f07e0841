"""The Max patch is one that Max can open: boxes that exist are joined where they have something to join."""

import json
from typing import Any

from osc_bridge.hosts.layout import Widget, board
from osc_bridge.hosts.max_msp import maxpat
from osc_bridge.hosts.patch_target import PatchTarget

from .conftest import require_known


def require_joined(document: dict[str, Any], least: int = 50) -> None:
    """Ids are unique, there are at least so many boxes, and lines join outlets and inlets that are there."""
    patcher = document["patcher"]
    boxes = {entry["box"]["id"]: entry["box"] for entry in patcher["boxes"]}
    assert len(boxes) == len(patcher["boxes"]) >= least
    for box in boxes.values():
        assert len(box.get("outlettype", [])) == box["numoutlets"], box
    for entry in patcher["lines"]:
        (source, outlet), (target, inlet) = entry["patchline"]["source"], entry["patchline"]["destination"]
        assert outlet < boxes[source]["numoutlets"], boxes[source]
        assert inlet < boxes[target]["numinlets"], boxes[target]


def texts(document: dict[str, Any]) -> list[str]:
    return [entry["box"].get("text", "") for entry in document["patcher"]["boxes"]]


def shown(document: dict[str, Any]) -> int:
    return sum(entry["box"].get("presentation", 0) for entry in document["patcher"]["boxes"])


def test_boxes_are_connected(target: PatchTarget) -> None:
    require_joined(json.loads(maxpat(target)))


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    require_known(maxpat(target).decode())
    assert "udpsend 127.0.0.1 7770" in texts(json.loads(maxpat(target)))


def test_every_send_has_a_receive(target: PatchTarget) -> None:
    words = [text.split() for text in texts(json.loads(maxpat(target)))]
    sent, heard = ({word[1] for word in words if word[:1] == [kind]} for kind in "sr")
    assert sent == heard == {"vamen-out", "vamen-in", "vamen-ask"}


def test_a_button_recalls_each_preset(target: PatchTarget) -> None:
    written = texts(json.loads(maxpat(target)))
    assert {f"/vamen/preset {number}" for number in range(8)} <= set(written)


def test_every_item_is_in_the_presentation_view(target: PatchTarget) -> None:
    items = board(target)
    assert shown(json.loads(maxpat(target))) == len(items) + sum(
        item.widget in (Widget.METER, Widget.NUMBER) for item in items
    )


def test_dials_have_the_range_of_their_parameter(target: PatchTarget) -> None:
    boxes = [entry["box"] for entry in json.loads(maxpat(target))["patcher"]["boxes"]]
    dials = {box["varname"]: box for box in boxes if box["maxclass"] == "live.dial"}
    tempo = dials["knob_tempo"]["saved_attribute_attributes"]["valueof"]
    assert (tempo["parameter_mmin"], tempo["parameter_mmax"], tempo["parameter_initial"]) == (40, 300, [170])
    names = [dial["saved_attribute_attributes"]["valueof"]["parameter_longname"] for dial in dials.values()]
    assert len(names) == len(set(names))
