"""The address space as JSON objects, for OSCQuery: paths in, nodes and single attributes out.

A node that contains others has no value, even where the address takes arguments itself (/vamen/latent): clients expect
either nodes or a value. The VALUE of an action is an argument that has no effect, so a host that stores a tree and
sends it back triggers nothing. A question (see EndpointKind) without arguments has no TYPE.
https://github.com/Vidvox/OSCQueryProposal
"""

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from engine.controls import Controls, Status
from engine.errors import BadParameter
from osc_bridge.osc.addresses import (
    METER_ROOT,
    NORM_ROOT,
    ROOT,
    STEP_ROOT,
    Endpoint,
    EndpointKind,
    by_path,
    endpoints,
)
from osc_bridge.osc.replies import read_values
from osc_bridge.osc.request import quoted

Node = dict[str, Any]

ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "DESCRIPTION", "UNIT", "CLIPMODE", "TAGS")
BUTTON_TAG = "T"  # type of an action without arguments: true presses, false releases

_ACCESS = {EndpointKind.CONTROL: 3, EndpointKind.METER: 1, EndpointKind.ACTION: 2, EndpointKind.QUESTION: 2}
_NO_EFFECT_VALUES = {"i": 0, "f": 0.0, "s": "", BUTTON_TAG: False}
_UNITS = {"BPM": "time.bpm", "dB": "gain.db", "dBFS": "gain.db"}  # as the proposal spells them
_CONTAINERS = {
    "/": "vamen",
    ROOT: "breakbeats as a latent space",
    NORM_ROOT: "every parameter, 0 to 1 over its range",
    STEP_ROOT: "what is changed of single sixteenths",
    METER_ROOT: "what the instrument reports",
}


class AddressTree:
    """The address space with its present values."""

    def __init__(self, controls: Controls, lock: AbstractContextManager[bool]) -> None:
        """`lock`: held while the controls are read, for one address at a time, so that a tree delays nothing."""
        self._controls, self._lock = controls, lock

    def node(self, path: str) -> Node | None:
        """Return a node and all nodes below it; None when the path does not exist."""
        if path not in _children():
            return None
        with self._lock:
            status = self._controls.status()  # one for all meters
        return self._node(path, status)

    def attribute(self, path: str, name: str) -> Node | None:
        """Return one attribute of a node, as an object with that one key; empty when the node has no such attribute.

        Returns:
            None when the path does not exist.

        Raises:
            BadParameter: OSCQuery has no such attribute.
        """
        if name not in ATTRIBUTES:
            raise BadParameter(f"there is no attribute {quoted(name)}; ask for one of {', '.join(ATTRIBUTES)}")
        node = self.node(path) if name in ("CONTENTS", "VALUE") else _static_nodes().get(path)
        if node is None:
            return None
        return {name: node[name]} if name in node else {}

    def _node(self, path: str, status: Status) -> Node:
        node = dict(_static_nodes()[path])
        if node["ACCESS"] & 1:
            with self._lock:
                node["VALUE"] = list(read_values(path, self._controls, status))
        if children := _children()[path]:
            node["CONTENTS"] = {name: self._node(child, status) for name, child in children.items()}
        return node


def host_info(ip: str, osc_port: int, web_port: int) -> Node:
    """Return the HOST_INFO object; `ip` is the address under which the client reaches this machine."""
    extensions = dict.fromkeys((*ATTRIBUTES[2:], "LISTEN"), True) | {"PATH_CHANGED": False}
    return {
        "NAME": "vamen",
        "OSC_IP": ip,
        "OSC_PORT": osc_port,
        "OSC_TRANSPORT": "UDP",
        "WS_IP": ip,
        "WS_PORT": web_port,
        "EXTENSIONS": extensions,
    }


@cache
def _children() -> dict[str, dict[str, str]]:
    """Return the children of every node: its path -> name of the child -> path of the child."""
    found: dict[str, dict[str, str]] = {"/": {}}
    for endpoint in endpoints():
        parent, path = "/", ""
        for name in endpoint.path[1:].split("/"):
            path += f"/{name}"
            found[parent][name] = path
            found.setdefault(path, {})
            parent = path
    return found


@cache
def _static_nodes() -> dict[str, Node]:
    """Return path -> node, without CONTENTS; VALUE is a placeholder where `_node` puts the present value."""
    return {path: _container(path) if children else _method(path) for path, children in _children().items()}


def _container(path: str) -> Node:
    endpoint = by_path().get(path)
    about = endpoint.about if endpoint else _CONTAINERS.get(path, path.rpartition("/")[2])
    return {"FULL_PATH": path, "ACCESS": 0, "DESCRIPTION": about}


def _method(path: str) -> Node:
    endpoint = by_path()[path]
    node: Node = {"FULL_PATH": path, "ACCESS": 0, "DESCRIPTION": endpoint.about, "TAGS": [endpoint.kind.value]}
    tags = endpoint.tags or (BUTTON_TAG if endpoint.kind is EndpointKind.ACTION else "")
    if not tags:
        return node
    node |= {"ACCESS": _ACCESS[endpoint.kind], "TYPE": tags, "VALUE": [_NO_EFFECT_VALUES[tag] for tag in tags]}
    if any(span is not None for span in endpoint.ranges):
        node |= {"RANGE": _ranges(endpoint), "CLIPMODE": _clip_modes(endpoint)}
    if endpoint.unit:
        node["UNIT"] = [_UNITS.get(endpoint.unit, endpoint.unit)] * len(tags)
    return node


def _ranges(endpoint: Endpoint) -> list[Node]:
    ranges = []
    for tag, span in zip(endpoint.tags, endpoint.ranges, strict=True):
        cast = int if tag == "i" else float
        ranges.append({} if span is None else {"MIN": cast(span[0]), "MAX": cast(span[1])})
    return ranges


def _clip_modes(endpoint: Endpoint) -> list[str]:
    wraps = endpoint.kind is EndpointKind.ACTION  # a slice beyond the last one begins anew
    return [
        "none" if span is None or (wraps and tag == "i") else "both"
        for tag, span in zip(endpoint.tags, endpoint.ranges, strict=True)
    ]
