"""Breaks that are dropped on the panel: the bytes of an audio file in, a preset of the user's out, recalled.

encode         bytes and a name      -> the result, with an id under which the upload is kept for ten minutes
encode_again   that id and a length  -> the result with another length; it replaces the preset of the first

The bytes are written to a private folder and read by another process alone (see encode_process), one at a time. Both
methods wait for it, so they belong in a thread.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from engine.errors import BadInput, BadParameter, VamenError
from engine.files.preset_folder import read_preset
from engine.files.presets import Preset, sanitise_name
from osc_bridge.lifecycle import Service

from .encode_process import EncodeProcess
from .private_folder import PrivateFolder, remove_stale_folders

MAX_UPLOAD_BYTES = 16 << 20
MAX_ADMITTED = 3  # one that is encoded, two that wait
MAX_KEPT_UPLOADS = 4
MAX_CLIENT_NAME = 256  # characters
KEPT_UPLOAD_S = 600.0
# what a file of each format begins with, and its suffix
AUDIO_SIGNATURES = (
    (b"fLaC", ".flac"),
    (b"OggS", ".ogg"),
    (b"ID3", ".mp3"),
    (b"FORM", ".aiff"),
    (b"caff", ".caf"),
    (b"riff", ".w64"),
    (b"RIFF", ".wav"),
    (b"RF64", ".wav"),
    *((bytes([0xFF, second]), ".mp3") for second in (0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3)),
)
SUFFIXES = {suffix for _, suffix in AUDIO_SIGNATURES} | {".aif", ".oga", ".opus", ".m4a"}
# saves a preset, with the file of its learned break, in place of an earlier one if that is still there, and recalls it;
# returns its number
SaveBreak = Callable[[Preset, Path, Preset | None], int]


@dataclass(slots=True)
class Upload:
    """A break whose file is kept."""

    id: str
    path: Path
    title: str
    preset: Preset | None = None  # that was made of it last


class BreakUploads(Service):
    """Encodes uploads in another process, and keeps the last ones; thread-safe."""

    def __init__(
        self,
        save: SaveBreak,
        model: Callable[[], Path | None],
        process: EncodeProcess | None = None,
        kept_s: float = KEPT_UPLOAD_S,
    ) -> None:
        """Encode breaks for an instrument.

        Args:
            save: saves and recalls a preset; may wait for the disk.
            model: returns the file of the model that plays; None for the bundled one.
            process: encodes; None for one with the usual limits.
            kept_s: seconds for which an upload is kept after it was encoded.
        """
        self._save, self._model, self._kept_s = save, model, kept_s
        self._process = process or EncodeProcess()
        self._room, self._turn = threading.BoundedSemaphore(MAX_ADMITTED), threading.Lock()
        self._lock = threading.Lock()  # of what follows
        self._uploads: dict[str, Upload] = {}  # the oldest first
        self._folder: PrivateFolder | None = None
        self._timers: dict[str, threading.Timer] = {}
        self._closed = True

    def start(self) -> None:
        """Delete what killed sets left, and accept uploads."""
        remove_stale_folders()
        self._process.open()
        self._closed = False

    def stop(self) -> None:
        """Kill the process and delete all uploads."""
        with self._lock:
            self._closed = True
        self._process.close()
        with self._turn, self._lock:
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()
            self._uploads.clear()
            if self._folder:
                self._folder.remove()
                self._folder = None

    def encode(self, data: bytes, name: str) -> Mapping[str, Any]:
        """Encode an audio file; waits.

        Args:
            data: its contents.
            name: that the client gives it; for the preset's name and for what it says of the length, nothing else.

        Raises:
            VamenError: too large, not audio, damaged, too long, silent; or too many wait; or the disk is full.
        """
        title = title_of(name)
        if len(data) > MAX_UPLOAD_BYTES:
            raise BadInput(f"{title} is larger than {MAX_UPLOAD_BYTES >> 20} MB; cut it to one, two or four bars")
        suffix = next((suffix for begin, suffix in AUDIO_SIGNATURES if data.startswith(begin)), None)
        if suffix is None:
            raise BadInput(f"{title} is not audio that can be read; use WAV, FLAC, OGG or MP3")
        with self._admitted():
            id = secrets.token_hex(8)
            upload = Upload(id, self._write(f"{id}{suffix}", data, title), title)
            try:
                result = self._encoded(upload, None)
            except BaseException:
                upload.path.unlink(missing_ok=True)
                raise
            self._keep(upload)
            return result

    def encode_again(self, id: str, beats: float) -> Mapping[str, Any]:
        """Encode an upload again; waits.

        Args:
            id: from the result of `encode`.
            beats: quarter notes of its loop.

        Raises:
            VamenError: it is not kept any more, or would play too slowly or too fast; or as `encode`.
        """
        with self._admitted():
            with self._lock:
                upload = self._uploads.get(id)
            if upload is None:
                raise BadParameter("this break is not kept any more; drop it again")
            self._keep(upload)
            return self._encoded(upload, beats)

    @contextmanager
    def _admitted(self) -> Iterator[None]:
        """Take one of MAX_ADMITTED places in the block; BadParameter if all are taken."""
        if not self._room.acquire(blocking=False):
            raise BadParameter(f"{MAX_ADMITTED} breaks are being encoded; drop it again when they are done")
        try:
            yield
        finally:
            self._room.release()

    def _write(self, name: str, data: bytes, title: str) -> Path:
        try:
            with self._lock:
                self._require_open()
                self._folder = self._folder or PrivateFolder()
                path = self._folder.path / name
            try:
                path.write_bytes(data)
            except OSError:
                path.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise BadInput(f"{title} cannot be kept ({error.strerror}); make room on the disk") from error
        return path

    def _encoded(self, upload: Upload, beats: float | None) -> Mapping[str, Any]:
        """Encode an upload, save and recall the preset, and return the result for the client."""
        out = upload.path.with_suffix(".json")
        with self._turn:
            found = self._process.run(upload.path, out, upload.title, beats, self._model())
            preset, learned = read_preset(out), Path(found["learned"])
            try:
                number = self._save(preset, learned, upload.preset)
            finally:
                out.unlink(missing_ok=True)
                learned.unlink(missing_ok=True)
            upload.preset = preset
        result = {"id": upload.id, "number": number, "name": preset.name}
        return result | {key: found[key] for key in ("tempo", "beats", "confidence", "error_db", "judged")}

    def _keep(self, upload: Upload) -> None:
        """Keep an upload as the newest one, for `kept_s`, and delete those that are too many."""
        with self._lock:
            self._require_open()
            self._drop(upload.id)
            self._uploads[upload.id] = upload
            timer = self._timers[upload.id] = threading.Timer(self._kept_s, self._expire, [upload.id])
            timer.daemon = True
            timer.start()
            for oldest in list(self._uploads)[:-MAX_KEPT_UPLOADS]:
                self._uploads[oldest].path.unlink(missing_ok=True)
                self._drop(oldest)

    def _expire(self, id: str) -> None:
        with self._lock:
            if upload := self._uploads.get(id):
                upload.path.unlink(missing_ok=True)
                self._drop(id)

    def _drop(self, id: str) -> None:
        self._uploads.pop(id, None)
        if timer := self._timers.pop(id, None):
            timer.cancel()

    def _require_open(self) -> None:
        if self._closed:
            raise VamenError("the set ends, and encodes nothing more; drop the break in the next one")


def title_of(name: str) -> str:
    """Return what a client calls a file as the name of a preset: without folders and the suffix of an audio file."""
    base = PurePath(name[:MAX_CLIENT_NAME].replace("\\", "/")).name
    stem = base[: -len(PurePath(base).suffix)] if PurePath(base).suffix.lower() in SUFFIXES else base
    return sanitise_name(stem) or "break"
