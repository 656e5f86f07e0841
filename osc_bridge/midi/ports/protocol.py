"""The interface of a MIDI system: names of ports out; open ports, which receive and send bytes.

data     one whole message as on the wire, without running status: ints 0..255
source   the name of an input; "vamen" for what other programs send to our own port
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

ReceiveCallback = Callable[[str, Sequence[int]], None]  # source, data; called in the MIDI system's thread
TimedMessage = tuple[float, str, Sequence[int]]  # seconds of `time.perf_counter` when it came in, source, data


class OpenPort(Protocol):
    """An open port."""

    def close(self) -> None:
        """Close the port."""


class OutputPort(OpenPort, Protocol):
    """An open output."""

    def send(self, data: Sequence[int]) -> bool:
        """Send one message; return False when the MIDI system does not accept it or the port is closed."""


PortT = TypeVar("PortT", bound=OpenPort, covariant=True)


class PortBackend(Protocol[PortT]):
    """The inputs or the outputs of a MIDI system."""

    @property
    def name(self) -> str:
        """The system's name for the user."""

    def ports(self) -> Mapping[str, int]:
        """Return the names of the ports, each with a number that changes when the port is removed and added again.

        The number is 0 where the system has none. Raises NoDevice when the system fails.
        """

    def open(self, port: str) -> PortT:
        """Open a port; raises NoDevice when it was removed."""

    def alive(self) -> bool:
        """Return False when the system has ended or was restarted; then close this and connect again."""

    def close(self) -> None:
        """Release everything but the ports that are open."""
