"""The core: parameters, events and a tape in, samples out. C++ beside this file, and its binding.

It never reads a file, a device or the network, and in the audio path it never waits or allocates. `vamen.h` is its
interface; the C++ follows the sound: tape_reader, griffin_lim, playhead, instrument, output_chain, player.
"""

from .griffin_lim import HIGH, LIVE, PREROLL, Quality, StreamingGriffinLim
from .instrument import CEILING, LATENCY, CHAIN_BLOCK, Instrument
from .player import LivePlayer

__all__ = [
    "CEILING",
    "HIGH",
    "LATENCY",
    "LIVE",
    "PREROLL",
    "QUANTUM",
    "Instrument",
    "LivePlayer",
    "Quality",
    "StreamingGriffinLim",
]
