"""Standard MIDI files: their messages, tempi and time signatures.

file       type 0 or 1, at most MAX_MIDI_FILE_BYTES
changes    in order of their ticks: a tempo in microseconds per quarter note, or the bytes of a message
"""

import io
from dataclasses import dataclass
from pathlib import Path

from engine.errors import BadInput
from engine.untrusted import read_bytes

from .tempo_map import DEFAULT_TEMPO_US, TempoMap

MAX_MIDI_FILE_BYTES = 2 * 2**20  # several hours; mido takes 100 times as much memory
MAX_DELTA_TICKS = 2**28 - 1  # largest number of the format
MAX_NUMBER_BYTES = 4096  # the format has 4; mido reads numbers of any length, in quadratic time
BEATS_PER_BAR = 4
SYSTEM_STATUS = 0xF0  # status bytes from here on are not channel messages


@dataclass(frozen=True, slots=True)
class MidiSequence:
    """The changes of a MIDI file and its tempo map."""

    path: Path
    tempo_map: TempoMap
    changes: list[tuple[int, int | bytes]]  # tick, and tempo or message
    length: int  # ticks
    meters: frozenset[tuple[int, int]] = frozenset()  # time signatures in it, such as (6, 8)

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
        tempos, messages, meters, length = [], [], set(), 0
        for track in found.tracks:
            tick = 0
            for message in track:
                if message.time > MAX_DELTA_TICKS:
                    raise ValueError("a pause in it is too long")
                tick += message.time
                if message.type == "set_tempo":
                    tempos.append((tick, message.tempo))
                elif message.type == "time_signature":
                    meters.add((message.numerator, message.denominator))
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
    return MidiSequence(path, tempo_map, changes, length, frozenset(meters))
