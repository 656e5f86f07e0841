"""What the graph of a model file takes and gives: a card in, names and shapes out; and a session held against them."""

from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from engine.errors import ModelMismatch
from engine.parameters import LATENTS
from engine.tape.noise_texture import GRAIN_BANDS

from .card import Card

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Shape = tuple[int | None, ...]  # None is any length


class Task(IntEnum):
    """What a call of the graph does."""

    LOOP = 0  # knobs, variation -> step_latents
    PAINT = 1  # latents -> image, grain
    ENCODE = 2  # levels -> place, step_latents


def inputs(card: Card) -> dict[str, Shape]:
    """Shapes of the graph's inputs."""
    return {
        "task": (),
        "knobs": (card.latents,),
        "variation": (card.spec.steps, card.step_latents),
        "latents": (None, card.step_latents),
        "levels": (None, card.spec.mels),
    }


def outputs(card: Card) -> dict[str, Shape]:
    """Shapes of the graph's outputs; what a task has not got is empty."""
    return {
        "step_latents": (None, card.step_latents),
        "image": (None, card.spec.mels),
        "grain": (None, card.spec.mels // GRAIN_BANDS),
        "place": (None,),
    }


def require(session: "InferenceSession", card: Card) -> None:
    """Refuse a graph with other inputs and outputs than its card's.

    Raises:
        ModelMismatch: one is missing, of another shape or kind, or not ours; or the knobs are not as many as ours.
    """
    found = {node.name: node for node in (*session.get_inputs(), *session.get_outputs())}
    wanted: Mapping[str, Shape] = {**inputs(card), **outputs(card)}
    for name, shape in wanted.items():
        node, kind = found.pop(name, None), "int64" if name == "task" else "float"
        sizes = () if node is None else tuple(size if isinstance(size, int) else None for size in node.shape)
        if node is None or sizes != shape or node.type != f"tensor({kind})":
            has = "nothing" if node is None else f"{node.type} {list(sizes)}"
            raise ModelMismatch(f"the model has {has} as {name}, expected {kind} {list(shape)}; export it again")
    if found or card.latents != LATENTS:
        what = f"{sorted(found)} besides" if found else f"{card.latents} latents instead of {LATENTS}"
        raise ModelMismatch(f"the model has {what}; train and export it with this version of vamen")
