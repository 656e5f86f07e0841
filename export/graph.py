"""Trained nets in, one ONNX graph with three tasks out.

task          int64 ()            0 loop, 1 decode, 2 encode
knobs         float32 (16,)       loop: +-1 = 5th and 95th percentile of the training loops
variation     float32 (32, 16)    loop: standard normal noise
latents       float32 (s, 16)     decode: of s sixteenths, circular
levels        float32 (t, 512)    encode: of a whole loop, so t = 512; 0..1
step_latents  float32 (32, 16)    of loop and encode
image         float32 (16 s, 512) of decode: levels 0..1
grain         float32 (4 s, 64)   of decode: estimated mean absolute deviation of a real loop's levels from the image
place         float32 (16,)       of encode: the knobs of the loop

Inputs that a task does not need may be empty; outputs of other tasks are empty. Each task is a branch of an `If`, at no
cost: only the chosen branch runs, and large weights are in the outer graph, where the runtime prepares them once.
Calibration and flow (its sampler unrolled) are included.
"""

import math
import tempfile
import warnings
from collections.abc import Callable, Mapping
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

OPSET, IR_VERSION = 18, 9
MIN_QUANTISED_SIZE = 1024  # elements; smaller tensors stay float32
Shapes = Mapping[str, tuple[int, ...]]  # by name; 0 is any length
MAX_INT15 = 2**15 - 1  # of a quantised weight


class GraphTask(nn.Module):
    """A function of nets and tensors, as a module that torch can trace."""

    def __init__(self, nets: Nets, function: Callable[..., Tensor | tuple[Tensor, Tensor]]) -> None:
        super().__init__()
        self.nets, self.function = nets, function

    def forward(self, *inputs: Tensor) -> Tensor | tuple[Tensor, Tensor]:
        """Call the function with the nets and the inputs."""
        return self.function(self.nets, *inputs)


def loop_latents(nets: Nets, knobs: Tensor, variation: Tensor) -> Tensor:
    """Return the step latents (steps, latents) of the loop for these knobs and this noise, the variation."""
    return nets.latents(nets.from_knobs(knobs), variation)


def decode(nets: Nets, latents: Tensor) -> tuple[Tensor, Tensor]:
    """Decode s sixteenths to levels (16 s, bands), 0..1, and grain (4 s, bands / 8), the amount of noise to add."""
    levels, grain = nets.step.decoder(latents)
    return levels.clamp(0, 1), grain


