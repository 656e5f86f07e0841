"""Pads and keys -> slices: which sixteenth, how hard, and what letting go means.

in    `Struck`, `Told`, and the sustain pedal (`Moved` "cc 64"), in the order in which they came
out   strokes: an engine `Event`, when it was asked for and, where it matters, when it is due; for `Controls.trigger`

mode      one-shot   the break plays on from the sixteenth; letting go does nothing
          gate       when the last held pad is let go, what was there before the first one comes back
          latch      as gate, but a pad that is struck stays held until it is struck again

What was there before: a break that played is where it would have been, as after freeze and stutter; where nothing
played, there is silence. STOP in the first case would take the break away from whoever only borrowed it.

There is one playhead, so the sixteenth that was struck last is what is heard, and no pad can silence another. A choke
group therefore says who counts as held: a pad takes the hold from the others of its group. In latch, all pads are one
group unless others are given. While the pedal is down, nothing is let go; striking a pad that is held plays it again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.controls import Action, Event
from engine.spec import SPEC
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage, SystemMessage

Mode = Literal["one-shot", "gate", "latch"]
Curve = Literal["linear", "soft", "hard", "fixed"]
AllNotesOff = Literal["silence", "release"]
Pad = tuple[int, int]  # channel and key: the same key on another channel is another pad

FIRST_NOTE = 36  # C1 or C2, by whose count; the lowest pad of most pad controllers
SUSTAIN = "cc 64"
DOWN = 64  # from this value on a pedal is down
SETTLING = 0.1  # seconds after a STOP of ours in which it may seem to play still
_EXPONENTS: dict[Curve, float] = {"linear": 1.0, "soft": 0.5, "hard": 2.0, "fixed": 0.0}


class TriggerCall(NamedTuple):
    """The arguments of `Controls.trigger`."""

    event: Event
    at: float  # seconds of `time.perf_counter`
    due: float | None = None


@dataclass(frozen=True, slots=True)
class PadSetting:
    """How pads are played."""

    base: int = FIRST_NOTE  # key of the first sixteenth; keys below it are no pads
    channel: int | None = None  # 0..15; None is all of them
    mode: Mode = "one-shot"
    curve: Curve = "linear"  # soft: a light touch is loud; hard: it takes force; fixed: always full
    choke: tuple[frozenset[int], ...] = ()  # groups of keys
    apart: frozenset[int] = frozenset()  # keys that are buttons of the map, not pads
    all_notes_off: AllNotesOff = "silence"  # release: for keyboards that send it at every last key

    def velocity(self, velocity: float) -> float:
        """What is heard of a velocity 0..1."""
        return float(velocity ** _EXPONENTS[self.curve])


class Pads:
    """The pads of one input."""

    def __init__(
        self, beat: Callable[[float], float | None], setting: PadSetting | None = None, *, ahead: float = 0.01
    ) -> None:
        """Prepare.

        Args:
            beat: `Controls.beat`.
            setting: how they are played.
            ahead: seconds from a stroke until it is handed to the card: the player's lookahead and the instrument's
                delay. The break comes back that long after letting go; less, and it comes late.
        """
        self._setting = setting or PadSetting()
        self.ahead = ahead
        self.transport = True  # start, continue and stop are obeyed here; False while somebody follows them as a clock
        self._beat = beat
        self._held: dict[Pad, bool] = {}  # the newest last; False where only the pedal holds it
        self._pedal = False
        self._borrowed = False  # the break played when the first held pad was struck
        self._silent = float("-inf")  # until when our own STOP explains that it seems to play
        self._due = float("-inf")  # when the break comes back; what is asked for earlier must not overtake that

    @property
    def setting(self) -> PadSetting:
        """How they are played."""
        return self._setting

    @property
    def held(self) -> tuple[Pad, ...]:
        """What is held, the newest last."""
        return tuple(self._held)

    def play(self, gesture: NoteMessage | SystemMessage | ControlChange) -> list[TriggerCall]:
        """What a gesture does; nothing when it is not for pads."""
        if isinstance(gesture, NoteMessage):
            return self._struck(gesture)
        if isinstance(gesture, SystemMessage):
            return self._told(gesture)
        if gesture.control == SUSTAIN and self._listens(gesture.channel):
            return self._lift(gesture.at) if gesture.raw < DOWN else self._press()
        return []

    def use(self, setting: PadSetting, at: float) -> list[TriggerCall]:
        """Play them otherwise from now on; what is held is let go in the old way."""
        strokes = self.let_go(at)
        self._setting = setting
        return strokes

    def let_go(self, at: float) -> list[TriggerCall]:
        """Let go of everything, the pedal too: when the input has gone."""
        self._pedal = False
        return self._release(self.held, at)

    def _listens(self, channel: int) -> bool:
        return self._setting.channel in (None, channel)

    def _struck(self, hand: NoteMessage) -> list[TriggerCall]:
        setting, pad = self._setting, (hand.channel, hand.key)
        if not hand.velocity:
            return self._up(pad, hand.at)
        if not self._listens(hand.channel) or hand.key < setting.base or hand.key in setting.apart:
            return []
        if setting.mode == "latch" and self._held.get(pad):
            return self._unlatch(pad, hand.at)
        if not self._held:
            self._borrowed = hand.at >= self._silent and self._beat(hand.at) is not None
        for other in self._choked(pad):
            del self._held[other]
        self._held.pop(pad, None)
        self._held[pad] = True
        step = (hand.key - setting.base) % SPEC.steps
        return self._stroke(Event(Action.SLICE, step, setting.velocity(hand.velocity)), hand.at)

    def _stroke(self, event: Event, at: float) -> list[TriggerCall]:
        return [TriggerCall(event, at, at + self.ahead if at < self._due else None)]

    def _stop(self, at: float) -> list[TriggerCall]:
        self._silent = at + SETTLING
        return self._stroke(Event(Action.STOP), at)

    def _choked(self, pad: Pad) -> Collection[Pad]:
        """Held pads that another one takes the hold from."""
        setting, (_, key) = self._setting, pad
        if setting.mode == "latch" and not setting.choke:
            return self.held
        groups = [group for group in setting.choke if key in group]
        return [other for other in self._held if any(other[1] in group for group in groups)]

    def _up(self, pad: Pad, at: float) -> list[TriggerCall]:
        """A key goes up."""
        if pad not in self._held or self._setting.mode == "latch":
            return []
        return self._unlatch(pad, at)

    def _unlatch(self, pad: Pad, at: float) -> list[TriggerCall]:
        if self._pedal:
            self._held[pad] = False
            return []
        return self._release([pad], at)

    def _press(self) -> list[TriggerCall]:
        self._pedal = True
        return []

    def _lift(self, at: float) -> list[TriggerCall]:
        self._pedal = False
        return self._release([pad for pad, down in self._held.items() if not down], at)

    def _release(self, pads: Collection[Pad], at: float) -> list[TriggerCall]:
        """These are held no more; what that does when they were the last."""
        for pad in pads:
            del self._held[pad]
        if not pads or self._held or self._setting.mode == "one-shot":
            return []
        due = at + self.ahead
        if self._borrowed and (beat := self._beat(due)) is not None:
            self._due = due
            return [TriggerCall(Event(Action.LOCATE, value=beat), at, due)]
        return self._stop(at)

    def _told(self, told: SystemMessage) -> list[TriggerCall]:
        if told.word == "release" and self._setting.all_notes_off == "release":
            return self.let_go(told.at)
        if told.word in ("silence", "release"):
            self._pedal = False
            self._held.clear()
            self._silent, self._due = told.at + SETTLING, float("-inf")
            return [TriggerCall(Event(Action.PANIC), told.at)]
        if told.word == "reset":
            return self._lift(told.at)
        if not self.transport or told.word not in ("start", "continue", "stop"):
            return []
        if told.word == "stop":
            return self._stop(told.at)
        self._silent = float("-inf")
        return self._stroke(Event(Action.PLAY), told.at)
