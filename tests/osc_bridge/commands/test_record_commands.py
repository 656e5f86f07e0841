"""/vamen/record: a message says when, the user says where; every answer is a sentence."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import soundfile

from engine.controls import Action, Event
from engine.files.session_recorder import SessionRecorder
from engine.realtime.shared_memory import SharedState
from osc_bridge.commands.record_commands import MAX_WAITING, RecordCommands
from osc_bridge.osc.command_registry import CommandRegistry
from tests.engine.segments import ManualPlayer, shared_with
from tests.fake_controls import FakeControls
from tests.osc_bridge.commands.inline_executor import InlineExecutor
from tests.osc_bridge.osc.peer import Peer
from tests.sound import break_loop, tape_of
from tests.tiny_client import pack

NOON = time.struct_time((2026, 11, 29, 12, 0, 5, 0, 0, 0))


class FakeSession:
    """Remembers what the next control process would be told."""

    def __init__(self, **handover: Any) -> None:
        self.handover = handover

    def save_handover(self, **data: Any) -> None:
        self.handover |= data


class Setup:
    """A session recorder, its command, and a player that is moved by hand."""

    def __init__(self, shared: SharedState, folder: Path) -> None:
        self.shared, self.player, self.folder = shared, ManualPlayer(shared), folder / "music" / "vamen"
        self.recorder, self.session, self.writer = SessionRecorder(), FakeSession(), InlineExecutor()
        self.recorder.start(shared)
        self.commands = CommandRegistry()
        session: Any = self.session
        self.made = RecordCommands(session, self.recorder, self.folder, self.writer, lambda: NOON)
        self.made.register(self.commands)
        self.peer = Peer(FakeControls(), commands=self.commands)

    def send(self, *arguments: float) -> tuple[str, str]:
        """Send /vamen/record; returns address and sentence of the answer."""
        ((address, (sentence,)),) = self.peer.send(pack("/vamen/record", *arguments))
        return address, sentence


@pytest.fixture
def setup(tmp_path: Path) -> Iterator[Setup]:
    with shared_with(tape_of(break_loop())) as segment:
        segment.events.push(Event(Action.PLAY))
        made = Setup(segment, tmp_path)
        yield made
        made.recorder.stop()


def test_one_begins_and_zero_ends_a_file_named_after_the_time(setup: Setup) -> None:
    path = setup.folder / "vamen-2026-11-29-120005.wav"
    assert setup.send(1) == ("/vamen/done", f"recording into {path} has begun")
    assert setup.recorder.file == str(path)
    setup.player.render(44_032, 512)
    assert setup.send(1) == ("/vamen/done", f"recording into {path} goes on")
    assert setup.send(0) == ("/vamen/done", f"{path} holds 1.0 s")
    assert setup.recorder.file == ""
    assert soundfile.info(path).frames == 44_032
    assert setup.send(0) == ("/vamen/done", "nothing is recorded; send 1 to begin")


def test_a_midi_control_begins_with_one_press_and_ends_with_the_next(setup: Setup) -> None:
    path = setup.folder / "vamen-2026-11-29-120005.wav"
    setup.commands("record", 1.0, 0.0)
    assert setup.recorder.file == str(path)
    assert setup.made.note == f"recording into {path} has begun"
    setup.player.render(44_032, 512)
    setup.commands("record", 1.0, 0.0)
    assert setup.recorder.file == ""
    assert setup.made.note == f"{path} holds 1.0 s"
    setup.folder.rename(setup.folder.with_name("old"))
    setup.folder.write_text("in the way")
    setup.commands("record", 1.0, 0.0)
    assert "cannot be written" in setup.made.note


def test_two_recordings_of_one_second_have_different_names(setup: Setup) -> None:
    for _ in range(2):
        setup.send(1)
        setup.player.render(512, 512)
        setup.send(0)
    names = sorted(path.name for path in setup.folder.iterdir())
    assert names == ["vamen-2026-11-29-120005-2.wav", "vamen-2026-11-29-120005.wav"]


def test_a_recording_of_nothing_leaves_no_file(setup: Setup) -> None:
    setup.send(1)
    assert setup.send(0) == ("/vamen/done", "nothing was played, so nothing is kept")
    assert not list(setup.folder.iterdir())


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(setup: Setup) -> None:
    setup.folder.parent.write_text("in the way")
    address, sentence = setup.send(1)
    assert address == "/vamen/error" and "cannot be written" in sentence and "make room" in sentence
    assert setup.session.handover == {}


@pytest.mark.parametrize("arguments", [(), (1, 0), ("/etc/passwd",), (float("nan"),)])
def test_anything_but_one_number_is_refused(setup: Setup, arguments: tuple[Any, ...]) -> None:
    assert setup.send(*arguments)[0] == "/vamen/error"
    assert not setup.folder.exists()


def test_few_commands_wait_for_a_slow_disk(setup: Setup) -> None:
    setup.writer.held = True
    for _ in range(MAX_WAITING):
        assert setup.peer.send(pack("/vamen/record", 1)) == []
    assert setup.send(1)[0] == "/vamen/error"
    setup.writer.run()
    setup.peer.inbox.take()
    setup.writer.held = False
    assert setup.send(0)[0] == "/vamen/done"


def test_the_next_control_process_records_if_this_one_did(setup: Setup, tmp_path: Path) -> None:
    setup.send(1)
    setup.player.render(512, 512)
    taken_over = SessionRecorder()
    folder = setup.folder
    RecordCommands(setup.session, taken_over, folder, setup.writer, lambda: NOON)  # type: ignore[arg-type]
    taken_over.start(setup.shared)
    setup.player.render(512, 512)
    taken_over.stop()
    assert soundfile.info(folder / "vamen-2026-11-29-120005-2.wav").frames == 512
    assert taken_over.note == ""
    setup.send(0)
    ended = SessionRecorder(tmp_path / "set.wav", lambda: ("tiny", "0" * 64))
    RecordCommands(setup.session, ended, folder, setup.writer)  # type: ignore[arg-type]
    ended.start(setup.shared)
    assert ended.file == "", "what --record began had been ended"


def test_a_set_that_goes_on_without_its_folder_plays_with_a_note(setup: Setup, tmp_path: Path) -> None:
    setup.session.handover = {"recording": True}
    (tmp_path / "music").write_text("in the way")
    recorder = SessionRecorder()
    RecordCommands(setup.session, recorder, setup.folder, setup.writer)  # type: ignore[arg-type]
    recorder.start(setup.shared)
    assert recorder.file == "" and "the recording has ended" in recorder.note
