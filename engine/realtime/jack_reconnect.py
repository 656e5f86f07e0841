"""Restoring the player's connections at a JACK server after a device was away.

At a JACK server, a device is another client. When that client ends, the player's stream runs on unconnected, and JACK
does not restore the connections when the client comes back. Only connections that were cut because a port vanished are
restored; those that were cut by hand stay cut.
"""

from collections.abc import Callable
from typing import Any

from .jack_client import open_jack_client

UNPLUG_POLLS = 20  # a client that ends is disconnected first; its ports vanish within so many polls

PortPair = tuple[str, str]  # names of an output port and of an input port


class JackGraph:
    """Audio ports and connections of a JACK server, through a client without ports."""

    def __init__(self, client: Any) -> None:
        """`client`: a `jack.Client`, which `close` closes."""
        import jack

        self._client, self._error = client, jack.JackError

    def snapshot(self) -> tuple[set[PortPair], set[str]] | None:
        """Return the connections of all PortAudio clients and the names of all inputs; None if a port just vanished.

        All clients, because JACK does not tell which of them is the player.
        """
        try:
            outputs = self._client.get_ports("^PortAudio.*:", is_audio=True, is_output=True)
            pairs = {(port.name, to.name) for port in outputs for to in self._client.get_all_connections(port)}
            return pairs, {port.name for port in self._client.get_ports(is_audio=True, is_input=True)}
        except self._error:
            return None

    def connect(self, pair: PortPair) -> bool:
        """Connect two ports; return whether the server has done it."""
        try:
            self._client.connect(*pair)
        except self._error:
            return False
        return True

    def close(self) -> None:
        """Leave the server."""
        self._client.close()


class ConnectionRestorer:
    """Watches the connections of one player and restores those whose ports come back."""

    def __init__(self, graph: JackGraph) -> None:
        self._graph = graph
        self._connected: set[PortPair] = set()
        self._pending: dict[PortPair, int] = {}  # cut while the input still exists: polls until that counts as by hand
        self._lost: set[PortPair] = set()  # cut because the input vanished

    def look(self) -> str:
        """Poll the server and connect what can be restored; return what happened in one line, usually empty."""
        snapshot = self._graph.snapshot()
        if snapshot is None:
            return ""
        connected, inputs = snapshot
        cut = {**self._pending, **dict.fromkeys(self._connected - connected, UNPLUG_POLLS)}
        lost = {pair for pair in cut.keys() - connected if pair[1] not in inputs}
        self._pending = {pair: left - 1 for pair, left in cut.items() if left and pair not in connected | lost}
        restored = {pair for pair in self._lost if pair[1] in inputs and self._graph.connect(pair)}
        before, self._lost = self._lost, (self._lost | lost) - restored
        self._connected = connected | restored
        # ports come and go one by one: a client has gone with its first port, and is back with its last
        back, gone = _clients(restored) - _clients(self._lost), _clients(lost) - _clients(before)
        if back:
            return f"{' and '.join(sorted(back))} is back at JACK and hears the set again"
        return f"{' and '.join(sorted(gone))} is gone from JACK; the set keeps time until it is back" if gone else ""

    def close(self) -> None:
        """Leave the server."""
        self._graph.close()


RestorerFactory = Callable[[], ConnectionRestorer | None]


def watch_connections() -> ConnectionRestorer | None:
    """Watch the player's connections; None where no JACK server runs."""
    client = open_jack_client("vamen-patch")
    return ConnectionRestorer(JackGraph(client)) if client else None


def _clients(pairs: set[PortPair]) -> set[str]:
    return {target.partition(":")[0] for _, target in pairs}
