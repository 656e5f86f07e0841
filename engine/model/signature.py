"""Inputs and outputs of the tasks of a model file: a card in, names and shapes out; and the check of a session."""

from enum import IntEnum
from typing import TYPE_CHECKING

from engine.errors import ModelMismatch
from engine.parameters import LATENTS
from engine.tape.noise_texture import GRAIN_BANDS

from .card import Card
from .card_fields import RETRAIN

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

RECEPTIVE_FIELD_STEPS = 3  # neighbouring sixteenths on either side that a sixteenth of the image depends on
OpenShape = tuple[int | None, ...]  # None is any length


class Task(IntEnum):
    """Values of the file's input `task`, which chooses what a run computes: inputs it reads -> outputs it fills."""

    LOOP = 0  # knobs, variation -> step_latents
    DECODE = 1  # latents -> image, grain
    ENCODE = 2  # levels -> place, step_latents


TASK = b"task"
TASK_INPUTS = {Task.LOOP: ("knobs", "variation"), Task.DECODE: ("latents",), Task.ENCODE: ("levels",)}
TASK_OUTPUTS = {Task.LOOP: ("step_latents",), Task.DECODE: ("image", "grain"), Task.ENCODE: ("place", "step_latents")}


def graph_inputs(card: Card) -> dict[str, OpenShape]:
    """Return name -> shape of the inputs of all tasks; the file has `task` in addition, a single int64."""
    return {
        "knobs": (card.latents,),
        "variation": (card.spec.steps, card.step_latents),
        "latents": (None, card.step_latents),
        "levels": (None, card.spec.mels),
    }


def graph_outputs(card: Card) -> dict[str, OpenShape]:
    """Return name -> shape of the outputs of all tasks; in the file, those that a task does not fill are empty."""
    return {
        "step_latents": (None, card.step_latents),
        "image": (None, card.spec.mels),
        "grain": (None, card.spec.mels // GRAIN_BANDS),
        "place": (None,),
    }


def require_names(inputs: set[str], outputs: set[str], card: Card) -> None:
    """Check the names of a file's inputs and outputs, and the number of latents on its card.

    Raises:
        ModelMismatch: a name is missing or unknown, or the number differs from that of the parameters.
    """
    found, expected = inputs | outputs, {TASK.decode(), *graph_inputs(card), *graph_outputs(card)}
    for name in sorted(expected - found):
        raise ModelMismatch(f"the model has nothing as {name}; export it again")
    if found != expected or card.latents != LATENTS:
        unknown = f"the unknown inputs or outputs {sorted(found - expected)}"
        what = unknown if found != expected else f"{card.latents} latents, not {LATENTS}"
        raise ModelMismatch(f"the model has {what}; {RETRAIN}")


def require_signature(session: "InferenceSession", card: Card) -> None:
    """Check the inputs and outputs of the session of a task against the card.

    Raises:
        ModelMismatch: one has another shape or type.
    """
    shapes = {**graph_inputs(card), **graph_outputs(card)}
    for node in (*session.get_inputs(), *session.get_outputs()):
        shape, sizes = shapes[node.name], node.shape
        fits = len(sizes) == len(shape) and all(size in (None, has) for size, has in zip(shape, sizes, strict=True))
        if not fits or node.type != "tensor(float)":
            has, wanted = f"{node.type} {list(sizes)} as {node.name}", f"float {list(shape)}"
            raise ModelMismatch(f"the model has {has}, expected {wanted}; export it again")
