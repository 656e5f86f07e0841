"""The maps there are: a port's name in, the map that it is played by out.

Uppermost the user's own map (midi.toml in the configuration folder, where learning writes), then the map for the
controller (from the folder midi beside it, else one of those that come along), at the bottom the default map.
"""

from collections.abc import Sequence
from pathlib import Path

from . import map_file
from .entries import Map, default_map

READY = Path(__file__).parents[1] / "maps"
FILE = "midi.toml"
FOLDER = "midi"
EMPTY = Map("your map")


class MapLibrary:
    """Maps, and which of them a port has."""

    def __init__(self, mine: Map = EMPTY, ready: Sequence[Map] = (), default: Map | None = None) -> None:
        """All that is known.

        Args:
            mine: the user's own map; another one may take its place at any time.
            ready: maps for controllers; of two that fit a port equally well, the first one counts.
            default: what holds wherever the others say nothing; None for that of the parameter table.
        """
        self.mine = mine
        self._ready = tuple(ready)
        self._default = default or default_map()

    def for_port(self, name: str) -> Map:
        """The map for a port; of several for controllers, that with the longest text found in its name."""
        below = self.below(name)
        mine = self.mine
        return mine.over(below) if mine is not EMPTY and (not mine.ports or _fit(mine, name)) else below

    def below(self, name: str) -> Map:
        """The same without the user's own map."""
        best = max(self._ready, key=lambda map: _fit(map, name), default=None)
        return best.over(self._default) if best is not None and _fit(best, name) else self._default


def load(user: Path, ready: Path = READY) -> MapLibrary:
    """The maps of a user.

    Args:
        user: the configuration folder; nothing needs to be there.
        ready: the folder of the maps that come along.

    Raises:
        BadConfig: a file is no map.
    """
    mine = user / FILE
    files = [*sorted((user / FOLDER).glob("*.toml")), *sorted(ready.glob("*.toml"))]
    return MapLibrary(map_file.read(mine) if mine.exists() else EMPTY, [map_file.read(file) for file in files])


def _fit(map: Map, port: str) -> int:
    """How well a map fits a port: 0 not at all, else the longest text of it that the name has."""
    return max((len(text) for text in map.ports if text.casefold() in port.casefold()), default=0)
