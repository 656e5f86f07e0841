"""The parameter table. OSC addresses, MIDI map, shared memory and documentation are generated from it.

parameter         what an entry is           core_table        the first entries, which the compiled core reads
sequencer_table   what moves them in time    the latents come last

The id of a parameter is permanent; its OSC address is /vamen/<id>.
"""

from collections.abc import Mapping
from types import MappingProxyType

from engine.errors import BadParameter

from .core_table import CORE
from .parameter import Parameter
from .sequencer_table import LFO_SHAPES, LFO_SLOTS, QUANTISED, SEQUENCER

__all__ = (
    "CORE_PARAMETERS",
    "INDEX",
    "LATENTS",
    "LFO_SHAPES",
    "LFO_SLOTS",
    "QUANTISED",
    "SEQUENCER_IDS",
    "TABLE",
    "Parameter",
    "parameter",
)

LATENTS = 16
LONGEST_ID = 40  # characters of an unknown one that are told


def _latent(index: int) -> Parameter:
    return Parameter(
        id=f"latent/{index}",
        name=f"Latent {index}",
        low=-3.0,
        high=3.0,
        about="direction of the break space; -1 to +1 spans the 5th to 95th percentile of real breaks",
        smoothing=0.01,  # the sound takes as long to follow a new tape; more would only add latency
        controller=20 + index if index < 8 else None,
    )


def _latent_lock(index: int) -> Parameter:
    return Parameter(
        id=f"lock/latent/{index}",
        name=f"Lock latent {index}",
        about="1 keeps this latent where it is when the break changes by chance",
        whole=True,
    )


TABLE: tuple[Parameter, ...] = (
    *CORE,
    *SEQUENCER,
    *(_latent_lock(index) for index in range(LATENTS)),
    *(_latent(index) for index in range(LATENTS)),
)

INDEX: Mapping[str, int] = MappingProxyType({parameter.id: index for index, parameter in enumerate(TABLE)})

CORE_PARAMETERS = len(CORE)  # the first entries, which takes keep; the core reads those up to texture
SEQUENCER_IDS = frozenset(entry.id for entry in SEQUENCER)


def parameter(id: str) -> Parameter:
    """Return the table's entry for an id.

    Raises:
        BadParameter: unknown id.
    """
    if id not in INDEX:
        from difflib import get_close_matches  # slow to import, and the player never needs it

        similar = get_close_matches(id[:LONGEST_ID], INDEX, 3)
        hint = f"did you mean {' or '.join(similar)}?" if similar else "docs/osc.md lists all, as tempo or latent/0"
        raise BadParameter(f"there is no parameter {id[:LONGEST_ID]!r}; {hint}")
    return TABLE[INDEX[id]]
