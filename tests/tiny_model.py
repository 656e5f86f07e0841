"""A small model file made without training: its knobs move the accents of a fixed pattern.

Every sixteenth of the tape begins with an onset. Its strength follows the knobs and slightly the variation; kick, snare
and hat lie where a break has them. The image of a step depends on that step's latents only, so a decoded window equals
the same part of the whole image.

latents 0, 1, 2   about 1 on kick, snare, hat
latent 3          velocity, before a sigmoid
the others        a tenth of each is added to latent 3
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import GraphProto, NodeProto, TensorProto, helper, numpy_helper

from engine.model.digest import add_digest
from engine.model.seed_draws import PATTERN_KNOBS
from engine.parameters import LATENTS
from engine.spec import SPEC

HITS = ("K", "-", "-", "-", "S", "-", "-", "S", "-", "S", "K", "-", "S", "-", "-", "S") * 2
CENTRES = {"K": 18, "S": 210, "-": 430}  # bands
WIDTHS = {"K": 25, "S": 120, "-": 80}
DRUMS, VELOCITY = 3, 3  # number of drum latents; index of the velocity latent
PATTERN = [3, 6, 7]  # knobs that describe the pattern in `card_with_pattern_knobs`
GRAIN = 0.03  # relative to the loudest hit
INPUTS: dict[str, tuple[str | int, ...]] = {
    "task": (),
    "knobs": (LATENTS,),
    "variation": (SPEC.steps, LATENTS),
    "latents": ("s", LATENTS),
    "levels": ("t", SPEC.mels),
}
OUTPUTS: dict[str, tuple[str | int, ...]] = {
    "step_latents": ("n", LATENTS),
    "image": ("frames", SPEC.mels),
    "grain": ("blocks", SPEC.mels // 8),
    "place": ("places",),
}


def card(**changes: Any) -> dict[str, Any]:
    """Return the fields of the tiny model's card, with `changes`."""
    fields: dict[str, Any] = {
        "format": 2,
        "name": "tiny",
        "version": "0.1.0",
        "spec": SPEC.to_dict(),
        "latents": LATENTS,
        "step_latents": LATENTS,
        "licence": "CC0-1.0",
        "sources": [{"file": "nothing.wav"}],
        "knobs": [
            {"name": f"accent {k}", "about": "moves accents", "sd": 0.6 if k < 8 else None, "explained": 0.05}
            for k in range(LATENTS)
        ],
        "prior": {"centre": [0.1] * LATENTS, "axes": (1.5 * np.eye(LATENTS)).tolist()},
        "macros": {name: np.eye(LATENTS)[k].tolist() for k, name in enumerate(("kick", "snare", "hats"))},
        "texture": 0.75,
        "calibration": {"percentiles": [5, 95]},
        "training": {"seed": 0},
        "metrics": {},
        "created": "2026-01-01T00:00:00+00:00",
    }
    return fields | changes


def card_with_pattern_knobs() -> str:
    """Return the JSON of a card whose knobs 3, 6 and 7 describe the pattern, as in a trained model."""
    fields = card()
    for index, name in zip(PATTERN, PATTERN_KNOBS, strict=True):
        fields["knobs"][index]["name"] = name
    return json.dumps(fields)


