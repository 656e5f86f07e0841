"""A set onto the disk while it is played, from outside the audio path.

in   the tap: what was handed to the card      out  a WAV file of 24 bits, two channels, at Spec.rate
     the journal and the painter's recipes          beside it a take, from which the same can be rendered (see take)

A thread looks ten times a second at rings in shared memory; what it is late for by more than a second is lost, noted,
and silence in the file. Both files are readable up to the last second, whatever happens. Nothing is overwritten.
"""

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Protocol

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput
from engine.model.decode_request import DecodeRequest
from engine.realtime.event_log import EventLog
from engine.realtime.output_monitor import OutputMonitor
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC

from .audio import check_writable
from .session_log import LOG_FORMAT, LOG_SUFFIX, entry_line, line

RECORDER_POLL_INTERVAL = 0.1  # seconds between two looks
FLUSH_INTERVAL = 1.0  # seconds of a set that a crash may cost


class SampleWriter(Protocol):
    """What samples are written to."""

    def write(self, samples: Floats) -> None:
        """More of them (n, 2)."""

    def flush(self) -> None:
        """To the disk."""

    def close(self) -> None:
        """Done."""


def unused_path(path: Path) -> Path:
    """The path, or with a number before its suffix, so that neither recording nor take replaces another one.

    Raises:
        BadInput: no such folder, or a suffix that is no audio file's.
    """
    check_writable(path)
    for number in itertools.count(2):
        if not path.exists() and not path.with_suffix(LOG_SUFFIX).exists():
            return path
        path = path.with_stem(f"{path.stem.rstrip('0123456789').removesuffix('-')}-{number}")
    raise AssertionError("there is always another number")


class Recorder:
    """Writes one set."""

    def __init__(self, path: Path, model: Callable[[], tuple[str, str]], clock: Callable[[], float] = time.monotonic):
        """Nothing is opened before `start`.

        Args:
            path: WAV or FLAC file; the take gets its name.
            model: name and SHA-256 of the model that is played.
            clock: seconds.

        Raises:
            BadInput: nothing can be written there.
        """
        self.path = unused_path(path)
        self.note = ""  # why no more is recorded
        self._model, self._clock = model, clock
        self._recipes: deque[tuple[int, DecodeRequest]] = deque()
        self._heard = self._told = 0  # samples and changes that are written
        self._flushed = 0.0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def painted(self, number: int, recipe: DecodeRequest) -> None:
        """A tape is about to be published. From any thread."""
        self._recipes.append((number, recipe))

    def start(self, shared: SharedState) -> None:
        """Record what is played from now on; the take begins here, so this should be before the first block.

        Raises:
            BadInput: the files cannot be made.
        """
        self._told = shared.event_log.count
        self._heard = shared.monitor.end
        try:
            self._audio = _sheet(self.path)
            self._text = self.path.with_suffix(LOG_SUFFIX).open("x", encoding="utf-8")
        except OSError as error:
            raise BadInput(f"{self.path} cannot be written ({error.strerror}); choose another --record") from error
        self._text.write(line("take", LOG_FORMAT, *self._model()))
        self._thread = threading.Thread(
            target=self._run,
            args=(shared.monitor, shared.event_log, self._audio, self._text),
            name="recorder",
            daemon=True,
        )
        self._thread.start()

    def stop(self) -> None:
        """Write the rest and close the files; the player has ended."""
        self._closing.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, tap: OutputMonitor, journal: EventLog, audio: SampleWriter, text: IO[str]) -> None:
        try:
            while not self._closing.wait(RECORDER_POLL_INTERVAL):
                self._write(tap, journal, audio, text)
            self._write(tap, journal, audio, text)
            text.write(line("length", self._heard))
        except (OSError, RuntimeError) as error:  # libsndfile's errors are RuntimeErrors; the disk is full, most likely
            self.note = f"recording into {self.path} has ended ({error}); make room and begin again"
        finally:
            try:
                audio.close()
                text.close()
            except OSError as error:
                self.note = self.note or f"recording into {self.path} may lack its end ({error})"

    def _write(self, tap: OutputMonitor, journal: EventLog, audio: SampleWriter, text: IO[str]) -> None:
        samples, entries = tap.since(self._heard), journal.read(self._told)
        if tap.end < self._heard:  # another player, which counts from its own beginning
            self._heard, samples = 0, tap.since(0)
        if samples is None:
            samples = np.zeros((tap.end - self._heard, 2), np.float32)
            self.note = "the disk was too slow and the recording has a hole"
        audio.write(samples)
        self._heard += len(samples)
        while self._recipes:
            number, recipe = self._recipes.popleft()
            text.write(line("paint", number, recipe.to_dict()))
        if entries is None:
            text.write(line("lost", self._heard))
            self._told = journal.count
        else:
            text.writelines(map(entry_line, entries))
            self._told += len(entries)
        if self._clock() - self._flushed >= FLUSH_INTERVAL:
            self._flushed = self._clock()
            audio.flush()
            text.flush()


def _sheet(path: Path) -> Any:
    import soundfile  # here, not above: whoever does not record does not wait for it

    try:
        return soundfile.SoundFile(path, "x", SPEC.rate, 2, "PCM_24")
    except soundfile.SoundFileError as error:
        raise BadInput(f"{path} cannot be written ({error}); choose another --record") from error
