"""Subscriptions: values that change -> packets for the clients that subscribed, PUBLISH_RATE_HZ times a second.

Each address is compared with what the client knows of it: the value that it was last sent, or that it sent itself. So
a client does not get its own changes back, but it does get what became of them when they were clamped; several changes
between two comparisons are one packet. A message that repeats what its client was sent within the last ECHO_S seconds
is ignored: otherwise, two clients that send everything back would pass old values round for ever.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice

from engine.controls import Controls

from .address_space import UNNAMED, AddressSpace
from .addresses import LATENT_PATH, Endpoint, EndpointKind
from .messages import Message
from .patterns import WILDCARDS
from .replies import NO_REPORTS, Values, error, read_values, value_packet
from .reports import Reports
from .request import Client, Request, numbers
from .sending_thread import SendingThread

PUBLISH_RATE_HZ = 30.0
MAX_SUBSCRIBERS = 64  # clients that subscribe by datagrams
MAX_SUBSCRIBERS_PER_HOST = 8
ECHO_S = 0.3
MAX_SENT = 16  # values of one address to compare with; more than are published in ECHO_S
ADDRESSES_PER_LOCK = 64  # read without releasing the lock


@dataclass(slots=True)
class _Subscription:
    """What one client knows of one address."""

    expires: float  # seconds of the clock
    known: Values
    sent: deque[tuple[float, Values]]  # to the client: time, value; the newest MAX_SENT
    dated: tuple[float, Values] | None = None  # from the client, in a bundle for later: its due time, value


class Subscriptions:
    """The table of all subscriptions. The lock must be held for all methods but `publish`, `start` and `stop`."""

    def __init__(
        self,
        controls: Controls,
        lock: AbstractContextManager[bool],
        clock: Callable[[], float] = time.perf_counter,
        failed: Callable[[str, BaseException | None], None] = lambda sentence, cause: None,
        space: AddressSpace = UNNAMED,
        reports: Reports = NO_REPORTS,
    ) -> None:
        """Begin without subscriptions.

        Args:
            controls: what the subscribers are told of.
            lock: held while the controls are read.
            clock: seconds.
            failed: takes a sentence, and the error if publishing fails.
            space: the addresses of the instrument.
            reports: what it reports in words.
        """
        self._controls, self._lock, self._clock, self._failed, self._space = controls, lock, clock, failed, space
        self._reports = reports
        self._clients: dict[Client, dict[str, _Subscription]] = {}
        self._thread = SendingThread("subscriptions", self.publish, failed)

    def __len__(self) -> int:
        """The number of clients that are subscribed."""
        return len(self._clients)

    def subscribe(self, client: Client, paths: Iterable[str], duration: float) -> Iterator[bytes]:
        """Subscribe to addresses, or renew their subscriptions, for `duration` seconds; yield their present values.

        A client is subscribed to an address from the moment at which its packet is taken from the iterator. When there
        are too many clients without a connection, the one that has not renewed for longest is told, and ends.
        """
        subscriptions, now = self._clients.pop(client, {}), self._clock()
        self._clients[client] = subscriptions  # the last one has renewed last
        self._evict(client.host)
        self._thread.wake()
        for path in paths:
            endpoint, before = self._space[path], subscriptions.get(path)
            values = read_values(endpoint, self._controls, reports=self._reports)
            expires = max(now + duration, before.expires if before else now)
            subscriptions[path] = _Subscription(expires, values, deque([(now, values)], MAX_SENT))
            yield value_packet(endpoint, values)

    def unsubscribe(self, client: Client, paths: Iterable[str]) -> None:
        """End subscriptions; the client need not be subscribed."""
        subscriptions = self._clients.get(client, {})
        for path in paths:
            subscriptions.pop(path, None)
        if not subscriptions:
            self.forget(client)

    def forget(self, client: Client) -> None:
        """End all subscriptions of a client."""
        self._clients.pop(client, None)

    def is_echo(self, client: Client, message: Message, request: Request, due: float | None) -> bool:
        """Note what a client sends to addresses that it is subscribed to; `due` is the time of a dated message.

        Returns:
            Whether the message only repeats what the client was sent within the last ECHO_S seconds.
        """
        if not self._clients or not (request.values or request.cells):
            return False
        subscriptions = self._clients.get(client, {})
        echo, now = False, self._clock()
        for path, values in self._set_values(message, subscriptions):
            subscription = subscriptions[path]
            if due is not None:
                subscription.dated = (due, values)
                continue
            subscription.known = values
            if path == message.address and any(
                _same(self._space[path], values, sent) for when, sent in subscription.sent if when >= now - ECHO_S
            ):
                echo = True
            else:
                subscription.sent.clear()
        return echo

    def publish(self) -> float:
        """Send every client what has changed since the last call; return the seconds until the next one.

        A client without room gets it at a later call.
        """
        with self._lock:
            now = self._clock()
            self._expire(now)
            # in their order: the list of presets is sent before the number of one that is new in it
            paths = dict.fromkeys(path for subscriptions in self._clients.values() for path in subscriptions)
            endpoints = [self._space[path] for path in paths]
            metered = any(endpoint.kind is EndpointKind.METER for endpoint in endpoints)
            status = self._controls.status() if metered else None
        remaining = iter(endpoints)
        while portion := tuple(islice(remaining, ADDRESSES_PER_LOCK)):
            packets: list[tuple[Client, bytes]] = []
            with self._lock:
                for endpoint in portion:
                    try:
                        values = read_values(endpoint, self._controls, status, self._reports)
                        packets += self._changed(endpoint, values, now)
                    except Exception as defect:  # the others must come, whatever is wrong behind this one
                        self._failed(f"{endpoint.path} could not be sent: {defect}", defect)
            for client, packet in packets:
                client.send(packet)
        return 1 / PUBLISH_RATE_HZ

    def start(self) -> None:
        """Start the thread that publishes."""
        self._thread.start()

    def stop(self) -> None:
        """End all subscriptions and the thread."""
        self._thread.stop()
        with self._lock:
            self._clients.clear()

    def _changed(self, endpoint: Endpoint, values: Values, now: float) -> list[tuple[Client, bytes]]:
        """Return the subscribers of an address that know other values, and the packet; note that they know it now."""
        packet, found = b"", list[tuple[Client, bytes]]()
        for client, subscriptions in self._clients.items():
            subscription = subscriptions.get(endpoint.path)
            if subscription is None or _same(endpoint, subscription.known, values):
                continue
            dated = subscription.dated
            if dated is not None and (_same(endpoint, dated[1], values) or now > dated[0] + ECHO_S):
                subscription.dated = None
                if _same(endpoint, dated[1], values):  # the client's own value, whose time has come
                    subscription.known = values
                    continue
            if client.has_room:
                packet = packet or value_packet(endpoint, values)
                subscription.known = values
                subscription.sent.append((now, values))
                found.append((client, packet))
        return found

    def _evict(self, host: str) -> None:
        """End the subscriptions of one client if there are too many of `host`, or of all hosts."""
        clients = [client for client in self._clients if client.host]
        own = [client for client in clients if client.host == host]
        if len(own) <= MAX_SUBSCRIBERS_PER_HOST and len(clients) <= MAX_SUBSCRIBERS:
            return
        # clients that may not be sent anything go first: their senders may be forged
        oldest = min(own if len(own) > MAX_SUBSCRIBERS_PER_HOST else clients[:-1], key=lambda client: client.has_room)
        self.forget(oldest)
        oldest.send(error("newer listeners have taken your place; send /vamen/listen again"))
        self._failed(f"newer listeners have replaced one of {oldest.host}; close listeners that are not needed", None)

    def _set_values(self, message: Message, subscribed: Container[str]) -> Iterator[tuple[str, Values]]:
        """Yield the subscribed addresses that a valid message sets, and their values as they are in the message."""
        values, address = numbers(message.params), message.address
        sent = {path: values for path in self._addresses(address)}
        if address == LATENT_PATH:
            sent |= {f"{LATENT_PATH}/{index}": (value,) for index, value in enumerate(values)}
        spelled = {path: sent[one] for one in sent for path in self._space.spellings(one)}
        yield from ((path, spelled[path]) for path in spelled if path in subscribed)

    def _addresses(self, address: str) -> tuple[str, ...]:
        return (address,) if WILDCARDS.isdisjoint(address) else self._space.controls(address)

    def _expire(self, now: float) -> None:
        """End the subscriptions whose time is over, and those to names of latents that another model does not have."""
        known = self._space.find
        for client, subscriptions in list(self._clients.items()):
            ended = [path for path, one in subscriptions.items() if one.expires <= now or known(path) is None]
            self.unsubscribe(client, ended)
        if not self._clients:
            self._thread.rest()


def _same(endpoint: Endpoint, one: Values, other: Values) -> bool:
    """Whether two values of an address are equal as far as a float on the wire can tell."""
    if len(one) != len(other):
        return False
    entry = endpoint.entry
    # a seed may have more digits than a float
    if endpoint.kind is EndpointKind.REPORT or (entry is not None and entry.whole):
        return one == other
    pairs = zip(one, other, strict=True)
    return all(math.isclose(float(a), float(b), rel_tol=2e-7, abs_tol=1e-7) for a, b in pairs)
