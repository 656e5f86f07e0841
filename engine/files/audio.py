"""Reading and writing audio files.

read   WAV, FLAC, OGG, MP3 and other formats of libsndfile, any rate and channel count -> float32 (n,) mono
write  float32 (n,) or (n, channels), -1..1 -> 24-bit WAV or FLAC
"""

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.errors import BadInput
from engine.spec import SPEC

from .writing import atomic_write, check_writable

MAX_AUDIO_SECONDS = 300.0  # default limit; longer files are taken for mistakes
MAX_AUDIO_BYTES = 2**31 - 1  # of a file; 32-bit sizes in headers of larger files are wrong
MAX_AUDIO_VALUES = 10**9  # samples times channels; five minutes of eight channels at 384 kHz
READ_FRAMES = 1 << 16  # frames of one channel that are decoded at once
MAX_PADDED_FRAMES = 8192  # that the last block of a compressed WAV file can be too long
CANCELLED_POWER = 1e-4  # of the channels; a mix below it, 40 dB, is that of channels of opposite phase
FLAC_TOTAL = slice(21, 26)  # bytes of a FLAC file; all but the first four bits are the number of samples
PCM_FORMATS = {1, 3, 0xFFFE}  # WAV format tags of samples without compression
MAX_CHUNKS = 100  # of a WAV file before its samples
AUDIO_FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def read(path: Path, *, rate: int = SPEC.rate, longest: float = MAX_AUDIO_SECONDS) -> Floats:
    """Return the samples (n,) of a file at `rate` Hz; channels are averaged, or the loudest is taken if they cancel.

    A file is read to its end, because in some formats libsndfile only estimates the length.

    Raises:
        BadInput: no such file, not audio, damaged, empty, longer than `longest` seconds, or with samples that are not
            finite.
    """
    if not path.is_file():
        raise BadInput(f"there is no file {path}; check the name")
    try:
        if path.stat().st_size > MAX_AUDIO_BYTES:
            raise BadInput(f"{path} holds more than 2 GB; cut it to {longest / 60:g} minutes or less")
        audio, file_rate, powers = _decode(path, longest)
        if len(powers) > 1 and np.mean(np.square(audio, dtype=np.float64)) < CANCELLED_POWER * powers.mean():
            audio, _, _ = _decode(path, longest, int(powers.argmax()))
    except soundfile.SoundFileError as error:
        raise BadInput(f"{path} is not audio that can be read; use WAV, FLAC, OGG or MP3") from error
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); check its permissions") from error
    if len(audio) < 2:
        raise BadInput(f"{path} holds {len(audio)} samples, expected at least 2; name another file")
    if not np.isfinite(audio).all():
        raise BadInput(f"{path} holds samples that are not finite; export it again")
    if file_rate != rate:
        audio = soxr.resample(audio, file_rate, rate, quality="VHQ")
    return np.ascontiguousarray(audio, np.float32)


