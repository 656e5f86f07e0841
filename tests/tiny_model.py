"""A model file that plays, made in a moment and without training: knobs move the accents of a fixed pattern.

Every sixteenth of the tape begins with an attack. Its strength follows the latents and a little the variation; kick,
snare and hat stand where a break has them. A step's offset makes that step louder or softer.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engine.parameters import LATENTS
from engine.spec import SPEC

GRID = (SPEC.steps, LATENTS)
SHAPES = {
    "latent": (LATENTS,),
    "variation": GRID,
    "steps": GRID,
    "image": (SPEC.frames, SPEC.mels),
    "step_latents": GRID,
}
PATTERN = ("K", "-", "-", "-", "S", "-", "-", "S", "-", "S", "K", "-", "S", "-", "-", "S") * 2
CENTRES = {"K": 18, "S": 210, "-": 430}  # bands
WIDTHS = {"K": 25, "S": 120, "-": 80}


def card(**changes: Any) -> dict[str, Any]:
    """The fields of the tiny model's card, with some changed."""
    fields: dict[str, Any] = {
        "format": 1,
        "name": "tiny",
        "version": "0.1.0",
        "spec": SPEC.to_dict(),
        "latents": LATENTS,
        "step_latents": LATENTS,
        "licence": "CC0-1.0",
        "sources": [{"file": "nothing.wav"}],
        "calibration": {"percentiles": [5, 95], "explained": [0.5, 0.25]},
        "training": {"seed": 0},
        "created": "2026-01-01T00:00:00+00:00",
    }
    return fields | changes


def tiny_model(path: Path, *, text: str | None = None, gain: float = 1.0) -> Path:
    """Write the model; returns `path`.

    Args:
        path: the file.
        text: what stands in place of the card's JSON; "" leaves the card out.
        gain: multiplies the image, which the graph does not clip; NaN makes broken cells.
    """
    said = json.dumps(card()) if text is None else text
    model = helper.make_model(_graph(gain), opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    if said:
        model.metadata_props.add(key="vamen.card", value=said)
    onnx.save(model, path)
    return path


def _graph(gain: float) -> onnx.GraphProto:
    random = np.random.default_rng(0)
    bands = np.arange(SPEC.mels)
    tones = np.array([np.exp(-(((bands - CENTRES[hit]) / WIDTHS[hit]) ** 2)) for hit in PATTERN])
    decay = np.exp(-np.arange(SPEC.step_frames) / 5)
    constants = {
        "reach": random.standard_normal((LATENTS, SPEC.steps)),
        "accent": np.array([2.0 if hit in "KS" else 0.5 for hit in PATTERN]),
        "little": np.full((LATENTS, 1), 0.1),
        "tones": 0.85 * tones[:, None, :] * decay[None, :, None],
        "gain": np.array(gain),
    }
    weights = [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()]
    weights += [
        numpy_helper.from_array(np.array(shape, np.int64), name)
        for name, shape in {"row": (SPEC.steps,), "column": (SPEC.steps, 1, 1), "tape": SHAPES["image"]}.items()
    ]
    nodes = [
        helper.make_node("Add", ["variation", "steps"], ["step_latents"]),
        helper.make_node("MatMul", ["step_latents", "little"], ["edits"]),
        helper.make_node("Reshape", ["edits", "row"], ["edit"]),
        helper.make_node("MatMul", ["latent", "reach"], ["pull"]),
        helper.make_node("Sum", ["pull", "edit", "accent"], ["drive"]),
        helper.make_node("Sigmoid", ["drive"], ["strength"]),
        helper.make_node("Reshape", ["strength", "column"], ["strengths"]),
        helper.make_node("Mul", ["strengths", "tones"], ["hits"]),
        helper.make_node("Mul", ["hits", "gain"], ["loud"]),
        helper.make_node("Reshape", ["loud", "tape"], ["image"]),
    ]
    values = {name: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in SHAPES.items()}
    inputs = [values[name] for name in ("latent", "variation", "steps")]
    return helper.make_graph(nodes, "tiny", inputs, [values["image"], values["step_latents"]], weights)
