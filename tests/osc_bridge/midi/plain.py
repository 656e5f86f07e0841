"""A MIDI router with the default map."""

import logging
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from engine.controls import Controls
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping.map_library import USER_MAP_FILE, MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.router import MidiRouter
from osc_bridge.osc.command_registry import CommandRegistry


def router_for(
    controls: Controls,
    *,
    commands: CommandRegistry | None = None,
    library: MapLibrary | None = None,
    lock: AbstractContextManager[bool] | None = None,
    folder: Path | None = None,
    errors: RateLimitedLog | None = None,
    now: Callable[[], float] = time.perf_counter,
) -> MidiRouter:
    """Return a router for these controls, which writes learned maps into a folder for tests."""
    library = library or MapLibrary()
    place = (folder or Path(tempfile.gettempdir()) / "vamen-tests-no-maps") / USER_MAP_FILE
    return MidiRouter(
        controls,
        commands or CommandRegistry(),
        library,
        MidiLearn(place, library, clock=now),
        errors or RateLimitedLog(logging.getLogger("osc_bridge.midi")),
        clock=MidiClock(),
        lock=lock,
        now=now,
    )