def _decode(path: Path, longest: float, channel: int | None = None) -> tuple[Floats, int, NDArray[np.float64]]:
    """Return all samples of one channel or the mean of all, the rate in Hz, and the mean power of each channel."""
    with _open(path) as (file, stated):
        if file.samplerate * file.channels * longest > MAX_AUDIO_VALUES:
            raise BadInput(
                f"{path} has {file.channels} channels at {file.samplerate} Hz; export it as stereo at 48000 Hz"
            )
        block = np.empty((max(READ_FRAMES // file.channels, 1), file.channels), np.float32)
        parts: list[Floats] = []
        powers = np.zeros(file.channels)
        length, full = 0, True
        while full:
            block.fill(np.nan)  # which tells how many samples were decoded before an error
            try:
                found = file.read(out=block)
            except soundfile.LibsndfileError:
                found = block[: int(np.argmax(np.append(np.isnan(block[:, 0]), True)))]
                if stated and length + len(found) < stated:
                    seconds = (length + len(found)) / file.samplerate
                    raise BadInput(f"{path} is damaged after {seconds:.2f} s; export it again") from None
            full = len(found) == len(block)
            length += len(found)
            if length > longest * file.samplerate:
                raise BadInput(f"{path} lasts more than {longest:g} s; cut it to {longest / 60:g} minutes or less")
            parts.append(found.mean(1) if channel is None else found[:, channel].copy())
            powers += np.square(found, dtype=np.float64).sum(0)
        if stated and file.format != "FLAC" and 0 < length - stated < MAX_PADDED_FRAMES:
            length = stated
        return np.concatenate(parts)[:length], file.samplerate, powers / max(length, 1)


@contextmanager
def _open(path: Path) -> Iterator[tuple[Any, int | None]]:
    """Open a file for reading to its end; yield it, and the length in samples that its own header gives, if any."""
    with path.open("rb", buffering=0) as plain:  # libsndfile uses the same descriptor
        stated, place, patch = _stated_length(plain)
        plain.seek(0)
        if patch:
            with _PatchedFile(path, place, patch) as patched, soundfile.SoundFile(patched) as file:
                yield _sequential(file), stated
            return
        with soundfile.SoundFile(plain.fileno(), closefd=False) as file:
            if file.format != "MP3":
                yield _sequential(file), stated
                return
        plain.seek(0)
        # libsndfile estimates the length of an MP3 file without a table from its size, but not that of a pipe
        with _piped(plain) as pipe, soundfile.SoundFile(pipe, closefd=False) as file:
            yield _sequential(file), None


def _sequential(file: Any) -> Any:
    """Keep soundfile from seeking after each block, which fails where the length is unknown."""
    file.seekable = lambda: False
    return file


class _PatchedFile(io.FileIO):
    """A file opened for reading, with `patch` in place of its bytes from `place` on; on the disk it stays as it is."""

    def __init__(self, path: Path, place: int, patch: bytes) -> None:
        super().__init__(path)
        self._place, self._patch = place, patch

    def readinto(self, buffer: Any, /) -> int | None:
        begin, view = self.tell(), memoryview(buffer)
        count = super().readinto(view) or 0
        for index, value in enumerate(self._patch, self._place - begin):
            if 0 <= index < count:
                view[index : index + 1] = bytes([value])
        return count


@contextmanager
def _piped(source: io.FileIO) -> Iterator[int]:
    """Yield the reading end of a pipe that delivers the rest of a file.

    A pipe has no length from which libsndfile could estimate the number of samples.
    """
    reading, writing = os.pipe()

    def feed() -> None:
        with suppress(OSError), open(writing, "wb", buffering=0) as pipe:  # the reader may stop early
            shutil.copyfileobj(source, pipe)

    feeder = Thread(target=feed, daemon=True)
    feeder.start()
    try:
        yield reading
    finally:
        os.close(reading)
        feeder.join()


def _stated_length(file: io.FileIO) -> tuple[int | None, int, bytes]:
    """Return the number of samples that a header states, and the place and bytes of a patch of the header.

    With the patch libsndfile reads to the end of the file, not to the stated length, which may be too small.
    FLAC gives the total of the encoder, which is 0 or too small in a file that is cut off. The last block of a
    compressed WAV or W64 file is filled up, and its `fact` chunk says how many samples it had. WAV files of a process
    that was killed have an empty data chunk.
    """
    start = file.read(40)
    if start.startswith(b"fLaC"):
        total = start[FLAC_TOTAL]
        return (
            int.from_bytes(total, "big") & (1 << 36) - 1 or None,
            FLAC_TOTAL.start,
            bytes([total[0] & 0xF0, *[0] * 4]),
        )
    wide = start.startswith(b"riff") and start[24:28] == b"wave"
    if not wide and not (start[:4] in (b"RIFF", b"RF64") and start[8:12] == b"WAVE"):
        return None, 0, b""
    name_bytes, size_bytes, place = (16, 8, 40) if wide else (4, 4, 12)
    compressed, stated = False, None
    for _ in range(MAX_CHUNKS):
        file.seek(place)
        head = file.read(name_bytes + size_bytes + 8)
        name, body = head[:4], head[name_bytes + size_bytes :]
        size = int.from_bytes(head[name_bytes : name_bytes + size_bytes], "little")
        if name == b"fmt ":
            compressed = int.from_bytes(body[:2], "little") not in PCM_FORMATS
        if name == b"fact" and compressed:
            stated = int.from_bytes(body[:4], "little")
        if name == b"data" and size == 0 and not wide:
            return stated, place + 4, b"\xff" * 4
        place += max((size + 7) // 8 * 8, 24) if wide else 8 + size + size % 2
        if len(body) < 4 or name == b"data" or place > MAX_AUDIO_BYTES:
            break
    return stated, 0, b""


def write(path: Path, audio: Floats, *, rate: int = SPEC.rate) -> None:
    """Write samples, -1..1, as 24-bit WAV or FLAC by suffix; the new file replaces an old one when it is complete."""
    check_writable(path, AUDIO_FORMATS)
    # soundfile takes no names that are not UTF-8, but descriptors
    with atomic_write(path) as part, part.open("wb", buffering=0) as file:
        kind = AUDIO_FORMATS[path.suffix.lower()]
        try:
            soundfile.write(file.fileno(), audio, rate, subtype="PCM_24", format=kind, closefd=False)
        except soundfile.SoundFileError as error:
            # libsndfile does not give the reason
            raise BadInput(
                f"{path} cannot be written, perhaps the disk is full; make room or name another place"
            ) from error
