"""Polling for an audio device that is missing: its name in, whether it is ready out.

PortAudio reads the list of devices when it is initialised, and it cannot be initialised again while a stream plays;
some sound systems also crash or hang the process that asks. So each probe runs in a process of its own.
"""

import contextlib
import os
import time
from collections.abc import Callable
from typing import Any

from engine.errors import NoDevice, muted_stderr

from .devices import choose_device, list_outputs, load_portaudio
from .launch import PlayerHandle, start_process

PROBE_INTERVAL_S = 0.6
ANY_DEVICE_PROBE_INTERVAL_S = 5.0  # the interval where no device has been found since the start
MAX_PROBE_INTERVAL_S = 60.0  # the longest interval, for a device that is listed and cannot be opened
PROBE_TIMEOUT_S = 5.0
EXIT_READY, EXIT_NOT_READY = 0, 1  # exit codes of a probe


def run_probe(title: str) -> None:
    """Exit this process, with EXIT_READY when the device `title` is ready, or any device when `title` is empty."""
    if hasattr(os, "nice"):
        os.nice(10)
    found = False
    with contextlib.suppress(NoDevice):
        library = load_portaudio()
        with muted_stderr():
            found = is_ready(library, title)
            library._terminate()  # JACK waits for clients that disappear without closing
    os._exit(EXIT_READY if found else EXIT_NOT_READY)  # no clean-up: PortAudio is closed already


def is_ready(library: Any, title: str) -> bool:
    """Return whether the output `title`, or any when that is empty, is listed and takes sound at its own rate."""
    matching = [device for device in list_outputs(library) if title in ("", device.title)]
    if not matching:
        return False
    device = choose_device(matching)
    try:
        library.check_output_settings(device.index, min(2, device.channels), "float32", samplerate=device.rate)
    except library.PortAudioError:
        return False
    return True


class DeviceProbe:
    """Probes for one device at intervals, without blocking the caller."""

    def __init__(
        self,
        title: str,
        *,
        clock: Callable[[], float] = time.perf_counter,
        start: Callable[[str], PlayerHandle] = lambda title: start_process(run_probe, title, daemon=True),
    ) -> None:
        """`title`: as Device.title; empty for any device. `start`: starts the process that probes for a title."""
        self.title = title
        self.interval = PROBE_INTERVAL_S if title else ANY_DEVICE_PROBE_INTERVAL_S
        self._clock, self._start = clock, start
        self._process: PlayerHandle | None = None
        self._since = clock()  # when the running probe started, or the last one ended

    def found(self) -> bool:
        """Return whether a probe has just found the device; start the next probe when it is time for it."""
        now = self._clock()
        if self._process is None:
            if now - self._since >= self.interval:
                self._process, self._since = self._start(self.title), now
            return False
        code = self._process.exitcode
        if code is None:
            if now - self._since > PROBE_TIMEOUT_S:
                self._process.kill()
            return False
        self._process.close()
        self._process, self._since = None, now
        return code == EXIT_READY

    def back_off(self) -> None:
        """Double the interval: the device was found and could not be opened."""
        self.interval = min(2 * self.interval, MAX_PROBE_INTERVAL_S)

    def cancel(self) -> None:
        """End a running probe."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
