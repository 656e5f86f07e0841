"""Whether each core of the machine is there when it is wanted: a compiled thread on each wakes 2000 times a second.

out   int64 (n, 2)   microseconds of JACK's clock: when a core should have woken such a thread, and when it did

The threads stand above everything that plays (priority 90 of 99), so nothing of ours can hold them up: where one is
late, the host had taken the core away, or the kernel did not let go of it. It costs a core about two hundredths.
"""

import os
import threading
from typing import Any

import numba
import numpy as np

from .verdict import Words

PRIORITY = 90
PAUSE, LATE = 500, 300  # microseconds between two looks; by how much one that counts is late
MOST = 1 << 16  # late looks that are kept, of each core
CLOCK_MONOTONIC, ABSOLUTE = 1, 1

_int, _pointer = numba.types.intc, numba.types.voidptr
_sleep = numba.types.ExternalFunction("clock_nanosleep", _int(_int, _int, _pointer, _pointer))
_time = numba.types.ExternalFunction("clock_gettime", _int(_int, _pointer))


@numba.njit(nogil=True)
def _look(words: Any, rows: Any, room: Any) -> None:
    """Until words[0]: sleep PAUSE, note in `rows` what came late; words[1] counts. `room`: two pairs of s and ns."""
    due, now = room[:2], room[2:]
    _time(CLOCK_MONOTONIC, due.ctypes.data)
    while words[0] == 0:
        due[1] += PAUSE * 1000
        if due[1] >= 1_000_000_000:
            due[0] += 1
            due[1] -= 1_000_000_000
        _sleep(CLOCK_MONOTONIC, ABSOLUTE, due.ctypes.data, 0)
        _time(CLOCK_MONOTONIC, now.ctypes.data)
        wanted, woken = due[0] * 1_000_000 + due[1] // 1000, now[0] * 1_000_000 + now[1] // 1000
        if woken - wanted > LATE:
            if words[1] < len(rows):
                rows[words[1], 0], rows[words[1], 1] = wanted, woken
                words[1] += 1
            due[0], due[1] = now[0], now[1]


class Watch:
    """One thread for each core, from `start` to `stop`."""

    def __init__(self) -> None:
        self._words = [np.zeros(2, np.int64) for _ in os.sched_getaffinity(0)]
        self._rows = [np.zeros((MOST, 2), np.int64) for _ in self._words]
        self._threads = [
            threading.Thread(target=self._run, args=(core, words, rows), daemon=True)
            for core, words, rows in zip(sorted(os.sched_getaffinity(0)), self._words, self._rows, strict=True)
        ]

    def start(self) -> None:
        """Begin; the functions are compiled by then."""
        _look(np.ones(2, np.int64), self._rows[0], np.zeros(4, np.int64))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """End all threads."""
        for words, thread in zip(self._words, self._threads, strict=True):
            words[0] = 1
            thread.join()

    @property
    def taken(self) -> Words:
        """Times at which a core was not there, in order: from, until."""
        rows = [rows[: words[1]] for words, rows in zip(self._words, self._rows, strict=True)]
        taken = np.concatenate(rows).copy()
        return taken[np.argsort(taken[:, 0])]

    def _run(self, core: int, words: Words, rows: Words) -> None:
        os.sched_setaffinity(0, {core})
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(PRIORITY))
        _look(words, rows, np.zeros(4, np.int64))
