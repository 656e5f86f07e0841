"""A host and a number -> the UDP port and the TCP port of that number, both ours or neither."""

import errno
import socket
import sys

from engine.errors import BadConfig, PortBusy

from . import arrival

BUFFER = 1 << 23  # bytes the system may hold for us while this process is busy; it grants less as a rule
PATIENCE = 0.1  # seconds until a receiving thread looks whether it should end
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
        datagrams = _udp(host, number)
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


def _udp(host: str, number: int) -> socket.socket:
    if not 0 <= number < 65_536:
        raise BadConfig(f"there is no port {number}; choose --osc-port from 1 to 65535")
    try:
        places = socket.getaddrinfo(host, number, type=socket.SOCK_DGRAM)
        # "localhost" has two addresses; most controllers know only the old kind
        family, kind, protocol, _, address = min(places, key=lambda place: place[0] != socket.AF_INET)
        port = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadConfig(f"there is no network address {host!r} ({error}); check --osc-host") from error
    try:
        _alone(port)
        port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        port.settimeout(PATIENCE)
        arrival.stamp(port)
        port.bind(address)
    except OSError as error:
        port.close()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(
                f"port {number} is taken by another program; close it or choose another one with --osc-port"
            ) from error
        raise BadConfig(
            f"OSC cannot listen on {host} port {number} ({error.strerror}); check --osc-host and --osc-port"
        ) from error
    return port


def _tcp(datagrams: socket.socket) -> socket.socket:
    port = socket.socket(datagrams.family, socket.SOCK_STREAM)
    try:
        _alone(port)
        if sys.platform != "win32":  # there it would mean something else
            port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of who was here before
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
