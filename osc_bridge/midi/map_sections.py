"""The sections of a control map besides [map] -> settings of pads, MPE and feedback, and what is wrong with them."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from engine.errors import BadConfig

from .mapping.control_map import ControlMap
from .output.feedback import Feedback
from .playing.mpe import MpeSettings
from .playing.pads import PadSettings

T = TypeVar("T")


class MapSections:
    """The settings of a map's sections; a section that is not valid is replaced by its defaults."""

    def __init__(self, map: ControlMap, where: str) -> None:
        """Read the sections; `where` names the map in the sentences of `refused`."""
        self.refused: list[str] = []  # a sentence for each section that is not valid
        self._map, self._where = map, where
        self.pads = self._read(PadSettings.of_map)
        self.mpe = self._read(MpeSettings.of_map)
        self.feedback = self._read(Feedback)

    def _read(self, of_map: Callable[[ControlMap], T]) -> T:
        try:
            return of_map(self._map)
        except BadConfig as error:
            self.refused.append(f"{self._where} is used without a section that is not valid: {error}")
            return of_map(replace(self._map, pads={}, mpe={}, feedback={}))
