"""A model file in, a model for each of its tasks out, as bytes: without `If`, and without what other tasks need.

A file has an input `task`, and an `If` with the condition `task == number` for all tasks but the last. For one task
these conditions are known: the nodes of the chosen branches take the places of the `If`s, and nodes, weights and inputs
that no output of the task depends on are left out. Nodes and weights are copied as they are. onnxruntime checks the
result as it does a file, and refuses it if an output depends on `task` in another way, or on inputs of other tasks.
"""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from engine.errors import ModelMismatch

from .digest import ModelBytes
from .signature import TASK, TASK_INPUTS, TASK_OUTPUTS, Task
from .wire_format import begin_field, fields, last_value, to_field

# numbers of fields, from onnx.proto
MODEL_GRAPH, MODEL_METADATA, ENTRY_KEY, ENTRY_VALUE = 7, 14, 1, 2
GRAPH_NODE, GRAPH_WEIGHT, GRAPH_INPUT, GRAPH_OUTPUT, VALUE_NAME = 1, 5, 11, 12, 1
NODE_INPUT, NODE_OUTPUT, NODE_KIND, NODE_ATTRIBUTE, ATTRIBUTE_NAME, ATTRIBUTE_GRAPHS = 1, 2, 4, 5, 1, (6, 11)
TENSOR_NAME, TENSOR_DATA = 8, 9
INT64_SIZE = 8  # bytes
MAX_GRAPH_DEPTH = 20  # of graphs within graphs


class Node(NamedTuple):
    """A node, as far as it matters here."""

    field: memoryview | bytes  # with number and length, as in a graph
    kind: bytes
    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    graphs: tuple[tuple[bytes, memoryview], ...]  # attribute, graph


class Graph:
    """The parts of a graph by their names; ValueError if it is not one."""

    def __init__(self, *contents: memoryview) -> None:
        self.nodes: list[Node] = []
        self.weights: dict[bytes, memoryview] = {}
        self.inputs: dict[bytes, memoryview] = {}
        self.outputs: dict[bytes, memoryview] = {}
        self.rest: list[memoryview] = []  # other fields, with number and length
        named = {
            GRAPH_WEIGHT: (self.weights, TENSOR_NAME),
            GRAPH_INPUT: (self.inputs, VALUE_NAME),
            GRAPH_OUTPUT: (self.outputs, VALUE_NAME),
        }
        for content in contents:
            for number, value, whole in fields(content):
                if number == GRAPH_NODE:
                    self.nodes.append(_node(value, whole))
                elif number in named:
                    parts, key = named[number]
                    parts[last_value(value, key)] = value
                else:
                    self.rest.append(whole)


class TaskGraphs:
    """The models of the tasks of a file, and its metadata."""

    def __init__(self, file: ModelBytes) -> None:
        """Read a file; ModelMismatch if it is not ONNX."""
        self.path = file.path
        self._metadata: dict[bytes, bytes] = {}
        self._rest: list[memoryview] = []  # other fields
        try:
            self._graph = Graph(*self._read(memoryview(file.content)))
        except ValueError as error:
            raise not_playable(file.path, str(error)) from error

    def _read(self, content: memoryview) -> Iterator[memoryview]:
        """Sort the fields of the file; yield the graph, which may be in parts."""
        empty = True
        for number, value, whole in fields(content):
            if number == MODEL_GRAPH:
                empty = False
                yield value
            elif number == MODEL_METADATA:
                self._metadata[last_value(value, ENTRY_KEY)] = last_value(value, ENTRY_VALUE)
            else:
                self._rest.append(whole)
        if empty:
            raise ValueError("it has no graph")

    @property
    def inputs(self) -> set[str]:
        """Names of the inputs of all tasks, with that of `task`."""
        return {name.decode("utf-8", "replace") for name in self._graph.inputs}

    @property
    def outputs(self) -> set[str]:
        """Names of the outputs of all tasks."""
        return {name.decode("utf-8", "replace") for name in self._graph.outputs}

    def metadata(self, key: str) -> str:
        """Return an entry of the metadata; ModelMismatch if it is missing or not text."""
        text = self._metadata.get(key.encode())
        if text is None:
            raise ModelMismatch(f"{self.path} is an ONNX file without {key}; use one from vamen export")
        try:
            return text.decode()
        except UnicodeDecodeError as error:
            raise ModelMismatch(f"{self.path} has metadata that is not text; use one from vamen export") from error

    def model(self, task: Task) -> bytes:
        """Return the model of a task, without metadata; the file has its inputs and outputs.

        Raises:
            ModelMismatch: a branch is not a graph, or graphs are nested too deep.
        """
        try:
            return b"".join(self._fields(task))
        except ValueError as error:
            raise not_playable(self.path, str(error)) from error

    def _fields(self, task: Task) -> list[memoryview | bytes]:
        graph, weights = self._graph, dict(self._graph.weights)
        nodes = list(_chosen(graph.nodes, weights, task))
        outputs = [name.encode() for name in TASK_OUTPUTS[task]]
        needed, kept = set(outputs), list[memoryview | bytes]()
        for node in reversed(nodes):  # each node stands behind those that it depends on
            if not needed.isdisjoint(node.outputs):
                kept.append(node.field)
                needed.update(node.inputs, *(_captured(inner) for _, inner in node.graphs))
        parts = [
            *reversed(kept),
            *_with_number(GRAPH_WEIGHT, *(weight for name, weight in weights.items() if name in needed)),
            *_with_number(GRAPH_INPUT, *(graph.inputs[name.encode()] for name in TASK_INPUTS[task])),
            *_with_number(GRAPH_OUTPUT, *(graph.outputs[name] for name in outputs)),
            *graph.rest,
        ]
        return [*self._rest, begin_field(MODEL_GRAPH, sum(map(len, parts))), *parts]


