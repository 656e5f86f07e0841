"""A reader of WAV files, apart from the writer: chunks, and what those of a loop say.

It follows the byte layouts of the formats, and raises AssertionError where a file breaks them.
"""

import struct
from typing import NamedTuple


class LoopDescription(NamedTuple):
    """What a file says of itself."""

    length: int  # samples of a channel, as the data chunk has them
    tempo: float
    beats: int
    meter: tuple[int, int]  # numerator, denominator
    one_shot: bool
    cues: list[int]  # samples
    labels: list[str]  # of the cues, in their order
    loops: list[tuple[int, int]]  # first and last sample
    repetitions: int  # of the first loop; 0: for ever


def chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the chunks of a RIFF file or of a LIST, by name."""
    return {name: body for name, body in _walk(data)}


def _walk(data: bytes) -> list[tuple[bytes, bytes]]:
    assert data[:4] in (b"RIFF", b"LIST")
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    found, place = [], 12
    while place < len(data):
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        assert place + 8 + size + size % 2 <= len(data), "a chunk is longer than its file"
        found.append((data[place : place + 4], data[place + 8 : place + 8 + size]))
        place += 8 + size + size % 2
    return found


def read_loop(data: bytes) -> LoopDescription:
    """Return what the chunks of a loop say."""
    found = chunks(data)
    assert data[8:12] == b"WAVE"
    width = int.from_bytes(found[b"fmt "][12:14], "little")
    acid, cue, smpl = found[b"acid"], found[b"cue "], found[b"smpl"]
    assert len(acid) == 24 and len(smpl) == 36 + 24 * int.from_bytes(smpl[28:32], "little")
    beats, denominator, numerator = struct.unpack_from("<IHH", acid, 12)
    ids = [int.from_bytes(cue[place : place + 4], "little") for place in range(4, len(cue), 24)]
    assert len(ids) == int.from_bytes(cue[:4], "little") == len(set(ids))
    places = [struct.unpack_from("<I", cue, place + 20)[0] for place in range(4, len(cue), 24)]
    list_chunk = b"LIST" + len(found[b"LIST"]).to_bytes(4, "little") + found[b"LIST"]
    names = {}
    for name, body in _walk(list_chunk):
        assert name == b"labl" and body.endswith(b"\0")
        names[int.from_bytes(body[:4], "little")] = body[4:-1].decode("ascii")
    loops = [struct.unpack_from("<6I", smpl, place) for place in range(36, len(smpl), 24)]
    assert all(kind == 0 for _, kind, *_ in loops), "a loop does not go forward"
    return LoopDescription(
        len(found[b"data"]) // width,
        struct.unpack_from("<f", acid, 20)[0],
        beats,
        (numerator, denominator),
        bool(acid[0] & 1),
        places,
        [names[id] for id in ids],
        [(first, last) for _, _, first, last, _, _ in loops],
        loops[0][5],
    )
