"""Trained nets to one ONNX graph that does three things.

task          int64 ()            0 loop, 1 paint, 2 encode
knobs         float32 (16,)       loop: +-1 = 5th and 95th percentile of the training loops
variation     float32 (32, 16)    loop: standard normal noise
latents       float32 (s, 16)     paint: of s sixteenths; time is a circle
levels        float32 (t, 512)    encode: a whole tape, so t = 512; 0..1
step_latents  float32 (32, 16)    of loop and encode
image         float32 (16 s, 512) of paint: levels 0..1
grain         float32 (4 s, 64)   of paint: how far real cells stray from the levels
place         float32 (16,)       of encode: knobs

What a task does not need may be empty; what it does not make is. Each task is a branch of an `If`, which costs nothing:
only the branch that is taken runs, and large weights lie in the outer graph, where the runtime prepares them once.
Calibration and flow (its sampler unrolled) are inside.
"""

import math
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import GraphProto, ModelProto, TensorProto, compose, helper, numpy_helper
from torch import Tensor, nn
from torch.jit._trace import TracerWarning

from engine.arrays import Floats
from engine.model.signature import Task
from engine.spec import Spec
from engine.tape.noise_texture import GRAIN_BANDS
from training.nets.bundle import Nets

from .cuda_operators import require_cuda

OPSET, IR = 18, 9
SMALL = 1024  # elements; smaller tensors are not worth a cast
MAX_INT15 = 2**15 - 1  # steps of the grid to either side


class Loop(nn.Module):
    """knobs, variation -> step latents."""

    def __init__(self, nets: Nets) -> None:
        super().__init__()
        self.nets = nets

    def forward(self, knobs: Tensor, variation: Tensor) -> Tensor:
        """Step latents (steps, latents)."""
        return self.nets.latents(self.nets.from_knobs(knobs), variation)


class Paint(nn.Module):
    """Step latents -> levels, grain."""

    def __init__(self, nets: Nets) -> None:
        super().__init__()
        self.nets = nets

    def forward(self, latents: Tensor) -> tuple[Tensor, Tensor]:
        """Levels (16 s, bands), clipped, and grain (4 s, bands / 8)."""
        levels, grain = self.nets.step.decoder(latents)
        return levels.clamp(0, 1), grain


class Encode(nn.Module):
    """Levels -> knobs, step latents."""

    def __init__(self, nets: Nets) -> None:
        super().__init__()
        self.nets = nets

    def forward(self, levels: Tensor) -> tuple[Tensor, Tensor]:
        """Knobs (loop latents,) and step latents (steps, latents)."""
        return self.nets.encode(levels)


def to_onnx(nets: Nets, spec: Spec) -> ModelProto:
    """The graph; weights that lie on a grid of 16 bits are stored in two bytes (see `store_words`).

    Raises:
        VamenError: the nets use an operator that CUDA cannot run.
    """
    loops, latents = len(nets.knob_centre), len(nets.latent_mean)
    grid = torch.zeros(spec.steps, latents)
    tasks = {
        Task.LOOP: _traced(Loop(nets), {"knobs": torch.zeros(loops), "variation": grid}, ("step_latents",)),
        # any number of steps; traced with one that is no other size here
        Task.PAINT: _traced(Paint(nets), {"latents": grid[:7]}, ("image", "grain"), moving=True),
        Task.ENCODE: _traced(Encode(nets), {"levels": torch.zeros(spec.frames, spec.mels)}, ("place", "step_latents")),
    }
    empty = {
        "step_latents": (0, latents),
        "image": (0, spec.mels),
        "grain": (0, spec.mels // GRAIN_BANDS),
        "place": (0,),
    }
    model = _merged(tasks, empty, (loops, spec.steps, latents, spec.mels))
    store_words(model)
    onnx.checker.check_model(model, full_check=True)
    require_cuda(model)
    return model


def exponent(values: Floats) -> int:
    """The e of the finest grid n * 2**e, |n| < 2**15, that reaches over all values."""
    largest = float(np.abs(values).max())
    return math.ceil(math.log2(largest / MAX_INT15)) if largest else 0


def store_words(model: ModelProto) -> None:
    """Store the large float32 weights that lie on a grid of 16 bits as whole numbers and a step; no value changes.

    Both are followed by a cast and a product that the runtime folds away once, when it loads them.
    """
    nodes = []
    for weight in list(model.graph.initializer):
        if not _large(weight):
            continue
        values, name = numpy_helper.to_array(weight), weight.name
        step = np.float32(2.0) ** exponent(values)
        words = values / step
        if np.array_equal(words, np.round(words)):
            weight.CopyFrom(numpy_helper.from_array(words.astype(np.int16), f"{name}/words"))
            model.graph.initializer.append(numpy_helper.from_array(np.array(step, np.float32), f"{name}/step"))
            nodes.append(helper.make_node("Cast", [f"{name}/words"], [f"{name}/whole"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [f"{name}/whole", f"{name}/step"], [name]))
    nodes += model.graph.node
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _traced(task: nn.Module, feeds: Mapping[str, Tensor], results: tuple[str, ...], moving: bool = False) -> ModelProto:
    """One task as a graph of its own, all constants folded; with `moving`, the first axis may have any length."""
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # the tracing exporter is frozen, not broken; the new one needs another library and writes the same graph
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", TracerWarning)
        plain, folded = Path(folder) / "plain.onnx", Path(folder) / "folded.onnx"
        torch.onnx.export(
            task.eval(),
            tuple(feeds.values()),
            plain,
            input_names=list(feeds),
            output_names=list(results),
            dynamic_axes={name: {0: f"{name}_length"} for name in (*feeds, *results)} if moving else None,
            opset_version=OPSET,
            dynamo=False,
        )
        # folding leaves no Shape behind, as all sizes are known
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(folded)
        onnxruntime.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])
        return onnx.load(folded)


