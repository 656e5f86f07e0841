"""A host and a port number -> bound sockets: UDP and TCP of one number for OSC, TCP for OSCQuery.

"localhost" is both loopback addresses, as a client that looks the name up may send to either of them; a machine without
IPv6 has only the first. Every other host is one address.
"""

import errno
import socket
import sys
from collections.abc import Callable
from functools import partial

from engine.errors import BadConfig, PortBusy

from .receive_timestamp import enable_timestamps

LOCALHOST = "localhost"
RECEIVE_BUFFER_BYTES = 1 << 23  # asked of the system for the time in which this process is busy; it may grant less
STOP_POLL_S = 0.1  # until a receiving thread notices that it should end
TCP_BACKLOG = 128  # connections that wait to be accepted
MAX_FREE_PORTS = 20  # free ports to try until one's number is free for all sockets

_LOOPBACKS = ("127.0.0.1", "::1")
_NO_IPV6 = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT)

Sockets = list[socket.socket]


def bind_udp_and_tcp(host: str, number: int) -> tuple[Sockets, Sockets]:
    """Return UDP sockets, and TCP sockets that listen on the same number: one for each address of the host.

    Args:
        host: name or address of the interface.
        number: port number; 0 for any that is free.

    Raises:
        PortBusy: another program has the port.
        BadConfig: this machine has no such address, or does not permit the port.
    """
    for _ in range(MAX_FREE_PORTS):
        udp = open_sockets(host, number, socket.SOCK_DGRAM, _prepare_udp, "OSC", "--osc-port")
        tcp: Sockets = []
        try:
            for port in udp:
                tcp.append(_listen_on_port_of(port))
        except OSError as error:
            taken = udp[0].getsockname()[1]
            _close([*udp, *tcp])
            if error.errno != errno.EADDRINUSE:
                raise BadConfig(
                    f"OSC cannot listen on TCP port {taken} ({error.strerror}); check --osc-port"
                ) from error
            if number:
                break
        else:
            return udp, tcp
    raise PortBusy(f"TCP port {taken} is taken by another program; close it or choose another one with --osc-port")


def open_sockets(
    host: str, number: int, kind: socket.SocketKind, prepare: Callable[[socket.socket], None], user: str, option: str
) -> Sockets:
    """Return sockets that are bound to the same port of each address of a host; TCP sockets listen.

    Args:
        host: name or address of the interface.
        number: port number; 0 for any that is free.
        kind: SOCK_DGRAM or SOCK_STREAM.
        prepare: sets the options that are needed before binding.
        user: what needs the port, for messages.
        option: the flag that chooses the number, for messages.

    Raises:
        PortBusy: another program has the port.
        BadConfig: this machine has no such address, or does not permit the port.
    """
    if not 0 <= number < 65_536:
        raise BadConfig(f"there is no port {number}; choose {option} from 1 to 65535, or 0 for a free one")
    addresses = _LOOPBACKS if host.lower() == LOCALHOST else (host,)
    open_at = partial(_open, kind=kind, prepare=prepare, user=user, option=option)
    for attempt in range(1, MAX_FREE_PORTS + 1):
        ports = [open_at(addresses[0], number)]
        try:
            for address in addresses[1:]:
                ports.append(open_at(address, ports[0].getsockname()[1]))
        except PortBusy:
            _close(ports)
            if number or attempt == MAX_FREE_PORTS:
                raise
            continue
        except BadConfig as refusal:
            if not _is_without_ipv6(refusal.__cause__):
                _close(ports)
                raise
        break
    return ports


def _is_without_ipv6(error: BaseException | None) -> bool:
    return isinstance(error, socket.gaierror) or (isinstance(error, OSError) and error.errno in _NO_IPV6)


def _open(
    host: str, number: int, kind: socket.SocketKind, prepare: Callable[[socket.socket], None], user: str, option: str
) -> socket.socket:
    """Return a socket that is bound to one address; arguments and errors as in `open_sockets`."""
    try:
        addresses = socket.getaddrinfo(host, number, type=kind)
        # a name may have two addresses; most controllers know only that of IPv4
        family, _, protocol, _, address = min(addresses, key=lambda info: info[0] != socket.AF_INET)
        port = socket.socket(family, kind, protocol)
    except OSError as error:
        raise BadConfig(f"there is no network address {host!r} ({error}); check --osc-host") from error
    try:
        prepare(port)
        port.bind(address)
        if kind is socket.SOCK_STREAM:
            port.listen(TCP_BACKLOG)
    except OSError as error:
        port.close()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(
                f"port {number} is taken by another program; close it or choose another one with {option}"
            ) from error
        raise BadConfig(
            f"{user} cannot listen on {host} port {number} ({error.strerror}); check --osc-host and {option}"
        ) from error
    return port


def _close(ports: Sockets) -> None:
    for port in ports:
        port.close()


def connection_limit(most: int) -> int:
    """Return how many connections a server may keep: `most`, or a sixteenth of the files that this process may open."""
    if sys.platform == "win32":
        return most
    import resource

    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return most if files == resource.RLIM_INFINITY else max(1, min(most, files // 16))


def prepare_tcp(port: socket.socket) -> None:
    """Make a port exclusive, and free again at once after closing: old connections would hold it for a minute."""
    _make_exclusive(port)
    if sys.platform != "win32":  # there the option would let others share the port
        port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)


def _prepare_udp(port: socket.socket) -> None:
    _make_exclusive(port)
    port.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    port.settimeout(STOP_POLL_S)
    enable_timestamps(port)


def _listen_on_port_of(udp: socket.socket) -> socket.socket:
    port = socket.socket(udp.family, socket.SOCK_STREAM)
    try:
        prepare_tcp(port)
        port.bind(udp.getsockname())
        port.listen()
        port.setblocking(False)
    except OSError:
        port.close()
        raise
    return port


def _make_exclusive(port: socket.socket) -> None:
    if sys.platform == "win32":
        # otherwise a second program may take the same port and half of the messages
        port.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
