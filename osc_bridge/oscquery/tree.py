"""The address space as JSON objects, for OSCQuery: paths in, nodes and single attributes out.

A node that contains others has no VALUE, and ACCESS 0 as any node without one, even where its address takes a message
(/vamen/latent, /vamen/preset), because some clients refuse a tree with other nodes; TYPE and RANGE describe the
message, and the single attributes ACCESS and VALUE are those of the address. The VALUE of an action is an argument that
has no effect, or is refused, so a host that stores a tree and sends it back triggers nothing. A question (see
EndpointKind) without arguments has no TYPE. OVERLOADS are other types of arguments that an address accepts.
https://github.com/Vidvox/OSCQueryProposal
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from engine.controls import Controls, Status
from engine.errors import BadParameter
from osc_bridge.osc.address_space import READABLE_KINDS, UNNAMED, AddressSpace
from osc_bridge.osc.addresses import (
    METER_ROOT,
    NORM_ROOT,
    OTHER_TAGS,
    REPORT_ROOT,
    ROOT,
    SLICE_PATH,
    STEP_ROOT,
    STREAM_ROOT,
    Endpoint,
    EndpointKind,
    Range,
)
from osc_bridge.osc.replies import NO_REPORTS, read_values
from osc_bridge.osc.reports import Reports
from osc_bridge.osc.request import quoted

Node = dict[str, Any]

ATTRIBUTES = (
    *("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE"),
    *("DESCRIPTION", "UNIT", "CLIPMODE", "TAGS", "OVERLOADS"),
)
BUTTON_TAG = "T"  # type of an action without arguments: true presses, false releases

_ACCESS = {
    EndpointKind.CONTROL: 3,
    EndpointKind.METER: 1,
    EndpointKind.REPORT: 1,
    EndpointKind.ACTION: 2,
    EndpointKind.QUESTION: 2,
}
_NO_EFFECT_VALUES = {"i": 0, "f": 0.0, "s": "", "b": "", BUTTON_TAG: False}
_REFUSED_NUMBER = -1  # the VALUE of actions for which 0 is a number like others
_BUTTON_OVERLOADS = ("I", "N", "i")  # an impulse, nil, 1 and 0
_UNITS = {"BPM": "time.bpm", "dB": "gain.db", "dBFS": "gain.db"}  # as the proposal spells them
_CONTAINERS = {
    "/": "vamen",
    ROOT: "breakbeats as a latent space",
    NORM_ROOT: "every parameter, 0 to 1 over its range",
    f"{NORM_ROOT}/latent": "every latent, 0 to 1 over its range",
    STEP_ROOT: "what is changed of single sixteenths",
    METER_ROOT: "what the instrument measures",
    REPORT_ROOT: "what the instrument reports in words",
    STREAM_ROOT: "pictures and sound, for clients with a connection",
}


class AddressTree:
    """The address space with its present values."""

    def __init__(
        self,
        controls: Controls,
        lock: AbstractContextManager[bool],
        space: AddressSpace = UNNAMED,
        reports: Reports = NO_REPORTS,
    ) -> None:
        """Describe an instrument.

        Args:
            controls: what is read.
            lock: held while the controls are read, for one address at a time, so that a tree delays nothing.
            space: the addresses of the instrument.
            reports: what it reports in words.
        """
        self._controls, self._lock, self._space, self._reports = controls, lock, space, reports
        self._described: Mapping[str, Endpoint] = {}  # from which the nodes are made
        self._nodes: dict[str, Node] = {}

    def node(self, path: str) -> Node | None:
        """Return a node and all nodes below it; None when the path does not exist."""
        nodes, children = self._static_nodes(), self._space.children
        if path not in nodes:
            return None
        with self._lock:
            status = self._controls.status()  # one for all meters

        def complete(path: str) -> Node:
            node = dict(nodes[path])
            if below := children[path]:
                node["CONTENTS"] = {name: complete(child) for name, child in below.items() if child in nodes}
            elif node["ACCESS"] & 1:
                self._complete(node, path, status)
            return node

        return complete(path)

    def attribute(self, path: str, name: str) -> Node | None:
        """Return one attribute of a node, as an object with that one key; empty when the node has no such attribute.

        Returns:
            None when the path does not exist.

        Raises:
            BadParameter: OSCQuery has no such attribute.
        """
        if name not in ATTRIBUTES:
            raise BadParameter(f"there is no attribute {quoted(name)}; ask for one of {', '.join(ATTRIBUTES)}")
        node = self.node(path) if name == "CONTENTS" else self._static_nodes().get(path)
        if node is None:
            return None
        endpoint = self._space.find(path)
        if name == "ACCESS" and "TYPE" in node and endpoint:
            return {name: _ACCESS[endpoint.kind]}
        if name == "VALUE" and endpoint and endpoint.kind in READABLE_KINDS:
            return {name: self._values(path)}
        return {name: node[name]} if name in node else {}

    def _complete(self, node: Node, path: str, status: Status | None) -> None:
        """Add VALUE; a report has any number of values, so TYPE follows them, and without one it is as a container."""
        values = self._values(path, status)
        if self._space[path].kind is not EndpointKind.REPORT:
            node["VALUE"] = values
        elif values:
            node |= {"TYPE": "".join("s" if isinstance(value, str) else "i" for value in values), "VALUE": values}
        else:
            node["ACCESS"] = 0
            del node["TYPE"], node["VALUE"]

    def _values(self, path: str, status: Status | None = None) -> list[float | str]:
        with self._lock:
            return list(read_values(self._space[path], self._controls, status, self._reports))

    def _static_nodes(self) -> Mapping[str, Node]:
        """Return path -> node, without CONTENTS and without values that change; made anew when names are known."""
        described = self._space.described
        if self._described is not described:
            self._described = described
            self._nodes = {
                path: _method(described[path], bool(below)) if path in described else _container(path)
                for path, below in self._space.children.items()
            }
        return self._nodes


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


def _container(path: str) -> Node:
    about = _CONTAINERS.get(path) or f"sixteenth {path.removeprefix(f'{STEP_ROOT}/')}"
    return {"FULL_PATH": path, "ACCESS": 0, "DESCRIPTION": about}


def _method(endpoint: Endpoint, is_container: bool) -> Node:
    """Return a node, with the VALUE of an action."""
    path, kind = endpoint.path, endpoint.kind
    node: Node = {"FULL_PATH": path, "ACCESS": 0, "DESCRIPTION": endpoint.about, "TAGS": [kind.value]}
    tags = endpoint.tags or (BUTTON_TAG if kind is EndpointKind.ACTION else "")
    if not tags or kind is EndpointKind.STREAM:
        return node
    node |= {"ACCESS": _ACCESS[kind], "TYPE": tags}
    if is_container:
        node["ACCESS"] = 0
    else:
        numbered = {} if path == SLICE_PATH else {"i": _REFUSED_NUMBER}  # a velocity of 0 makes a slice silent
        node["VALUE"] = [(_NO_EFFECT_VALUES | numbered)[tag] for tag in tags]
    if any(span is not None for span in endpoint.ranges):
        node |= {"RANGE": _ranges(tags, endpoint.ranges), "CLIPMODE": _clip_modes(endpoint)}
    if endpoint.entry and endpoint.entry.names and tags == "i":
        node["RANGE"][0]["VALS"] = list(range(len(endpoint.entry.names)))  # the description names them
    if endpoint.unit:
        node["UNIT"] = [_UNITS.get(endpoint.unit, endpoint.unit)] * len(tags)
    if others := OTHER_TAGS.get(path, _BUTTON_OVERLOADS if tags == BUTTON_TAG else ()):
        node["OVERLOADS"] = [_overload(other, endpoint) for other in others]
    return node


def _overload(tags: str, endpoint: Endpoint) -> Node:
    """Return the description of other arguments: their types, and the ranges of the address where the type is its."""
    own = tuple(zip(endpoint.tags, endpoint.ranges, strict=bool(endpoint.ranges)))
    spans = [own[at][1] if at < len(own) and own[at][0] == tag else None for at, tag in enumerate(tags)]
    return {"TYPE": tags} | ({"RANGE": _ranges(tags, spans)} if any(spans) else {})


def _ranges(tags: str, spans: Sequence[Range]) -> list[Node]:
    ranges = []
    for tag, span in zip(tags, spans, strict=True):
        cast = int if tag == "i" else float
        ranges.append({} if span is None else {"MIN": cast(span[0]), "MAX": cast(span[1])})
    return ranges


def _clip_modes(endpoint: Endpoint) -> list[str]:
    wraps = endpoint.kind is EndpointKind.ACTION  # a slice beyond the last one begins anew
    return [
        "none" if span is None or (wraps and tag == "i") else "both"
        for tag, span in zip(endpoint.tags, endpoint.ranges, strict=True)
    ]
