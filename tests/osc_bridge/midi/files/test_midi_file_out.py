"""A recorded session as a MIDI file: it plays the same, to within a tick."""

from pathlib import Path

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.controls import FIRST_STEP_VALUE, Action, Event, one_seed
from engine.core import Instrument
from engine.errors import BadInput
from engine.files.midi_file import read_midi_file
from engine.files.offline_controls import OfflineControls
from engine.files.session_log import SessionLog
from engine.model.decode_request import DecodeRequest
from engine.parameters import INDEX
from engine.realtime.event_log import LogEntry, LogKind
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import SPEC
from osc_bridge.midi.files.midi_file_in import play_midi_file
from osc_bridge.midi.files.midi_file_out import TICKS_PER_BEAT, write_midi_file
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.osc.command_registry import CommandRegistry

from .test_midi_file_in import events, latent, values

RATE, LATENCY = SPEC.rate, Instrument.latency


def event(clock: int, action: Action, number: int = 0, value: float = 1.0, at: int = -1) -> LogEntry:
    return LogEntry(clock, LogKind.EVENT + action, number, value, at)


def parameter(clock: int, id: str, value: float) -> LogEntry:
    return LogEntry(clock, LogKind.SET, INDEX[id], value, -1)


def log_of(*entries: LogEntry, length: int = 10 * RATE, tapes: tuple[tuple[float, ...], ...] = ()) -> SessionLog:
    requests = {number: DecodeRequest(knobs, one_seed(5), 1.0) for number, knobs in enumerate(tapes, 1)}
    return SessionLog("tiny", "0" * 64, requests, list(entries), length)


def again(path: Path, log: SessionLog) -> SessionLog:
    """Write a log as a MIDI file and play that."""
    write_midi_file(path, log)
    sequencer = OfflineSequencer(OfflineControls({}))
    sequencer.trigger(Event(Action.PLAY))
    assert play_midi_file(read_midi_file(path), sequencer, MapLibrary(), "", CommandRegistry(), log.length) == []
    return sequencer.finish(log.length)


@given(
    st.lists(st.tuples(st.integers(200, 40_000), st.integers(0, 31), st.floats(0.01, 1), st.booleans()), max_size=30),
    st.lists(st.tuples(st.integers(0, 400_000), st.floats(40, 300)), max_size=5),
)
def test_slices_come_back_at_their_samples_to_within_a_tick(
    tmp_path_factory: pytest.TempPathFactory,
    slices: list[tuple[int, int, float, bool]],
    tempos: list[tuple[int, float]],
) -> None:
    entries, sounding, clock = [event(0, Action.PLAY)], [(LATENCY, 0, 1.0)], 0
    for wait, step, velocity, scheduled in slices:
        clock += wait
        # a scheduled event is in the log when its block begins, and sounds later
        entries.append(
            event(clock - 100 if scheduled else clock, Action.SLICE, step, velocity, clock * scheduled or -1)
        )
        sounding.append((clock + LATENCY, step, velocity))
    entries += [parameter(sample, "tempo", bpm) for sample, bpm in tempos]
    entries.sort(key=lambda entry: entry.clock)
    log = log_of(*entries, length=max(clock, 400_000) + RATE)
    found = events(again(tmp_path_factory.getbasetemp() / "again.mid", log), Action.SLICE)
    tick = 60 / 40 / TICKS_PER_BEAT * RATE if tempos else 60 / 170 / TICKS_PER_BEAT * RATE
    assert len(found) == len(sounding)
    for (sample, step, velocity), (was, its_step, its_velocity) in zip(found, sounding, strict=True):
        assert abs(sample - was) <= tick / 2 + 1
        assert step == its_step and velocity == pytest.approx(
            its_velocity, abs=0.5 / 127 + 1e-9 if its_velocity > 0.01 else 1
        )


