"""The Max patch is one that Max can open: boxes that exist are joined where they have something to join."""

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from engine.parameters import parameter
from osc_bridge.hosts.layout import pages
from osc_bridge.hosts.max_msp import maxpat
from osc_bridge.hosts.patch_target import PatchTarget

from .conftest import require_known


def require_joined(document: dict[str, Any], least: int = 50) -> None:
    """Ids are unique, there are at least so many boxes, and lines join outlets and inlets that are there.

    Patchers within are checked, too.
    """
    patcher = document["patcher"]
    for entry in patcher["boxes"]:
        if "patcher" in entry["box"]:
            require_joined(entry["box"], least=4)
    within = {entry["box"]["id"]: entry["box"] for entry in patcher["boxes"]}
    assert len(within) == len(patcher["boxes"]) >= least
    for box in within.values():
        assert len(box.get("outlettype", [])) == box["numoutlets"], box
    for entry in patcher["lines"]:
        (source, outlet), (target, inlet) = entry["patchline"]["source"], entry["patchline"]["destination"]
        assert outlet < within[source]["numoutlets"], within[source]
        assert inlet < within[target]["numinlets"], within[target]


def boxes(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All boxes of a patch and of the patchers within it."""
    for entry in document["patcher"]["boxes"]:
        yield entry["box"]
        if "patcher" in entry["box"]:
            yield from boxes(entry["box"])


def texts(document: dict[str, Any]) -> list[str]:
    return [box.get("text", "") for box in boxes(document)]


def apart(one: list[float], other: list[float]) -> bool:
    return any(a[i] + a[i + 2] <= b[i] for a, b in ((one, other), (other, one)) for i in (0, 1))


def require_apart(document: dict[str, Any]) -> None:
    """Nothing that is shown lies on something else, but for the name of a group."""
    frames = [
        entry["box"]["presentation_rect"]
        for entry in document["patcher"]["boxes"]
        if entry["box"].get("presentation") and entry["box"]["maxclass"] != "comment"
    ]
    assert all(apart(one, other) for one, other in combinations(frames, 2))


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


def test_every_page_has_a_window_and_nothing_in_it_overlaps(target: PatchTarget) -> None:
    document = json.loads(maxpat(target))
    require_apart(document)
    windows = {box["text"]: box for box in boxes(document) if "patcher" in box}
    assert set(windows) == {f"p {page.title}" for page in pages(target)[1:]}
    for window in windows.values():
        require_apart(window)
        assert window["patcher"]["openinpresentation"] == 1


def test_a_form_sends_its_fields_in_one_message(target: PatchTarget) -> None:
    written = texts(json.loads(maxpat(target)))
    assert {"pack 0 s", "pack 0 0 0.", "pack 0 0. 0 0. 0 0.", "sprintf /vamen/step/%ld/%ld %f"} <= set(written)
    assert written.count("route /vamen/report/presets") == 9  # menus
    assert {"prepend /vamen/preset/save", "prepend /vamen/learn", "prepend /vamen/preset/morph"} <= set(written)


def test_buttons_act_when_they_are_pressed(target: PatchTarget) -> None:
    buttons = [box for box in boxes(json.loads(maxpat(target))) if box["maxclass"] == "textbutton"]
    assert buttons and {box["outputmode"] for box in buttons} == {0}


def test_dials_have_the_range_of_their_parameter(target: PatchTarget) -> None:
    dials = {box["varname"]: box for box in boxes(json.loads(maxpat(target))) if box["maxclass"] == "live.dial"}
    tempo = dials["knob_tempo"]["saved_attribute_attributes"]["valueof"]
    assert (tempo["parameter_mmin"], tempo["parameter_mmax"], tempo["parameter_initial"]) == (40, 300, [170])
    corner = dials["knob_filter_low"]["saved_attribute_attributes"]["valueof"]
    middle = 20 + 19_980 * 0.5 ** corner["parameter_exponent"]
    assert middle == pytest.approx(parameter("filter/low").at(0.5), rel=0.01)
    names = [dial["saved_attribute_attributes"]["valueof"]["parameter_longname"] for dial in dials.values()]
    assert len(names) == len(set(names))
