"""Two clients of a JACK server that hold no interpreter: one hears what a player plays, one only looks at the clock.

in    a port whose samples are numbers, n / 2**24; 0 is silence
out   Recording: each cycle of the server, what it brought, and when it began

Both callbacks are compiled (numba), so that no Python of this process can hold them up, and write into arrays that were
there before. The second client, the floor, plays numbers of its own and notes when it was woken: where that was late,
the machine or the server stood still, and whoever played is not to blame.
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

from .verdict import LAST, UNIT, Recording, Words

HEAD = 8  # words before the rows of an array that a callback writes
PATIENCE = 10.0  # seconds for a port to appear

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
def _hear(frames: int, argument: Any) -> int:
    """The judge: words 0 client, 1 port, 2 cycles, 3 most of them; rows of frame, numbers."""
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


class Ears:
    """Both clients, as a context manager; they listen from `listen` to `recording`."""

    def __init__(self, name: str, seconds: float) -> None:
        """`name` of the server, and how long it all may last, whenever one listens."""
        self._judge = jack.Client("judge", servername=name, no_start_server=True)
        self._floor = jack.Client("floor", servername=name, no_start_server=True)
        self._period: int = self._judge.blocksize
        most = round(seconds * self._judge.samplerate / self._period)
        target = self._judge.inports.register("player")
        source = self._floor.outports.register("numbers")
        self._heard = _words(HEAD + (1 + self._period) * most, self._judge, target, most)
        self._ticks = _words(HEAD + 2 * most, self._floor, source, most)
        self._xruns = np.zeros(1, np.int64)
        # the library would call Python; the pointers behind it take a compiled function
        _library.jack_set_process_callback(*_arguments(self._judge, _hear, self._heard))
        _library.jack_set_process_callback(*_arguments(self._floor, _tick, self._ticks))
        _library.jack_set_xrun_callback(*_arguments(self._judge, _count, self._xruns))

    def __enter__(self) -> "Ears":
        self._floor.activate()
        self._judge.activate()
        return self

    def __exit__(self, *_: object) -> None:
        for client in (self._judge, self._floor):
            client.deactivate()
            client.close()

    def connect(self, port: str) -> None:
        """Hear a port as soon as it is there; TimeoutError if it never is."""
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(jack.JackError):
                self._judge.connect(port, "judge:player")
                return
            if time.monotonic() > deadline:
                raise TimeoutError(f"the port {port} does not appear in JACK within {PATIENCE:g} s")
            time.sleep(0.02)

    def listen(self) -> None:
        """The recording begins now."""
        self._begin = int(self._heard[2]), int(self._ticks[2]), int(self._xruns[0])

    def recording(self) -> Recording:
        """What was heard since then."""
        cycle, tick, xruns = self._begin
        rows = self._heard[HEAD:].reshape(-1, 1 + self._period)[cycle : int(self._heard[2])].copy()
        wakes = self._ticks[HEAD:].reshape(-1, 2)[tick : int(self._ticks[2])].copy()
        return Recording(self._period, rows[:, 0], rows[:, 1:], wakes, int(self._xruns[0]) - xruns)


def _words(size: int, client: Any, port: Any, most: int) -> Words:
    """Memory of a callback, all of it mapped, so that no page is missing when it is called."""
    words = np.empty(size, np.int64)
    words.fill(0)
    words[:4] = _address(client), _address(port), 0, most
    return words


def _arguments(client: Any, function: Any, words: Words) -> Iterator[ctypes.c_void_p]:
    return map(ctypes.c_void_p, (_address(client), function.address, words.ctypes.data))


def _address(thing: Any) -> int:
    """Where a client or a port of the JACK-Client library is; it does not say so in public."""
    return int(jack._ffi.cast("uintptr_t", thing._ptr))
