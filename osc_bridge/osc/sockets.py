"""A host and a number -> the UDP port and the TCP port of that number, both ours or neither."""

import errno
import socket
import sys
from collections.abc import Callable

from engine.errors import BadConfig, PortBusy

from . import receive_timestamp

BUFFER = 1 << 23  # bytes the system may hold for us while this process is busy; it grants less as a rule
PATIENCE = 0.1  # seconds until a receiving thread looks whether it should end
WAITING = 128  # connections that wait to be accepted
TRIES = 20  # free UDP ports that are looked at, until one's number is free for TCP too


def bound(host: str, number: int) -> tuple[socket.socket, socket.socket]:
    """A UDP socket, and a TCP socket that listens on the same number.

    Args:
        host: name or address of the interface.
        number: of the port; 0 for any that is free.

    Raises:
        PortBusy: another program has the port.
        BadConfig: this machine has no such address, or does not let us have the port.
    """
    for _ in range(TRIES):
        datagrams = opened(host, number, socket.SOCK_DGRAM, _datagrams, "OSC", "--osc-port")
        try:
            return datagrams, _tcp(datagrams)
        except OSError as error:
            taken = datagrams.getsockname()[1]
            datagrams.close()
            if error.errno != errno.EADDRINUSE:
                raise BadConfig(
                    f"OSC cannot listen on TCP port {taken} ({error.strerror}); check --osc-port"
                ) from error
            if number:
                break
    raise PortBusy(f"TCP port {taken} is taken by another program; close it or choose another one with --osc-port")


def opened(
    host: str, number: int, kind: socket.SocketKind, prepare: Callable[[socket.socket], None], who: str, option: str
) -> socket.socket:
    """A socket with that number; one for connections listens.

    Args:
        host: name or address of the interface.
        number: of the port; 0 for any that is free.
        kind: for datagrams or for connections.
        prepare: what must be set before it is bound.
        who: wants it, for refusals.
        option: chooses the number, for refusals.

    Raises:
        PortBusy: another program has the port.
        BadConfig: this machine has no such address, or does not let us have the port.
    """
    if not 0 <= number < 65_536:
        raise BadConfig(f"there is no port {number}; choose {option} from 1 to 65535, or 0 for a free one")
    try:
        places = socket.getaddrinfo(host, number, type=kind)
        # "localhost" has two addresses; most controllers know only the old kind
        family, _, protocol, _, address = min(places, key=lambda place: place[0] != socket.AF_INET)
        port = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadConfig(f"there is no network address {host!r} ({error}); check --osc-host") from error
    try:
        prepare(port)
        port.bind(address)
        if kind is socket.SOCK_STREAM:
            port.listen(WAITING)
    except OSError as error:
        port.close()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(
                f"port {number} is taken by another program; close it or choose another one with {option}"
            ) from error
        raise BadConfig(
            f"{who} cannot listen on {host} port {number} ({error.strerror}); check --osc-host and {option}"
        ) from error
    return port


def reusable(port: socket.socket) -> None:
    """Ours alone, and free again at once: what remains of old connections would hold it for a minute."""
    _alone(port)
    if sys.platform != "win32":  # there it would mean something else
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def _datagrams(port: socket.socket) -> None:
    _alone(port)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
    port.settimeout(PATIENCE)
    receive_timestamp.stamp(port)


def _tcp(datagrams: socket.socket) -> socket.socket:
    port = socket.socket(datagrams.family, socket.SOCK_STREAM)
    try:
        reusable(port)
        port.bind(datagrams.getsockname())
        port.listen()
        port.setblocking(False)
    except OSError:
        port.close()
        raise
    return port


def _alone(port: socket.socket) -> None:
    if sys.platform == "win32":
        # otherwise a second program may take the same port and half of the messages
        port.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
