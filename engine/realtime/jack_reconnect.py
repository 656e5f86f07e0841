"""What the player's ports are connected to at a JACK server, and the same again when a device comes back.

JACK has no devices: "the device" is another client, and when that one goes, the player's stream runs on into nothing.
When it comes back, nobody ties the connections again; we do, and only those that were cut because a port had vanished,
so that what somebody patches by hand stays as it is.

Ports    a server's view: connections of the player, input ports of everybody, connect
Patch    looks, ties, and says what happened
"""

import ctypes
import sys
from collections.abc import Callable
from typing import Any, Protocol

LIBRARIES = {"linux": "libjack.so.0", "darwin": "libjack.0.dylib"}
NO_START_SERVER = 1
INPUT, OUTPUT = 1, 2  # flags of a port
AUDIO = b"audio"  # part of the type of an audio port
LEAVING = 20  # looks; a client that goes is first disconnected, and its ports vanish a moment later

Pair = tuple[str, str]  # from an output port, to an input port


class JackGraph(Protocol):
    """What a JACK server shows of its ports."""

    def connections(self) -> set[Pair]:
        """Of what plays through PortAudio, as the player does; JACK does not tell one such client from another."""

    def inputs(self) -> set[str]:
        """Audio inputs of everybody."""

    def connect(self, pair: Pair) -> bool:
        """Tie two ports; False when the server does not."""

    def close(self) -> None:
        """Look no more."""


class ConnectionRestorer:
    """The connections of one player, as long as it lives."""

    def __init__(self, ports: JackGraph) -> None:
        self._ports = ports
        self._tied: set[Pair] = set()
        self._loose: dict[Pair, int] = {}  # cut while the input is still there: looks until that was by hand
        self._cut: set[Pair] = set()  # because the input has vanished

    def look(self) -> str:
        """Tie what can be tied again; what happened since the last look, in a line, usually empty."""
        tied, inputs = self._ports.connections(), self._ports.inputs()
        loose = {**self._loose, **dict.fromkeys(self._tied - tied, LEAVING)}
        lost = {pair for pair in loose.keys() - tied if pair[1] not in inputs}
        self._loose = {pair: left - 1 for pair, left in loose.items() if left and pair not in tied | lost}
        back = {pair for pair in self._cut if pair[1] in inputs and self._ports.connect(pair)}
        away, self._cut = self._cut, (self._cut | lost) - back
        self._tied = tied | back
        # ports come and go one by one: a client is gone with its first, and back with its last
        returned, left = _clients(back) - _clients(self._cut), _clients(lost) - _clients(away)
        if returned:
            return f"{' and '.join(sorted(returned))} is back at JACK and hears the set again"
        return f"{' and '.join(sorted(left))} is gone from JACK; the set keeps time until it is back" if left else ""

    def close(self) -> None:
        """Look no more."""
        self._ports.close()


class JackPorts:
    """A client of the JACK server that only looks; it has no ports and is never active."""

    def __init__(self, library: Any, client: Any) -> None:
        self._library, self._client = library, client

    def connections(self) -> set[Pair]:
        """Of what plays through PortAudio."""
        found = set()
        for name in self._names(b"^PortAudio.*:", OUTPUT):
            port = self._library.jack_port_by_name(self._client, name)
            targets = self._taken(self._library.jack_port_get_all_connections(self._client, port)) if port else []
            found |= {(name.decode(), target.decode()) for target in targets}
        return found

    def inputs(self) -> set[str]:
        """Audio inputs of everybody."""
        return {name.decode() for name in self._names(None, INPUT)}

    def connect(self, pair: Pair) -> bool:
        """Tie two ports; False when the server does not."""
        return not self._library.jack_connect(self._client, *(name.encode() for name in pair))

    def close(self) -> None:
        """Leave the server."""
        self._library.jack_client_close(self._client)

    def _names(self, pattern: bytes | None, flag: int) -> list[bytes]:
        return self._taken(self._library.jack_get_ports(self._client, pattern, AUDIO, flag))

    def _taken(self, names: Any) -> list[bytes]:
        """A list of names that the library gives away, and asks to free."""
        if not names:
            return []
        found: list[bytes] = []
        while names[len(found)]:
            found.append(bytes(names[len(found)]))
        self._library.jack_free(names)
        return found


def patch() -> ConnectionRestorer | None:
    """The connections of the player; None where there is no JACK server."""
    library = _library()
    client = library and library.jack_client_open(b"vamen-patch", NO_START_SERVER, None)
    return ConnectionRestorer(JackPorts(library, client)) if client else None


def _library() -> Any:
    """libjack, or None."""
    try:
        library = ctypes.CDLL(LIBRARIES.get(sys.platform, ""))
        library.jack_client_open.restype = library.jack_port_by_name.restype = ctypes.c_void_p
        for function in (library.jack_get_ports, library.jack_port_get_all_connections):
            function.restype = ctypes.POINTER(ctypes.c_char_p)
        library.jack_client_open.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
        library.jack_get_ports.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_ulong]
        library.jack_port_by_name.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        library.jack_port_get_all_connections.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        library.jack_connect.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
        library.jack_client_close.argtypes = library.jack_free.argtypes = [ctypes.c_void_p]
        library.jack_set_error_function(SILENT)
        library.jack_set_info_function(SILENT)
    except (OSError, AttributeError):  # not installed, or an older kind
        return None
    return library


def _clients(pairs: set[Pair]) -> set[str]:
    return {target.partition(":")[0] for _, target in pairs}


SILENT = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda message: None)  # "not there yet" is an answer, not news
Patcher = Callable[[], ConnectionRestorer | None]
