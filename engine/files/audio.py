"""Reading and writing audio files.

read   WAV, FLAC, OGG, MP3 and other formats of libsndfile, any rate and channel count -> float32 (n,) mono
write  float32 (n,) or (n, channels), -1..1 -> 24-bit WAV or FLAC
"""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from engine.arrays import Floats
from engine.errors import BadInput
from engine.spec import SPEC

from .writing import atomic_write, check_writable

MAX_AUDIO_SECONDS = 300.0  # default limit; longer files are taken for mistakes
AUDIO_FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def read(path: Path, *, rate: int = SPEC.rate, longest: float = MAX_AUDIO_SECONDS) -> Floats:
    """Return the samples (n,) of a file at `rate` Hz; channels are averaged.

    Raises:
        BadInput: no such file, not audio, empty, longer than `longest` seconds, or with samples that are not finite.
    """
    if not path.is_file():
        raise BadInput(f"there is no file {path}; check the name")
    try:
        with soundfile.SoundFile(path) as file:
            seconds = file.frames / file.samplerate
            if seconds > longest:
                raise BadInput(f"{path} lasts {seconds:.0f} s; cut it to {longest / 60:g} minutes or less")
            audio = file.read(dtype="float32", always_2d=True).mean(1)
            file_rate = file.samplerate
    except soundfile.SoundFileError as error:
        raise BadInput(f"{path} is not audio that can be read; use WAV, FLAC, OGG or MP3") from error
    if len(audio) < 2:
        raise BadInput(f"{path} holds {len(audio)} samples, expected at least 2; name another file")
    if not np.isfinite(audio).all():
        raise BadInput(f"{path} holds samples that are not finite; export it again")
    if file_rate != rate:
        audio = soxr.resample(audio, file_rate, rate, quality="VHQ")
    return np.ascontiguousarray(audio, np.float32)


def write(path: Path, audio: Floats, *, rate: int = SPEC.rate) -> None:
    """Write samples, -1..1, as 24-bit WAV or FLAC by suffix; the new file replaces an old one when it is complete."""
    check_writable(path, AUDIO_FORMATS)
    with atomic_write(path) as part:
        try:
            soundfile.write(part, audio, rate, subtype="PCM_24", format=AUDIO_FORMATS[path.suffix.lower()])
        except soundfile.SoundFileError as error:
            # libsndfile does not give the reason
            raise BadInput(
                f"{path} cannot be written, perhaps the disk is full; make room or name another place"
            ) from error
