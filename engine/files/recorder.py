"""Records what is played, from outside the audio thread.

in   the output monitor, samples as they reached the card    out  a 24-bit stereo WAV or FLAC file at Spec.rate
     the event log and the decode requests                        beside it a session log (.take), see session_log

A thread polls ring buffers in shared memory ten times a second. Samples overwritten before it reads them, after about a
second, are reported and become silence in the file. Both files are readable up to the last second at any time. Existing
files are not overwritten.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np

from engine.errors import BadInput
from engine.model.decode_request import DecodeRequest
from engine.realtime.event_log import EventLog
from engine.realtime.output_monitor import OutputMonitor
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC

from .audio import AUDIO_FORMATS
from .session_log import LOG_FORMAT, LOG_SUFFIX, entry_line, line
from .writing import check_writable

RECORDER_POLL_INTERVAL = 0.1  # seconds
FLUSH_INTERVAL = 1.0  # seconds; most that a crash may cost


def unused_path(path: Path) -> Path:
    """Return the path, numbered if needed so that neither recording nor session log exists.

    Raises:
        BadInput: no such folder, or not an audio suffix.
    """
    check_writable(path, AUDIO_FORMATS)
    for number in itertools.count(2):
        if not path.exists() and not path.with_suffix(LOG_SUFFIX).exists():
            return path
        path = path.with_stem(f"{path.stem.rstrip('0123456789').removesuffix('-')}-{number}")
    raise AssertionError("there is always another number")


class Recorder:
    """Records one session into an audio file and a session log."""

    def __init__(self, path: Path, model: Callable[[], tuple[str, str]], clock: Callable[[], float] = time.monotonic):
        """Choose the file names; the files are made by `start`.

        Args:
            path: WAV or FLAC file; the session log has the same name with another suffix.
            model: returns name and SHA-256 of the model.
            clock: seconds.

        Raises:
            BadInput: nothing can be written there.
        """
        self.path = unused_path(path)
        self.note = ""  # why the recording has a gap or has ended; usually empty
        self._model, self._clock = model, clock
        self._requests: deque[tuple[int, DecodeRequest]] = deque()
        self._samples = self._entries = 0  # positions in the monitor and the event log up to which all is written
        self._flushed = 0.0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def add_request(self, number: int, request: DecodeRequest) -> None:
        """Add the request of a tape that is about to be published; callable from any thread."""
        self._requests.append((number, request))

    def start(self, shared: SharedState) -> None:
        """Start recording; call it before the first block, because the session log begins here.

        Raises:
            BadInput: the files cannot be made.
        """
        self._entries = shared.event_log.count
        self._samples = shared.monitor.end
        try:
            self._audio = _open_audio(self.path)
            self._text = self.path.with_suffix(LOG_SUFFIX).open("x", encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{self.path} cannot be written ({error.strerror}); choose another --record") from error
        self._text.write(line("take", LOG_FORMAT, *self._model()))
        arguments = (shared.monitor, shared.event_log, self._audio, self._text)
        self._thread = threading.Thread(target=self._run, args=arguments, name="recorder", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write the rest and close the files; call it after the player has ended."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, monitor: OutputMonitor, log: EventLog, audio: Any, text: IO[str]) -> None:
        try:
            while not self._closing.wait(RECORDER_POLL_INTERVAL):
                self._write(monitor, log, audio, text)
            self._write(monitor, log, audio, text)
            text.write(line("length", self._samples))
        except (OSError, RuntimeError) as error:  # usually a full disk; libsndfile's errors are RuntimeErrors
            self.note = f"recording into {self.path} has ended ({error}); make room and begin again"
        finally:
            try:
                audio.close()
                text.close()
            except OSError as error:
                self.note = self.note or f"recording into {self.path} may lack its end ({error})"

    def _write(self, monitor: OutputMonitor, log: EventLog, audio: Any, text: IO[str]) -> None:
        samples, entries = monitor.since(self._samples), log.read(self._entries)
        if monitor.end < self._samples:  # a restarted player counts from 0
            self._samples, samples = 0, monitor.since(0)
        if samples is None:
            samples = np.zeros((monitor.end - self._samples, 2), np.float32)
            self.note = "the disk was too slow and the recording has a hole"
        audio.write(samples)
        self._samples += len(samples)
        while self._requests:
            number, request = self._requests.popleft()
            text.write(line("paint", number, request.to_dict()))
        if entries is None:
            text.write(line("lost", self._samples))
            self._entries = log.count
        else:
            text.writelines(map(entry_line, entries))
            self._entries += len(entries)
        if self._clock() - self._flushed >= FLUSH_INTERVAL:
            self._flushed = self._clock()
            audio.flush()
            text.flush()


def _open_audio(path: Path) -> Any:
    import soundfile  # here, to keep it out of the start of play without --record

    try:
        return soundfile.SoundFile(path, "x", SPEC.rate, 2, "PCM_24")
    except soundfile.SoundFileError as error:
        raise BadInput(f"{path} cannot be written ({error}); choose another --record") from error
