"""Standard MIDI files through a map: every message at its sample, and what cannot be played is refused or said."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mido import Message, MetaMessage, MidiFile, MidiTrack

from engine.controls import Action, Event
from engine.errors import BadConfig, BadInput
from engine.files.midi_file import read_midi_file
from engine.files.offline_controls import OfflineControls
from engine.files.session_log import SessionLog
from engine.parameters import INDEX
from engine.realtime.event_log import LogKind
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import SPEC
from osc_bridge.midi.files.midi_file_in import play_midi_file
from osc_bridge.midi.mapping.map_file import parse_map
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.osc.command_registry import CommandRegistry

RATE = SPEC.rate


def written(path: Path, *tracks: Sequence[Any], type: int = 1, ticks_per_beat: int = 480) -> Path:
    """Write a file of tracks whose messages have absolute ticks."""
    file = MidiFile(type=type, ticks_per_beat=ticks_per_beat)
    for messages in tracks:
        track, before = MidiTrack(), 0
        for message in messages:
            track.append(message.copy(time=message.time - before))
            before = message.time
        file.tracks.append(track)
    file.save(path)
    return path


def note(tick: int, key: int = 36, velocity: int = 127) -> Message:
    return Message("note_on", note=key, velocity=velocity, time=tick)


def control(tick: int, number: int, value: int, channel: int = 0) -> Message:
    return Message("control_change", control=number, value=value, channel=channel, time=tick)


def tempo(tick: int, microseconds: int) -> MetaMessage:
    return MetaMessage("set_tempo", tempo=microseconds, time=tick)


def played(
    path: Path, map: str = "", *, seconds: float = 60.0, commands: CommandRegistry | None = None
) -> tuple[SessionLog, list[str]]:
    """Play a file over a playing break, by a map's text; returns the log and the remarks."""
    sequencer = OfflineSequencer(OfflineControls({}))
    sequencer.trigger(Event(Action.PLAY))
    library = MapLibrary(parse_map(map, "a map")) if map else MapLibrary()
    samples = round(seconds * RATE)
    remarks = play_midi_file(read_midi_file(path), sequencer, library, "", commands or CommandRegistry(), samples)
    return sequencer.finish(samples), remarks


def events(log: SessionLog, action: Action) -> list[tuple[int, int, float]]:
    """Sample, index and value of the events of an action."""
    return [(at, number, value) for _, kind, number, value, at in log.entries if kind == LogKind.EVENT + action]


def values(log: SessionLog, id: str) -> list[tuple[int, float]]:
    """Sample and value of every change of a parameter, the first one at 0."""
    kinds = (LogKind.SET, LogKind.EVENT + Action.SET)
    entries = [entry for entry in log.entries if entry.kind in kinds and entry.number == INDEX[id]]
    return [(max(entry.at, 0), entry.value) for entry in entries]


def latent(log: SessionLog, index: int) -> list[float]:
    return [log.requests[number].knobs[index] for number in sorted(log.requests)]


@pytest.mark.parametrize("type", [0, 1])
def test_a_note_is_a_slice_at_the_sample_of_its_tick_under_the_tempo_map(tmp_path: Path, type: int) -> None:
    tempos = [tempo(0, 600_000), tempo(960, 300_000)]
    notes = [note(0), note(480, 44, 64), note(961, 67), note(1440, 36)]
    tracks = [tempos, notes] if type else [sorted([*tempos, *notes], key=lambda message: message.time)]
    log, remarks = played(written(tmp_path / "set.mid", *tracks, type=type))
    samples = [round(seconds * RATE) for seconds in (0, 0.6, 1.2 + 0.3 / 480, 1.5)]
    assert events(log, Action.SLICE) == list(zip(samples, (0, 8, 31, 0), (1, 64 / 127, 1, 1), strict=True))
    assert values(log, "tempo") == [(0, 100.0), (round(1.2 * RATE), 200.0)]
    assert remarks == []