def to_onnx(nets: Nets, spec: Spec) -> ModelProto:
    """Return the nets as the graph of the module; weights on a 16-bit grid take two bytes (see `store_int16`).

    Raises:
        VamenError: the nets use an operator that CUDA cannot run.
    """
    loops, latents = len(nets.knob_centre), len(nets.latent_mean)
    grid = torch.zeros(spec.steps, latents)
    tasks = {
        Task.LOOP: _traced(
            GraphTask(nets, loop_latents), {"knobs": torch.zeros(loops), "variation": grid}, ("step_latents",)
        ),
        # any number of steps; traced with one that differs from all other sizes
        Task.DECODE: _traced(GraphTask(nets, decode), {"latents": grid[:7]}, ("image", "grain"), any_length=True),
        Task.ENCODE: _traced(
            GraphTask(nets, Nets.encode), {"levels": torch.zeros(spec.frames, spec.mels)}, ("place", "step_latents")
        ),
    }
    empty = {
        "step_latents": (0, latents),
        "image": (0, spec.mels),
        "grain": (0, spec.mels // GRAIN_BANDS),
        "place": (0,),
    }
    model = _merged(tasks, empty, (loops, spec.steps, latents, spec.mels))
    store_int16(model)
    onnx.checker.check_model(model, full_check=True)
    require_cuda(model)
    return model


def grid_exponent(values: Floats) -> int:
    """Return the exponent e of the finest grid n * 2**e, |n| < 2**15, that covers all values."""
    largest = float(np.abs(values).max())
    return math.ceil(math.log2(largest / MAX_INT15)) if largest else 0


def store_int16(model: ModelProto) -> None:
    """Store large float32 weights that lie on a 16-bit grid as integers and a scale; no value changes.

    A cast and a product in the graph restore the floats; the runtime computes them once, when it loads the model.
    """
    nodes = []
    for weight in list(model.graph.initializer):
        if not _large(weight):
            continue
        values, name = numpy_helper.to_array(weight), weight.name
        step = np.float32(2.0) ** grid_exponent(values)
        words = values / step
        if np.array_equal(words, np.round(words)):
            weight.CopyFrom(numpy_helper.from_array(words.astype(np.int16), f"{name}/words"))
            model.graph.initializer.append(numpy_helper.from_array(np.array(step, np.float32), f"{name}/step"))
            nodes.append(helper.make_node("Cast", [f"{name}/words"], [f"{name}/whole"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Mul", [f"{name}/whole", f"{name}/step"], [name]))
    nodes += model.graph.node
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _traced(
    task: nn.Module, feeds: Mapping[str, Tensor], results: tuple[str, ...], any_length: bool = False
) -> ModelProto:
    """Return a task as a graph: record its operations in one run, and compute constant parts in advance.

    `feeds` has an example tensor per input name, `results` the names of the outputs. With `any_length` the first axis
    of inputs and outputs may have any size; else all sizes are those of the examples.
    """
    import onnxruntime

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # the tracing exporter is deprecated but works; the new one needs another library and writes the same graph
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", TracerWarning)
        plain, folded = Path(folder) / "plain.onnx", Path(folder) / "folded.onnx"
        torch.onnx.export(
            task.eval(),
            tuple(feeds.values()),
            plain,
            input_names=list(feeds),
            output_names=list(results),
            dynamic_axes={name: {0: f"{name}_length"} for name in (*feeds, *results)} if any_length else None,
            opset_version=OPSET,
            dynamo=False,
        )
        # folding removes every Shape, as all sizes are known
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(folded)
        onnxruntime.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])
        return onnx.load(folded)


def _merged(tasks: Mapping[Task, ModelProto], empty: Shapes, sizes: tuple[int, int, int, int]) -> ModelProto:
    """Return one graph with an input `task` that chooses one of the graphs of `tasks`.

    `empty` has the name of every output and the shape that it has when its task is not chosen. `sizes` are the numbers
    of knobs, of steps, of latents per step, and of bands.
    """
    loops, steps, latents, bands = sizes
    weights, branches = [], {}
    for task, model in tasks.items():
        prefix = f"{task.name.lower()}/"
        graph = compose.add_prefix(model, prefix, rename_inputs=False).graph
        weights += [weight for weight in graph.initializer if _large(weight)]
        branches[task] = _branch(graph, prefix, empty)
    wanted = [numpy_helper.from_array(np.array(task, np.int64), f"is/{task.name}") for task in (Task.LOOP, Task.DECODE)]
    others = _choice("is_decode", "other/", branches[Task.DECODE], branches[Task.ENCODE], empty)
    rest = helper.make_graph([others], "other", [], _values({f"other/{name}": shape for name, shape in empty.items()}))
    nodes = [
        helper.make_node("Equal", ["task", f"is/{Task.LOOP.name}"], ["is_loop"]),
        helper.make_node("Equal", ["task", f"is/{Task.DECODE.name}"], ["is_decode"]),
        _choice("is_loop", "", branches[Task.LOOP], rest, empty),
    ]
    shapes = {"knobs": (loops,), "variation": (steps, latents), "latents": (0, latents), "levels": (0, bands)}
    inputs = [helper.make_tensor_value_info("task", TensorProto.INT64, []), *_values(shapes)]
    graph = helper.make_graph(nodes, "vamen", inputs, _values(empty), [*weights, *wanted])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)


def _branch(graph: GraphProto, prefix: str, empty: Shapes) -> GraphProto:
    """Return the graph of a task as a branch of the `If`: without large weights, with empty outputs for other tasks."""
    made, nodes = {value.name for value in graph.output}, list(graph.node)
    for name, shape in empty.items():
        if prefix + name not in made:
            nothing = numpy_helper.from_array(np.zeros(shape, np.float32))
            nodes.append(helper.make_node("Constant", [], [prefix + name], value=nothing))
    shapes = {prefix + name: shape for name, shape in empty.items()}
    small = [weight for weight in graph.initializer if not _large(weight)]
    return helper.make_graph(nodes, prefix.strip("/"), [], _values(shapes), small)


def _large(weight: TensorProto) -> bool:
    """Return whether a weight is large: it is then stored outside the branches, where the runtime prepares it once."""
    return weight.data_type == TensorProto.FLOAT and math.prod(weight.dims) >= MIN_QUANTISED_SIZE


def _choice(condition: str, prefix: str, then: GraphProto, other: GraphProto, empty: Shapes) -> onnx.NodeProto:
    outputs = [prefix + name for name in empty]
    return helper.make_node("If", [condition], outputs, then_branch=then, else_branch=other)


def _values(shapes: Shapes) -> list[onnx.ValueInfoProto]:
    """Return declarations of float32 inputs or outputs; a size of 0 is any length."""
    return [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [size or f"{name}_length" for size in shape])
        for name, shape in shapes.items()
    ]
