"""Bends, slides and pressure -> offsets on parameters, each held pad with its own (MPE), or all pads together.

in    `Moved` of one input, `Told` reset; which pads are held, from `Pads`
out   offsets in the units of the parameters, for `Offsets`

            from                                      neutral   full
    bend    pitch bend                                the middle   one way or the other
    slide   controller 74 of a member channel         64           one way or the other
    pressure  of a channel or of a single key         0            pressed

MPE (MIDI Polyphonic Expression, M1-100-UM of the MIDI Association, 2018): the lower zone has channel 1 as its master
and members from 2 up, the upper zone channel 16 and members from 15 down; RPN 6 on a master says how many, none at
first. A member's bend counts in semitones, of which RPN 0 says how many a full bend has (48 at first), and an octave is
a full offset. Parameters are of the whole break, so of all held pads the newest one's offsets count; when it is let go,
those of the next one; the master's and the wheel's are added.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from osc_bridge.midi.input.midi_messages import ControlChange, SystemMessage

from .pads import Pad

Touch = Literal["bend", "slide", "pressure"]

OCTAVE = 12  # semitones of a member's bend that are a full offset
SPREAD = 48  # semitones that a member's full bend has until RPN 0 says otherwise
WIDEST = 96  # semitones; more is nonsense
MOST = 15  # members of one zone
BOTH = 14  # members of two zones together


@dataclass(frozen=True, slots=True)
class Reach:
    """What a touch moves, and how far at its fullest, in the unit of the parameter."""

    id: str
    depth: float = 1.0


@dataclass(frozen=True, slots=True)
class MpeSetting:
    """What touches move; None leaves a touch to the map. `lower` and `upper` force zones, and RPN 6 says nothing."""

    bend: Reach | None = Reach("latent/0")
    slide: Reach | None = Reach("latent/1")
    pressure: Reach | None = Reach("latent/2")
    lower: int = 0  # members, 0..15
    upper: int = 0

    def reach(self, touch: Touch) -> Reach | None:
        """What a touch moves."""
        return {"bend": self.bend, "slide": self.slide, "pressure": self.pressure}[touch]


@dataclass(slots=True)
class _Hand:
    """What a channel, or the keys outside of zones together, feel: -1..1, pressure 0..1."""

    bend: float = 0.0
    slide: float = 0.0
    pressure: float = 0.0


@dataclass(slots=True)
class _Zone:
    """Members and range of a zone."""

    members: int = 0
    semitones: float = SPREAD


@dataclass(slots=True)
class _TouchState:
    """All that is felt at one input."""

    common: _Hand = field(default_factory=_Hand)  # wheel, masters, channels outside of zones: the last one that moved
    members: list[_Hand] = field(default_factory=lambda: [_Hand() for _ in range(16)])
    keys: dict[Pad, float] = field(default_factory=dict)  # pressure of single keys


class Mpe:
    """The touches of one input."""

    def __init__(self, held: Callable[[], Sequence[Pad]], setting: MpeSetting | None = None) -> None:
        """`held`: the pads that are held, the newest last."""
        self.setting = setting or MpeSetting()
        self._held = held
        self._felt = _TouchState()
        self._lower, self._upper = _Zone(self.setting.lower), _Zone(self.setting.upper)

    @property
    def zones(self) -> tuple[Collection[int], Collection[int]]:
        """Member channels, 0..15, of the lower and of the upper zone."""
        return range(1, 1 + self._lower.members), range(15 - self._upper.members, 15)

    def feel(self, gesture: ControlChange | SystemMessage) -> bool:
        """Take note of a gesture; whether it was a touch, so that no map should play it too."""
        if isinstance(gesture, SystemMessage):
            if gesture.word == "reset":
                self._felt = _TouchState()
            return False
        if gesture.control == "rpn 6":
            self._arrange(gesture.channel, gesture.raw >> 7)
        elif gesture.control == "rpn 0":
            self._widen(gesture)
        elif touch := self._touch(gesture):
            if self.setting.reach(touch) is None:
                return False
            self._note(touch, gesture)
        else:
            return False
        return True

    def offsets(self) -> dict[str, float]:
        """What lies over the parameters now, for `Offsets.lay`. Pressure of keys that are not held is forgotten."""
        held = self._held()
        common, pressed = self._felt.common, 0.0
        pad = _Hand()
        if held:
            channel, _ = held[-1]
            pressed = self._felt.keys.get(held[-1], 0.0)
            if zone := self._zone(channel):
                member = self._felt.members[channel]
                pad = _Hand(member.bend * zone.semitones / OCTAVE, member.slide, member.pressure)
        self._felt.keys = {key: value for key, value in self._felt.keys.items() if key in held}
        sums: dict[str, float] = {}
        for reach, value in (
            (self.setting.bend, common.bend + pad.bend),
            (self.setting.slide, pad.slide),
            (self.setting.pressure, max(common.pressure, pad.pressure, pressed)),
        ):
            if reach and value:
                sums[reach.id] = sums.get(reach.id, 0.0) + reach.depth * value
        return sums

    def _zone(self, channel: int) -> _Zone | None:
        """The zone of which a channel is a member."""
        lower, upper = self.zones
        return self._lower if channel in lower else self._upper if channel in upper else None

    def _touch(self, moved: ControlChange) -> Touch | None:
        if moved.control == "bend":
            return "bend"
        if moved.control == "pressure" or moved.control.startswith("poly "):
            return "pressure"
        return "slide" if moved.control == "cc 74" and self._zone(moved.channel) else None

    def _note(self, touch: Touch, moved: ControlChange) -> None:
        """Keep what was felt."""
        if moved.control.startswith("poly "):
            self._felt.keys[moved.channel, int(moved.control.removeprefix("poly "))] = moved.value
            return
        hand = self._felt.members[moved.channel] if self._zone(moved.channel) else self._felt.common
        setattr(hand, touch, moved.value if touch == "pressure" else 2 * moved.value - 1)

    def _arrange(self, channel: int, members: int) -> None:
        """A zone is made, resized or, with no members, ended; both forget what they felt, the other one gives way."""
        if channel not in (0, 15) or members > MOST or self.setting.lower or self.setting.upper:
            return
        zone, other = (self._lower, self._upper) if channel == 0 else (self._upper, self._lower)
        zone.members, zone.semitones = members, SPREAD
        other.members = min(other.members, max(BOTH - members, 0))
        self._felt = _TouchState()

    def _widen(self, moved: ControlChange) -> None:
        if zone := self._zone(moved.channel):
            zone.semitones = min((moved.raw >> 7) + (moved.raw & 127) / 100, WIDEST)