def test_parameters_come_back_by_the_default_map(tmp_path: Path) -> None:
    first, moved = (0.0,) * 16, (1.5, *(0.0,) * 14, 2.0)
    entries = [
        LogEntry(0, LogKind.TAPE, 1, 0.0, -1),
        parameter(0, "tempo", 174.0),
        parameter(0, "level", -6.0),
        event(0, Action.PLAY),
        LogEntry(RATE, LogKind.TAPE, 2, 0.0, -1),
        parameter(2 * RATE, "level", -60.0),
        parameter(3 * RATE, "freeze", 1.0),
        event(4 * RATE, Action.SET, INDEX["tempo"], 87.0, 4 * RATE + 7),
    ]
    log = again(tmp_path / "set.mid", log_of(*entries, tapes=(first, moved)))
    assert [value for _, value in values(log, "tempo")] == pytest.approx([174.0, 87.0], abs=1e-3)
    assert [value for _, value in values(log, "level")] == pytest.approx([-6.0, -60.0], abs=0.5)
    assert abs(values(log, "level")[1][0] - 2 * RATE - LATENCY) < 20
    assert latent(log, 0)[0] == 0 and latent(log, 0)[-1] == pytest.approx(1.5, abs=0.05)


def test_what_the_default_map_lacks_is_counted_in_one_sentence(tmp_path: Path) -> None:
    entries = [parameter(9, "freeze", 1.0), parameter(99, "freeze", 0.0), parameter(99, "speed", 2.0)]
    entries += [
        LogEntry(0, LogKind.SET, FIRST_STEP_VALUE + 3, 0.5, -1),
        event(99, Action.SET, FIRST_STEP_VALUE + 3, 0.0),
    ]
    (remark,) = write_midi_file(tmp_path / "set.mid", log_of(*entries, event(100, Action.LOCATE, value=4.0)))
    assert "5 changes are left out" in remark and "freeze, moves of the beat, mute, speed" in remark


def test_stop_panic_and_the_end_silence_the_break_and_play_starts_it_at_its_downbeat(tmp_path: Path) -> None:
    actions = [event(0, Action.PLAY), event(1000, Action.PLAY), event(RATE, Action.STOP), event(2 * RATE, Action.PLAY)]
    ends = [event(3 * RATE, Action.PANIC), LogEntry(4 * RATE, LogKind.END, 0, 0.0, -1)]
    log = again(tmp_path / "set.mid", log_of(*actions, *ends))
    assert [(round(at / RATE), index) for at, index, _ in events(log, Action.SLICE)] == [(0, 0), (2, 0)]
    assert [round(at / RATE) for at, _, _ in events(log, Action.PANIC)] == [0, 1, 3, 4]


@pytest.mark.parametrize("end", [Action.STOP, Action.PANIC])
def test_what_a_stop_has_dropped_is_no_note(tmp_path: Path, end: Action) -> None:
    before, after = event(0, Action.SLICE, 3, at=2 * RATE), event(RATE, Action.SLICE, 5, at=3 * RATE)
    log = again(tmp_path / "set.mid", log_of(event(0, Action.PLAY), before, event(RATE, end), after))
    assert [index for _, index, _ in events(log, Action.SLICE)] == [0, 5]


def test_a_note_lasts_until_the_next_one_or_for_a_sixteenth(tmp_path: Path) -> None:
    slices = [event(clock, Action.SLICE, clock % 32) for clock in (0, 1000, 1100, 44_100)]
    write_midi_file(tmp_path / "set.mid", log_of(*slices, length=RATE + 3000))
    tick, began, lengths = 0, {}, []
    for message in mido.MidiFile(tmp_path / "set.mid").tracks[0]:
        tick += message.time
        if message.type == "note_on":
            assert not began
            began[message.note] = tick
        elif message.type == "note_off":
            lengths.append(tick - began.pop(message.note))
    assert not began
    assert lengths[:3] == [62, 6, TICKS_PER_BEAT // 4] and lengths[3] < TICKS_PER_BEAT // 4
    assert tick == pytest.approx((RATE + 3000) / RATE * 170 / 60 * TICKS_PER_BEAT, abs=1)


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"set\.mid cannot be written \(No such file"):
        write_midi_file(tmp_path / "no" / "set.mid", log_of())
    assert list(tmp_path.iterdir()) == []
