"""Who follows which addresses over a WebSocket: controls that change -> OSC packets for those who follow.

Somebody calls `tick` RATE times a second while anybody follows anything. A value goes to everybody who follows its
path, but not to whoever has just sent that very value; who sent one that was clamped is told what it became.
"""

import math
from collections.abc import Callable, Iterable

from engine.errors import BadParameter

from . import packets
from .addresses import ROOT, Kind, by_path
from .messages import Message
from .patterns import SIGNS, matching
from .readings import Readings, Value
from .replies import pack
from .request import number, quoted

RATE = 30.0  # looks a second

_LATENT = f"{ROOT}/latent"


class Follower:
    """Somebody who may follow addresses."""

    def __init__(self, send: Callable[[bytes], bool]) -> None:
        """`send`: takes a packet, or says False because too many wait already."""
        self.send = send
        self.known: dict[str, Value] = {}  # by followed path: what this one has been told, or has sent
        self.dated: dict[str, Value] = {}  # what this one has sent for later


class Following:
    """All followers. One thread uses it."""

    def __init__(self, readings: Readings) -> None:
        """`readings`: where values come from."""
        self._readings = readings
        self._followers: dict[str, set[Follower]] = {}  # by path
        self._last: dict[str, Value] = {}
        self._doubtful: set[str] = set()  # paths where somebody may know another value than the last one

    def __len__(self) -> int:
        """How many addresses are followed."""
        return len(self._followers)

    def listen(self, follower: Follower, path: str) -> None:
        """Tell the follower the value of an address now and whenever it changes.

        Raises:
            BadParameter: no address of that path has a value.
        """
        address = by_path().get(path)
        if address is None or address.kind not in (Kind.CONTROL, Kind.METER):
            raise BadParameter(f"{quoted(path)} has no value to listen to; choose a control or a meter")
        value = self._readings.read([address])[path]
        self._followers.setdefault(path, set()).add(follower)
        _forget(follower, path)
        self._tell(follower, path, value)

    def ignore(self, follower: Follower, path: str) -> None:
        """No longer. Does nothing when the follower did not listen."""
        followers = self._followers.get(path, set())
        followers.discard(follower)
        _forget(follower, path)
        if not followers:
            self._followers.pop(path, None)
            self._last.pop(path, None)

    def leave(self, follower: Follower) -> None:
        """Forget somebody."""
        for path in [path for path, followers in self._followers.items() if follower in followers]:
            self.ignore(follower, path)

    def sent(self, follower: Follower, packet: bytes, wall: float) -> None:
        """Note what a follower has itself sent; call this when the packet has been handled.

        Args:
            follower: who sent it.
            packet: any bytes.
            wall: seconds since the Unix epoch.
        """
        if not self._followers:
            return
        try:
            groups = packets.read(packet)
        except BadParameter:
            return  # whoever handled it has refused it
        for group in groups:
            later = group.when is not None and group.when > wall
            for message in group.messages:
                for path, value in _set_by(message, self._followers):
                    if follower not in self._followers.get(path, ()):
                        continue
                    if later:
                        follower.dated[path] = value
                    else:
                        follower.known[path] = value
                        self._doubtful.add(path)

    def tick(self) -> None:
        """Look at everything that is followed and tell what has changed."""
        doubtful, self._doubtful = self._doubtful, set()
        addresses = by_path()
        for path, value in self._readings.read(addresses[path] for path in self._followers).items():
            if path not in doubtful and value == self._last.get(path):
                continue
            self._last[path] = value
            for follower in self._followers[path]:
                if not _same(value, follower.known.get(path)):
                    self._tell(follower, path, value)

    def _tell(self, follower: Follower, path: str, value: Value) -> None:
        if _same(value, follower.dated.get(path)):
            del follower.dated[path]
        elif not follower.send(pack(path, *value)):
            self._doubtful.add(path)  # the next look finds the newest value, so nothing piles up
            return
        follower.known[path] = value


def _forget(follower: Follower, path: str) -> None:
    follower.known.pop(path, None)
    follower.dated.pop(path, None)


def _set_by(message: Message, followed: Iterable[str]) -> list[tuple[str, Value]]:
    """Followed paths that a message sets, and the values in it."""
    try:
        values = tuple(number(argument) for argument in message.params)
        if not values:
            return []
        if not SIGNS.isdisjoint(message.address):
            return [(path, values) for path in matching(message.address, tuple(followed))]
    except BadParameter:
        return []
    if message.address == _LATENT:
        return [(_LATENT, values), *((f"{_LATENT}/{index}", (value,)) for index, value in enumerate(values))]
    return [(message.address, values)]


def _same(value: Value, other: Value | None) -> bool:
    """Whether a value of ours is what a client knows, up to what a float on the wire loses; a seed is exact."""
    return (
        other is not None
        and len(value) == len(other)
        and all(
            one == another if isinstance(one, int) else math.isclose(one, another, rel_tol=2e-7, abs_tol=1e-7)
            for one, another in zip(value, other, strict=True)
        )
    )
