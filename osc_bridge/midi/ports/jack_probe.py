"""What a JACK server tells of itself: whether another program stands behind a port, and whether the server still runs.

birth    a port's full name -> int   another number when the program behind it was started anew, 0 when there is none
cycle    int                         frames since the server began, as of its last cycle; the same while it stands still

Ports alone do not tell: one that goes and comes back between two looks has its name and its number again, but nobody is
connected to it. A client without ports reads both from the server, in less than 0.1 ms, and is no part of the graph.
"""

import ctypes
import os
import stat
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import NoDevice

_SOCKETS = Path("/dev/shm")  # where a JACK server keeps the socket that clients find it by
_NO_START = 1  # of jack_options_t

Servers = frozenset[tuple[str, int, int]]


class JackProbe:
    """A client of the server that programs find here, by the copy of libjack that python-rtmidi brings along."""

    def __init__(self, name: str) -> None:
        """Connect under a name.

        Raises:
            NoDevice: no server runs.
        """
        self._jack = _library()
        status = ctypes.c_int()
        self._client = self._jack.jack_client_open(name.encode(), _NO_START, ctypes.byref(status))
        if not self._client:
            raise NoDevice("no JACK server runs; start one")

    def birth(self, port: str) -> int:
        """The number that the program of a port got when it came; 0 when it has gone or the server does not answer."""
        client = port.partition(":")[0].encode()
        text = self._jack.jack_get_uuid_for_client_name(self._client, client) if self._client else None
        if not text:
            return 0
        try:
            return int(ctypes.string_at(text))
        finally:
            self._jack.jack_free(text)

    def cycle(self) -> int:
        """Frames at the beginning of the server's present cycle."""
        return int(self._jack.jack_last_frame_time(self._client)) if self._client else 0

    def close(self) -> None:
        """Leave the server. What is asked afterwards is answered with 0."""
        client, self._client = self._client, None
        if client:
            self._jack.jack_client_close(client)


def servers() -> Servers:
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
def silence_library_logs() -> None:
    """Keep libjack and libasound from writing to stderr what we say in one line of our own.

    Their messages go to C's strlen, which reads a text and does nothing; a Python function would run in JACK's audio
    thread.
    """
    library = _midi_library()
    deaf = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p)
    for setter in ("jack_set_error_function", "jack_set_info_function", "snd_lib_error_set_handler"):
        if hasattr(library, setter):  # a build may have left one system out
            function: Callable[..., None] = getattr(library, setter)
            function.argtypes, function.restype = [ctypes.c_void_p], None  # type: ignore[attr-defined]
            function(deaf)


def _midi_library() -> ctypes.CDLL:
    """python-rtmidi's own module: what is found through it are the copies of the C libraries that it uses."""
    import rtmidi

    return ctypes.CDLL(rtmidi._rtmidi.__file__)


@cache
def _library() -> Any:
    """libjack, its functions declared."""
    library = _midi_library()
    pointer, text = ctypes.c_void_p, ctypes.c_char_p
    for name, result, arguments in (
        ("jack_client_open", pointer, [text, ctypes.c_int, ctypes.POINTER(ctypes.c_int)]),
        ("jack_client_close", ctypes.c_int, [pointer]),
        ("jack_get_uuid_for_client_name", pointer, [pointer, text]),
        ("jack_last_frame_time", ctypes.c_uint32, [pointer]),
        ("jack_free", None, [pointer]),
    ):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
