"""Trained nets to one ONNX file: knobs, variation and step offsets in; the tape and its step latents out.

latent        float32 (16,)       knobs; +-1 = 5th and 95th percentile of the training loops
variation     float32 (32, 16)    standard normal noise
steps         float32 (32, 16)    added to the step latents; 0 = as the loop has them
image         float32 (512, 512)  frames, bands; levels 0..1
step_latents  float32 (32, 16)    what the image was painted from, offsets included

Calibration, flow (its sampler unrolled) and decoder are all inside. Shapes are constant, the loop's seam is closed by
concatenation, and weights may be stored as halves that the runtime widens once, when it loads them.
"""

import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from torch.jit._trace import TracerWarning

from engine.spec import Spec
from training.nets import Nets

INPUTS = ("latent", "variation", "steps")
OUTPUTS = ("image", "step_latents")
OPSET = 18
SMALL = 1024  # elements; smaller tensors are not worth a cast


def example(nets: Nets, spec: Spec, seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    """Random inputs as a performer might send them: knobs within +-1.5, some steps edited."""
    generator = torch.Generator().manual_seed(seed)
    loops, latents = len(nets.knob_centre), len(nets.latent_mean)
    knobs = 3 * torch.rand(loops, generator=generator) - 1.5
    variation = torch.randn(spec.steps, latents, generator=generator)
    edits = torch.randn(spec.steps, latents, generator=generator)
    return knobs, variation, edits * (torch.rand(spec.steps, 1, generator=generator) < 0.1)


def to_onnx(nets: Nets, spec: Spec, *, halves: bool) -> onnx.ModelProto:
    """The graph, with weights stored as float16 if `halves`."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        # the tracing exporter is frozen, not broken; the new one needs another library and writes the same graph
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", TracerWarning)
        file = Path(folder) / "graph.onnx"
        torch.onnx.export(
            nets,
            example(nets, spec),
            file,
            input_names=INPUTS,
            output_names=OUTPUTS,
            opset_version=OPSET,
            dynamo=False,
        )
        model = onnx.load(file)
    if halves:
        # what the last layer rounds is seen in every cell, so it stays whole: half the error for 0.2 MB
        store_halves(model, whole=f"step.decoder.layers.{len(nets.step.decoder.layers) - 1}.weight")
    onnx.checker.check_model(model, full_check=True)
    return model


def store_halves(model: onnx.ModelProto, whole: str = "") -> None:
    """Store the large float32 weights but `whole` as float16, each followed by a cast that the runtime folds away."""
    casts = []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < SMALL or weight.name == whole:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
