"""Audio files that are valid while they grow, for recordings that may be cut off at any moment.

in   float32 (n, 2), -1..1, any number of times    out  a 24-bit stereo WAV or FLAC file at Spec.rate

After each write the header gives the number of samples that are in the file. A killed process or a full disk loses only
samples that were not written yet, in a FLAC file also the encoder's last two blocks, 0.2 s.
"""

import io
import os
import struct
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Protocol

import numpy as np
import soundfile

from engine.arrays import Floats
from engine.spec import SPEC

from .writing import atomic_write, unwritable, write_all

CHANNELS, SAMPLE_BYTES = 2, 3
FRAME_BYTES = CHANNELS * SAMPLE_BYTES
WAV_FORMAT = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, CHANNELS, SPEC.rate, SPEC.rate * FRAME_BYTES, FRAME_BYTES, 24)
WAV_HEADER_BYTES = 12 + 36 + len(WAV_FORMAT) + 8
MAX_RIFF_BYTES = 2**32 - 1  # what a size of 32 bits can say; larger files are RF64 (EBU Tech 3306)
FLAC_BLOCK_OFFSET = 10  # of the largest block size in the file, 2 bytes
FLAC_TOTAL_OFFSET = 18  # of 8 bytes in the file, the last 36 bits of which are the number of samples
FLAC_TOTAL_BITS = 36


class AudioStream(Protocol):
    """An audio file that grows with each `write`."""

    def write(self, samples: Floats) -> None:
        """Append samples (n, 2), -1..1."""

    def sync(self) -> None:
        """Wait until all written samples are on the disk."""

    def close(self) -> None:
        """Complete the file and close it."""


def open_audio_stream(path: Path, suffix: str = "") -> AudioStream:
    """Create a WAV or FLAC file, by `suffix` or else that of its path.

    Raises:
        OSError: the file exists or cannot be created.
        soundfile.SoundFileError: libsndfile cannot create it.
    """
    return WavStream(path) if (suffix or path.suffix).lower() == ".wav" else FlacStream(path)


def write_blocks(paths: Sequence[Path], blocks: Iterable[Floats]) -> None:
    """Write blocks of samples (n, 2 for each path) as WAV or FLAC files, which replace old ones when complete.

    Raises:
        BadInput: a file cannot be written.
    """
    with ExitStack() as stack:
        parts = [stack.enter_context(atomic_write(path)) for path in paths]
        try:
            with ExitStack() as opened:
                streams = [
                    opened.enter_context(closing(open_audio_stream(part, path.suffix)))
                    for part, path in zip(parts, paths, strict=True)
                ]
                for block in blocks:
                    for stream, pair in zip(streams, np.split(block, len(paths), axis=1), strict=True):
                        stream.write(pair)
        except soundfile.SoundFileError as error:
            raise unwritable(paths[0], error) from error


class WavStream:
    """A growing WAV file. Its header has spare bytes, with which it becomes an RF64 file above 4 GiB."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb", buffering=0)
        self._samples = 0
        try:
            self._write_header()
        except OSError:
            self.close()
            raise

    def write(self, samples: Floats) -> None:
        """Append samples (n, 2)."""
        with io.BytesIO() as data:  # libsndfile converts them, so they have the same bytes as those of audio.write
            soundfile.write(data, samples, SPEC.rate, subtype="PCM_24", format="RAW", endian="LITTLE")
            write_all(self._file, WAV_HEADER_BYTES + self._samples * FRAME_BYTES, data.getvalue())
        self._samples += len(samples)
        self._write_header()

    def sync(self) -> None:
        """Wait until all written samples are on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write_header(self) -> None:
        write_all(self._file, 0, wav_header(self._samples))


def wav_header(samples: int) -> bytes:
    """Return the header, WAV_HEADER_BYTES, of a 24-bit stereo file of `samples` frames: WAV, or RF64 above 4 GiB."""
    data = samples * FRAME_BYTES
    riff = WAV_HEADER_BYTES - 8 + data
    if riff <= MAX_RIFF_BYTES:
        head = struct.pack("<4sI4s4sI28x", b"RIFF", riff, b"WAVE", b"JUNK", 28)
    else:
        head = struct.pack("<4sI4s4sIQQQI", b"RF64", MAX_RIFF_BYTES, b"WAVE", b"ds64", 28, riff, data, samples, 0)
    return head + WAV_FORMAT + struct.pack("<4sI", b"data", min(data, MAX_RIFF_BYTES))


class FlacStream:
    """A growing FLAC file. libsndfile sets the number of samples only on closing; until then this class sets it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("xb+", buffering=0)
        # soundfile takes no names that are not UTF-8; a second descriptor has its own position
        own = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        self._encoder = soundfile.SoundFile(own, "w", SPEC.rate, CHANNELS, "PCM_24", format="FLAC")
        self._samples = 0

    def write(self, samples: Floats) -> None:
        """Append samples (n, 2)."""
        self._encoder.write(samples)
        self._samples += len(samples)
        self._file.seek(FLAC_BLOCK_OFFSET)
        block = int.from_bytes(self._file.read(2))
        self._file.seek(FLAC_TOTAL_OFFSET)
        if block:  # the encoder has begun to write; it keeps less than two blocks back
            complete = max(self._samples // block - 1, 0) * block
            fields = int.from_bytes(self._file.read(8)) >> FLAC_TOTAL_BITS << FLAC_TOTAL_BITS
            write_all(self._file, FLAC_TOTAL_OFFSET, (fields | complete).to_bytes(8))

    def sync(self) -> None:
        """Wait until all samples that the encoder has written are on the disk."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Write the encoder's last block and the header, and close the file."""
        try:
            self._encoder.close()
        finally:
            self._file.close()
