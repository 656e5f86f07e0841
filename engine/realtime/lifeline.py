"""The control process's link to its supervisor: when that exits, and that this process runs.

in    a pipe that closes when the supervisor exits; the settings that its set began with
out   a pipe of lines: settings as JSON, once; then empty lines (beats) while the process runs; END_LINE when it ends

The supervisor restarts a control process whose beats end. It gives the settings of the first to all others, so that a
set goes on as it began, whatever has become of the files.
"""

import contextlib
import json
import os
import select
import signal
import threading
from typing import Any

LIFELINE_VARIABLE = "VAMEN_SUPERVISED"  # "<descriptor>:<that for beats>:<segment>:<settings of a set that goes on>"
BEAT_INTERVAL_S = 0.25
END_LINE = "end"
MAX_SETTINGS_LENGTH = 32_000  # bytes: a pipe holds twice as many; of longer settings the files are read again


class Lifeline:
    """What the supervisor gives a control process."""

    def __init__(self, descriptor: int, segment: str, beats: int = -1, inherited: bool = False) -> None:
        """Describe the link.

        Args:
            descriptor: of a pipe that closes when the supervisor exits.
            segment: name of the shared memory, which is the same over all restarts.
            beats: descriptor to which beats are written; -1 for none.
            inherited: whether the set was started by a former control process.
        """
        self.descriptor, self.segment, self.beats, self.inherited = descriptor, segment, beats, inherited
        self._beating = False

    def watch(self) -> None:
        """Start the thread that sends SIGTERM to this process when the supervisor exits."""
        threading.Thread(target=self._run, name="lifeline", daemon=True).start()

    def begin_beats(self) -> None:
        """Begin the beats: the set plays, and from now on the supervisor keeps it up."""
        self._beating = True
        self._beat()

    def announce_end(self) -> None:
        """Tell the supervisor that this process ends on request, so that it may take longer than between two beats."""
        with contextlib.suppress(OSError):  # as for a beat
            os.write(self.beats, f"{END_LINE}\n".encode())

    def _run(self) -> None:
        while not select.select([self.descriptor], [], [], BEAT_INTERVAL_S)[0]:
            if self._beating:
                self._beat()
        os.kill(os.getpid(), signal.SIGTERM)

    def _beat(self) -> None:
        with contextlib.suppress(OSError):  # the pipe is full: the supervisor does not run
            os.write(self.beats, b"\n")


def is_supervised() -> bool:
    """Return whether a supervisor has started this process, and `take_lifeline` has not been called."""
    return os.environ.get(LIFELINE_VARIABLE, "").count(":") >= 3


def take_lifeline() -> Lifeline | None:
    """Return the link to the supervisor, if there is one, and remove it from the environment of child processes."""
    if not is_supervised():
        return None
    descriptor, beats, segment, settings = os.environ.pop(LIFELINE_VARIABLE).split(":", 3)
    for inherited in (descriptor, beats):
        os.set_inheritable(int(inherited), False)
    return Lifeline(int(descriptor), segment, int(beats), bool(settings))


def keep_settings(settings: Any) -> None:
    """Send the settings of this set (JSON values) to the supervisor, if there is one, for later control processes."""
    text = json.dumps(settings, default=str).encode()
    if is_supervised() and len(text) <= MAX_SETTINGS_LENGTH:
        os.write(int(os.environ[LIFELINE_VARIABLE].split(":")[1]), text + b"\n")


def kept_settings() -> Any:
    """Return what a former control process of this set gave to `keep_settings`; None if there was none."""
    return json.loads(os.environ[LIFELINE_VARIABLE].split(":", 3)[3] or "null") if is_supervised() else None
