"""A model's card and a reference in, sentences out: how much of the reference the model has learned already.

A figure of breaks that were never heard is worth nothing if they were, and nobody sees it in the figure.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.model.card import Card
from training.dataset.builder import SYNTHESISER, Dataset

NAMED = 4  # files that a sentence names


def remarks(card: Card, data: Dataset, unseen: bool) -> Iterator[str]:
    """What to know before figures are believed; `unseen`: the reference is said to be new to the model."""
    learned, real = _files(card.sources), _files(data.sources)
    if unseen:
        both = [name for name in real if name in learned]
        if both:
            yield f"the model learned from {_listed(both)}: these figures are not of unseen breaks alone"
        return
    new, gone = [name for name in real if name not in learned], [name for name in learned if name not in real]
    if new:
        yield f"the model never learned from {_listed(new)}: measure what is new to it with --unseen"
    if gone:
        yield f"the reference has nothing of {_listed(gone)}, which the model learned from"
    if not new:
        yield from _parts(card, data)


def _parts(card: Card, data: Dataset) -> Iterator[str]:
    """Whether the held-out loops can have been learned from, where the sources are the same."""
    count, held_out = (card.training.get(key) for key in ("loops", "held_out"))
    if not (isinstance(count, int) and isinstance(held_out, int)):
        yield "the model's card does not say how many loops it learned from: the reference may be among them"
        return
    if (count, held_out) == (len(data.images), data.held_out):
        return
    yield (
        f"the reference has {len(data.images)} loops and holds out {data.held_out}, the model learned from a set of "
        f"{count} that held out {held_out}"
    )
    if len(data.images) - data.held_out < count - held_out:
        yield "if both were made with one seed, the model learned from loops that the reference holds out"


def _files(sources: Iterable[Mapping[str, Any]]) -> list[str]:
    """Files among sources, without the synthesiser, which is never new."""
    return [name for source in sources if isinstance(name := source.get("file"), str) and name != SYNTHESISER]


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
