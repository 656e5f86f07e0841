"""The recordings of a session, one at a time: calls of begin and end from any thread in, files out (see recorder).

The first may begin with the session and has a session log; those that begin while it plays have none.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import BadParameter

if TYPE_CHECKING:  # loaded only when something is recorded, because it delays the start
    from engine.model.decode_request import DecodeRequest
    from engine.realtime.shared_memory import SharedState

    from .recorder import Recorder


class SessionRecorder:
    """Begins and ends recordings of a session; the session calls `start`, `stop` and `add_request`."""

    def __init__(
        self, first: Path | None = None, model: Callable[[], tuple[str, str]] | None = None, *, required: bool = True
    ) -> None:
        """Prepare a recording that begins with the session; arguments and errors as `Recorder`.

        Without `first`, nothing is recorded until `begin` is called.
        """
        # the recording that is written, or was last
        self.present = None if first is None else _recorder(first, model, required)
        self._shared: SharedState | None = None
        self._lock = threading.Lock()  # held while files are opened and closed; never together with other locks

    @property
    def note(self) -> str:
        """Why the last recording has a gap or has ended before it should; usually empty."""
        present = self.present
        return present.note if present else ""

    @property
    def file(self) -> str:
        """The file that is written now; empty for none."""
        present = self.present
        return str(present.path) if present and present.recording else ""

    @property
    def sentence(self) -> str:
        """What is written now, for the user; empty for nothing."""
        present = self.present
        return present.sentence if present and present.recording else ""

    def add_request(self, number: int, request: "DecodeRequest") -> None:
        """Add a tape's number and inputs to the session log, if there is one."""
        if present := self.present:
            present.add_request(number, request)

    def end_log(self) -> None:
        """End what can be replayed of the session log, if there is one; the audio goes on."""
        if present := self.present:
            present.end_log()

    def start(self, shared: "SharedState") -> None:
        """Begin the first recording, if there is one, with the session; BadInput as `Recorder.start`."""
        with self._lock:
            self._shared = shared
            if self.present:
                self.present.start(shared)

    def stop(self) -> None:
        """End the recording with the session; no other can begin."""
        with self._lock:
            self._shared = None
            if self.present:
                self.present.stop()

    def begin(self, path: Callable[[], Path]) -> Path:
        """Begin a recording, unless one is written; returns the path of the one that is written now.

        Args:
            path: returns the path of the new file; a number is added to the name of a file that exists.

        Raises:
            BadInput: the file cannot be made.
            BadParameter: the session has not begun, or has ended.
        """
        with self._lock:
            if self._shared is None:
                raise BadParameter("nothing plays that could be recorded; begin when it plays")
            if self.present is None or not self.present.recording:
                recorder = _recorder(path())
                recorder.start(self._shared)
                self.present = recorder
            return self.present.path

    def end(self) -> tuple[Path, float] | None:
        """End the recording; returns its path and seconds, or None when nothing is recorded."""
        with self._lock:
            if self.present is None or not self.present.recording:
                return None
            self.present.stop()
            return self.present.path, self.present.seconds


def _recorder(path: Path, model: Callable[[], tuple[str, str]] | None = None, required: bool = True) -> "Recorder":
    from .recorder import Recorder

    return Recorder(path, model, required=required)
