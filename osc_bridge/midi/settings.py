"""What a map says to others, as they take it: its tables pads, mpe and feedback.

pads       base, count, channel (1..16), mode, curve, all_notes_off, choke (["36 37", "40 41"]: keys of groups)
mpe        bend, slide, pressure (each a parameter, or "off"), depth, lower, upper (members of a zone that is forced)
feedback   on, channel (1..16: where controls show what they are sent, if the map names none for a control)
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.errors import BadConfig
from engine.parameters import INDEX, Parameter

from .curves import Curve as Travel
from .curves import spread
from .entries import Entry, Map
from .feedback import Shown
from .mpe import MOST, MpeSetting, Reach
from .pads import PadSetting

MODES = ("one-shot", "gate", "latch")
CURVES = ("linear", "soft", "hard", "fixed")
ENDS = ("silence", "release")
POINTS = 16  # by which a curve is told to what shows it
SHOWING = ("cc", "cc14", "nrpn", "note")  # kinds of controls that can show something; a wheel springs back

T = TypeVar("T")


def pads_of(map: Map) -> PadSetting:
    """How the pads of a port are played.

    Raises:
        BadConfig: a word or a number that pads do not have.
    """
    known = _Table(map, "pads", map.pads, ("base", "count", "channel", "mode", "curve", "all_notes_off", "choke"))
    buttons = frozenset(int(control.split()[1]) for control, _ in map.entries if control.startswith("note "))
    return PadSetting(
        base=known.number("base", 36, 0, 127),
        channel=known.channel(),
        mode=known.word("mode", "one-shot", MODES),
        curve=known.word("curve", "linear", CURVES),
        choke=known.groups("choke"),
        apart=buttons,
        all_notes_off=known.word("all_notes_off", "silence", ENDS),
    )


def touches_of(map: Map) -> MpeSetting:
    """What bends, slides and pressure of a port move.

    Raises:
        BadConfig: no such parameter, or a number out of range.
    """
    known = _Table(map, "mpe", map.mpe, ("bend", "slide", "pressure", "depth", "lower", "upper"))
    depth = known.measure("depth", 1.0, -10.0, 10.0)
    plain = MpeSetting()
    return MpeSetting(
        **{
            # what the map itself has a control for is the map's
            touch: None if taken in {control for control, _ in map.entries} else known.reach(touch, default, depth)
            for touch, taken, default in (
                ("bend", "bend", plain.bend),
                ("slide", "", plain.slide),
                ("pressure", "pressure", plain.pressure),
            )
        },
        lower=known.number("lower", 0, 0, MOST),
        upper=known.number("upper", 0, 0, MOST),
    )


def shown_of(map: Map) -> list[Shown]:
    """What the controls of a port show, where the map wants that.

    Raises:
        BadConfig: a word or a number that feedback does not have.
    """
    known = _Table(map, "feedback", map.feedback, ("on", "channel"))
    if not known.flag("on"):
        return []
    channel = known.channel() or 0
    return [
        _shown(entry, channel if entry.channel is None else entry.channel, entry.target)
        for entry in map.entries.values()
        if isinstance(entry.target, Parameter) and entry.control.split()[0] in SHOWING
    ]


def _shown(entry: Entry, channel: int, target: Parameter) -> Shown:
    ends = entry.low, entry.high
    curve = _travel(entry.curve, *ends)
    lamp = entry.toggle or entry.control.startswith("note ")
    return Shown(entry.control, channel, target.id, *ends, curve=curve, lamp=lamp, relative=entry.relative is not None)


def _travel(curve: Travel, low: float, high: float) -> tuple[tuple[float, float], ...]:
    """Points (place of the control, share of the range) along a curve."""
    places = [index / POINTS for index in range(POINTS + 1)] if curve != "linear" else [0.0, 1.0]
    return tuple((place, (spread(place, low, high, curve) - low) / (high - low)) for place in places)


class _Table:
    """One table of a map; a refusal names both."""

    def __init__(self, map: Map, name: str, table: Mapping[str, Any], keys: tuple[str, ...]) -> None:
        self._where, self._table = f"the map {map.name!r}: {name}", table
        if strange := [key for key in table if key not in keys]:
            raise BadConfig(f"{self._where} has no {strange[0][:40]!r}; it has {', '.join(keys)}")

    def number(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number."""
        return self._legal(key, default, f"{low} to {high}", lambda it: type(it) is int and low <= it <= high)

    def measure(self, key: str, default: float, low: float, high: float) -> float:
        """A number."""
        legal = self._legal(
            key, default, f"{low:g} to {high:g}", lambda it: type(it) in (int, float) and low <= it <= high
        )
        return float(legal)

    def word(self, key: str, default: Any, words: tuple[str, ...]) -> Any:
        """One of some words."""
        return self._legal(key, default, ", ".join(words), lambda it: it in words)

    def flag(self, key: str) -> bool:
        """True or false; false when nothing is said."""
        return self._legal(key, False, "true or false", lambda it: isinstance(it, bool))

    def channel(self) -> int | None:
        """A channel 0..15; None when nothing is said."""
        return self.number("channel", 0, 1, 16) - 1 if "channel" in self._table else None

    def reach(self, key: str, default: Reach | None, depth: float) -> Reach | None:
        """What a touch moves."""
        words = ("off", *INDEX)
        id = self.word(key, default.id if default else "off", words)
        return None if id == "off" else Reach(id, depth)

    def groups(self, key: str) -> tuple[frozenset[int], ...]:
        """Groups of keys."""
        legal = 'texts like "36 37" with keys from 0 to 127'
        texts = self._legal(key, [], legal, lambda it: isinstance(it, list) and all(map(_are_keys, it)))
        return tuple(frozenset(map(int, text.split())) for text in texts)

    def _legal(self, key: str, default: T, legal: str, fits: Callable[[Any], bool]) -> T:
        found = self._table.get(key, default)
        if key in self._table and not fits(found):
            raise BadConfig(f"{self._where}.{key} is {str(found)[:40]!r}; expected {legal}")
        return found


def _are_keys(text: object) -> bool:
    return isinstance(text, str) and all(word.isdigit() and int(word) <= 127 for word in text.split())
