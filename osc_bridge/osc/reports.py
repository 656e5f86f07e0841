"""What the instrument reports in words and lists: name -> the values now, for queries, subscribers and the terminal.

Reports   the functions that return the values; the components that know them register them
Movement  the last parameter that was moved, and by what, as long as it is where it was moved to
"""

import math
from collections.abc import Callable, Mapping, Sequence

from engine.parameters import parameter

from .latent_names import NO_NAMES, LatentNames

Report = tuple[float | str, ...]  # one value for each type tag, or any number of them


class Reports:
    """The reports by name, as they end the addresses /vamen/report/<name>."""

    def __init__(self) -> None:
        self._readers: dict[str, Callable[[], Sequence[float | str]]] = {}

    def add(self, name: str, read: Callable[[], Sequence[float | str]]) -> None:
        """Register the function that returns the values of a report; it is called with the lock of the controls."""
        self._readers[name] = read

    def text(self, name: str, read: Callable[[], str]) -> None:
        """Register the function that returns the only value of a report, a text."""
        self._readers[name] = lambda: (read(),)

    def read(self, name: str) -> Report:
        """Return the values of a report; one empty text while no function is registered."""
        reader = self._readers.get(name)
        return ("",) if reader is None else tuple(reader())


class Movement:
    """The parameter that was moved last, as a line: "CC 20 from Launch Control -> kick +1.2"."""

    def __init__(self, latents: LatentNames = NO_NAMES, read: Callable[[str], float] | None = None) -> None:
        """`latents`: the names of the model's latents; `read` returns the present value of a parameter."""
        self._latents, self._read = latents, read
        self._last: tuple[str, str, float] | None = None

    def note(self, source: str, values: Mapping[str, float]) -> None:
        """Take the values that were written, by parameter id; `source` is the control or the protocol."""
        for id in values:
            self._last = source, id, values[id]

    def __str__(self) -> str:
        """Return the line; empty before the first movement, and when something else, as a preset, has replaced it."""
        if self._last is None:
            return ""
        source, id, value = self._last
        if self._read and not math.isclose(self._read(id), value, rel_tol=1e-6, abs_tol=1e-6):
            return ""
        return f"{source} -> {self._latents.label(id)} {parameter(id).shown(value)}"
