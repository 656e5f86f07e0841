"""The Open Stage Control session has the keys that it reads, and widgets that send what we know."""

import json
import shutil
import subprocess
from typing import Any

import pytest

from engine.parameters import TABLE
from osc_bridge.hosts.items import Widget, parameter_widget
from osc_bridge.hosts.layout import listened, pages
from osc_bridge.hosts.open_stage_control import session
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.osc.addresses import by_path

from .conftest import require_known


@pytest.fixture(scope="module")
def widgets(target: PatchTarget) -> list[dict[str, Any]]:
    document = json.loads(session(target))
    assert (document["type"], document["createdWith"]) == ("session", "Open Stage Control")
    assert document["content"]["type"] == "root"
    tabs: list[dict[str, Any]] = document["content"]["tabs"]
    assert [tab["label"] for tab in tabs] == [page.title for page in pages(target)]
    return [widget for tab in tabs for widget in tab["widgets"]]


def test_every_widget_has_a_type_a_place_and_a_unique_id(widgets: list[dict[str, Any]]) -> None:
    assert {widget["type"] for widget in widgets} == {
        "knob",
        "button",
        "xy",
        "input",
        "text",
        "fader",
        "dropdown",
        "variable",
    }
    assert all({"left", "top", "width", "height"} <= set(widget) for widget in widgets)
    assert len({widget["id"] for widget in widgets}) == len(widgets)


def test_every_address_that_is_sent_exists(target: PatchTarget, widgets: list[dict[str, Any]]) -> None:
    require_known(session(target).decode())
    assert {widget["target"] for widget in widgets if "address" in widget} == {"127.0.0.1:7770"}


def test_knobs_have_the_range_of_their_address(widgets: list[dict[str, Any]]) -> None:
    knobs = [widget for widget in widgets if widget["type"] == "knob"]
    assert len(knobs) == sum(parameter_widget(entry) is Widget.KNOB for entry in TABLE)
    for knob in knobs:
        assert (knob["range"]["min"], knob["range"]["max"]) == by_path()[knob["address"]].ranges[0]
        entry = by_path()[knob["address"]].entry
        assert entry and knob.get("logScale", False) == entry.logarithmic


def test_a_button_recalls_each_preset(widgets: list[dict[str, Any]]) -> None:
    buttons = [widget for widget in widgets if widget.get("address") == "/vamen/preset" and widget["type"] == "button"]
    assert [button["preArgs"] for button in buttons] == [[number] for number in range(8)]


def test_a_pad_is_1_when_pressed_and_0_when_released(widgets: list[dict[str, Any]]) -> None:
    pads = [widget for widget in widgets if widget.get("address") == "/vamen/slice"]
    assert [pad["preArgs"] for pad in pads] == [[step] for step in range(32)]
    assert {(pad["mode"], pad["on"], pad["off"]) for pad in pads} == {("push", 1, 0)}


def test_an_ipv6_address_is_in_brackets(target: PatchTarget) -> None:
    assert '"[::1]:7770"' in session(PatchTarget("::1", 7770, target.names)).decode()


# what Open Stage Control gives to scripts: the values of the widgets, and functions that print what is done
SCRIPTS = """
const [script, value, fields] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const get = (id) => fields[id];
const send = (...words) => console.log(JSON.stringify(words));
const setVar = (...words) => console.log(JSON.stringify(words));
const setInterval = () => 0;
new Function("value", "get", "send", "setVar", "setInterval", script)(value, get, send, setVar, setInterval);
"""


def run(script: str, value: Any = None, fields: dict[str, Any] | None = None) -> list[Any]:
    """What a script sends or sets, as Node runs it."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node.js is missing: apt-get install nodejs")
    ran = subprocess.run(
        [node, "-e", SCRIPTS],
        input=json.dumps([script, value, fields or {}]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def by_id(widgets: list[dict[str, Any]], id: str) -> dict[str, Any]:
    return next(widget for widget in widgets if widget["id"] == id)


@pytest.mark.bridge
def test_the_button_of_a_form_sends_its_fields(widgets: list[dict[str, Any]]) -> None:
    save = by_id(widgets, "form_preset_save")["onValue"]
    fields = {"form_preset_save_0": 400.4, "form_preset_save_1": "loud"}
    server, number, name = "127.0.0.1:7770", {"type": "i", "value": 127}, {"type": "s", "value": "loud"}
    assert run(save, fields=fields) == [[server, "/vamen/preset/save", number, name]]
    morph = by_id(widgets, "form_preset_morph_2")["onValue"]
    names = {"form_preset_morph_0": 3, "form_preset_morph_1": 5, "form_preset_morph_2": 0.25}
    [[_, path, *sent]] = run(morph, fields=names)
    assert (path, [part["value"] for part in sent]) == ("/vamen/preset/morph", [3, 5, 0.25])
    assert run(morph, fields=names | {"form_preset_morph_1": ""}) == []  # nothing is chosen
    step = by_id(widgets, "form_step_n_n")["onValue"]
    cell = {"form_step_n_n_0": 3, "form_step_n_n_1": 9, "form_step_n_n_2": -1.5}
    assert run(step, fields=cell) == [[server, "/vamen/step/3/9", {"type": "f", "value": -1.5}]]


@pytest.mark.bridge
def test_a_report_of_names_fills_the_menus(widgets: list[dict[str, Any]]) -> None:
    presets = by_id(widgets, "vamen_report_presets")["onValue"]
    filled = run(presets, value=[0, "one", 3, "first try"])
    assert {tuple(one[:2]) for one in filled} >= {("form_preset_0", "names"), ("form_preset_morph_1", "names")}
    assert filled[0][2] == {"labels": ["0 one", "3 first try"], "values": [0, 3]}
    models = by_id(widgets, "vamen_report_models")["onValue"]
    assert run(models, value="bundled")[0][2] == {"labels": ["bundled"], "values": ["bundled"]}
    assert run(models, value="")[0][2] == {"labels": [], "values": []}


@pytest.mark.bridge
def test_the_root_subscribes_to_everything(target: PatchTarget) -> None:
    sent = run(json.loads(session(target))["content"]["onCreate"])
    assert {path for _, _, *paths in sent for path in paths} == set(listened())
