"""The messages of a MIDI file, played through a control map into the sequencer of a render.

A message arrives at the sample of its time in the file, and the break plays at the tempo of the file.
"""

import logging
from collections import Counter
from pathlib import Path

from engine.errors import BadConfig
from engine.files.midi_file import MidiSequence
from engine.files.tempo_map import beats_per_minute
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import SPEC
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping.control_map import ControlMap
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.router import MidiRouter
from osc_bridge.osc.command_registry import CommandRegistry

LISTED_CHANGES = 6  # named in a remark
SILENT_CONTROLLERS = (0, 6, 32, 38, 64, *range(96, 102), *range(120, 128))  # banks, data entry, pedal, channel modes


def play_midi_file(
    sequence: MidiSequence,
    sequencer: OfflineSequencer,
    library: MapLibrary,
    port: str,
    commands: CommandRegistry,
    samples: int,
) -> list[str]:
    """Play a file up to sample `samples` as if from a MIDI input called `port`.

    Return sentences for the user: on the part of the file after that sample, on messages and tempi that cannot be
    played, and on refused messages.

    Raises:
        BadConfig: the map of the port has an invalid section.
    """
    refusals = RateLimitedLog(logging.Logger("MIDI file", logging.CRITICAL))  # they are returned, not logged
    map = library.for_port(port)
    router = MidiRouter(
        sequencer,
        commands,
        library,
        MidiLearn(Path(), library, clock=lambda: 0.0),
        refusals,
        clock=MidiClock(),
        latency=lambda: 0.0,
        now=lambda: sequencer.sample / SPEC.rate,
    )
    router.input_opened(port)
    if refused := router.inputs[port].sections.refused:
        raise BadConfig("; ".join(refused))
    played, lacking = 0, Counter[str]()
    for tick, change in sequence.changes:
        seconds = sequence.tempo_map.seconds(tick)
        if round(seconds * SPEC.rate) >= samples:
            break
        played += 1
        sequencer.advance(round(seconds * SPEC.rate))
        if isinstance(change, int):
            bpm = beats_per_minute(change)
            if sequencer.write({"tempo": bpm})["tempo"] != bpm:
                lacking[f"a tempo of {bpm:.4g} BPM"] += 1
            continue
        before = sequencer.changes, refusals.count
        router([(seconds, port, change)])
        if before == (sequencer.changes, refusals.count) and (control := _unmapped(change, map)):
            lacking[control] += 1
    remarks = []
    if left := len(sequence.changes) - played:
        remarks.append(f"{left} of its changes come after the end of this render; choose more --bars or --seconds")
    if lacking:
        names = ", ".join(name for name, _ in lacking.most_common(LISTED_CHANGES))
        more = ", ..." if len(lacking) > LISTED_CHANGES else ""
        remarks.append(f"{lacking.total()} of its changes cannot be played by the map {map.name!r}: {names}{more}")
    if refusals.count:
        remarks.append(f"{refusals.count} of its messages were refused, the last one because {router.note}")
    return [f"{sequence.path}: {remark}" for remark in remarks]


def _unmapped(message: bytes, map: ControlMap) -> str:
    """Return the control of a message that changed nothing, as a map would name it; empty if the map has it."""
    kind, channel, number = message[0] & 0xF0, message[0] & 0x0F, message[1]
    name = f"note {number}" if kind == 0x90 and message[2] else f"cc {number}" if kind == 0xB0 else ""
    if not name or (kind == 0xB0 and number in SILENT_CONTROLLERS):
        return ""
    pair = f"cc14 {number % 32}" if name.startswith("cc") and number < 64 else name
    return "" if map.find(name, channel) or map.find(pair, channel) else name
