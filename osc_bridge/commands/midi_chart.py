"""Constants and maps of the MIDI code -> rows of the MIDI implementation chart and of the tables of maps.

`python -m osc_bridge.commands.doc_tables` writes them into docs/midi.md.
"""

from collections.abc import Iterator

from engine.parameters import TABLE, Parameter
from engine.spec import SPEC
from osc_bridge.midi.clock.clock_in import MAX_CLOCK_TEMPO, MIN_CLOCK_TEMPO
from osc_bridge.midi.input.midi_messages import FIRST_NOTE
from osc_bridge.midi.input.parser import NULL_PARAMETER
from osc_bridge.midi.mapping.control_map import MapEntry, default_map
from osc_bridge.midi.mapping.map_file import read_map
from osc_bridge.midi.mapping.map_library import BUNDLED_MAPS
from osc_bridge.midi.mapping.targets import target_name
from osc_bridge.midi.playing.mpe import DEFAULT_BEND_RANGE, MAX_ZONE_MEMBERS
from osc_bridge.midi.playing.pads import PEDAL_DOWN

Row = tuple[str, str, str, str]

CHART_HEAD = ("function", "transmitted", "recognised", "remarks")
MAP_HEAD = ("control", "moves", "range", "how")


def chart() -> list[Row]:
    """Return the rows of the implementation chart (function, transmitted, recognised, remarks)."""
    named = sorted((entry.controller, entry.name) for entry in TABLE if entry.controller is not None)
    mapped = ", ".join(f"{number} {name}" for number, name in named)
    slices = f"key {FIRST_NOTE} + n is sixteenth n, from n = {SPEC.steps} on from the beginning again"
    return [
        ("basic channel", "1 (slices), 2 (attacks)", "1 to 16", "omni, unless a map names a channel"),
        ("note on, off", "yes", "yes", slices),
        ("velocity", "yes", "yes", "note on with 0 is note off; the velocity of note off does not count"),
        ("poly and channel pressure", "no", "yes", "a map's, or an offset on a latent"),
        ("pitch bend", "no", "yes", "14 bits; a map's, or an offset on a latent"),
        ("control change 0 to 119", "as feedback", "yes", f"by a map; without one {mapped}"),
        ("control change, 14 bits", "as feedback", "yes", "0 to 31 with 32 to 63, where a map says cc14"),
        (
            "NRPN",
            "as feedback",
            "yes",
            f"99, 98, then 6, 38, 96, 97; {NULL_PARAMETER >> 7}/{NULL_PARAMETER & 127} selects nothing",
        ),
        (
            "RPN",
            "no",
            "0, 6",
            f"range of bend ({DEFAULT_BEND_RANGE} semitones at first), MPE zone (up to {MAX_ZONE_MEMBERS} members)",
        ),
        ("relative controllers", "no", "yes", "signed bit, signed bit 2, binary offset, two's complement"),
        ("sustain, 64", "no", "yes", f"from {PEDAL_DOWN} on nothing is let go"),
        ("bank 0, 32; program", "no", "yes", "presets 0 to 127; bank 1 begins at 128, and none is there"),
        ("all sound off, 120", "no", "yes", "silence; while a clock runs, until its next beat"),
        ("reset all controllers, 121", "no", "yes", "offsets and pedal; parameters stay"),
        ("all notes off, 123 to 127", "no", "yes", "silence; a release while a clock runs, or if a map says so"),
        ("song position", "yes", "yes", "in sixteenths"),
        ("clock", "yes", "yes", f"24 a quarter note, {MIN_CLOCK_TEMPO:g} to {MAX_CLOCK_TEMPO:g} BPM"),
        ("start, continue, stop", "yes", "yes", "with the next tick, or at once without ticks; stop always at once"),
        ("system exclusive", "no", "no", "passed over"),
        ("active sensing, system reset", "no", "no", "passed over"),
        ("MPE", "no", "yes", "both zones; of the pads that are held, the newest one's touches count"),
        ("MIDI 2.0", "no", "no", "the system translates"),
    ]


def maps() -> Iterator[tuple[str, str, list[Row]]]:
    """Yield the default map and every bundled one: name, ports, and rows (control, moves, range, how)."""
    bundled = [read_map(path) for path in sorted(BUNDLED_MAPS.glob("*.toml"))]
    for map in (default_map(), *bundled):
        ports = ", ".join(f"`{port}`" for port in map.ports) or "every other port"
        yield map.name, ports, [_row(entry) for entry in map.entries.values() if entry.target is not None]


def controllers() -> str:
    """Return the names of the controllers with a bundled map, separated by commas."""
    return ", ".join(sorted(read_map(path).name for path in BUNDLED_MAPS.glob("*.toml")))


def _row(entry: MapEntry) -> Row:
    target = entry.target
    span = f"{entry.low:g} to {entry.high:g} {target.unit}".strip() if isinstance(target, Parameter) else ""
    words = [entry.curve if entry.curve != "linear" else "", entry.relative or "", "toggle" if entry.toggle else ""]
    words.append(entry.takeover if entry.takeover != "none" else "")
    return entry.name, target_name(target), span, ", ".join(filter(None, words))
