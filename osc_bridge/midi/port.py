"""One input and what plays it: its name and the maps in; decoder, mapping, pads, touches and lamps out."""

from collections.abc import Callable
from dataclasses import replace

from osc_bridge.midi.input.parser import MidiParser
from osc_bridge.midi.mapping.control_map import Mapping
from osc_bridge.midi.mapping.entries import Map
from osc_bridge.midi.mapping.map_library import MapLibrary
from osc_bridge.midi.output.feedback import Feedback
from osc_bridge.midi.output.feedback_config import shown_of
from osc_bridge.midi.playing.mpe import Mpe, MpeSetting
from osc_bridge.midi.playing.pads import Pads
from osc_bridge.midi.playing.settings import read_mpe, read_pads


class Port:
    """One input, as its map has it."""

    def __init__(self, name: str, shelf: MapLibrary, beat: Callable[[float], float | None], ahead: float) -> None:
        """Raises BadConfig when its map makes no sense."""
        map = shelf.for_port(name)
        self.mapping = Mapping(map)
        self.decoder = MidiParser(self.mapping.declared_pairs)
        buttons = [int(control.split()[1]) for control, _ in map.entries if control.startswith("note ")]
        self.pads = Pads(beat, read_pads(map.pads, buttons), ahead=ahead)
        self.touches = Mpe(lambda: self.pads.held, touches_of(map))
        shown = shown_of(map)
        self.feedback, self.shows = Feedback(shown), frozenset(entry.parameter for entry in shown)


def touches_of(map: Map) -> MpeSetting:
    """What bends, slides and pressure of a port move; what the map has a control for is the map's."""
    setting, taken = read_mpe(map.mpe), {control for control, _ in map.entries}
    return replace(
        setting,
        bend=None if "bend" in taken else setting.bend,
        pressure=None if "pressure" in taken else setting.pressure,
    )
