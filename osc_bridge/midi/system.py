"""The machine's MIDI through python-rtmidi: names of sources out, open ports in, raw bytes to a function.

Linux has two systems: the ALSA sequencer where there is a /dev/snd/seq, else JACK where a server runs. On ALSA, JACK
and CoreMIDI we also open an input called "vamen" that other programs can connect to. Nothing is written to stderr when
there is no MIDI at all: the C libraries are told to keep quiet.
"""

import ctypes
import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from engine.errors import BadConfig, NoDevice

NAME = "vamen"
BACKENDS = ("auto", "alsa", "jack")

Receive = Callable[[Sequence[int]], None]  # called in the system's thread, on JACK in the audio thread: only enqueue

_ALSA = Path("/dev/snd/seq")
_SOCKETS = Path("/dev/shm")  # where a JACK server keeps the socket that clients find it by


class MidiSystem(Protocol):
    """Where MIDI comes from."""

    name: str

    def sources(self) -> list[str]:
        """Names of what can be opened, each different. NoDevice when the system fails."""

    def open(self, source: str) -> Callable[[], None]:
        """Receive from a source; returns what closes it. NoDevice when it has just gone."""

    def alive(self) -> bool:
        """False when the system has gone or is another one now; then close it and connect again."""

    def close(self) -> None:
        """Let go of everything but the sources that are open."""


def connect(backend: str, receive: Receive) -> MidiSystem:
    """The MIDI system of this machine.

    Raises:
        NoDevice: there is none; the sentence says what was looked for.
        BadConfig: `backend` is not one of BACKENDS.
    """
    if backend not in BACKENDS:
        raise BadConfig(f"there is no MIDI backend {backend!r}; choose one of {', '.join(BACKENDS)}")
    try:
        import rtmidi
    except ImportError as error:
        raise NoDevice(f"no MIDI: python-rtmidi does not load ({error}); install it again") from error
    if not sys.platform.startswith("linux"):
        mac = sys.platform == "darwin"
        api = rtmidi.API_MACOSX_CORE if mac else rtmidi.API_WINDOWS_MM
        return RtMidiSystem("CoreMIDI" if mac else "Windows MIDI", api, receive, "no MIDI: the system does not answer")
    _hush(rtmidi)
    if backend == "alsa" or (backend == "auto" and _ALSA.exists()):
        missing = f"no MIDI: the ALSA sequencer {_ALSA} does not open; load snd-seq, or join the group audio"
        return RtMidiSystem("ALSA", rtmidi.API_LINUX_ALSA, receive, missing)
    missing = "no MIDI: no JACK server runs; start one"
    if backend == "auto":
        missing = f"no MIDI: there is no ALSA sequencer ({_ALSA}) and no JACK server; plug in a device or start one"
    return RtMidiSystem("JACK", rtmidi.API_UNIX_JACK, receive, missing)


class RtMidiSystem:
    """One of the systems that RtMidi knows. One client lists the sources and is the port that others connect to."""

    def __init__(self, name: str, api: int, receive: Receive, missing: str) -> None:
        """Connect to the system. Raises NoDevice with the sentence `missing` when there is none."""
        import rtmidi

        self.name = name
        self._api = api
        self._receive = receive
        self._error = rtmidi.RtMidiError
        self._servers = _servers()
        try:
            self._door: Any = rtmidi.MidiIn(rtapi=api, name=NAME)
            if api != rtmidi.API_WINDOWS_MM:  # which knows no virtual ports
                self._door.open_virtual_port(NAME)
                self._listen(self._door)
        except self._error as error:
            raise NoDevice(missing) from error

    def sources(self) -> list[str]:
        """Names of all sources; two of the same name are "name (1 of 2)" and "name (2 of 2)"."""
        try:
            return distinct(self._door.get_ports())
        except self._error as error:
            raise NoDevice(f"{self.name} does not list its MIDI inputs: {error}") from error

    def open(self, source: str) -> Callable[[], None]:
        """Receive from a source; returns what closes it."""
        import rtmidi

        try:
            port = rtmidi.MidiIn(rtapi=self._api, name=NAME)
            names = distinct(port.get_ports())
            if source not in names:
                port.delete()
                raise NoDevice(f"the MIDI input {source!r} has just gone; plug it in again")
            port.open_port(names.index(source), "in")
            self._listen(port)
        except self._error as error:
            raise NoDevice(f"the MIDI input {source!r} does not open: {error}") from error
        return lambda: _close(port)

    def alive(self) -> bool:
        """Whether the JACK server is the one that we connected to; the other systems do not go away."""
        return self.name != "JACK" or _servers() == self._servers

    def close(self) -> None:
        """Take away the port that others connect to."""
        _close(self._door)

    def _listen(self, port: Any) -> None:
        receive = self._receive
        port.ignore_types(sysex=True, timing=True, active_sense=True)
        port.set_callback(lambda event, _: receive(event[0]))


def distinct(names: Iterable[str]) -> list[str]:
    """Names that differ. When one of two twins goes, the other's name changes too, so that it is opened anew."""
    names = list(names)
    total, seen = Counter(names), Counter[str]()
    labels = []
    for name in names:
        seen[name] += 1
        labels.append(name if total[name] == 1 else f"{name} ({seen[name]} of {total[name]})")
    return labels


def _close(port: Any) -> None:
    port.cancel_callback()
    port.close_port()
    port.delete()


def _servers() -> frozenset[tuple[str, int, int]]:
    """The sockets of JACK servers with our server's name: another server has another socket."""
    prefix = f"jack_{os.environ.get('JACK_DEFAULT_SERVER', 'default')}_"
    found = set()
    for path in _SOCKETS.glob("jack_*") if _SOCKETS.is_dir() else ():
        try:
            status = path.stat()
        except OSError:  # a server that goes while we look
            continue
        if path.name.startswith(prefix) and stat.S_ISSOCK(status.st_mode):
            found.add((path.name, status.st_ino, status.st_mtime_ns))
    return frozenset(found)


@cache
def _hush(rtmidi: Any) -> None:
    """Keep libjack and libasound from writing to stderr what we say in one line of our own.

    Found through python-rtmidi's own module, so that it is the copies it uses. Their messages go to C's strlen, which
    reads a text and does nothing; a Python function would run in JACK's audio thread.
    """
    library = ctypes.CDLL(rtmidi._rtmidi.__file__)
    deaf = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p)
    for setter in ("jack_set_error_function", "jack_set_info_function", "snd_lib_error_set_handler"):
        if hasattr(library, setter):  # a build may have left one system out
            function = getattr(library, setter)
            function.argtypes, function.restype = [ctypes.c_void_p], None
            function(deaf)
