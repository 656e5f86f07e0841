"""What belongs to one MIDI input: parser, map, pads, MPE and feedback, and what it holds.

sections of a control map besides [map] -> settings of pads, MPE and feedback, and what is wrong with them
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from engine.controls import Action, Event
from engine.errors import BadConfig
from osc_bridge.midi.input.parser import MidiParser

from .mapping.control_map import ControlMap
from .mapping.control_mapper import ControlMapper
from .mapping.map_library import MapLibrary
from .output.feedback import Feedback
from .playing.mpe import Mpe, MpeSettings
from .playing.pads import Pads, PadSettings, TriggerCall

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


class RoutedInput:
    """Parser, map, pads, MPE and feedback of one input. Attribute `button`: the last event of a mapped button."""

    def __init__(self, name: str, library: MapLibrary, beat: Callable[[float], float | None], latency: float) -> None:
        """Set up an input by the map for its name. `beat`, `latency`: as in `Pads`."""
        map = library.for_port(name)
        self.mapper = ControlMapper(map)
        self.parser = MidiParser(map.pairs)
        self.sections = MapSections(map, f"the map of {name}")
        self.pads = Pads(beat, self.sections.pads, latency=latency)
        self.mpe = Mpe(lambda: self.pads.held, self.sections.mpe)
        self.feedback = self.sections.feedback
        self.button: Event | None = None

    def release_all(self, at: float) -> list[TriggerCall]:
        """Release all pads, and the slice of a mapped button, at `at`, seconds; return the trigger calls to make."""
        calls, button, self.button = self.pads.release_all(at), self.button, None
        if button and button.action is Action.SLICE:
            calls.append(TriggerCall(replace(button, action=Action.RELEASE), at))
        return calls
