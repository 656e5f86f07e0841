"""Write a map for a controller of your own, and try it without the controller.

python examples/custom_controller_map.py tiny.toml

Copy the file into the folder that `vamen midi` prints: vamen then uses it for ports called "Tiny Controller ...".
"""

import sys
from pathlib import Path

from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, ProgramChange
from osc_bridge.midi.input.parser import MidiParser
from osc_bridge.midi.mapping.control_mapper import ControlMapper
from osc_bridge.midi.mapping.map_file import read_map
from osc_bridge.midi.mapping.map_library import MapLibrary

MAP = """
name = "Two knobs and a button"
ports = ["Tiny Controller"]

[map]
"cc 1" = "latent/0"                                 # a knob over the whole range
"cc 2" = { to = "tempo", low = 160, high = 180 }    # a knob over a part of it
"note 60" = { to = "reverse", toggle = true }       # every press turns the playhead round
"""
# the two knobs, the button, and a fader that the map does not mention
MESSAGES = ("b0 01 7f", "b0 02 40", "90 3c 64", "b0 07 40")


def main() -> None:
    """Write the map, and send messages through it."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "tiny.toml")
    path.write_text(MAP, "utf-8")

    # Below a controller's map lies the default map, which has CC 7 for the level.
    map = MapLibrary(controller_maps=[read_map(path)]).for_port("Tiny Controller MIDI 1")
    parser, mapper = MidiParser(map.pairs), ControlMapper(map)
    values = {"latent/0": 0.0, "tempo": 170.0, "reverse": 0.0, "level": 0.0}
    for text in MESSAGES:
        for message in parser.feed(bytes.fromhex(text), at=0.0):
            if isinstance(message, ControlChange | NoteMessage | ProgramChange):
                print(text, "->", *mapper.apply(message, values.__getitem__))


if __name__ == "__main__":
    main()
