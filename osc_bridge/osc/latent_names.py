"""The names of a model's latents: their descriptions in the model's card -> names that stand for parameter ids.

A name is written in lower case, with _ for spaces. Names that are not a letter followed by letters, digits, _, . or -
are left out, since an OSC address cannot contain them; of equal names the first latent has it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from engine.errors import VamenError
from engine.parameters import LATENTS

MAX_LATENT_WORD_LENGTH = 32  # characters

_NAME = re.compile(r"[a-z][a-z0-9_.-]*")

Description = tuple[str, str]  # the name of a latent, empty if it has none; what moving it changes


class LatentNames:
    """Names and descriptions of the latents, read from the model when they are first needed."""

    def __init__(self, read: Callable[[], Sequence[Description]] = tuple) -> None:
        """`read` returns the descriptions of the latents, in their order; it may wait until the model is loaded.

        It may raise a VamenError when there is no model yet; until the next call, there are no names then.
        """
        self._read = read

    @property
    def described(self) -> tuple[Description, ...]:
        """The descriptions of the latents; empty when they are not known."""
        try:
            return tuple(self._read())[:LATENTS]
        except VamenError:  # whatever loads the model reports it
            return ()

    @property
    def ids(self) -> Mapping[str, str]:
        """The id of the parameter for each name, in the order of the latents: "kick" -> "latent/0"."""
        return _ids(self.described)

    def id_of(self, name: str) -> str | None:
        """Return the id of the parameter that a name stands for, as "kick" or "latent/kick"; None if it is no name."""
        return self.ids.get(name.removeprefix("latent/"))

    def label(self, id: str) -> str:
        """Return the name of a parameter: that of the latent, otherwise its id."""
        return next((name for name, named in self.ids.items() if named == id), id)


def about(described: Sequence[Description], id: str) -> str:
    """Return what a latent changes, after its name if it has one; empty for other parameters."""
    index = int(id.removeprefix("latent/")) if id.startswith("latent/") else LATENTS
    return ": ".join(filter(None, described[index])) if index < len(described) else ""


@lru_cache(maxsize=8)
def _ids(described: tuple[Description, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for index, (name, _) in enumerate(described):
        word = "_".join(name.lower().split())
        if _NAME.fullmatch(word) and len(word) <= MAX_LATENT_WORD_LENGTH:
            found.setdefault(word, f"latent/{index}")
    return MappingProxyType(found)


NO_NAMES = LatentNames()
