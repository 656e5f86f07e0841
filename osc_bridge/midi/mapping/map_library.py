"""The name of a port -> its control map.

The user's own map is on top (midi.toml in the configuration folder, written by MIDI learn), below it the map of the
controller (from the folder midi beside it, or bundled with vamen), at the bottom the default map.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from engine.errors import BadConfig
from osc_bridge.osc.latent_names import NO_NAMES, LatentNames

from .control_map import ControlMap, control_label, default_map
from .map_file import read_map
from .targets import target_name

BUNDLED_MAPS = Path(__file__).parents[1] / "maps"
USER_MAP_FILE = "midi.toml"
CONTROLLER_MAPS_FOLDER = "midi"
EMPTY_MAP = ControlMap("your map")


class MapLibrary:
    """The user's map, the controller maps and the default map."""

    def __init__(
        self,
        user_map: ControlMap = EMPTY_MAP,
        controller_maps: Sequence[ControlMap] = (),
        latents: LatentNames = NO_NAMES,
    ) -> None:
        """Join the maps.

        Args:
            user_map: the user's own; it may be replaced at any time.
            controller_maps: of two that fit a port equally, the first counts.
            latents: the names of the model's latents.
        """
        self.user_map, self.latents = user_map, latents
        self._controller_maps = tuple(controller_maps)
        self._default = default_map()

    @property
    def maps(self) -> tuple[ControlMap, ...]:
        """The maps that were read from files."""
        return ((self.user_map,) if self.user_map is not EMPTY_MAP else ()) + self._controller_maps

    def for_port(self, name: str) -> ControlMap:
        """Return the map of a port: the user's, over the controller map that fits its name best, over the default."""
        best = max(self._controller_maps, key=lambda map: _fit(map, name), default=None)
        below = best.over(self._default) if best is not None and _fit(best, name) else self._default
        mine = self.user_map
        return mine.over(below) if mine is not EMPTY_MAP and (not mine.ports or _fit(mine, name)) else below

    def mapped(self, ports: Iterable[str]) -> list[str]:
        """Return each target that a control moves, by its name, followed by the controls that do.

        `ports`: the names of the ports that are open; without any, the maps for every port count.
        """
        controls: dict[str, list[str]] = {}
        for name in list(ports) or [""]:
            for entry in self.for_port(name).entries.values():
                if entry.target is not None:
                    controls.setdefault(target_name(entry.target), []).append(control_label(entry.name))
        return [text for target, names in controls.items() for text in (target, ", ".join(dict.fromkeys(names)))]


def load_maps(
    user: Path,
    bundled: Path = BUNDLED_MAPS,
    *,
    latents: LatentNames = NO_NAMES,
    skip: Callable[[BadConfig], object] | None = None,
) -> MapLibrary:
    """Read the maps of a user and those bundled with vamen.

    Args:
        user: the configuration folder; it may be missing or empty.
        bundled: the folder of bundled maps.
        latents: the names of the model's latents.
        skip: called with the refusal of each file that is not a valid map, which is then left out.

    Raises:
        BadConfig: a file is not a valid map, and there is no `skip`.
    """

    def read(path: Path) -> ControlMap | None:
        try:
            return read_map(path, latents)
        except BadConfig as refusal:
            if skip is None:
                raise
            skip(refusal)
            return None

    mine = user / USER_MAP_FILE
    files = [*sorted((user / CONTROLLER_MAPS_FOLDER).glob("*.toml")), *sorted(bundled.glob("*.toml"))]
    user_map = read(mine) if mine.exists() else None
    return MapLibrary(user_map or EMPTY_MAP, list(filter(None, map(read, files))), latents)


def _fit(map: ControlMap, port: str) -> int:
    """Return the length of the longest text in `map.ports` that a port's name contains; 0 if it contains none."""
    return max((len(text) for text in map.ports if text.casefold() in port.casefold()), default=0)