def test_without_a_tempo_a_file_has_120_beats_a_minute(tmp_path: Path) -> None:
    log, _ = played(written(tmp_path / "set.mid", [note(480)]))
    assert values(log, "tempo") == [(0, 120.0)]
    assert events(log, Action.SLICE) == [(RATE // 2, 0, 1)]


def test_controllers_of_the_default_map_move_their_parameters(tmp_path: Path) -> None:
    log, remarks = played(written(tmp_path / "set.mid", [control(0, 20, 127), control(480, 7, 0), control(960, 21, 0)]))
    assert values(log, "level") == [(0, 0.0), (RATE // 2, -60.0)]
    assert set(latent(log, 0)) == {3.0}
    assert latent(log, 1)[0] == 0 and latent(log, 1)[-1] == -3.0
    assert remarks == []


def test_a_map_has_pairs_buttons_and_a_pitch_bend(tmp_path: Path) -> None:
    text = '[map]\n"cc14 1" = { to = "width" }\n"bend" = "latent/8"\n"note 40" = { to = "freeze", toggle = true }\n'
    bend = Message("pitchwheel", pitch=8191, time=0)
    messages = [bend, control(480, 1, 64), control(480, 33, 1), note(960, 40), note(1440, 40)]
    log, remarks = played(written(tmp_path / "set.mid", messages), text)
    assert set(latent(log, 8)) == {3.0}
    assert values(log, "width")[-1] == (RATE // 2, pytest.approx(8193 / 16_384, abs=1e-4))
    assert values(log, "freeze") == [(0, 0), (RATE, 1), (3 * RATE // 2, 0)]
    assert remarks == []


def test_a_released_gate_returns_to_the_beat_of_the_break(tmp_path: Path) -> None:
    messages = [tempo(0, 500_000), note(960, 44), Message("note_off", note=44, time=1440)]
    log, _ = played(written(tmp_path / "set.mid", messages), '[pads]\nmode = "gate"\n')
    assert events(log, Action.LOCATE) == [(3 * RATE // 2, 0, pytest.approx(3.0))]


def test_latents_drift_and_a_slice_waits_for_its_grid_as_on_stage(tmp_path: Path) -> None:
    text = """[map]
"cc 1" = "drift/amount"
"cc 2" = "quantise/slices"
"""
    messages = [tempo(0, 500_000), control(0, 1, 127), control(0, 2, 127), note(480)]
    log, _ = played(written(tmp_path / "set.mid", messages), text, seconds=20.0)
    assert len(set(latent(log, 0))) > 8
    assert [sample for sample, *_ in events(log, Action.SLICE)] == [8 * RATE]  # the grid is four bars


def test_program_changes_call_the_command_for_presets(tmp_path: Path) -> None:
    calls: list[tuple[float, float]] = []
    commands = CommandRegistry()
    commands.add("preset", lambda number, at: calls.append((number, at)))
    program = Message("program_change", program=5, time=480)
    assert played(written(tmp_path / "set.mid", [program]), commands=commands)[1] == []
    assert calls == [(5.0, 0.5)]


def test_unused_messages_are_counted_in_one_sentence(tmp_path: Path) -> None:
    messages = [*[control(tick, 91, tick) for tick in range(5)], note(9, 20), control(9, 64, 0), control(9, 123, 0)]
    (remark,) = played(written(tmp_path / "set.mid", messages))[1]
    assert remark.endswith("6 of its changes cannot be played by the map 'default': cc 91, note 20")


def test_a_refused_command_is_reported_once(tmp_path: Path) -> None:
    programs = [Message("program_change", program=5, time=tick) for tick in range(9)]
    (remark,) = played(written(tmp_path / "set.mid", programs))[1]
    assert "9 of its messages were refused" in remark and "'preset'" in remark


def test_changes_behind_the_end_are_counted(tmp_path: Path) -> None:
    log, (remark,) = played(written(tmp_path / "set.mid", [note(0), note(960), note(1920)]), seconds=1.0)
    assert len(events(log, Action.SLICE)) == 1 and "2 of its changes" in remark


@pytest.mark.parametrize(("microseconds", "bpm"), [(16_000_000, 40), (1, 300), (0, 300)])
def test_a_tempo_out_of_range_is_clamped_and_the_time_of_the_file_stays(
    tmp_path: Path, microseconds: int, bpm: float
) -> None:
    log, (remark,) = played(written(tmp_path / "set.mid", [tempo(0, microseconds), note(480)]))
    assert values(log, "tempo") == [(0, bpm)] and ": a tempo of" in remark
    assert events(log, Action.SLICE) == [(round(microseconds * 1e-6 * RATE), 0, 1)]


def test_a_file_without_tracks_is_an_empty_bar(tmp_path: Path) -> None:
    path = written(tmp_path / "set.mid")
    assert read_midi_file(path).seconds() == 2.0
    assert events(played(path)[0], Action.PLAY) == [(0, 0, 1.0)]


def test_an_invalid_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="mode"):
        played(written(tmp_path / "set.mid", [note(0)]), '[pads]\nmode = "loud"\n')


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_file_is_played_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.mid"
    intact = io.BytesIO()
    file = MidiFile(ticks_per_beat=480)
    file.tracks.append(MidiTrack([tempo(0, 400_000), note(3), control(5, 20, 9), Message("pitchwheel", time=2)]))
    file.save(file=intact)
    damaged = bytearray(intact.getvalue())
    for place, byte in data.draw(
        st.lists(st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), max_size=4)
    ):
        damaged[place] = byte
    path.write_bytes(damaged[: data.draw(st.integers(0, len(damaged)))])
    try:
        log, _ = played(path, seconds=2.0)
    except BadInput:
        return
    assert log.length >= 2 * RATE
