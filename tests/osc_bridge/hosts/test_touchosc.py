"""The TouchOSC layout unpacks into the XML of a layout, and its values are scaled to the range of each address."""

import shutil
import subprocess
import zlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.parameters import TABLE
from osc_bridge.hosts.layout import listened, pages, subscriptions
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
    assert kinds == {"GROUP", "PAGER", "RADIAL", "BUTTON", "XY", "LABEL", "FADER"}


def test_ids_of_nodes_are_unique(layout: ElementTree.Element) -> None:
    ids = [node.get("ID") for node in layout.iter("node")]
    assert len(ids) == len(set(ids)) > 100


def test_every_address_that_is_sent_exists(target: PatchTarget) -> None:
    require_known(zlib.decompress(tosc(target)).decode())


def test_every_page_is_a_tab(target: PatchTarget, layout: ElementTree.Element) -> None:
    [pager] = [node for node in layout.iter("node") if node.get("type") == "PAGER"]
    tabs = [
        entry.findtext("value")
        for node in pager.findall("children/node")
        for entry in node.findall("properties/property")
        if entry.findtext("key") == "tabLabel"
    ]
    assert tabs == [page.title for page in pages(target)]


def test_values_are_scaled(layout: ElementTree.Element) -> None:
    [argument] = messages(layout)["/vamen/level"].findall("arguments/partial")
    assert [argument.findtext(key) for key in ("type", "scaleMin", "scaleMax")] == ["VALUE", "-60", "12"]


def test_a_frequency_is_moved_by_its_share(layout: ElementTree.Element) -> None:
    [argument] = messages(layout)["/vamen/norm/filter/low"].findall("arguments/partial")
    assert [argument.findtext(key) for key in ("scaleMin", "scaleMax")] == ["0", "1"]
    assert "/vamen/filter/low" not in messages(layout)


def test_a_pad_sends_its_sixteenth_when_pressed_and_released(layout: ElementTree.Element) -> None:
    pads = [osc for osc in layout.iter("osc") if osc.findtext("path/partial/value") == "/vamen/slice"]
    sent = [[part.findtext("value") for part in pad.findall("arguments/partial")] for pad in pads]
    assert sent == [[str(step), "x"] for step in range(32)]
    assert {pad.findtext("triggers/trigger/condition") for pad in pads} == {"ANY"}


def test_a_button_recalls_each_preset(layout: ElementTree.Element) -> None:
    buttons = [osc for osc in layout.iter("osc") if osc.findtext("path/partial/value") == "/vamen/preset"]
    assert [[part.findtext("value") for part in button.findall("arguments/partial")] for button in buttons] == [
        [str(number)] for number in range(8)
    ]


def test_the_script_subscribes_to_every_value(layout: ElementTree.Element) -> None:
    script = next(entry for entry in layout.iter("property") if entry.findtext("key") == "script").findtext("value", "")
    shares = {f"/vamen/{entry.id}": f"/vamen/norm/{entry.id}" for entry in TABLE if entry.logarithmic}
    assert all(f"'{shares.get(path, path)}'" in script for path in listened())
    assert "if address == '/vamen/confirm' then sendOSC(message) return end" in script


# what TouchOSC gives to the script of a form: its children with their values, and a function that sends
LUA = """
local parts = {}
self = {children = setmetatable({}, {__index = function(_, name)
  parts[name] = parts[name] or {values = {x = 0, text = ''}}
  return parts[name]
end})}
function sendOSC(message)
  local words = {message[1]}
  for _, argument in ipairs(message[2]) do table.insert(words, argument.tag .. ' ' .. argument.value) end
  print(table.concat(words, ' '))
end
"""


def script_of(layout: ElementTree.Element, name: str) -> str:
    for node in layout.iter("node"):
        found = {entry.findtext("key"): entry.findtext("value", "") for entry in node.findall("properties/property")}
        if found.get("name") == name:
            return found["script"]
    raise AssertionError(f"there is no {name}")


