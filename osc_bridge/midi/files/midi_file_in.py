"""Standard MIDI files: read one, and play its messages through a control map into an offline render.

file       type 0 or 1, at most MAX_MIDI_FILE_BYTES
changes    in order of their ticks: a tempo in microseconds per quarter note, or the bytes of a message

A message takes effect at the sample of its time in the file, and the break plays at the tempo of the file.
"""

import io
import logging
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadConfig, BadInput
from engine.files.offline_render import OfflineControls
from engine.spec import SPEC
from engine.untrusted import read_bytes
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.mapping.control_map import ControlMap
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.midi.mapping.midi_learn import MidiLearn
from osc_bridge.midi.router import MidiRouter
from osc_bridge.osc.command_registry import CommandRegistry

from .tempo_map import DEFAULT_TEMPO_US, TempoMap, beats_per_minute

MAX_MIDI_FILE_BYTES = 2 * 2**20  # several hours; mido takes 100 times as much memory
MAX_DELTA_TICKS = 2**28 - 1  # largest number of the format
MAX_NUMBER_BYTES = 4096  # the format has 4; mido reads numbers of any length, in quadratic time
BEATS_PER_BAR = 4
SYSTEM_STATUS = 0xF0  # status bytes from here on are not channel messages
LISTED_CHANGES = 6  # named in a remark
SILENT_CONTROLLERS = (0, 6, 32, 38, 64, *range(96, 102), *range(120, 128))  # banks, data entry, pedal, channel modes


@dataclass(frozen=True, slots=True)
class MidiSequence:
    """The changes of a MIDI file and its tempo map."""

    path: Path
    tempo_map: TempoMap
    changes: list[tuple[int, int | bytes]]  # tick, and tempo or message
    length: int  # ticks

    def seconds(self, bars: int | None = None) -> float:
        """Return the seconds until the end of bar number `bars`, by default the last that has begun, at least 1."""
        bar = BEATS_PER_BAR * self.tempo_map.ticks_per_beat
        return self.tempo_map.seconds((max(-(-self.length // bar), 1) if bars is None else bars) * bar)


class _BoundedFile(io.BytesIO):
    """A file in memory that raises OSError for a variable-length number with too many bytes, as in a broken file."""

    _run = 0  # consecutive bytes that may belong to one number

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._run = self._run + 1 if size == 1 and data >= b"\x80" else 0
        if self._run > MAX_NUMBER_BYTES:
            raise OSError("a number in it never ends")
        return data


def read_midi_file(path: Path) -> MidiSequence:
    """Return the messages and tempi of a file.

    Raises:
        BadInput: missing, too large, broken, of type 2, or timed in SMPTE frames.
    """
    import mido

    try:
        data = read_bytes(path, MAX_MIDI_FILE_BYTES)
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); name a standard MIDI file") from error
    try:
        found = mido.MidiFile(file=_BoundedFile(data))
        tempos, messages, length = [], [], 0
        for track in found.tracks:
            tick = 0
            for message in track:
                if message.time > MAX_DELTA_TICKS:
                    raise ValueError("a pause in it is too long")
                tick += message.time
                if message.type == "set_tempo":
                    tempos.append((tick, message.tempo))
                elif not message.is_meta and (raw := bytes(message.bytes()))[0] < SYSTEM_STATUS:
                    messages.append((tick, raw))
            length = max(length, tick)
    except Exception as error:  # mido raises whatever a broken file leads to
        reason = str(error) or "it ends too early"
        raise BadInput(f"{path} is not a standard MIDI file ({reason:.80}); export it again") from error
    if found.type not in (0, 1):
        raise BadInput(f"{path} is of type {found.type}, whose tracks have no common time; export it as type 0 or 1")
    if found.ticks_per_beat <= 0:
        raise BadInput(f"{path} counts SMPTE frames instead of beats; export it with ticks per quarter note")
    changes = sorted([(0, DEFAULT_TEMPO_US), *tempos, *messages], key=lambda change: change[0])
    tempo_map = TempoMap(found.ticks_per_beat)
    for tick, tempo in sorted(tempos, key=lambda change: change[0]):
        tempo_map.add(tick, tempo)
    return MidiSequence(path, tempo_map, changes, length)


def play_midi_file(
    sequence: MidiSequence,
    controls: OfflineControls,
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
        controls,
        commands,
        library,
        MidiLearn(Path(), library, clock=lambda: 0.0),
        refusals,
        clock=MidiClock(),
        latency=lambda: 0.0,
        now=lambda: controls.clock / SPEC.rate,
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
        controls.advance(round(seconds * SPEC.rate))
        if isinstance(change, int):
            bpm = beats_per_minute(change)
            if controls.write({"tempo": bpm})["tempo"] != bpm:
                lacking[f"a tempo of {bpm:.4g} BPM"] += 1
            continue
        before = controls.changes, refusals.count
        router([(seconds, port, change)])
        if before == (controls.changes, refusals.count) and (control := _unmapped(change, map)):
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
