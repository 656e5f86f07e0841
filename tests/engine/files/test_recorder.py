import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.controls import Action, Event, one_seed
from engine.errors import BadInput, ModelMismatch
from engine.files.recorder import Recorder, unused_path
from engine.files.session_log import read_log
from engine.model.decode_request import DecodeRequest
from engine.realtime.event_log import LogKind
from engine.realtime.shared_memory import SharedState
from tests.disks import small_disk
from tests.engine.segments import ManualPlayer, shared_with
from tests.engine.waiting import wait_until
from tests.sound import break_loop, tape_of

REQUEST = DecodeRequest([0.0] * 16, one_seed(5), 1.2)


@pytest.fixture
def shared() -> Iterator[SharedState]:
    with shared_with(tape_of(break_loop())) as segment:
        yield segment


def recorder_for(path: Path) -> Recorder:
    return Recorder(path, lambda: ("tiny", "0" * 64))


def play(shared: SharedState, blocks: int) -> Floats:
    shared.events.push(Event(Action.PLAY))
    return ManualPlayer(shared).render(512 * blocks, 512)


def test_a_set_that_did_not_begin_leaves_no_files(shared: SharedState, tmp_path: Path) -> None:
    def damaged() -> tuple[str, str]:
        raise ModelMismatch("tiny.onnx is damaged")

    with pytest.raises(ModelMismatch):
        Recorder(tmp_path / "set.wav", damaged).start(shared)
    assert not list(tmp_path.iterdir())
    recorder = recorder_for(tmp_path / "set.wav")
    recorder.start(shared)
    assert len(list(tmp_path.iterdir())) == 2
    recorder.stop()  # before the first block: there is no device
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_the_samples_are_in_the_audio_file_and_the_inputs_in_the_session_log(
    shared: SharedState, tmp_path: Path, suffix: str
) -> None:
    recorder = recorder_for(tmp_path / f"set.{suffix}")
    recorder.add_request(1, REQUEST)
    recorder.start(shared)
    sound = play(shared, 20)
    recorder.stop()
    written, rate = soundfile.read(tmp_path / f"set.{suffix}", dtype="float32")
    assert rate == 44_100
    assert np.abs(written - sound).max() < 2**-23
    log = read_log(tmp_path / "set.take")
    assert (log.model, log.length, log.requests[1]) == ("tiny", len(sound), REQUEST)
    assert recorder.note == ""


def test_an_ended_recording_keeps_no_inputs_of_later_tapes(shared: SharedState, tmp_path: Path) -> None:
    recorder = recorder_for(tmp_path / "set.wav")
    recorder.start(shared)
    recorder.stop()
    request = DecodeRequest([0.0] * 16, one_seed(5), 1.2)
    before = sys.getrefcount(request)
    recorder.add_request(2, request)
    assert sys.getrefcount(request) == before


def test_existing_files_are_not_overwritten(tmp_path: Path) -> None:
    assert unused_path(tmp_path / "set.wav").name == "set.wav"
    (tmp_path / "set.wav").touch()
    assert unused_path(tmp_path / "set.wav").name == "set-2.wav"
    (tmp_path / "set-2.take").touch()
    assert unused_path(tmp_path / "set.wav").name == "set-3.wav"


def test_a_path_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        recorder_for(tmp_path / "nowhere" / "set.wav")
    with pytest.raises(BadInput, match=r"\.wav"):
        recorder_for(tmp_path / "set.mp3")


def test_a_full_disk_ends_the_recording_with_a_note(shared: SharedState, tmp_path: Path) -> None:
    recorder = recorder_for(tmp_path / "set.wav")
    recorder.start(shared)

    def full(samples: Floats) -> None:
        raise OSError(28, "No space left on device")

    recorder._audio.write = full
    play(shared, 20)
    wait_until(lambda: recorder.note != "")
    assert "make room" in recorder.note
    recorder.stop()


