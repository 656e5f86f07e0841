"""What a patch is written for: the address at which vamen listens, and the names of the model's latents.

Host, port and model card in, a `PatchTarget` out. A model may come from an untrusted source and its names are written
into scripts, so they are reduced to letters, digits and characters without a meaning in any of the formats.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadConfig, quoted
from engine.model.card import Card
from engine.parameters import LATENTS
from osc_bridge.oscquery.http_server import OSCQUERY_PORT

LARGE_KNOBS = 8  # latents with large knobs; the others get small ones
MAX_LATENT_NAME_LENGTH = 16
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True, slots=True)
class PatchTarget:
    """The OSC address of vamen, the port of its panel, and the names of the model's latents."""

    host: str
    port: int  # 1..65535
    names: tuple[str, ...]  # of all latents
    panel_port: int = OSCQUERY_PORT  # 1..65535

    @classmethod
    def of(cls, card: Card, host: str, port: int, panel_port: int = OSCQUERY_PORT) -> "PatchTarget":
        """Return the target for a vamen that listens at `host` and `port`; the model's `card` names the latents.

        Raises:
            BadConfig: a port is out of range, or the host is not a name or address that can be sent to.
        """
        for option, number in (("--osc-port", port), ("--panel-port", panel_port)):
            if not 1 <= number <= 65_535:
                raise BadConfig(f"{option} cannot be {number}; choose 1 to 65535")
        if not _HOST.fullmatch(host):
            raise BadConfig(f"--osc-host cannot be {quoted(host)}; give the name or address of a machine")
        if host in _EVERYWHERE:
            raise BadConfig(
                f"--osc-host cannot be {host}, which is not an address to send to; give the address of this machine"
            )
        names = [_plain(knob.name) or f"latent {index}" for index, knob in enumerate(card.knobs[:LATENTS])]
        names += [f"latent {index}" for index in range(len(names), LATENTS)]
        return cls(host, port, tuple(names), panel_port)

    @property
    def panel_address(self) -> str:
        """The address of the panel in a browser."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.panel_port}/"

    def words(self) -> dict[str, int]:
        """Return the latents' names that can be identifiers in code: name -> number of the first latent that has it."""
        found: dict[str, int] = {}
        for index, name in enumerate(self.names):
            if re.fullmatch("[a-z][a-z0-9]*", name):
                found.setdefault(name, index)
        return found


def card_of(path: Path | None) -> Card:
    """Return the description inside a model file, with the names of its latents; None is the bundled model.

    Raises:
        BadInput, ModelMismatch: see `Model.load`.
    """
    from engine.model.model_file import Model, bundled

    return Model.load(path or bundled(), provider="cpu").card


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[^\w .+-]", " ", name).split())[:MAX_LATENT_NAME_LENGTH].strip()
