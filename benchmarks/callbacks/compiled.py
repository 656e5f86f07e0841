"""The third design: a callback that numba compiles, and the ring that it reads.

ring   float32 (SIZE, 2), behind a head of words: samples written, samples read, size, callbacks that found too few

One thread writes samples and then their count, the callback reads them and then counts; nobody waits for anybody. On
x86 that order holds by itself; for other processors the callback would want a fence. sounddevice takes a C function in
place of a Python callback only through a class that it calls private.
"""

from typing import Any

import numba
import numpy as np
from sounddevice import _ffi as ffi
from sounddevice import _StreamBase

from engine.mel import Floats

from .designs import SIZE, Ahead

HEAD = 4  # words

_PLAY = numba.types.intc(
    numba.types.voidptr,
    numba.types.CPointer(numba.types.float32),
    numba.types.ulong,
    numba.types.voidptr,
    numba.types.ulong,
    numba.types.voidptr,
)


class Compiled(Ahead):
    """A ring of numpy's memory, read by the compiled function below."""

    def open(self) -> Any:
        """A stream without a Python callback."""
        self._head = np.zeros(HEAD + SIZE, np.int64)  # a word is as long as a sample of both channels
        self._head[2] = SIZE
        self._ring = self._head[HEAD:].view(np.float32).reshape(SIZE, 2)
        callback = ffi.cast("PaStreamCallback *", _take.address)
        place = ffi.cast("void *", self._head.ctypes.data)
        return _StreamBase("output", callback=callback, userdata=place, dtype="float32", **self._format)

    def held(self) -> int:
        """Samples in the ring."""
        self.underruns = int(self._head[3])
        return int(self._head[0] - self._head[1])

    def write(self, block: Floats) -> None:
        """Into the ring; the count last, so that nobody reads what is not there yet."""
        begin = int(self._head[0])
        self._ring[np.arange(begin, begin + len(block)) % SIZE] = block
        self._head[0] = begin + len(block)


@numba.cfunc(_PLAY)
def _take(_input: Any, out: Any, frames: int, _time: Any, _status: int, place: Any) -> int:
    """Two channels from the ring, silence where there is too little."""
    head = numba.carray(place, HEAD, np.int64)
    size = head[2]
    ring = numba.carray(place, 2 * (HEAD + size), np.float32)
    wanted = np.int64(frames)  # with an unsigned number, numba's arithmetic would become that of floats
    sound = numba.carray(out, 2 * wanted)
    ready = min(head[0] - head[1], wanted)
    for index in range(wanted):
        at = 2 * (HEAD + (head[1] + index) % size)
        sound[2 * index] = ring[at] if index < ready else np.float32(0)
        sound[2 * index + 1] = ring[at + 1] if index < ready else np.float32(0)
    if ready < wanted:
        head[3] += 1
    head[1] += ready
    return 0
