"""What a MIDI system offers, whichever it is: ports by name, bytes from sources, bytes to targets.

data     one message as it is on the wire, running status resolved: ints 0..255
at       seconds of `time.perf_counter` at which the system handed a message over
source   the name of an input; "vamen" for what others send to our own port
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

Receive = Callable[[str, Sequence[int]], None]  # source, data; in the system's thread, on JACK in the audio thread
Arrival = tuple[float, str, Sequence[int]]  # at, source, data
Play = Callable[[list[Arrival]], None]


class Open(Protocol):
    """An open port."""

    def close(self) -> None:
        """Close it."""


class Wire(Open, Protocol):
    """An open output."""

    def send(self, data: Sequence[int]) -> bool:
        """Send one message; False when it cannot be, because the system stands still or the port is closed."""


P = TypeVar("P", bound=Open, covariant=True)


class PortBackend(Protocol[P]):
    """One direction of a machine's MIDI."""

    @property
    def name(self) -> str:
        """What people call it."""

    def ports(self) -> Mapping[str, int]:
        """Names of what can be opened, each with a number that changes when it went and came back between two looks.

        0 where the system does not tell. NoDevice when the system fails.
        """

    def open(self, port: str) -> P:
        """Open one. NoDevice when it has just gone."""

    def alive(self) -> bool:
        """False when the system has gone or is another one now; then close it and connect again."""

    def close(self) -> None:
        """Let go of everything but the ports that are open."""
