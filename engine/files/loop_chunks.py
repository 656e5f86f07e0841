"""The chunks of a WAV file that tell other programs how to loop it: a file in, the same file with four chunks more out.

in   bytes of a PCM WAV file; tempo in BPM; length in beats
out  bytes of the file, followed by
     acid       that it is a loop; number of beats, meter 4/4, tempo
     cue        a cue point at each sixteenth, and in LIST adtl their labels: bar.beat.sixteenth, as in "1.1.1"
     smpl       one forward loop without end over the whole file

Sources. acid: src/wav.c of libsndfile, as there is no public description. cue and LIST adtl: "Multimedia Programming
Interface and Data Specifications 1.0" (IBM, Microsoft 1991), pages 3-23 and 3-27. smpl: "New Multimedia Data Types and
Data Techniques 3.0" (Microsoft 1994), "Sample Information".
"""

import struct
from io import BytesIO

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput
from engine.spec import BAR_BEATS, SPEC

SIXTEENTHS = 4  # of a beat
STRETCHED = 4  # flag of acid: the tempo follows that of the project; without flag 1, which is for one-shots
NO_ROOT = 60  # note of the original pitch, which drums do not have; flag 2 of acid would make it count
UNKNOWN = 0x8000  # of acid, in all files that are known
WAV_HEADER = struct.Struct("<4sI4s")
CHUNK_HEADER = struct.Struct("<4sI")


def loop_wav(samples: Floats, tempo: float, beats: int) -> bytes:
    """Return the contents of a 24-bit WAV file, with the chunks of a loop, of samples (n, channels), -1..1.

    Args:
        samples: a loop, at Spec.rate.
        tempo: BPM, the mean.
        beats: length in quarter notes, from a downbeat.
    """
    import soundfile  # here, to keep it out of the start of play

    with BytesIO() as data:
        soundfile.write(data, samples, SPEC.rate, subtype="PCM_24", format="WAV")
        return with_loop_chunks(data.getvalue(), len(samples), tempo, beats)


def with_loop_chunks(wav: bytes, length: int, tempo: float, beats: int) -> bytes:
    """Return a WAV file of `length` samples per channel, at Spec.rate, with the chunks of a loop behind its own.

    Raises:
        BadInput: it is no WAV file.
    """
    if len(wav) < WAV_HEADER.size or (wav[:4], wav[8:12]) != (b"RIFF", b"WAVE"):
        raise BadInput("this is no WAV file, so it takes no tempo and no slices; name a .wav file")
    cues = sixteenths(length, beats * SIXTEENTHS)
    body = wav[12:] + bytes(len(wav) % 2) + _acid(tempo, beats) + _cue(cues) + _labels(len(cues)) + _smpl(length)
    return WAV_HEADER.pack(b"RIFF", 4 + len(body), b"WAVE") + body


def sixteenths(length: int, count: int) -> list[int]:
    """Return the samples at which the `count` sixteenths of a loop of `length` samples begin."""
    return [int(place) for place in np.round(np.arange(count) * length / count)]


def _acid(tempo: float, beats: int) -> bytes:
    meter = (4, BAR_BEATS)  # denominator, numerator
    return _chunk(b"acid", struct.pack("<IHHfIHHf", STRETCHED, NO_ROOT, UNKNOWN, 0.0, beats, *meter, tempo))


def _cue(cues: list[int]) -> bytes:
    points = [struct.pack("<II4sIII", number, place, b"data", 0, 0, place) for number, place in enumerate(cues, 1)]
    return _chunk(b"cue ", struct.pack("<I", len(cues)) + b"".join(points))


def _labels(count: int) -> bytes:
    texts = []
    for step in range(count):
        beat, sixteenth = divmod(step, SIXTEENTHS)
        name = f"{beat // BAR_BEATS + 1}.{beat % BAR_BEATS + 1}.{sixteenth + 1}"
        texts.append(_chunk(b"labl", struct.pack("<I", step + 1) + name.encode("ascii") + b"\0"))
    return _chunk(b"LIST", b"adtl" + b"".join(texts))


def _smpl(length: int) -> bytes:
    period = round(1e9 / SPEC.rate)  # nanoseconds of a sample
    loop = (0, 0, 0, length - 1, 0, 0)  # name, forward, first and last sample, no fraction, for ever
    return _chunk(b"smpl", struct.pack("<9I6I", 0, 0, period, NO_ROOT, 0, 0, 0, 1, 0, *loop))


def _chunk(name: bytes, body: bytes) -> bytes:
    return CHUNK_HEADER.pack(name, len(body)) + body + bytes(len(body) % 2)
