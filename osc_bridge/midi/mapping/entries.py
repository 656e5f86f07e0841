"""A map: which control is for what. Words and numbers in, entries that are known to make sense out.

A control is named as in `gestures`, or "note 40" for a pad that is a button; " channel 3" behind it (1 to 16, as people
count) makes it that channel's only. `over` lays one map on another; `default_map` is the one at the bottom.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import BadParameter
from engine.parameters import TABLE, Parameter
from osc_bridge.midi.input.encoders import Encoding

from .curves import Curve
from .takeover import Mode
from .targets import CommandTarget, Target, is_press, resolve, word

Key = tuple[str, int | None]  # "cc 20", and a channel 0..15 or None for all of them

_NUMBERED = {"cc": 120, "cc14": 32, "nrpn": 16384, "poly": 128, "note": 128}  # 120 and above are channel modes
_BARE = ("bend", "pressure")


@dataclass(frozen=True, slots=True)
class Entry:
    """One control, and what it is for."""

    control: str
    channel: int | None  # 0..15; None for all
    target: Target | None  # None: nothing, and nothing that another map below says of this control
    low: float = 0.0  # the value at 0 of the control; a button's when it is let go
    high: float = 1.0  # the value at 1; a button's while it is held
    curve: Curve = "linear"
    relative: Encoding | None = None
    takeover: Mode = "none"
    toggle: bool = False  # each press changes between low and high

    @property
    def key(self) -> Key:
        """What it is found by."""
        return self.control, self.channel

    @property
    def name(self) -> str:
        """The control, as it is written in a map."""
        return self.control if self.channel is None else f"{self.control} channel {self.channel + 1}"


@dataclass(frozen=True, slots=True)
class Map:
    """The entries of one map, and what it says to others: pads, mpe and feedback are data."""

    name: str
    ports: tuple[str, ...] = ()  # texts of which one is in the name of a port that it is meant for
    entries: Mapping[Key, Entry] = field(default_factory=dict)
    pads: Mapping[str, Any] = field(default_factory=dict)
    mpe: Mapping[str, Any] = field(default_factory=dict)
    feedback: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pairs(self) -> frozenset[int]:
        """Controllers whose fine half, 32 higher, belongs to them."""
        return frozenset(int(control.split()[1]) for control, _ in self.entries if control.startswith("cc14 "))

    def find(self, control: str, channel: int) -> Entry | None:
        """The entry of a control; one for its channel goes before one for all."""
        return self.entries.get((control, channel)) or self.entries.get((control, None))

    def of(self, target: str) -> Iterator[Entry]:
        """The entries that are for a target."""
        return (entry for entry in self.entries.values() if entry.target is not None and word(entry.target) == target)

    def over(self, below: "Map") -> "Map":
        """Both maps; where they speak of the same control, this one counts."""
        kept = {key: entry for key, entry in below.entries.items() if not self._hides(key)}
        return Map(
            f"{self.name} over {below.name}",
            self.ports,
            kept | dict(self.entries),
            {**below.pads, **self.pads},
            {**below.mpe, **self.mpe},
            {**below.feedback, **self.feedback},
        )

    def _hides(self, key: Key) -> bool:
        rivals = clashing(key[0])
        return (key[0], None) in self.entries or key in self.entries or any(c in rivals for c, _ in self.entries)


def clashing(control: str) -> tuple[str, ...]:
    """Controls that cannot be mapped beside this one: a pair of controllers is not two controllers as well."""
    kind, _, number = control.partition(" ")
    if kind == "cc14":
        return f"cc {number}", f"cc {int(number) + 32}"
    if kind == "cc" and int(number) < 64:
        return (f"cc14 {int(number) % 32}",)
    return ()


def control_key(text: str) -> Key:
    """A control and its channel, from "cc 20" or "cc 20 channel 3".

    Raises:
        BadParameter: there is no such control.
    """
    name, _, channel = " ".join(text.lower().split()).partition(" channel ")
    kind, _, number = name.partition(" ")
    known = name in _BARE or (kind in _NUMBERED and _is_number(number) and int(number) < _NUMBERED[kind])
    if not known or (" channel" in text.lower() and not (_is_number(channel) and 1 <= int(channel) <= 16)):
        raise BadParameter(
            f"there is no control {text[:40]!r}; known are cc 0 to 119, cc14 0 to 31, nrpn 0 to 16383, note 0 to 127, "
            "poly 0 to 127, bend and pressure, each for all channels or with channel 1 to 16 behind it"
        )
    return (name if name in _BARE else f"{kind} {int(number)}"), (int(channel) - 1 if channel else None)


def entry(key: Key, to: str, options: Mapping[str, Any], takeover: Mode = "none") -> Entry:
    """An entry that makes sense.

    Args:
        key: the control.
        to: the word of its target.
        options: of low, high, curve, relative, takeover, toggle those that are given.
        takeover: how the map wants it where the entry does not say.

    Raises:
        BadParameter: the target is unknown, or an option does not suit the control or the target.
    """
    target = resolve(to)
    low, high = _range(target, to, options)
    made = Entry(*key, target, low, high, **{k: v for k, v in options.items() if k not in ("low", "high")})
    _require_sense(made, to, options)
    is_knob = isinstance(target, Parameter) and not (made.relative or made.toggle or key[0].startswith("note "))
    return replace(made, takeover=takeover) if is_knob and "takeover" not in options else made


def default_map() -> Map:
    """The controllers that the table of parameters names, on all channels."""
    entries = [entry((f"cc {item.controller}", None), item.id, {}) for item in TABLE if item.controller is not None]
    return Map("default", entries={item.key: item for item in entries})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 5


def _range(target: Target | None, to: str, options: Mapping[str, Any]) -> tuple[float, float]:
    """The values at both ends of the control."""
    given = [name for name in ("low", "high", "curve") if name in options]
    if target is None or is_press(target):
        if given:
            raise BadParameter(f"{to} has no range, so {' and '.join(given)} cannot be given; leave it out")
        return 0.0, 1.0
    assert isinstance(target, Parameter | CommandTarget)
    ends = float(options.get("low", target.low)), float(options.get("high", target.high))
    if not all(math.isfinite(end) and target.low <= end <= target.high for end in ends):
        raise BadParameter(
            f"{to} goes from {target.low:g} to {target.high:g}, so it cannot go from {ends[0]:g} to {ends[1]:g}; "
            "give low and high within that"
        )
    if ends[0] == ends[1]:
        raise BadParameter(f"low and high are both {ends[0]:g}, so the control would do nothing; give two values")
    return ends


def _require_sense(made: Entry, to: str, options: Mapping[str, Any]) -> None:
    """Refuse what cannot go together."""
    is_note = made.control.startswith("note ")
    if is_note and any(name in options for name in ("curve", "relative", "takeover")):
        raise BadParameter("a note is a button, so it has neither curve nor relative nor takeover; leave them out")
    if is_note and isinstance(made.target, CommandTarget) and made.target.fixed is None:
        raise BadParameter(f"a note has no place to say which {to}; write the number behind it, as in {to}/1")
    if made.toggle and not isinstance(made.target, Parameter):
        raise BadParameter(f"{to} is no parameter, so it cannot toggle; leave toggle out")
    if "takeover" in options and not isinstance(made.target, Parameter):
        raise BadParameter(f"{to} is no parameter, so nothing can be taken over; leave takeover out")
    if made.relative is not None:
        if not made.control.startswith("cc "):
            raise BadParameter(f"{made.control} is never relative, only cc 0 to 119 are; leave relative out")
        if made.toggle or "takeover" in options:
            raise BadParameter(
                "a relative control has no place of its own, so neither toggle nor takeover; leave them out"
            )
        if made.target is not None and is_press(made.target):
            raise BadParameter(f"{to} wants a press, which a relative control does not give; leave relative out")
