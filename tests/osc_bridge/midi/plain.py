"""A rig as it is without maps of anybody's: what MIDI does by the parameter table alone."""

import logging
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from engine.controls import Controls
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping.map_library import FILE, MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.router import MidiRouter
from osc_bridge.osc.command_registry import CommandRegistry


def rig_of(
    controls: Controls,
    *,
    orders: CommandRegistry | None = None,
    shelf: MapLibrary | None = None,
    lock: AbstractContextManager[bool] | None = None,
    folder: Path | None = None,
    refusals: RateLimitedLog | None = None,
    now: Callable[[], float] = time.perf_counter,
) -> MidiRouter:
    """A rig that plays these controls; what it learns goes into a folder that nobody else uses."""
    shelf = shelf or MapLibrary()
    place = (folder or Path(tempfile.gettempdir()) / "vamen-tests-nothing") / FILE
    return MidiRouter(
        controls,
        orders or CommandRegistry(),
        shelf,
        MidiLearn(place, shelf, clock=now),
        refusals or RateLimitedLog(logging.getLogger("osc_bridge.midi")),
        clock=MidiClock(),
        lock=lock,
        now=now,
    )
