"""A MIDI router with the default map."""

import logging
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from engine.controls import Controls
from engine.sequencer.modulated_controls import ModulatedControls
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping.map_library import USER_MAP_FILE, MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.router import MidiRouter
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.sync.tempo_control import TempoControl


def router_for(
    controls: Controls,
    *,
    commands: CommandRegistry | None = None,
    library: MapLibrary | None = None,
    lock: AbstractContextManager[bool] | None = None,
    folder: Path | None = None,
    errors: RateLimitedLog | None = None,
    clock: MidiClock | None = None,
    tempo: TempoControl | None = None,
    moved: Callable[[str, Mapping[str, float]], None] = lambda source, values: None,
    now: Callable[[], float] = time.perf_counter,
) -> MidiRouter:
    """Return a router for these controls, which writes learned maps into a folder for tests.

    With `tempo`, which follows a clock or not, `tempo.poll` is called when `clock` starts or stops.
    """
    clock = clock or MidiClock()
    name = clock.name
    library = library or MapLibrary()
    place = (folder or Path(tempfile.gettempdir()) / "vamen-tests-no-maps") / USER_MAP_FILE
    return MidiRouter(
        ModulatedControls(controls),
        commands or CommandRegistry(),
        library,
        MidiLearn(place, library, clock=now),
        errors or RateLimitedLog(logging.getLogger("osc_bridge.midi")),
        clock=clock,
        follows=lambda: tempo is not None and tempo.followed == name,
        clock_runs=lambda: tempo is not None and tempo.clock_runs,
        all_sound_off=lambda at: tempo.all_sound_off(at) if tempo else None,
        wake=lambda: tempo.poll() if tempo else None,
        moved=moved,
        lock=lock,
        now=now,
    )
