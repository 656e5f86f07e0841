"""A rig as it is without maps of anybody's: what MIDI does by the parameter table alone."""

import logging
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from engine.controls import Controls
from osc_bridge.error_log import Refusals
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping.map_library import FILE, Shelf
from osc_bridge.midi.mapping.midi_learn import Learning
from osc_bridge.midi.router import Rig
from osc_bridge.osc.command_registry import Orders


def rig_of(
    controls: Controls,
    *,
    orders: Orders | None = None,
    shelf: Shelf | None = None,
    lock: AbstractContextManager[bool] | None = None,
    folder: Path | None = None,
    refusals: Refusals | None = None,
    now: Callable[[], float] = time.perf_counter,
) -> Rig:
    """A rig that plays these controls; what it learns goes into a folder that nobody else uses."""
    shelf = shelf or Shelf()
    place = (folder or Path(tempfile.gettempdir()) / "vamen-tests-nothing") / FILE
    return Rig(
        controls,
        orders or Orders(),
        shelf,
        Learning(place, shelf, clock=now),
        refusals or Refusals(logging.getLogger("osc_bridge.midi")),
        clock=MidiClock(),
        lock=lock,
        now=now,
    )
