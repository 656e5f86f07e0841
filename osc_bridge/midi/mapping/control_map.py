"""A control map: which control moves which target, a parameter, event or command. Names in, checked entries out.

A control is named as in `midi_messages`, or "note 40" for a pad that is a button; with " channel 3" behind it (1 to 16)
the entry is for that channel only. `ControlMap.over` lays one map over another; `default_map` is the lowest.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import BadParameter, quoted
from engine.parameters import TABLE, Parameter
from osc_bridge.midi.input.encoders import Encoding
from osc_bridge.osc.latent_names import NO_NAMES, LatentNames

from .curves import Curve
from .takeover import TakeoverMode
from .targets import CommandTarget, Target, is_trigger, parse_target, target_name

Key = tuple[str, int | None]  # "cc 20", and a channel 0..15 or None for all

_NUMBER_COUNTS = {"cc": 120, "cc14": 32, "nrpn": 16384, "poly": 128, "note": 128}  # cc 120 and above are channel modes
_UNNUMBERED = ("bend", "pressure")
_LABELS = {"cc": "CC", "cc14": "14-bit CC", "nrpn": "NRPN", "bend": "pitch bend", "poly": "pressure of note"}


@dataclass(frozen=True, slots=True)
class MapEntry:
    """One control, the target that it moves (see targets), and how."""

    control: str
    channel: int | None  # 0..15; None for all
    target: Target | None  # None: the control does nothing, whatever a map below says
    low: float = 0.0  # the value at 0 of the control, or of a button that is up
    high: float = 1.0  # the value at 1, or of a button that is down
    curve: Curve = "linear"
    relative: Encoding | None = None
    takeover: TakeoverMode = "none"
    toggle: bool = False  # each press changes between low and high

    @property
    def key(self) -> Key:
        """Control and channel."""
        return self.control, self.channel

    @property
    def name(self) -> str:
        """The control as a map names it."""
        return self.control if self.channel is None else f"{self.control} channel {self.channel + 1}"


@dataclass(frozen=True, slots=True)
class ControlMap:
    """The entries of one map, and its sections for pads, MPE and feedback as plain data."""

    name: str
    ports: tuple[str, ...] = ()  # parts of the names of the ports that it is for
    program: str = ""  # what a program change recalls, one of BANKS; empty for what a map below says, at last presets
    entries: Mapping[Key, MapEntry] = field(default_factory=dict)
    pads: Mapping[str, Any] = field(default_factory=dict)
    mpe: Mapping[str, Any] = field(default_factory=dict)
    feedback: Mapping[str, Any] = field(default_factory=dict)

    @property
    def pairs(self) -> frozenset[int]:
        """Controllers 0..31 with 14 bits, whose fine half is the controller 32 above."""
        return frozenset(int(control.split()[1]) for control, _ in self.entries if control.startswith("cc14 "))

    def find(self, control: str, channel: int) -> MapEntry | None:
        """Return the entry of a control, None if it has none; an entry for its channel counts before one for all."""
        return self.entries.get((control, channel)) or self.entries.get((control, None))

    def with_target(self, name: str) -> Iterator[MapEntry]:
        """Yield the entries whose target has this name."""
        return (e for e in self.entries.values() if e.target is not None and target_name(e.target) == name)

    def over(self, below: "ControlMap") -> "ControlMap":
        """Return both maps as one; where both have the same control, this one counts."""
        kept = {key: entry for key, entry in below.entries.items() if not self._hides(key)}
        return ControlMap(
            f"{self.name} over {below.name}",
            self.ports,
            self.program or below.program,
            kept | dict(self.entries),
            {**below.pads, **self.pads},
            {**below.mpe, **self.mpe},
            {**below.feedback, **self.feedback},
        )

    def _hides(self, key: Key) -> bool:
        others = conflicting(key[0])
        return (key[0], None) in self.entries or key in self.entries or any(c in others for c, _ in self.entries)


def conflicting(control: str) -> tuple[str, ...]:
    """Return the controls that share a controller number with this one: a 14-bit pair (cc14) uses those of two cc."""
    kind, _, number = control.partition(" ")
    if kind == "cc14":
        return f"cc {number}", f"cc {int(number) + 32}"
    if kind == "cc" and int(number) < 64:
        return (f"cc14 {int(number) % 32}",)
    return ()


def control_label(name: str) -> str:
    """Return the name of a control as a screen shows it: "CC 20", "pitch bend"."""
    kind, _, rest = name.partition(" ")
    return f"{_LABELS.get(kind, kind)} {rest}".strip()


def parse_key(text: str) -> Key:
    """Parse "cc 20" or "cc 20 channel 3".

    Raises:
        BadParameter: there is no such control.
    """
    name, _, channel = " ".join(text.lower().split()).partition(" channel ")
    kind, _, number = name.partition(" ")
    known = name in _UNNUMBERED or (
        kind in _NUMBER_COUNTS and _is_number(number) and int(number) < _NUMBER_COUNTS[kind]
    )
    if not known or (" channel" in text.lower() and not (_is_number(channel) and 1 <= int(channel) <= 16)):
        raise BadParameter(
            f"there is no control {quoted(text)}; known are cc 0 to 119, cc14 0 to 31, nrpn 0 to 16383, note 0 to 127, "
            "poly 0 to 127, bend and pressure, each for all channels or with channel 1 to 16 behind it"
        )
    return (name if name in _UNNUMBERED else f"{kind} {int(number)}"), (int(channel) - 1 if channel else None)


def make_entry(
    key: Key,
    to: str,
    options: Mapping[str, Any],
    takeover: TakeoverMode = "none",
    latents: LatentNames = NO_NAMES,
) -> MapEntry:
    """Make an entry and check that its parts go together.

    Args:
        key: the control.
        to: the name of the target.
        options: those of low, high, curve, relative, takeover and toggle that are given.
        takeover: the mode of the map, for entries without one.
        latents: the names of the model's latents.

    Raises:
        BadParameter: the target is unknown, or an option does not go with the control or the target.
    """
    target = parse_target(to, latents)
    low, high = _range(target, to, options)
    curve: Curve = "octaves" if isinstance(target, Parameter) and target.logarithmic else "linear"
    others = {"curve": curve} | {k: v for k, v in options.items() if k not in ("low", "high")}
    entry = MapEntry(*key, target, low, high, **others)
    _check(entry, to, options)
    is_knob = isinstance(target, Parameter) and not (entry.relative or entry.toggle or key[0].startswith("note "))
    return replace(entry, takeover=takeover) if is_knob and "takeover" not in options else entry


def default_map() -> ControlMap:
    """Return the map of the controller numbers in the parameter table, on all channels."""
    entries = [
        make_entry((f"cc {item.controller}", None), item.id, {}) for item in TABLE if item.controller is not None
    ]
    return ControlMap("default", entries={entry.key: entry for entry in entries})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 5


def _range(target: Target | None, to: str, options: Mapping[str, Any]) -> tuple[float, float]:
    """Return the values of the target, whose name is `to`, at both ends of the control; checks low, high and curve.

    Raises:
        BadParameter: low or high is out of the target's range, both are equal, or the target has no range.
    """
    if target is None or is_trigger(target):
        if given := [name for name in ("low", "high", "curve") if name in options]:
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


def _check(entry: MapEntry, to: str, options: Mapping[str, Any]) -> None:
    """Raise BadParameter for options that do not go with the control or the target, whose name is `to`."""
    if entry.curve == "octaves" and min(entry.low, entry.high) <= 0:
        raise BadParameter(
            f"{to} goes from {entry.low:g} to {entry.high:g}, and octaves need both above 0; give low and high"
        )
    is_note = entry.control.startswith("note ")
    if is_note and any(name in options for name in ("curve", "relative", "takeover")):
        raise BadParameter("a note is a button, so it has no curve, relative or takeover; leave them out")
    if is_note and isinstance(entry.target, CommandTarget) and entry.target.fixed is None:
        raise BadParameter(f"a note has no position to set {to} with; write the number behind it, as in {to}/1")
    if not isinstance(entry.target, Parameter) and (entry.toggle or "takeover" in options):
        option = "toggle" if entry.toggle else "takeover"
        raise BadParameter(f"{to} is no parameter, so it has no {option}; leave {option} out")
    if entry.relative is not None:
        if not entry.control.startswith("cc "):
            raise BadParameter(f"{entry.control} is never relative, only cc 0 to 119 are; leave relative out")
        if entry.toggle or "takeover" in options:
            raise BadParameter("a relative control has no position, so no toggle or takeover; leave them out")
        if entry.target is not None and is_trigger(entry.target):
            raise BadParameter(f"{to} needs a press, which a relative control does not give; leave relative out")
