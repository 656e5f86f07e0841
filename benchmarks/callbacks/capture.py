"""Two compiled JACK clients: one records what a player plays, the other records when it was called.

in    a port whose samples are numbers, n / 2**24; 0 is silence
out   Recording: each cycle of the server, its samples, and the time of its call

Both callbacks are compiled (numba), so that no Python of this process delays them, and write into arrays allocated
before. The second client, the floor, plays numbers of its own and records when it was called: where that was late, the
machine or the server had stalled, and the player did not cause the glitch.
"""

import ctypes
import ctypes.util
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import jack
import llvmlite.binding
import numba
import numpy as np

from .glitches import LAST, UNIT, Recording, Words

HEAD = 8  # words before the rows of an array that a callback writes
PORT_TIMEOUT_S = 10.0  # until a port appears

_library = ctypes.CDLL(ctypes.util.find_library("jack"))
llvmlite.binding.load_library_permanently(_library._name)  # so that compiled code finds the three functions
_word, _pointer = numba.types.uint64, numba.types.voidptr
_buffer = numba.types.ExternalFunction("jack_port_get_buffer", _pointer(_word, numba.types.uint32))
_frame = numba.types.ExternalFunction("jack_last_frame_time", numba.types.uint32(_word))
_now = numba.types.ExternalFunction("jack_get_time", _word())

_PROCESS = numba.types.intc(numba.types.uint32, numba.types.voidptr)
_XRUN = numba.types.intc(numba.types.voidptr)


@numba.cfunc(_PROCESS)
def _tick(frames: int, argument: Any) -> int:
    """The floor: words 0 client, 1 port, 2 cycles, 3 most of them; rows of frame, microseconds."""
    began = _now()
    head = numba.carray(argument, HEAD, np.int64)
    cycle = head[2]
    out = numba.carray(_buffer(head[1], frames), frames, np.float32)
    for index in range(frames):
        out[index] = np.float32(((cycle * frames + index) % LAST + 1) / UNIT)
    if cycle < head[3]:
        rows = numba.carray(argument, HEAD + 2 * head[3], np.int64)
        rows[HEAD + 2 * cycle] = _frame(head[0])
        rows[HEAD + 2 * cycle + 1] = began
        head[2] = cycle + 1
    return 0


@numba.cfunc(_PROCESS)
def _record(frames: int, argument: Any) -> int:
    """The recording client: words 0 client, 1 port, 2 cycles, 3 most of them; rows of frame, numbers."""
    head = numba.carray(argument, HEAD, np.int64)
    cycle = head[2]
    if cycle < head[3]:
        rows = numba.carray(argument, HEAD + (1 + frames) * head[3], np.int64)
        begin = HEAD + (1 + frames) * cycle
        rows[begin] = _frame(head[0])
        samples = numba.carray(_buffer(head[1], frames), frames, np.float32)
        for index in range(frames):
            rows[begin + 1 + index] = np.int64(samples[index] * UNIT + 0.5)
        head[2] = cycle + 1
    return 0


@numba.cfunc(_XRUN)
def _count(argument: Any) -> int:
    numba.carray(argument, 1, np.int64)[0] += 1
    return 0


class Capture:
    """Both clients, as a context manager; they record from `begin` to `recording`."""

    def __init__(self, name: str, seconds: float) -> None:
        """Connect to the server `name`; `seconds` bounds the time until the recording ends."""
        self._client = jack.Client("capture", servername=name, no_start_server=True)
        self._floor = jack.Client("floor", servername=name, no_start_server=True)
        self._period: int = self._client.blocksize
        most = round(seconds * self._client.samplerate / self._period)
        target = self._client.inports.register("player")
        source = self._floor.outports.register("numbers")
        self._cycles = _words(HEAD + (1 + self._period) * most, self._client, target, most)
        self._ticks = _words(HEAD + 2 * most, self._floor, source, most)
        self._xruns = np.zeros(1, np.int64)
        # the library would call Python; the pointers behind it take a compiled function
        _library.jack_set_process_callback(*_arguments(self._client, _record, self._cycles))
        _library.jack_set_process_callback(*_arguments(self._floor, _tick, self._ticks))
        _library.jack_set_xrun_callback(*_arguments(self._client, _count, self._xruns))

    def __enter__(self) -> "Capture":
        self._floor.activate()
        self._client.activate()
        return self

    def __exit__(self, *_: object) -> None:
        for client in (self._client, self._floor):
            client.deactivate()
            client.close()

    def connect(self, port: str) -> None:
        """Connect to a port as soon as it exists; TimeoutError when it does not appear."""
        deadline = time.monotonic() + PORT_TIMEOUT_S
        while True:
            with suppress(jack.JackError):
                self._client.connect(port, "capture:player")
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"the port {port} does not appear in JACK within {PORT_TIMEOUT_S:g} s")
            time.sleep(0.02)

    def begin(self) -> None:
        """Begin the recording."""
        self._begin = int(self._cycles[2]), int(self._ticks[2]), int(self._xruns[0])

    def recording(self) -> Recording:
        """Return what was recorded since `begin`."""
        cycle, tick, xruns = self._begin
        rows = self._cycles[HEAD:].reshape(-1, 1 + self._period)[cycle : int(self._cycles[2])].copy()
        wakes = self._ticks[HEAD:].reshape(-1, 2)[tick : int(self._ticks[2])].copy()
        return Recording(self._period, rows[:, 0], rows[:, 1:], wakes, int(self._xruns[0]) - xruns)


def _words(size: int, client: Any, port: Any, most: int) -> Words:
    """Return the memory of a callback, every page of it mapped before the first call."""
    words = np.empty(size, np.int64)
    words.fill(0)
    words[:4] = _address(client), _address(port), 0, most
    return words


def _arguments(client: Any, function: Any, words: Words) -> Iterator[ctypes.c_void_p]:
    return map(ctypes.c_void_p, (_address(client), function.address, words.ctypes.data))


def _address(owner: Any) -> int:
    """Return the address of a client or port of the JACK-Client library, which has no public way to it."""
    return int(jack._ffi.cast("uintptr_t", owner._ptr))
