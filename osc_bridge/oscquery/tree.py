"""The tree of addresses as JSON objects, for OSCQuery: paths in, nodes and single attributes out.

A node that holds others is a container and nothing else, even where the address takes arguments itself
(/vamen/latent): readers of trees know no third kind. An action's VALUE is what it can be sent without doing anything,
so that a host which stores a tree and sends it back neither plays nor panics. A question without arguments has no
TYPE.
https://github.com/Vidvox/OSCQueryProposal
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from engine.errors import BadParameter
from osc_bridge.osc.addresses import NORM, ROOT, STEP, Endpoint, Kind, by_path, surface
from osc_bridge.osc.readings import Readings, Value
from osc_bridge.osc.request import quoted

Node = dict[str, Any]

ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "DESCRIPTION", "UNIT", "CLIPMODE", "TAGS")
BUTTON = "T"  # type of an action without arguments: true presses, false releases

_ACCESS = {Kind.CONTROL: 3, Kind.METER: 1, Kind.ACTION: 2, Kind.QUESTION: 2}
_IDLE = {"i": 0, "f": 0.0, "s": "", BUTTON: False}  # arguments that do nothing
_UNITS = {"BPM": "time.bpm", "dB": "gain.db", "dBFS": "gain.db"}  # as the proposal spells them
_ABOUT = {
    "/": "vamen",
    ROOT: "breakbeats as a latent space",
    NORM: "every parameter, 0 to 1 over its range",
    STEP: "what is changed of single sixteenths",
    f"{ROOT}/meter": "what the instrument reports",
}


class Tree:
    """The surface with its values of this moment."""

    def __init__(self, readings: Readings) -> None:
        """`readings`: where values come from."""
        self._readings = readings

    def node(self, path: str) -> Node | None:
        """A node and all below it; None when there is none."""
        if path not in _children():
            return None
        readable = (by_path()[each] for each in _below(path) if _fixed()[each]["ACCESS"] & 1)
        return _grown(path, self._readings.read(readable))

    def attribute(self, path: str, name: str) -> Node | None:
        """One attribute of a node, as an object with that one key; empty when the node has no such attribute.

        Returns:
            None when there is no such node.

        Raises:
            BadParameter: OSCQuery knows no such attribute.
        """
        if name not in ATTRIBUTES:
            raise BadParameter(f"there is no attribute {quoted(name)}; ask for one of {', '.join(ATTRIBUTES)}")
        node = self.node(path) if name in ("CONTENTS", "VALUE") else _fixed().get(path)
        if node is None:
            return None
        return {name: node[name]} if name in node else {}


def host_info(ip: str, osc_port: int, web_port: int) -> Node:
    """What a client asks for first.

    Args:
        ip: address under which this client reaches us.
        osc_port: UDP port.
        web_port: port of HTTP and WebSocket.
    """
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
    """Of every node, its children: name -> path."""
    found: dict[str, dict[str, str]] = {"/": {}}
    for address in surface():
        parent, so_far = "/", ""
        for name in address.path[1:].split("/"):
            so_far += f"/{name}"
            found[parent][name] = so_far
            found.setdefault(so_far, {})
            parent = so_far
    return found


@cache
def _fixed() -> dict[str, Node]:
    """Of every node, what never changes; where there is a value to be read, VALUE is put in its place."""
    return {path: _method(path) if not inside else _container(path) for path, inside in _children().items()}


def _below(path: str) -> Iterator[str]:
    yield path
    for child in _children()[path].values():
        yield from _below(child)


def _grown(path: str, values: dict[str, Value]) -> Node:
    node = dict(_fixed()[path])
    if path in values:
        node["VALUE"] = list(values[path])
    if children := _children()[path]:
        node["CONTENTS"] = {name: _grown(child, values) for name, child in children.items()}
    return node


def _container(path: str) -> Node:
    address = by_path().get(path)
    about = address.about if address else _ABOUT.get(path, path.rpartition("/")[2])
    return {"FULL_PATH": path, "ACCESS": 0, "DESCRIPTION": about}


def _method(path: str) -> Node:
    address = by_path()[path]
    node: Node = {"FULL_PATH": path, "ACCESS": 0, "DESCRIPTION": address.about, "TAGS": [address.kind.value]}
    tags = address.tags or (BUTTON if address.kind is Kind.ACTION else "")
    if not tags:
        return node
    node |= {"ACCESS": _ACCESS[address.kind], "TYPE": tags, "VALUE": [_IDLE[tag] for tag in tags]}
    if any(reach is not None for reach in address.reach):
        node |= {"RANGE": _ranges(address), "CLIPMODE": _clipping(address)}
    if address.unit:
        node["UNIT"] = [_UNITS.get(address.unit, address.unit)] * len(tags)
    return node


def _ranges(address: Endpoint) -> list[Node]:
    ranges = []
    for tag, reach in zip(address.tags, address.reach, strict=True):
        cast = int if tag == "i" else float
        ranges.append({} if reach is None else {"MIN": cast(reach[0]), "MAX": cast(reach[1])})
    return ranges


def _clipping(address: Endpoint) -> list[str]:
    wraps = address.kind is Kind.ACTION  # a slice beyond the last one begins anew
    return [
        "none" if reach is None or (wraps and tag == "i") else "both"
        for tag, reach in zip(address.tags, address.reach, strict=True)
    ]
