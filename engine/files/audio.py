"""Audio files in and out.

read   WAV, FLAC, OGG, MP3 and whatever else libsndfile knows, any rate and channel count -> float32 (n,) mono
write  float32 (n,) or (n, channels), -1..1 -> 24-bit WAV or FLAC; the file appears whole or not at all
"""

import os
from pathlib import Path

import numpy as np
import soundfile
import soxr

from engine.arrays import Floats
from engine.errors import BadInput
from engine.spec import SPEC

MAX_AUDIO_SECONDS = 300.0  # seconds; a break is shorter, and what is longer is a mistake
AUDIO_FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def read(path: Path, *, rate: int = SPEC.rate, longest: float = MAX_AUDIO_SECONDS) -> Floats:
    """Mono samples (n,) of a file at `rate` Hz; channels are averaged.

    Raises:
        BadInput: no such file, not audio, no samples, longer than `longest` seconds, or with samples that are not
            numbers.
    """
    if not path.is_file():
        raise BadInput(f"there is no file {path}; check the name")
    try:
        with soundfile.SoundFile(path) as file:
            seconds = file.frames / file.samplerate
            if seconds > longest:
                raise BadInput(f"{path} lasts {seconds:.0f} s; cut it to {longest / 60:g} minutes or less")
            audio = file.read(dtype="float32", always_2d=True).mean(1)
            found = file.samplerate
    except soundfile.SoundFileError as error:
        raise BadInput(f"{path} is not audio that can be read; use WAV, FLAC, OGG or MP3") from error
    if len(audio) < 2:
        raise BadInput(f"{path} holds {len(audio)} samples; a loop needs some sound")
    if not np.isfinite(audio).all():
        raise BadInput(f"{path} holds samples that are not numbers; write it again from its source")
    if found != rate:
        audio = soxr.resample(audio, found, rate, quality="VHQ")
    return np.ascontiguousarray(audio, np.float32)


def check_writable(path: Path) -> None:
    """Refuse a name that `write` could not use, before any work is done.

    Raises:
        BadInput: another suffix than .wav or .flac, no such folder, or a folder of that name.
    """
    if path.suffix.lower() not in AUDIO_FORMATS:
        raise BadInput(f"{path} does not end in {' or '.join(AUDIO_FORMATS)}; name the output accordingly")
    if path.is_dir():
        raise BadInput(f"{path} is a folder; name a file")
    if not path.parent.is_dir():
        raise BadInput(f"there is no folder {path.parent} to write {path.name} into; make it first")


def write(path: Path, audio: Floats, *, rate: int = SPEC.rate) -> None:
    """Write samples as 24-bit audio; an existing file is replaced only when the new one is complete."""
    check_writable(path)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        soundfile.write(part, audio, rate, subtype="PCM_24", format=AUDIO_FORMATS[path.suffix.lower()])
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
