"""Whether a device is there: its name in, yes or no out, asked again and again while a set has to do without it.

PortAudio lists the devices of the moment at which it began, and beginning again under a stream that plays is not
possible; some sound systems also end or hang the process that looks. So every look is a process of its own.
"""

import contextlib
import os
import time
from collections.abc import Callable
from typing import Any

from engine.errors import NoDevice

from .devices import choose, listed, muted_stderr, portaudio
from .launch import Player, start

PAUSE = 0.6  # seconds between two looks
SELDOM = 5.0  # the same, where there never was a device
SLOWEST = 60.0  # the same, for a device that is there and cannot be used
PATIENCE = 5.0  # seconds for one look
HERE, MISSING = 0, 1  # exit codes of a look


def look(name: str) -> None:
    """Body of the process: is the device `name` there and ready, or any at all when it is empty?"""
    if hasattr(os, "nice"):
        os.nice(10)
    found = False
    with contextlib.suppress(NoDevice):
        library = portaudio()
        with muted_stderr():
            found = ready(library, name)
            library._terminate()  # a sound server waits for a client that leaves without a word
    os._exit(HERE if found else MISSING)  # the rest has been said


def ready(library: Any, name: str) -> bool:
    """Whether an output of that name, or any at all, is listed and takes sound at its own rate."""
    fitting = [device for device in listed(library) if name in ("", device.title)]
    if not fitting:
        return False
    device = choose(fitting)
    try:
        library.check_output_settings(device.index, min(2, device.channels), "float32", samplerate=device.rate)
    except library.PortAudioError:
        return False
    return True


def parts(title: str) -> tuple[str, str]:
    """The host API and the device of a title."""
    device, _, host_api = title.removesuffix(")").rpartition(" (")
    return host_api, device


class DeviceProbe:
    """Looks for one device, by and by."""

    def __init__(
        self,
        name: str,
        *,
        clock: Callable[[], float] = time.perf_counter,
        send: Callable[[str], Player] = lambda name: start(look, name, daemon=True),
    ) -> None:
        """`name`: title of the device; empty for any."""
        self.name = name
        self.pause = PAUSE if name else SELDOM
        self._clock, self._send = clock, send
        self._out: Player | None = None
        self._since = clock()  # of the last departure or return

    def found(self) -> bool:
        """Whether the device is there by the last look; begins the next one when it is time. Does not wait."""
        now = self._clock()
        if self._out is None:
            if now - self._since >= self.pause:
                self._out, self._since = self._send(self.name), now
            return False
        code = self._out.exitcode
        if code is None:
            if now - self._since > PATIENCE:
                self._out.kill()
            return False
        self._out.close()
        self._out, self._since = None, now
        return code == HERE

    def in_vain(self) -> None:
        """The device was there and could not be used: look less often."""
        self.pause = min(2 * self.pause, SLOWEST)

    def recall(self) -> None:
        """End a look under way."""
        if self._out is not None:
            self._out.kill()
            self._out.join()
            self._out.close()
            self._out = None
