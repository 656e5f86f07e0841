"""How much UDP clients on other machines may be sent: bytes from a host -> bytes that may go to it.

The sender of a datagram can be forged, so that replies flood a machine that has not asked for them. Until a host has
shown that it receives what is sent to it, it gets at most REPLY_FACTOR times the bytes that came from it (the rule of
QUIC: RFC 9000, section 8.1). It shows that by one of

a TCP connection   to OSC or to OSCQuery, such as a page opened in a browser
an echo            it sends /vamen/confirm back as it was sent it: the address and a text that cannot be guessed

This machine is not limited.
"""

import hashlib
import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .addresses import CONFIRM_PATH
from .replies import pack

REPLY_FACTOR = 3
MAX_CREDIT_BYTES = 1 << 16  # for a host that sends much and asks little
MAX_HOSTS = 1024  # that are remembered, of either kind
SHORT_PACKET_BYTES = 32  # a challenge, or one value
CHALLENGE_INTERVAL_S = 1.0  # between two /vamen/confirm to a host


@dataclass(slots=True)
class _Credit:
    size: int = 0  # bytes
    challenge_at: float = -float("inf")  # earliest time of the next challenge, seconds of the clock


class ReplyAllowance:
    """What each host may still be sent. Any thread may call the methods."""

    def __init__(
        self, key: bytes, limited: Callable[[str], None], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """Limit all hosts but this machine.

        Args:
            key: random bytes that no client knows.
            limited: called with a host for which something is dropped.
            clock: seconds.
        """
        self._key, self._limited, self._clock = key, limited, clock
        self._confirmed: OrderedDict[str, None] = OrderedDict()
        self._credits: OrderedDict[str, _Credit] = OrderedDict()  # of the others; the last one sent last
        self._lock = threading.Lock()

    def confirm(self, host: str) -> None:
        """Lift the limit for a host."""
        with self._lock:
            self._confirmed[host] = None
            self._confirmed.move_to_end(host)
            if len(self._confirmed) > MAX_HOSTS:
                self._confirmed.popitem(last=False)

    def received(self, host: str, datagram: bytes) -> bool:
        """Note a datagram. Returns whether it is an echo of the challenge, and therefore no message."""
        if is_loopback(host):
            return False
        if datagram.startswith(CONFIRM_PATH.encode()) and datagram == self._challenge(host):
            self.confirm(host)
            return True
        with self._lock:
            if host not in self._confirmed:
                credit = self._credits.setdefault(host, _Credit())
                credit.size = min(credit.size + REPLY_FACTOR * len(datagram), MAX_CREDIT_BYTES)
                self._credits.move_to_end(host)
                if len(self._credits) > MAX_HOSTS:
                    self._credits.popitem(last=False)
        return False

    def has_credit(self, host: str) -> bool:
        """Whether a host may be sent a short packet now."""
        if is_loopback(host):
            return True
        with self._lock:
            return host in self._confirmed or self._credits.get(host, _Credit()).size >= SHORT_PACKET_BYTES

    def take(self, host: str, packet: bytes) -> tuple[bytes, ...]:
        """Return what to send now, for a packet to a host: the packet, a challenge, both or neither."""
        if is_loopback(host):
            return (packet,)
        with self._lock:
            if host in self._confirmed:
                return (packet,)
            credit, now = self._credits.get(host, _Credit()), self._clock()
            packets = []
            if now >= credit.challenge_at and credit.size >= SHORT_PACKET_BYTES:
                credit.challenge_at = now + CHALLENGE_INTERVAL_S
                credit.size -= SHORT_PACKET_BYTES
                packets.append(self._challenge(host))
            allowed = credit.size >= len(packet)
            if allowed:
                credit.size -= len(packet)
                packets.append(packet)
        if not allowed:
            self._limited(host)
        return tuple(packets)

    def _challenge(self, host: str) -> bytes:
        # a text that begins with a letter, because some programs turn numbers into floats
        return pack(CONFIRM_PATH, "c" + hashlib.blake2s(host.encode(), key=self._key, digest_size=5).hexdigest())


@lru_cache(256)
def is_loopback(host: str) -> bool:
    """Whether an address in numbers belongs to this machine alone."""
    address = ipaddress.ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
