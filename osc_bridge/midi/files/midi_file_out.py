"""Standard MIDI files: a session log in, a file of type 0 out that plays the same through the default map.

slices       notes from FIRST_NOTE on, each until the next one, but no longer than a sixteenth
parameters   the controllers of the default map; tempo: set_tempo
play         note FIRST_NOTE at full velocity, which starts a stopped break at its downbeat
stop, panic  controller 120, all sound off; also at the end, and on tick 0: otherwise a render plays from the start

Each change has the time at which it is heard in the recording of the session.
"""

from collections import Counter
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from engine.controls import CORE_STEP_VALUES, FIRST_STEP_VALUE, Action, Event
from engine.core import Instrument
from engine.files.session_log import SessionLog
from engine.files.tempo_map import MINUTE_US, TempoMap
from engine.files.writing import atomic_write
from engine.parameters import INDEX, TABLE
from engine.realtime.event_log import LogKind
from engine.spec import SPEC
from osc_bridge.midi.input.midi_messages import FIRST_NOTE
from osc_bridge.midi.mapping.control_map import default_map
from osc_bridge.midi.output.feedback import Feedback

TICKS_PER_BEAT = 960  # 0.37 ms at 170 BPM
SIXTEENTH_TICKS = TICKS_PER_BEAT // 4
ALL_SOUND_OFF = b"\xb0\x78\x00"


def write_midi_file(path: Path, log: SessionLog) -> list[str]:
    """Write a session as a MIDI file, whole or not at all; return a sentence if some changes could not be written.

    Raises:
        BadInput: the file cannot be written.
    """
    import mido

    track = _Track()
    for sample, event in _timed_events(log):
        track.add(sample, event)
    end = track.finish(log.length)
    file = mido.MidiFile(type=0, ticks_per_beat=TICKS_PER_BEAT, tracks=[mido.MidiTrack()])
    before = 0
    for tick, change in track.changes:
        is_tempo = isinstance(change, int)
        message = mido.MetaMessage("set_tempo", tempo=change) if is_tempo else mido.Message.from_bytes(change)
        file.tracks[0].append(message.copy(time=tick - before))
        before = tick
    file.tracks[0].append(mido.MetaMessage("end_of_track", time=end - before))
    with atomic_write(path) as part:
        file.save(part)
    if not track.lacking:
        return []
    names, count = ", ".join(sorted(track.lacking)), track.lacking.total()
    return [f"{path}: {count} changes are left out, because the default map has no control for {names}"]


def _timed_events(log: SessionLog) -> list[tuple[int, Event]]:
    """Return the changes of a log in order, each with the sample at which it is heard; 0 for the initial values."""
    timed, started = list[tuple[int, Event]](), False
    for clock, kind, number, value, at in log.entries:
        heard = max(clock, at) + Instrument.latency
        if kind >= LogKind.EVENT:
            event = Event(Action(kind - LogKind.EVENT), number, value)
            if event.action in (Action.STOP, Action.PANIC):  # they drop what was sent before and is due later
                timed = [each for each in timed if each[0] <= heard or each[1].action is Action.SET]
            timed.append((heard, event))
        elif kind == LogKind.SET:
            timed.append((heard if clock else 0, Event(Action.SET, number, value)))
        elif kind == LogKind.END:
            timed.append((heard, Event(Action.STOP)))
        elif kind == LogKind.TAPE and number in log.requests:
            latents = enumerate(log.requests[number].knobs, INDEX["latent/0"])
            timed += [(heard if started else 0, Event(Action.SET, index, latent)) for index, latent in latents]
            started = True
    return sorted(timed, key=itemgetter(0))


class _Track:
    """Collects `changes` from events: each is a tick with a tempo (microseconds per quarter note) or a message."""

    def __init__(self) -> None:
        self.changes: list[tuple[int, int | bytes]] = []
        self.lacking: Counter[str] = Counter()  # changes that have no message
        self._map = TempoMap(TICKS_PER_BEAT)
        self._controls = Feedback(replace(default_map(), feedback={"on": True}))
        self._values = {entry.id: entry.default for entry in TABLE}
        self._controls.update(self._values, 0.0)  # a render starts from the defaults
        self._shows = 0.0  # seconds of the feedback, which sends nothing twice in a short time
        self._sounding: tuple[int, int] | None = None  # tick and key of the last note
        self._playing = False
        self.changes.append((0, ALL_SOUND_OFF))
        self._set_tempo(0, self._values["tempo"])

    def add(self, sample: int, event: Event) -> None:
        """Add an event that is heard at a sample, not before that of the previous event."""
        tick = self._map.tick(sample / SPEC.rate)
        if event.action == Action.SET and event.index < FIRST_STEP_VALUE:
            self._set(tick, TABLE[event.index].id, event.value)
        elif event.action == Action.SET and event.value:
            self.lacking[CORE_STEP_VALUES[(event.index - FIRST_STEP_VALUE) // SPEC.steps]] += 1
        elif event.action == Action.SLICE and event.value > 0:
            self._start_note(tick, FIRST_NOTE + event.index % SPEC.steps, max(round(min(event.value, 1.0) * 127), 1))
        elif event.action == Action.PLAY and not self._playing:
            self._start_note(tick, FIRST_NOTE, 127)
        elif event.action == Action.RELEASE:
            if self._sounding and self._sounding[1] == FIRST_NOTE + event.index % SPEC.steps:
                self._end_note(tick)
        elif event.action in (Action.STOP, Action.PANIC):
            self._end_note(tick)
            self.changes.append((tick, ALL_SOUND_OFF))
            self._playing = False
        elif event.action == Action.LOCATE:
            self.lacking["moves of the beat"] += 1

    def finish(self, samples: int) -> int:
        """End the last note of a session of `samples` samples; return the tick at which it ends."""
        end = self._map.tick(samples / SPEC.rate)
        self._end_note(end)
        self.changes.sort(key=itemgetter(0))
        return max(end, self.changes[-1][0])

    def _set(self, tick: int, id: str, value: float) -> None:
        if self._values[id] == value:
            return
        self._values[id] = value
        self._shows += 1
        if id == "tempo":
            self._set_tempo(tick, value)
        elif id in self._controls.parameters:
            self.changes += [
                (tick, bytes(message.bytes())) for message in self._controls.update({id: value}, self._shows)
            ]
        else:
            self.lacking[id] += 1

    def _set_tempo(self, tick: int, tempo: float) -> None:
        self._map.add(tick, round(MINUTE_US / tempo))
        self.changes.append((tick, round(MINUTE_US / tempo)))

    def _start_note(self, tick: int, key: int, velocity: int) -> None:
        self._end_note(tick)
        self.changes.append((tick, bytes((0x90, key, velocity))))
        self._sounding = tick, key
        self._playing = True

    def _end_note(self, tick: int) -> None:
        """End the sounding note at a tick, or a sixteenth after it began if that is sooner."""
        if self._sounding:
            began, key = self._sounding
            self.changes.append((min(tick, began + SIXTEENTH_TICKS), bytes((0x80, key, 0))))
            self._sounding = None
