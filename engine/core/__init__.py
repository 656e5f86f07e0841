"""The core: parameters, events and a tape in, samples out. The C++ in this folder, and its Python binding.

It accesses no file, device or network, and never waits or allocates in the audio thread. Its interface is `vamen.h`.
The C++ follows the signal: tape_reader, griffin_lim, playhead, instrument, output_chain, player.
"""

from .griffin_lim import HIGH, LIVE, PREROLL, QUALITIES, Quality, StreamingGriffinLim
from .instrument import CEILING, CHAIN_BLOCK, LATENCY, Instrument
from .player import LivePlayer

__all__ = [
    "CEILING",
    "CHAIN_BLOCK",
    "HIGH",
    "LATENCY",
    "LIVE",
    "PREROLL",
    "QUALITIES",
    "Instrument",
    "LivePlayer",
    "Quality",
    "StreamingGriffinLim",
]
