"""Records what is played into one file, from outside the audio thread.

in   the output monitor, samples as they reached the card    out  a 24-bit stereo WAV or FLAC file at Spec.rate
     the event log and the decode requests                        beside it a session log (.take), see session_log

A session log can only begin with the session: how the instrument sounds depends on all that it received before. So a
recording that begins later has none.

A thread polls ring buffers in shared memory ten times a second. Samples overwritten before it reads them, after about a
second, are reported and become silence in the file. Both files are valid after each poll, so that a killed session has
lost less than its last second. Existing files are not overwritten.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.errors import BadInput, VamenError
from engine.model.decode_request import DecodeRequest
from engine.realtime.event_log import EventLog
from engine.realtime.output_monitor import OutputMonitor
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC

from .audio import AUDIO_FORMATS
from .session_log import LOG_SUFFIX, SessionLogWriter, entry_line, line
from .writing import check_writable, unwritable

if TYPE_CHECKING:
    from .audio_stream import AudioStream

RECORDER_POLL_INTERVAL = 0.1  # seconds
SYNC_INTERVAL = 1.0  # seconds; most that a power failure may cost


def unused_path(path: Path) -> Path:
    """Return the path, with a number before its suffix if a recording or session log of that name exists.

    Raises:
        BadInput: no such folder, or not an audio suffix.
    """
    check_writable(path, AUDIO_FORMATS)
    names = itertools.chain([path.stem], (f"{path.stem}-{number}" for number in itertools.count(2)))
    paths = map(path.with_stem, names)
    return next(free for free in paths if not free.exists() and not free.with_suffix(LOG_SUFFIX).exists())


class Recorder:
    """Records the output of a session into an audio file, from its beginning with a session log beside it."""

    def __init__(
        self,
        path: Path,
        model: Callable[[], tuple[str, str]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        required: bool = True,
    ) -> None:
        """Choose the file names; the files are made by `start`.

        Args:
            path: WAV or FLAC file; the session log has the same name with another suffix.
            model: returns name and SHA-256 of the model; None for a recording without a session log.
            clock: returns the time in seconds.
            required: without it, `note` says that nothing can be written, instead of an error here or in `start`.

        Raises:
            BadInput: nothing can be written there.
        """
        self.path, self._required = unused_path(path) if required else path, required
        self.note = ""  # why the recording has a gap or has ended; usually empty
        self._model, self._clock = model, clock
        self._requests: deque[tuple[int, DecodeRequest | None]] = deque()  # None: a replay ends here
        self._samples = self._entries = 0  # positions in the monitor and the event log up to which all is written
        self._written = 0  # samples in the file
        self._synced = 0.0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def add_request(self, number: int, request: DecodeRequest) -> None:
        """Add a tape's number and inputs to the log, before the player gets the tape; callable from any thread."""
        if self._model:
            self._requests.append((number, request))

    def end_log(self) -> None:
        """Let a replay of the log end here, before another model decodes a tape; the audio goes on."""
        if self._model:
            self._requests.append((0, None))

    @property
    def recording(self) -> bool:
        """Whether it writes now: it was started, not stopped, and no disk was full."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """Length of the recording."""
        return self._written / SPEC.rate

    @property
    def sentence(self) -> str:
        """The files, for the user."""
        take = f", and what is played into {self.path.stem}{LOG_SUFFIX} beside it" if self._model else ""
        return f"recording into {self.path}{take}"

    def start(self, shared: SharedState) -> None:
        """Start recording; call it before the first block if there is a session log, because it begins here.

        Raises:
            BadInput: the files cannot be made.
        """
        try:
            self.path = unused_path(self.path)
            self._open_files(shared)
        except BadInput as refusal:
            if self._required:
                raise
            self.note, self._requests = f"{refusal}; the recording has ended", deque(maxlen=0)

    def _open_files(self, shared: SharedState) -> None:
        from .audio_stream import open_audio_stream  # here, to keep it out of the start of play without --record

        self._entries = shared.event_log.count
        self._samples = shared.monitor.end
        log_path = self.path.with_suffix(LOG_SUFFIX)
        try:
            with ExitStack() as stack:
                self._audio = open_audio_stream(self.path)
                stack.callback(self._audio.close)
                log = SessionLogWriter(log_path, *self._model()) if self._model else None
                if log and self._samples:  # the session of a former control process: its values are not in this log
                    log.write([line("lost", self._samples)], self._samples)
                stack.pop_all()
        except (OSError, RuntimeError, VamenError) as error:  # libsndfile's errors are RuntimeErrors
            if not isinstance(error, FileExistsError):
                self._remove_files()
            if isinstance(error, VamenError):  # there is no model
                raise
            raise unwritable(self.path, error) from error
        arguments = (shared.monitor, shared.event_log, self._audio, log)
        self._thread = threading.Thread(target=self._run, args=arguments, name="recorder", daemon=True)
        self._thread.start()

    def _remove_files(self) -> None:
        self.path.unlink(missing_ok=True)
        self.path.with_suffix(LOG_SUFFIX).unlink(missing_ok=True)

    def stop(self) -> None:
        """Write the rest and close the files, or remove them if nothing was played; call it after the player's end."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._requests = deque(maxlen=0)  # later ones are dropped

    def _run(
        self, monitor: OutputMonitor, events: EventLog, audio: "AudioStream", log: SessionLogWriter | None
    ) -> None:
        try:
            while not self._closing.wait(RECORDER_POLL_INTERVAL):
                self._write(monitor, events, audio, log)
            self._write(monitor, events, audio, log)
        except (OSError, RuntimeError) as error:  # usually a full disk
            self.note = f"recording into {self.path} has ended ({_reason(error)}); make room and begin again"
            self._requests = deque(maxlen=0)  # later ones are dropped
        for close in (audio.close, log.close if log else bool):
            try:
                close()
            except (OSError, RuntimeError) as error:
                self.note = self.note or f"recording into {self.path} may lack its end ({_reason(error)})"
        if not self._written and not self.note:  # there was no device, for instance
            with suppress(OSError):
                self._remove_files()

    def _write(
        self, monitor: OutputMonitor, events: EventLog, audio: "AudioStream", log: SessionLogWriter | None
    ) -> None:
        lines = []
        (end, samples), entries = monitor.since(self._samples), events.read(self._entries)
        if end < self._samples:  # a restarted player counts from 0
            lines.append(line("length", self._samples))  # of the former one's part, where a replay ends
            self._samples = 0
        if samples is None:
            samples = np.zeros((end - self._samples, 2), np.float32)
            self.note = "the disk was too slow and the recording has a hole"
        audio.write(samples)
        self._samples += len(samples)
        self._written += len(samples)
        while self._requests:
            number, request = self._requests.popleft()
            lines.append(line("paint", number, request.to_dict()) if request else line("lost", self._samples))
        if entries is None:
            lines.append(line("lost", self._samples))
            self._entries = events.count
        else:
            lines += map(entry_line, entries)
            self._entries += len(entries)
        if log:
            log.write(lines, self._samples)
        if self._clock() - self._synced >= SYNC_INTERVAL:
            self._synced = self._clock()
            audio.sync()


def _reason(error: Exception) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
