"""Each control and each action of the table is in each patch, or an exception here says why it is not."""

import json
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from engine.parameters import LATENTS
from osc_bridge.commands.write_patches import PATCH_FILES
from osc_bridge.hosts.forms import actions, form, needs_form
from osc_bridge.hosts.items import Field, FieldKind
from osc_bridge.hosts.patch_target import PatchTarget
from osc_bridge.osc.addresses import LATENT_PATH, NORM_ROOT, ROOT, STEP_ROOT, EndpointKind, by_path

from .conftest import addresses
from .test_max_msp import texts

NO_NAMES = PatchTarget("127.0.0.1", 7770, ())


def is_typed(field: Field) -> bool:
    return field.kind is FieldKind.TEXT and not field.optional


EVERYWHERE = {f"{NORM_ROOT}/.*": "the same parameters from 0 to 1; the patches have them in their units"}
ONE_BY_ONE = {f"{LATENT_PATH}": "a language sets latents one by one"}
TYPED = {  # what cannot be sent without a text that is not in a list
    address.path: "TouchOSC has no field for text"
    for address in actions()
    if needs_form(address) and any(map(is_typed, form(NO_NAMES, address, (0, 0, 0, 0)).fields))
}
EXCEPTIONS: dict[str, dict[str, str]] = {  # file -> pattern of addresses -> why they are not in it
    "vamen.tosc": TYPED | {f"{ROOT}/(filter/(low|high)|crush/rate)": "moved by their shares, in octaves"},
    "vamen-sonic-pi.rb": ONE_BY_ONE,
    "Vamen.hs": ONE_BY_ONE,
}


def in_max(text: str) -> set[str]:
    """Addresses in the boxes of a Max patch; a row of sixteenths sends through vamen-replies.js."""
    found = set[str]()
    for box in texts(json.loads(text)):
        found |= addresses(box)
        if row := re.fullmatch(r"prepend steps (\w+)", box):
            found.add(f"{STEP_ROOT}/{{}}/{row[1]}")
    return found


def in_live(text: str) -> set[str]:
    return in_max(text[text.index("{\n") : text.rindex("}") + 1])


def in_pd(text: str) -> set[str]:
    """Addresses of `oscformat`, and those that a message sets there."""
    words = re.findall(r"oscformat ([\w ]+);", text) + re.findall(r"set (vamen step [^;]+);", text)
    return {"/" + re.sub(r"\\\$\d", "{}", line).replace(" ", "/") for line in words}


def in_touchosc(text: str) -> set[str]:
    """Addresses of messages that are sent, and of the scripts of forms."""
    sent = re.findall(r"<osc><enabled>1</enabled><send>1</send>.*?<path>.*?\[CDATA\[(.*?)\]\]", text)
    return {*sent, *re.findall(r"local path = '(.*?)'", text)}


def in_stage(text: str) -> set[str]:
    """Addresses of widgets that send, and of the scripts of forms."""
    tabs = json.loads(text)["content"]["tabs"]
    widgets: list[dict[str, Any]] = [widget for tab in tabs for widget in tab["widgets"]]
    sent = {widget["address"] for widget in widgets if "address" in widget and not widget.get("bypass")}
    return sent.union(*(addresses(widget.get("onValue", "")) for widget in widgets if widget["type"] != "variable"))


def in_supercollider(text: str) -> set[str]:
    """Addresses whose end stands in quotes."""
    ends = re.findall(r'"(?:/vamen/)?([a-z0-9/]+)"', text)
    assert '"step/" ++ sixteenth ++ "/" ++ what' in text and '"latent/" ++ index' in text
    return {f"{ROOT}/{end}" for end in ends} | {f"{STEP_ROOT}/{{}}/{{}}", f"{LATENT_PATH}/{{}}"}


def in_sonic_pi(text: str) -> set[str]:
    ends = re.findall(r'"(?:/vamen/)?([a-z0-9_/]+)"', text)
    assert "step/#{index}/#{what}" in text
    return {f"{ROOT}/{end}" for end in ends} | {f"{STEP_ROOT}/{{}}/{{}}"}


FOUND: dict[str, Callable[[str], set[str]]] = {
    "vamen.maxpat": in_max,
    "vamen.amxd": in_live,
    "vamen.pd": in_pd,
    "vamen.tosc": in_touchosc,
    "vamen-stage.json": in_stage,
    "Vamen.sc": in_supercollider,
    "Vamen.hs": addresses,
    "vamen-sonic-pi.rb": in_sonic_pi,
}


@pytest.mark.parametrize("name", FOUND)
def test_every_control_and_action_has_a_place(target: PatchTarget, name: str) -> None:
    content = PATCH_FILES[name](target)
    found = FOUND[name]((zlib.decompress(content) if name.endswith(".tosc") else content).decode("utf-8", "replace"))
    whole = {path for path in found if "{}" not in path}
    patterns = [re.compile(re.escape(path).replace(r"\{\}", "[^/]+")) for path in found - whole]
    excepted = [re.compile(pattern) for pattern in EVERYWHERE | EXCEPTIONS.get(name, {})]
    wanted = [
        path for path, address in by_path().items() if address.kind in (EndpointKind.CONTROL, EndpointKind.ACTION)
    ]
    assert len(wanted) > 2 * LATENTS and f"{ROOT}/preset/rename" in TYPED
    missing = [
        path
        for path in wanted
        if path not in whole and not any(pattern.fullmatch(path) for pattern in (*patterns, *excepted))
    ]
    assert missing == []


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_every_exception_is_needed(target: PatchTarget, name: str) -> None:
    content = PATCH_FILES[name](target)
    found = FOUND[name]((zlib.decompress(content) if name.endswith(".tosc") else content).decode("utf-8", "replace"))
    for pattern in EXCEPTIONS[name]:
        matching = {path for path in by_path() if re.fullmatch(pattern, path)}
        assert matching and matching.isdisjoint(found), pattern