def not_playable(path: Path, reason: str) -> ModelMismatch:
    """Return the refusal of a file that onnxruntime could not run."""
    return ModelMismatch(f"{path} is not a playable ONNX file ({reason}); use one from vamen export")


def _chosen(nodes: list[Node], weights: dict[bytes, memoryview], task: Task) -> Iterator[Node]:
    """Yield nodes, those of the chosen branch in place of an `If` that depends on `task`; adds weights of branches."""
    known: dict[bytes, bool] = {}  # conditions
    left = deque(nodes)
    while left:
        node = left.popleft()
        if node.kind == b"Equal" and TASK in node.inputs:
            for number in [last_value(weights[name], TENSOR_DATA) for name in node.inputs if name in weights]:
                if len(number) == INT64_SIZE:  # as vamen export writes it; else the condition stays
                    known.update(dict.fromkeys(node.outputs, int.from_bytes(number, "little") == task))
        truth = known.get(node.inputs[0]) if node.kind == b"If" and node.inputs else None
        if truth is None:
            yield node
            continue
        chosen = dict(node.graphs).get(b"then_branch" if truth else b"else_branch")
        if chosen is None:
            raise ValueError("an If has no branch")
        branch = Graph(chosen)
        weights.update(branch.weights)
        left.extendleft(reversed([*branch.nodes, *map(_identity, branch.outputs, node.outputs)]))


def _node(content: memoryview, field: memoryview) -> Node:
    kind, inputs, outputs, graphs = b"", [], [], []
    for number, value, _ in fields(content):
        if number == NODE_INPUT:
            inputs.append(bytes(value))
        elif number == NODE_OUTPUT:
            outputs.append(bytes(value))
        elif number == NODE_KIND:
            kind = bytes(value)
        elif number == NODE_ATTRIBUTE:
            parts = [(part, inner) for part, inner, _ in fields(value)]
            name = next((bytes(inner) for part, inner in parts if part == ATTRIBUTE_NAME), b"")
            graphs += [(name, inner) for part, inner in parts if part in ATTRIBUTE_GRAPHS]
    return Node(field, kind, tuple(inputs), tuple(outputs), tuple(graphs))


def _captured(content: memoryview, depth: int = 1) -> set[bytes]:
    """Return the names that the nodes and outputs of an inner graph refer to, those of outer values among them."""
    if depth > MAX_GRAPH_DEPTH:
        raise ValueError(f"its graphs are nested deeper than {MAX_GRAPH_DEPTH}")
    graph = Graph(content)
    names = set(graph.outputs)
    for node in graph.nodes:
        names.update(node.inputs, *(_captured(inner, depth + 1) for _, inner in node.graphs))
    return names


def _identity(source: bytes, target: bytes) -> Node:
    content = to_field(NODE_INPUT, source) + to_field(NODE_OUTPUT, target) + to_field(NODE_KIND, b"Identity")
    return Node(to_field(GRAPH_NODE, content), b"Identity", (source,), (target,), ())


def _with_number(number: int, *values: memoryview) -> Iterator[memoryview | bytes]:
    """Yield fields in two parts, so that weights are not copied."""
    for value in values:
        yield begin_field(number, len(value))
        yield value