@pytest.mark.parametrize("suffix", ["wav", "flac"])
def test_sound_and_session_log_are_complete_while_they_are_recorded(
    shared: SharedState, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"set.{suffix}"
    recorder = recorder_for(path)
    recorder.add_request(1, REQUEST)
    recorder.start(shared)
    shared.events.push(Event(Action.PLAY))
    player, played = ManualPlayer(shared), []
    for sixteenth in range(6):
        shared.events.push(Event(Action.SLICE, sixteenth))
        played.append(player.render(4096 * 3, 512))
        sound = np.concatenate(played)
        wait_until(lambda: read_log(path.with_suffix(".take")).length == sum(map(len, played)))
        written, _ = soundfile.read(path, dtype="float32")
        assert len(sound) - 2 * 4096 <= len(written) <= len(sound)
        assert np.abs(written - sound[: len(written)]).max() < 2**-23
        log = read_log(path.with_suffix(".take"))
        assert log.whole and log.requests[1] == REQUEST
        assert sum(entry.kind == LogKind.EVENT + Action.SLICE for entry in log.entries) == sixteenth + 1
    recorder.stop()


def test_the_session_log_of_a_player_that_was_restarted_ends_with_its_sound(
    shared: SharedState, tmp_path: Path
) -> None:
    recorder = recorder_for(tmp_path / "set.wav")
    recorder.start(shared)
    first = play(shared, 40)
    wait_until(lambda: recorder._samples == len(first))
    play(shared, 10)
    recorder.stop()
    assert read_log(tmp_path / "set.take").length == len(first)


def test_a_session_log_that_begins_in_the_middle_of_a_set_says_so(shared: SharedState, tmp_path: Path) -> None:
    player = ManualPlayer(shared)
    player.render(5120, 512)
    recorder = recorder_for(tmp_path / "set.wav")
    recorder.start(shared)  # by the control process that replaces a killed one
    shared.events.push(Event(Action.PLAY))
    after = player.render(10_240, 512)
    recorder.stop()
    log = read_log(tmp_path / "set.take")
    assert not log.whole and log.length == 0
    written, _ = soundfile.read(tmp_path / "set.wav", dtype="float32")
    assert np.abs(written - after).max() < 2**-23


@pytest.mark.parametrize("suffix", ["wav", "flac"])
@pytest.mark.parametrize("size", [4096, 8192, 65_536, 200_000])
def test_a_disk_that_becomes_full_ends_a_recording_that_stays_valid(
    shared: SharedState, tmp_path: Path, suffix: str, size: int
) -> None:
    with small_disk(tmp_path / "disk", size) as disk:
        recorder = recorder_for(disk / f"set.{suffix}")
        try:
            recorder.start(shared)
        except BadInput as error:
            assert "No space left" in str(error) and not list(disk.iterdir())
            return
        shared.events.push(Event(Action.PLAY))
        player, sound = ManualPlayer(shared), [np.zeros((0, 2), np.float32)]
        for _ in range(40):
            if recorder.note:
                break
            sound.append(player.render(20_480, 512))
            wait_until(lambda: bool(recorder.note) or recorder._samples == sum(map(len, sound)))
        assert "make room" in recorder.note
        recorder.add_request(1, REQUEST)
        assert not recorder._requests  # nothing is kept for a recording that has ended
        recorder.stop()
        log = read_log(disk / "set.take")
        if log.length > 2 * 4096:
            written, _ = soundfile.read(disk / f"set.{suffix}", dtype="float32")
            assert log.length - 2 * 4096 <= len(written)
            assert np.abs(written - np.concatenate(sound)[: len(written)]).max() < 2**-23


def test_a_slow_disk_leaves_a_gap_with_a_note(shared: SharedState, tmp_path: Path) -> None:
    recorder = recorder_for(tmp_path / "set.wav")
    recorder._closing.set()  # it polls once, at the end
    real, shared.monitor.since = shared.monitor.since, lambda clock: (shared.monitor.end, None)  # type: ignore[method-assign]
    play(shared, 20)
    recorder.start(shared)
    recorder._samples = 0
    recorder.stop()
    shared.monitor.since = real  # type: ignore[method-assign]
    assert "hole" in recorder.note


def test_a_restarted_player_is_recorded_and_marked_in_the_session_log(shared: SharedState, tmp_path: Path) -> None:
    recorder = recorder_for(tmp_path / "set.wav")
    recorder.start(shared)
    first = play(shared, 40)
    wait_until(lambda: recorder._samples == len(first))
    second = play(shared, 20)
    recorder.stop()
    written, _ = soundfile.read(tmp_path / "set.wav", dtype="float32")
    assert np.abs(written - np.concatenate((first, second))).max() < 2**-23
    begins = [text for text in (tmp_path / "set.take").read_text().splitlines() if json.loads(text)[0] == "begin"]
    assert [json.loads(text)[2] for text in begins] == [0, 1]
    assert not read_log(tmp_path / "set.take").whole