def run(program: Path, text: str) -> list[str]:
    """What a program in Lua prints."""
    lua = shutil.which("lua5.4") or shutil.which("lua")
    if lua is None:
        pytest.skip("Lua is missing: apt-get install lua5.4")
    program.write_text(text)
    ran = subprocess.run([lua, str(program)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


# what TouchOSC gives to the script of the root: the nodes by their tags and names
ROOT_LUA = """
local time, lines = 0, {}
function getMillis() return time end
self = {
  findAllByProperty = function(_, key, value)
    return {{notify = function(_, name, list)
      for place, entry in ipairs(list) do list[place] = table.concat(entry, '=') end
      print(key, value, name, table.concat(list, ','))
    end}}
  end,
  findByName = function(_, name)
    lines[name] = lines[name] or {values = setmetatable({}, {__newindex = function(_, key, value)
      print(name, key, value)
    end})}
    return lines[name]
  end,
}
function sendOSC(message)
  local count = message[2] and #message[2] or 0
  print('sent', message[1], count)
end
local function message(address, ...)
  local arguments = {}
  for _, value in ipairs({...}) do table.insert(arguments, {tag = 's', value = value}) end
  return {address, arguments}
end
"""


@pytest.mark.bridge
def test_the_root_subscribes_and_hands_reports_to_forms_and_lines(layout: ElementTree.Element, tmp_path: Path) -> None:
    script = script_of(layout, "vamen")
    moves = """
update()
update()
onReceiveOSC(message('/vamen/report/presets', 0, 'home', 3, 'first try'))
onReceiveOSC(message('/vamen/report/models', 'bundled', 'big'))
onReceiveOSC(message('/vamen/report/scenes', ''))
onReceiveOSC(message('/vamen/report/note', 'ready'))
onReceiveOSC(message('/vamen/report/preset', 3, 'first try'))
onReceiveOSC(message('/vamen/error', 'no'))
onReceiveOSC(message('/vamen/tempo', 170))
onReceiveOSC(message('/vamen/confirm', 'c012'))
"""
    printed = run(tmp_path / "root.lua", f"{ROOT_LUA}\n{script}\n{moves}")
    asked = [line.split("\t") for line in printed if line.startswith("sent\t/vamen/listen")]
    assert [int(count) for _, _, count in asked] == [len(paths) for paths in subscriptions()]
    assert printed[len(asked) :] == [
        "tag\t/vamen/report/presets\tentries\t0=0 home,3=3 first try",
        "tag\t/vamen/report/models\tentries\tbundled,big",
        "tag\t/vamen/report/scenes\tentries\t",
        "report_report_note\ttext\tready",
        "report_report_preset\ttext\t3 first try",
        "reply\ttext\t/vamen/error no",
        "sent\t/vamen/confirm\t1",
    ]


@pytest.mark.bridge
def test_a_form_sends_what_its_faders_choose(layout: ElementTree.Element, tmp_path: Path) -> None:
    moves = {
        "form_preset_save": "parts.field1.values.x = 1 onReceiveNotify('moved', 1) onReceiveNotify('send')",
        "form_preset_morph": (
            "onReceiveNotify('entries', {{0, '0 one'}, {3, '3 first try'}, {5, '5 last'}})"
            "parts.field1.values.x = 0.5 onReceiveNotify('moved', 1)"
            "parts.field2.values.x = 1 onReceiveNotify('moved', 2)"
            "parts.field3.values.x = 0.25 onReceiveNotify('moved', 3) print(parts.shown1.values.text)"
        ),
        "form_model": "onReceiveNotify('send') onReceiveNotify('entries', {{'big'}}) onReceiveNotify('send')",
        "form_step_n_n": "parts.field1.values.x = 1 parts.field3.values.x = 0.5 onReceiveNotify('send')",
    }
    wanted = {
        "form_preset_save": ["/vamen/preset/save i 127"],
        "form_preset_morph": ["/vamen/preset/morph i 3 i 5 f 0.25", "preset 3 first try"],
        "form_model": ["/vamen/model s big"],
        "form_step_n_n": ["/vamen/step/31/0 f 0.0"],
    }
    for name, move in moves.items():
        program = f"{LUA}\n{script_of(layout, name)}\ninit()\n{move}\n"
        assert run(tmp_path / f"{name}.lua", program) == wanted[name]