def tiny_model(path: Path, *, text: str | None = None, gain: float = 1.0) -> Path:
    """Write the model; returns `path`.

    Args:
        path: the file.
        text: replaces the card's JSON; "" leaves the card out.
        gain: multiplies the image, which is not clipped afterwards; NaN gives cells that are not finite.
    """
    metadata = json.dumps(card()) if text is None else text
    model = helper.make_model(_graph(gain), opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    if metadata:
        model.metadata_props.add(key="vamen.card", value=metadata)
    return save_model(model, path)


def save_model(model: onnx.ModelProto, path: Path) -> Path:
    """Write a model with the digest of its present content; returns `path`."""
    entries = [(entry.key, entry.value) for entry in model.metadata_props if entry.key != "vamen.digest"]
    del model.metadata_props[:]
    for key, value in entries:
        model.metadata_props.add(key=key, value=value)
    onnx.save(model, path)
    add_digest(path)
    return path


def _graph(gain: float) -> GraphProto:
    weights = [numpy_helper.from_array(value.astype(np.float32), name) for name, value in _weights(gain).items()]
    shapes = {
        "a_column": (SPEC.steps, 1),
        "a_hit": (-1, 1, SPEC.mels),
        "an_accent": (-1, 1, 1),
        "a_tape": (-1, SPEC.mels),
        "some_grain": (-1, SPEC.mels // 8),
        "a_row": (SPEC.steps,),
        "steps": (SPEC.steps, SPEC.step_frames * SPEC.mels),
        "last": (1,),
    }
    weights += [numpy_helper.from_array(np.array(shape, np.int64), name) for name, shape in shapes.items()]
    weights += [numpy_helper.from_array(np.array(task, np.int64), f"task_{task}") for task in (0, 1)]
    paint = _branch("paint", _paint(), {"image", "grain"})
    encode = _branch("encode", _encode(), {"place", "step_latents"})
    other = helper.make_node(
        "If", ["is_paint"], [f"else/{name}" for name in OUTPUTS], then_branch=paint, else_branch=encode
    )
    rest = helper.make_graph([other], "else", [], _values(OUTPUTS, "else/"))
    loop = _branch("loop", _loop(), {"step_latents"})
    nodes = [
        helper.make_node("Equal", ["task", "task_0"], ["is_loop"]),
        helper.make_node("Equal", ["task", "task_1"], ["is_paint"]),
        helper.make_node("If", ["is_loop"], list(OUTPUTS), then_branch=loop, else_branch=rest),
    ]
    return helper.make_graph(nodes, "tiny", _values(INPUTS), _values(OUTPUTS), weights)


def _weights(gain: float) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    bands, kinds = np.arange(SPEC.mels), "KS-"
    plan = np.zeros((SPEC.steps, LATENTS))
    plan[np.arange(SPEC.steps), [kinds.index(hit) for hit in HITS]] = 1
    plan[:, VELOCITY] = [2.0 if hit in "KS" else 0.5 for hit in HITS]
    drive = np.full((LATENTS, 1), 0.1)
    drive[:DRUMS], drive[VELOCITY] = 0, 1
    return {
        "reach": random.standard_normal((LATENTS, SPEC.steps)),
        "hard": np.eye(LATENTS)[[VELOCITY]],
        "plan": plan,
        "little": np.where(np.arange(LATENTS) <= VELOCITY, 0.05, 1.0)[None],
        "drive": drive,
        "what": 8 * np.eye(LATENTS)[:, :DRUMS],
        "half": np.full((1, DRUMS), 4.0),
        "tones": np.array([0.85 * np.exp(-(((bands - CENTRES[hit]) / WIDTHS[hit]) ** 2)) for hit in kinds]),
        "decay": np.exp(-np.arange(SPEC.step_frames) / 5)[None, :, None],
        "coarse": np.full((1, SPEC.step_frames // 4, SPEC.mels // 8), GRAIN),
        "gain": np.array(gain),
        "low": np.array(0.0),
        "high": np.array(1.0),
        "ones": np.ones((1, LATENTS)),
    }


def _loop() -> list[NodeProto]:
    return [
        helper.make_node("MatMul", ["knobs", "reach"], ["pull"]),
        helper.make_node("Reshape", ["pull", "a_column"], ["pulls"]),
        helper.make_node("MatMul", ["pulls", "hard"], ["accents"]),
        helper.make_node("Mul", ["variation", "little"], ["chance"]),
        helper.make_node("Sum", ["accents", "chance", "plan"], ["loop/step_latents"]),
    ]


def _paint() -> list[NodeProto]:
    return [
        helper.make_node("MatMul", ["latents", "what"], ["wanted"]),
        helper.make_node("Sub", ["wanted", "half"], ["sure"]),
        helper.make_node("Sigmoid", ["sure"], ["struck"]),
        helper.make_node("MatMul", ["struck", "tones"], ["tone"]),
        helper.make_node("Reshape", ["tone", "a_hit"], ["hit"]),
        helper.make_node("MatMul", ["latents", "drive"], ["driven"]),
        helper.make_node("Sigmoid", ["driven"], ["strength"]),
        helper.make_node("Reshape", ["strength", "an_accent"], ["accent"]),
        helper.make_node("Mul", ["accent", "decay"], ["shape"]),
        helper.make_node("Mul", ["hit", "shape"], ["hits"]),
        helper.make_node("Clip", ["hits", "low", "high"], ["safe"]),
        helper.make_node("Mul", ["safe", "gain"], ["loud"]),
        helper.make_node("Reshape", ["loud", "a_tape"], ["paint/image"]),
        helper.make_node("Mul", ["accent", "coarse"], ["noise"]),
        helper.make_node("Reshape", ["noise", "some_grain"], ["paint/grain"]),
    ]


def _encode() -> list[NodeProto]:
    """Encode the mean level of each step, as all its latents and as knobs."""
    return [
        helper.make_node("Reshape", ["levels", "steps"], ["step"]),
        helper.make_node("ReduceMean", ["step", "last"], ["loud_step"], keepdims=1),
        helper.make_node("MatMul", ["loud_step", "ones"], ["encode/step_latents"]),
        helper.make_node("Reshape", ["loud_step", "a_row"], ["loud_steps"]),
        helper.make_node("MatMul", ["reach", "loud_steps"], ["encode/place"]),
    ]


def _branch(name: str, nodes: list[NodeProto], made: set[str]) -> GraphProto:
    """Make a branch of the If node; outputs that it does not make are empty."""
    for output, shape in OUTPUTS.items():
        if output not in made:
            nothing = np.zeros([0 if isinstance(size, str) else size for size in shape], np.float32)
            nodes.append(helper.make_node("Constant", [], [f"{name}/{output}"], value=numpy_helper.from_array(nothing)))
    return helper.make_graph(nodes, name, [], _values(OUTPUTS, f"{name}/"))


def _values(shapes: dict[str, tuple[str | int, ...]], prefix: str = "") -> list[onnx.ValueInfoProto]:
    return [
        helper.make_tensor_value_info(prefix + name, TensorProto.INT64 if name == "task" else TensorProto.FLOAT, shape)
        for name, shape in shapes.items()
    ]
