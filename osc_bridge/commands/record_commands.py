"""The command `record`: 1 begins a recording of what is heard, 0 ends it; a sentence out, which names the file.

A MIDI map sends presses only: one begins a recording, the next ends it, and `note` has the sentence.

A client says only when; the files go into one folder of the user's, with the time as their name. What `vamen play
--record` writes is ended by 0, too. After a failure of the control process, the next one goes on in another file.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from pathlib import Path

from engine.errors import BadInput, BadParameter
from engine.files.session_recorder import SessionRecorder
from engine.files.writing import refused_errors
from engine.session.live_session import Session
from osc_bridge.osc.command_arguments import RECORD
from osc_bridge.osc.command_registry import Argument, CommandRegistry

FILE_NAME = "vamen-%Y-%m-%d-%H%M%S.wav"
MAX_WAITING = 8  # commands that may wait for the disk


class RecordCommands:
    """Begins and ends recordings of a session."""

    def __init__(
        self,
        session: Session,
        recorder: SessionRecorder,
        folder: Path | None,
        writer: Executor,
        now: Callable[[], time.struct_time] = time.localtime,
    ) -> None:
        """Record a session that has not begun yet.

        Args:
            session: remembers for the next control process whether something is recorded.
            recorder: that of the session.
            folder: for the files; made when it is needed. None for the default place.
            writer: opens and closes the files, one command after the other.
            now: returns the local time.
        """
        self._session, self._recorder, self._folder, self._writer, self._now = session, recorder, folder, writer, now
        self.note = ""  # what a MIDI control has done, or could not do
        self._room = threading.BoundedSemaphore(MAX_WAITING)
        match session.handover.get("recording"):  # of the former control process: the last command counts
            case True:
                self._resume()
            case False:
                recorder.present = None

    @property
    def folder(self) -> Path:
        """Where the files go."""
        from platformdirs import user_music_path

        return self._folder or user_music_path() / "vamen"

    def register(self, commands: CommandRegistry) -> None:
        """Register the command."""
        commands.add_with_arguments(RECORD, self._record)
        commands.add(RECORD, self._press)

    def _record(self, arguments: Sequence[Argument], at: float) -> Future[str]:
        (switch,) = arguments
        return self._submit(self._begin if float(switch) > 0 else self._end)

    def _press(self, value: float, at: float) -> None:
        self._submit(self._toggle).add_done_callback(self._say)

    def _say(self, done: Future[str]) -> None:
        error = done.exception()
        self.note = str(error) if error else done.result()

    def _submit(self, act: Callable[[], str]) -> Future[str]:
        if not self._room.acquire(blocking=False):
            raise BadParameter(f"{MAX_WAITING} recordings wait to begin or end; send it again later")
        try:
            done = self._writer.submit(act)
        except BaseException:
            self._room.release()
            raise
        done.add_done_callback(lambda _: self._room.release())
        return done

    def _begin(self) -> str:
        going_on = self._recorder.file
        path = self._recorder.begin(self._new_path)
        self._session.save_handover(recording=True)
        return f"recording into {path} {'goes on' if going_on else 'has begun'}"

    def _end(self) -> str:
        done = self._recorder.end()
        self._session.save_handover(recording=False)
        if done is None:
            return "nothing is recorded; send 1 to begin"
        path, seconds = done
        return f"{path} holds {seconds:.1f} s" if seconds else "nothing was played, so nothing is kept"

    def _toggle(self) -> str:
        return self._end() if self._recorder.file else self._begin()

    def _new_path(self) -> Path:
        """Return a path with the time as its name, and make its folder; BadInput if that fails."""
        folder = self.folder
        with refused_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder / time.strftime(FILE_NAME, self._now())

    def _resume(self) -> None:
        try:
            path = self._new_path()
        except BadInput:  # the recorder says so in its note
            path = self.folder / time.strftime(FILE_NAME, self._now())
        self._recorder.present = SessionRecorder(path, required=False).present