def _merged(
    tasks: Mapping[Task, ModelProto], empty: Mapping[str, tuple[int, ...]], sizes: tuple[int, int, int, int]
) -> ModelProto:
    """One graph whose `task` says which of the others runs."""
    loops, steps, latents, bands = sizes
    weights, branches = [], {}
    for task, model in tasks.items():
        prefix = f"{task.name.lower()}/"
        graph = compose.add_prefix(model, prefix, rename_inputs=False).graph
        weights += [weight for weight in graph.initializer if _large(weight)]
        branches[task] = _branch(graph, prefix, empty)
    wanted = [numpy_helper.from_array(np.array(task, np.int64), f"is/{task.name}") for task in (Task.LOOP, Task.PAINT)]
    others = _choice("is_paint", "other/", branches[Task.PAINT], branches[Task.ENCODE], empty)
    rest = helper.make_graph([others], "other", [], _values({f"other/{name}": shape for name, shape in empty.items()}))
    nodes = [
        helper.make_node("Equal", ["task", f"is/{Task.LOOP.name}"], ["is_loop"]),
        helper.make_node("Equal", ["task", f"is/{Task.PAINT.name}"], ["is_paint"]),
        _choice("is_loop", "", branches[Task.LOOP], rest, empty),
    ]
    shapes = {"knobs": (loops,), "variation": (steps, latents), "latents": (0, latents), "levels": (0, bands)}
    inputs = [helper.make_tensor_value_info("task", TensorProto.INT64, []), *_values(shapes)]
    graph = helper.make_graph(nodes, "vamen", inputs, _values(empty), [*weights, *wanted])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)


def _branch(graph: GraphProto, prefix: str, empty: Mapping[str, tuple[int, ...]]) -> GraphProto:
    """A graph as a branch with all outputs; those it has not got are empty, and the large weights lie outside."""
    made, nodes = {value.name for value in graph.output}, list(graph.node)
    for name, shape in empty.items():
        if prefix + name not in made:
            nothing = numpy_helper.from_array(np.zeros(shape, np.float32))
            nodes.append(helper.make_node("Constant", [], [prefix + name], value=nothing))
    shapes = {prefix + name: shape for name, shape in empty.items()}
    small = [weight for weight in graph.initializer if not _large(weight)]
    return helper.make_graph(nodes, prefix.strip("/"), [], _values(shapes), small)


def _large(weight: TensorProto) -> bool:
    """Worth two bytes instead of four; all else, such as the sizes of a slice, stays beside its node."""
    return weight.data_type == TensorProto.FLOAT and math.prod(weight.dims) >= SMALL


def _choice(
    condition: str, prefix: str, then: GraphProto, other: GraphProto, empty: Mapping[str, tuple[int, ...]]
) -> onnx.NodeProto:
    outputs = [prefix + name for name in empty]
    return helper.make_node("If", [condition], outputs, then_branch=then, else_branch=other)


def _values(shapes: Mapping[str, tuple[int, ...]]) -> list[onnx.ValueInfoProto]:
    """Float32 values; a size of 0 is any length."""
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [size or f"{name}_length" for size in shape])
        for name, shape in shapes.items()
    ]
