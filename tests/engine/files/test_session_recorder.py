"""Recordings that begin and end while a session plays: each has its own part of the sound, to the sample."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.controls import Action, Event
from engine.errors import BadInput, BadParameter
from engine.files.session_log import read_log
from engine.files.session_recorder import SessionRecorder
from engine.realtime.shared_memory import SharedState
from tests.engine.segments import ManualPlayer, shared_with
from tests.sound import break_loop, tape_of


@pytest.fixture
def shared() -> Iterator[SharedState]:
    with shared_with(tape_of(break_loop())) as segment:
        segment.events.push(Event(Action.PLAY))
        yield segment


def test_each_recording_has_what_was_played_in_its_time(shared: SharedState, tmp_path: Path) -> None:
    recorder, player = SessionRecorder(), ManualPlayer(shared)
    recorder.start(shared)
    for number in range(3):
        player.render(2048, 512)
        path = recorder.begin(partial(Path, tmp_path, f"{number}.wav"))
        assert recorder.file == str(path)
        sound = player.render(5120, 512)
        assert recorder.end() == (path, len(sound) / 44_100)
        assert recorder.file == "" and recorder.end() is None
        written, _ = soundfile.read(path, dtype="float32")
        assert np.abs(written - sound).max() < 2**-23
    recorder.stop()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.wav", "1.wav", "2.wav"]  # no takes


def test_the_recording_from_the_beginning_can_be_ended_and_keeps_its_whole_take(
    shared: SharedState, tmp_path: Path
) -> None:
    recorder, player = SessionRecorder(tmp_path / "set.wav", lambda: ("tiny", "0" * 64)), ManualPlayer(shared)
    recorder.start(shared)
    first = player.render(5120, 512)
    recorder.end()
    recorder.begin(lambda: tmp_path / "set.wav")
    second = player.render(2560, 512)
    recorder.stop()
    log = read_log(tmp_path / "set.take")
    assert log.whole and log.length == len(first)
    assert np.abs(soundfile.read(tmp_path / "set-2.wav", dtype="float32")[0] - second).max() < 2**-23
    assert not (tmp_path / "set-2.take").exists()


def test_a_second_beginning_leaves_the_first_recording_alone(shared: SharedState, tmp_path: Path) -> None:
    recorder, player = SessionRecorder(), ManualPlayer(shared)
    recorder.start(shared)
    path = recorder.begin(lambda: tmp_path / "a.wav")
    player.render(1024, 512)
    assert recorder.begin(lambda: tmp_path / "b.wav") == path
    recorder.stop()
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


def test_nothing_is_recorded_before_and_after_the_session(shared: SharedState, tmp_path: Path) -> None:
    recorder = SessionRecorder()
    with pytest.raises(BadParameter, match="nothing plays"):
        recorder.begin(lambda: tmp_path / "a.wav")
    recorder.start(shared)
    recorder.stop()
    with pytest.raises(BadParameter, match="nothing plays"):
        recorder.begin(lambda: tmp_path / "a.wav")
    assert not list(tmp_path.iterdir())


def test_after_a_refusal_a_recording_can_begin(shared: SharedState, tmp_path: Path) -> None:
    recorder = SessionRecorder()
    recorder.start(shared)
    with pytest.raises(BadInput, match="no folder"):
        recorder.begin(lambda: tmp_path / "nowhere" / "a.wav")
    assert recorder.file == "" and recorder.note == ""
    recorder.begin(lambda: tmp_path / "a.wav")
    recorder.stop()


def test_beginnings_and_ends_from_several_threads_leave_whole_files(shared: SharedState, tmp_path: Path) -> None:
    recorder, player = SessionRecorder(), ManualPlayer(shared)
    recorder.start(shared)

    def switch(name: str) -> None:
        for number in range(8):
            recorder.begin(partial(Path, tmp_path, f"{name}{number}.wav"))
            recorder.end()

    threads = [threading.Thread(target=switch, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        player.render(512, 512)
    recorder.stop()
    for path in tmp_path.iterdir():
        assert len(soundfile.read(path)[0]) > 0
