"""The [feedback] of a map -> what its controls show.

[feedback]
on = true       rings, lamps and motor faders are sent what the parameters are
channel = 9     1..16: of controls for which the map names no channel; 1 when nothing is said
"""

from engine.errors import BadConfig
from engine.parameters import Parameter
from osc_bridge.midi.mapping.curves import spread
from osc_bridge.midi.mapping.entries import Entry, Map

from .feedback import Shown

POINTS = 16  # by which a curve is told
KINDS = ("cc", "cc14", "nrpn", "note")  # of controls that can show something; a wheel springs back


def shown_of(map: Map) -> list[Shown]:
    """What the controls of a port show; nothing where the map does not want that.

    Raises:
        BadConfig: a word or a value that feedback does not have.
    """
    table = map.feedback
    if strange := [key for key in table if key not in ("on", "channel")]:
        raise BadConfig(f"[feedback] has an unknown key {strange[0]!r}; known are on, channel")
    on, channel = table.get("on", False), table.get("channel", 1)
    if not isinstance(on, bool):
        raise BadConfig(f"[feedback] on is {on!r}; write true or false")
    if type(channel) is not int or not 1 <= channel <= 16:
        raise BadConfig(f"[feedback] channel is {channel!r}; write a whole number from 1 to 16")
    return [
        _shown(entry, entry.target, channel - 1)
        for entry in map.entries.values()
        if on and isinstance(entry.target, Parameter) and entry.control.split()[0] in KINDS
    ]


def _shown(entry: Entry, target: Parameter, channel: int) -> Shown:
    return Shown(
        entry.control,
        channel if entry.channel is None else entry.channel,
        target.id,
        entry.low,
        entry.high,
        curve=_travel(entry),
        lamp=entry.toggle or entry.control.startswith("note "),
        relative=entry.relative is not None,
    )


def _travel(entry: Entry) -> tuple[tuple[float, float], ...]:
    """Points (place of the control, share of the range) along an entry's curve."""
    places = [index / POINTS for index in range(POINTS + 1)] if entry.curve != "linear" else [0.0, 1.0]
    low, high = entry.low, entry.high
    return tuple((place, (spread(place, low, high, entry.curve) - low) / (high - low)) for place in places)
