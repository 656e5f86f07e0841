"""Bends, slides and pressure of one input -> offsets on parameters, in their units, for `BendableControls`.

[mpe]
bend = "latent/0"                               parameter that a dimension moves; "none" leaves it to the map
slide = { to = "latent/1", depth = 0.5 }        depth: the offset at full deflection, in the parameter's unit
pressure = "none"
lower = 15                                      members of a zone, whatever RPN 6 says
upper = 0

dimension   from                                      0 at         -1 or 1 at
bend        pitch bend                                the middle   both ends
slide       controller 74 of a member channel         64           both ends
pressure    pressure of a channel or a key            0            127

MPE (MIDI Polyphonic Expression, M1-100-UM of the MIDI Association, 2018): the lower zone has channel 1 as its master
and members from 2 up, the upper zone channel 16 and members from 15 down; RPN 6 on a master sets how many, none at
first. A member's bend counts in semitones, of which RPN 0 sets how many a full bend has (48 at first), and an octave is
a full offset. Parameters are global, so only the offsets of the newest held pad count, after its release those of the
next newest. Bends of channels that are no members are added; of their pressure and the pad's, the larger counts.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.errors import BadConfig, quoted
from engine.parameters import INDEX
from osc_bridge.midi.input.midi_messages import ControlChange, SystemMessage
from osc_bridge.midi.mapping.control_map import ControlMap
from osc_bridge.midi.mapping.map_section import MapSection

from .pads import Pad

Dimension = Literal["bend", "slide", "pressure"]

FULL_OFFSET_SEMITONES = 12  # of a member's bend
DEFAULT_BEND_RANGE = 48  # semitones of a member's full bend
MAX_BEND_RANGE = 96  # semitones
MAX_ZONE_MEMBERS = 15  # of one zone
MAX_BOTH_ZONES_MEMBERS = 14  # of two zones together
MAX_MPE_DEPTH = 1000.0  # wider than every range but the seed's


@dataclass(frozen=True, slots=True)
class ModulationTarget:
    """A parameter, and its offset at full deflection in its unit."""

    id: str
    depth: float = 1.0


@dataclass(frozen=True, slots=True)
class MpeSettings:
    """The parameter that each dimension moves, None: as the map says; members of each zone, 0: as RPN 6 says."""

    bend: ModulationTarget | None = ModulationTarget("latent/0")
    slide: ModulationTarget | None = ModulationTarget("latent/1")
    pressure: ModulationTarget | None = ModulationTarget("latent/2")
    lower: int = 0  # 0..15
    upper: int = 0

    @classmethod
    def of_map(cls, map: ControlMap) -> "MpeSettings":
        """Read [mpe]; bend and pressure are left to the map where it has entries for them.

        Raises:
            BadConfig: an unknown key, parameter or value, or two zones of more than 14 members.
        """
        section = MapSection("mpe", map.mpe, ("bend", "slide", "pressure", "lower", "upper"))
        lower, upper = (section.whole(zone, range(MAX_ZONE_MEMBERS + 1), 0) for zone in ("lower", "upper"))
        if lower and upper and lower + upper > MAX_BOTH_ZONES_MEMBERS:
            raise BadConfig(
                f"[mpe] has zones of {lower} and {upper} members; two zones have {MAX_BOTH_ZONES_MEMBERS} together"
            )
        mapped, default = {control for control, _ in map.entries}, cls()
        bend = _target(section, "bend", default.bend)
        pressure = _target(section, "pressure", default.pressure)
        return cls(
            bend=None if "bend" in mapped else bend,
            slide=_target(section, "slide", default.slide),
            pressure=None if "pressure" in mapped else pressure,
            lower=lower,
            upper=upper,
        )


@dataclass(slots=True)
class _Touch:
    """The dimensions of a channel: bend and slide -1..1, pressure 0..1."""

    bend: float = 0.0
    slide: float = 0.0
    pressure: float = 0.0


@dataclass(slots=True)
class _Zone:
    """Members and bend range of a zone."""

    members: int = 0
    semitones: float = DEFAULT_BEND_RANGE


@dataclass(slots=True)
class _TouchState:
    """The dimensions of all channels and keys of one input."""

    common: _Touch = field(default_factory=_Touch)  # wheel, masters and channels outside of zones: the last that moved
    members: list[_Touch] = field(default_factory=lambda: [_Touch() for _ in range(16)])
    keys: dict[Pad, float] = field(default_factory=dict)  # pressure of single keys


class Mpe:
    """The MPE state of one input."""

    def __init__(self, held: Callable[[], Sequence[Pad]], settings: MpeSettings | None = None) -> None:
        """`held`: returns the pads that are held, the newest last. `settings`: None for the defaults."""
        self.settings = settings or MpeSettings()
        self._held = held
        self._state = _TouchState()
        self._lower, self._upper = _Zone(self.settings.lower), _Zone(self.settings.upper)

    @property
    def zones(self) -> tuple[Collection[int], Collection[int]]:
        """Member channels, 0..15, of the lower and of the upper zone."""
        return range(1, 1 + self._lower.members), range(15 - self._upper.members, 15)

    def feed(self, message: ControlChange | SystemMessage) -> bool:
        """Update the MPE state by a message; return whether it is for MPE, and not for the map."""
        if isinstance(message, SystemMessage):
            if message.kind == "reset":
                self._state = _TouchState()
            return False
        if message.control == "rpn 6":
            self._set_zone(message.channel, message.raw >> 7)
        elif message.control == "rpn 0":
            self._set_bend_range(message)
        elif dimension := self._dimension(message):
            if getattr(self.settings, dimension) is None:
                return False
            self._set(dimension, message)
        else:
            return False
        return True

    def offsets(self) -> dict[str, float]:
        """Return the present offsets by parameter id, in its unit; drop the pressure of keys that are not held."""
        held = self._held()
        common, key_pressure = self._state.common, 0.0
        pad = _Touch()
        if held:
            channel, _ = held[-1]
            key_pressure = self._state.keys.get(held[-1], 0.0)
            if zone := self._zone(channel):
                member = self._state.members[channel]
                pad = _Touch(member.bend * zone.semitones / FULL_OFFSET_SEMITONES, member.slide, member.pressure)
        self._state.keys = {key: value for key, value in self._state.keys.items() if key in held}
        sums: dict[str, float] = {}
        for target, value in (
            (self.settings.bend, common.bend + pad.bend),
            (self.settings.slide, pad.slide),
            (self.settings.pressure, max(common.pressure, pad.pressure, key_pressure)),
        ):
            if target and value:
                sums[target.id] = sums.get(target.id, 0.0) + target.depth * value
        return sums

    def _zone(self, channel: int) -> _Zone | None:
        """Return the zone of which a channel is a member."""
        lower, upper = self.zones
        return self._lower if channel in lower else self._upper if channel in upper else None

    def _dimension(self, message: ControlChange) -> Dimension | None:
        if message.control == "bend":
            return "bend"
        if message.control == "pressure" or message.control.startswith("poly "):
            return "pressure"
        return "slide" if message.control == "cc 74" and self._zone(message.channel) else None

    def _set(self, dimension: Dimension, message: ControlChange) -> None:
        if message.control.startswith("poly "):
            self._state.keys[message.channel, int(message.control.removeprefix("poly "))] = message.value
            return
        touch = self._state.members[message.channel] if self._zone(message.channel) else self._state.common
        setattr(touch, dimension, message.value if dimension == "pressure" else 2 * message.value - 1)

    def _set_zone(self, channel: int, members: int) -> None:
        """Set the members of the zone with this master channel, 0 for no zone; all bends, slides and pressures end."""
        forced = self.settings.lower or self.settings.upper
        if channel not in (0, 15) or members > MAX_ZONE_MEMBERS or forced:
            return
        zone, other = (self._lower, self._upper) if channel == 0 else (self._upper, self._lower)
        zone.members, zone.semitones = members, DEFAULT_BEND_RANGE
        other.members = min(other.members, max(MAX_BOTH_ZONES_MEMBERS - members, 0))
        self._state = _TouchState()

    def _set_bend_range(self, message: ControlChange) -> None:
        if zone := self._zone(message.channel):
            zone.semitones = min((message.raw >> 7) + (message.raw & 127) / 100, MAX_BEND_RANGE)


def _target(section: MapSection, dimension: str, default: ModulationTarget | None) -> ModulationTarget | None:
    value = section.get(dimension)
    if value is None:
        return default
    if value == "none":
        return None
    table = {"to": value} if isinstance(value, str) else value
    if not isinstance(table, Mapping) or not {"to"} <= table.keys() <= {"to", "depth"}:
        raise section.refuse(dimension, 'a parameter, "none" or { to = "latent/0", depth = 1.0 }')
    id, depth = table["to"], table.get("depth", 1.0)
    if not isinstance(id, str) or id not in INDEX:
        raise BadConfig(f"[mpe] {dimension} moves {quoted(id)}, which is no parameter; latent/0 is one")
    if isinstance(depth, bool) or not isinstance(depth, int | float) or not abs(depth) <= MAX_MPE_DEPTH:
        expected = f"a number from -{MAX_MPE_DEPTH:g} to {MAX_MPE_DEPTH:g}"
        raise BadConfig(f"[mpe] {dimension} has a depth of {quoted(depth)}; write {expected}")
    return ModulationTarget(id, float(depth))
