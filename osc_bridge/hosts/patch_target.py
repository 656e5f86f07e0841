"""What a patch has to know: where vamen listens, and what the model calls its latents.

Host, port and model file in, a `Rig` out. A model may come from strangers and its names end up in scripts, so they
are reduced to letters, digits and a few signs that mean nothing in any of the formats.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadConfig
from engine.model.card import Card
from engine.parameters import LATENTS

FIRST = 8  # latents with large knobs; the others get small ones
LONGEST = 16  # characters of a name
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class PatchTarget:
    """Where vamen is, as the patch sees it."""

    host: str
    port: int  # 1..65535
    names: tuple[str, ...]  # of the latents, all of them

    @classmethod
    def of(cls, card: Card, host: str, port: int) -> "PatchTarget":
        """The rig for a model's card.

        Raises:
            BadConfig: the port is none, or the host is no name and no address that anybody could send to.
        """
        if not 1 <= port <= 65_535:
            raise BadConfig(f"there is no port {port}; choose --osc-port from 1 to 65535")
        if not _HOST.fullmatch(host):
            raise BadConfig(f"{host!r:.60} is no name or address of a machine; check --osc-host")
        if host in _EVERYWHERE:
            raise BadConfig(f"nobody can send to {host}; give --osc-host the address that this machine has")
        names = [_plain(knob.name) or f"latent {index}" for index, knob in enumerate(card.knobs[:LATENTS])]
        return cls(host, port, tuple(names + [f"latent {index}" for index in range(len(names), LATENTS)]))

    def words(self) -> dict[str, int]:
        """Names that can be a word of a programming language, and their latents; the first of equal ones."""
        found: dict[str, int] = {}
        for index, name in enumerate(self.names):
            if re.fullmatch("[a-z][a-z0-9]*", name):
                found.setdefault(name, index)
        return found


def card_of(path: Path | None) -> Card:
    """The card of a model file, of the bundled one without a path.

    Raises:
        BadInput, ModelMismatch: as `Model.load`.
    """
    from engine.model.model_file import Model, bundled

    return Model.load(path or bundled(), provider="cpu").card


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w .+-]", " ", name).split())[:LONGEST].strip()
