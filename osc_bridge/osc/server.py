"""OSC over UDP and TCP: packets in, to the handler; its replies out, to the sender or to a fixed port of its machine.

A thread for each UDP socket receives datagrams and handles them, one serves the connections; the handler has threads
for dated bundles, subscriptions and long replies. The ports are bound to this machine, to both loopback addresses,
unless another host is given: OSC has no password.
"""

import secrets
import socket
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from engine.controls import Controls
from engine.errors import BadConfig
from engine.sync.scheduler import Scheduler
from osc_bridge.lifecycle import Service

from . import replies
from .addresses import CONFIRM_PATH
from .command_registry import CommandRegistry
from .handler import OscHandler
from .latent_names import NO_NAMES, LatentNames
from .packets import MAX_PACKET_BYTES
from .receive_timestamp import receive
from .reply_allowance import REPLY_FACTOR, ReplyAllowance
from .request import Client
from .sockets import LOCALHOST, STOP_POLL_S, bind_udp_and_tcp
from .streams import StreamSource
from .tcp import TcpServer

OSC_PORT = 7770


@dataclass(frozen=True)
class UdpClient(Client):
    """Where replies to a datagram go; clients with the same address are equal."""

    address: Any  # as in `socket.sendto`
    port: socket.socket = field(compare=False)
    failed: Callable[[str], None] = field(compare=False)
    allowance: ReplyAllowance = field(compare=False)

    @property
    def host(self) -> str:
        """The address of its machine."""
        return str(self.address[0])

    @property
    def has_room(self) -> bool:
        """Whether it may be sent something now."""
        return self.allowance.has_credit(self.host)

    def send(self, packet: bytes) -> None:
        """Send a packet, if the allowance permits it; a failure is counted."""
        try:
            for datagram in self.allowance.take(self.host, packet):
                self.port.sendto(datagram, self.address)
        except OSError as error:
            self.failed(f"a reply to {self.address[0]} port {self.address[1]} could not be sent: {error}")


class OscServer(Service):
    """Receives OSC on a UDP and a TCP port, to change the controls, and answers."""

    def __init__(
        self,
        controls: Controls,
        host: str = LOCALHOST,
        port: int = OSC_PORT,
        *,
        reply_port: int | None = None,
        lock: AbstractContextManager[bool] | None = None,
        commands: CommandRegistry | None = None,
        scheduler: Scheduler | None = None,
        key: bytes | None = None,
        latents: LatentNames = NO_NAMES,
        streams: StreamSource | None = None,
    ) -> None:
        """Prepare the server; nothing is bound before start().

        Args:
            controls: the instrument that the messages change.
            host: name or address of the interface; "localhost" for both loopback addresses, "0.0.0.0" or "::" for all.
            port: of UDP and TCP; 0 for any that is free.
            reply_port: where datagrams are answered, on the sender's machine; the port that they came from if None.
            lock: as for `OscHandler`.
            commands: as for `OscHandler`.
            scheduler: as for `OscHandler`.
            key: random bytes for `ReplyAllowance`; new ones if None.
            latents: as for `OscHandler`.
            streams: as for `OscHandler`.
        """
        self.host, self.port = host, port
        self.handler = OscHandler(
            controls, lock=lock, commands=commands, scheduler=scheduler, latents=latents, streams=streams
        )
        self.allowance = ReplyAllowance(key or secrets.token_bytes(16), self._refuse_reply)
        self._reply_port = reply_port
        self._sockets: list[socket.socket] = []
        self._tcp: TcpServer | None = None
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Bind the ports and start the threads; with a fixed reply port, send /vamen/startup there, on this machine.

        Raises:
            PortBusy: another program has the port.
            BadConfig: this machine has no such address, or does not permit the port.
        """
        if self._reply_port is not None and not 0 < self._reply_port < 65_536:
            raise BadConfig(f"there is no port {self._reply_port}; choose --osc-reply-port from 1 to 65535")
        self._sockets, connections = bind_udp_and_tcp(self.host, self.port)
        address = self._sockets[0].getsockname()
        self.port = address[1]
        self._stopping.clear()
        self.handler.start()
        self._threads = [
            threading.Thread(target=self._receive, args=(port,), name="osc receiver", daemon=True)
            for port in self._sockets
        ]
        for thread in self._threads:
            thread.start()
        self._tcp = TcpServer(connections, self.handler, self.allowance.confirm)
        self._tcp.start()
        here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])
        self.allowance.confirm(here)
        if self._reply_port is not None:
            self._client(self._sockets[0], (here, *address[1:])).send(replies.startup())

    def stop(self) -> None:
        """End the threads and close the ports. Does nothing when it was not started."""
        self._stopping.set()
        if self._tcp is not None:
            self._tcp.stop()
            self._tcp = None
        for thread in self._threads:
            thread.join()
        if self._threads:
            self.handler.stop()
        for port in self._sockets:
            port.close()
        self._threads, self._sockets = [], []

    def _receive(self, port: socket.socket) -> None:
        while not self._stopping.is_set():
            try:
                datagram, sender, at = receive(port, MAX_PACKET_BYTES + 1)  # one more, to notice longer ones
            except TimeoutError:
                continue
            except OSError as error:  # Windows reports here that a client, which was answered, has closed its port
                self.handler.refuse(f"receiving failed: {error}")
                self._stopping.wait(STOP_POLL_S / 10)
                continue
            if not self.allowance.received(sender[0], datagram):
                self.handler.handle(datagram, self._client(port, sender), at)

    def _client(self, port: socket.socket, address: Any) -> UdpClient:
        if self._reply_port is not None:
            address = (address[0], self._reply_port, *address[2:])
        return UdpClient(address, port, self.handler.refuse, self.allowance)

    def _refuse_reply(self, host: str) -> None:
        self.handler.refuse(
            f"{host} gets no more than {REPLY_FACTOR} times the bytes that it sends; let it send {CONFIRM_PATH} back, "
            "or open the page of OSCQuery there once"
        )
