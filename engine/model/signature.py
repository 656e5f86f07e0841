"""Inputs and outputs of a model's graph: a card in, names and shapes out; and the check of a session against them."""

from collections.abc import Mapping
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
    """Values of the graph's input `task`, which chooses what a run computes: inputs it reads -> outputs it fills."""

    LOOP = 0  # knobs, variation -> step_latents
    DECODE = 1  # latents -> image, grain
    ENCODE = 2  # levels -> place, step_latents


def graph_inputs(card: Card) -> dict[str, OpenShape]:
    """Return name -> shape of the graph's inputs; a task reads only some of them."""
    return {
        "task": (),
        "knobs": (card.latents,),
        "variation": (card.spec.steps, card.step_latents),
        "latents": (None, card.step_latents),
        "levels": (None, card.spec.mels),
    }


def graph_outputs(card: Card) -> dict[str, OpenShape]:
    """Return name -> shape of the graph's outputs; outputs that a task does not fill are empty."""
    return {
        "step_latents": (None, card.step_latents),
        "image": (None, card.spec.mels),
        "grain": (None, card.spec.mels // GRAIN_BANDS),
        "place": (None,),
    }


def require_signature(session: "InferenceSession", card: Card) -> None:
    """Check the inputs and outputs of a session against its card.

    Raises:
        ModelMismatch: one is missing, unknown, or of another shape or type; or the number of latents differs.
    """
    found = {node.name: node for node in (*session.get_inputs(), *session.get_outputs())}
    expected: Mapping[str, OpenShape] = {**graph_inputs(card), **graph_outputs(card)}
    for name, shape in expected.items():
        node, kind = found.pop(name, None), "int64" if name == "task" else "float"
        sizes = () if node is None else tuple(size if isinstance(size, int) else None for size in node.shape)
        if node is None or sizes != shape or node.type != f"tensor({kind})":
            has = "nothing" if node is None else f"{node.type} {list(sizes)}"
            raise ModelMismatch(f"the model has {has} as {name}, expected {kind} {list(shape)}; export it again")
    if found or card.latents != LATENTS:
        what = f"the unknown inputs or outputs {sorted(found)}" if found else f"{card.latents} latents, not {LATENTS}"
        raise ModelMismatch(f"the model has {what}; {RETRAIN}")
