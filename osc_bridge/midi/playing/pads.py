"""Notes and the sustain pedal of one input -> calls of `Controls.trigger` that play slices of the break.

[pads]
base = 36                     key of the first sixteenth
channel = 10                  1..16; all channels without it
mode = "gate"                 see below
curve = "soft"                of velocity: linear, soft, hard, fixed
choke = [[36, 38]]            groups of keys
all_notes_off = "release"     or "silence"
count = 40                    keys that are pads; notes beyond do nothing

mode      one-shot   the break plays on from the sixteenth; a release is passed on, and acts where "slices/mode" is 2
          gate       at the release of the last held pad, the state before the first one comes back
          latch      as gate, but a pad stays held until it is hit again

The state before: a break that played goes on where it would be by then, as after freeze and stutter; else silence.

There is one playhead, so the pad that was hit last sounds, and pads cannot silence each other. A choke group therefore
decides which pads are held: a hit releases the others of its group. In latch, all pads are one group unless others are
given. While the pedal is down, no pad is released; a hit on a held pad plays it again.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from engine.controls import Action, Event
from engine.spec import SPEC
from engine.sync.transport_follower import MAX_RETURN_S, STOP_SETTLE_S
from osc_bridge.midi.input.midi_messages import FIRST_NOTE, ControlChange, NoteMessage, SystemMessage
from osc_bridge.midi.mapping.control_map import ControlMap
from osc_bridge.midi.mapping.map_section import MapSection, is_whole

PadMode = Literal["one-shot", "gate", "latch"]
VelocityCurve = Literal["linear", "soft", "hard", "fixed"]
AllNotesOff = Literal["silence", "release"]
Pad = tuple[int, int]  # channel and key: the same key on another channel is another pad

SUSTAIN_CONTROL = "cc 64"
PEDAL_DOWN = 64  # from this value on
_EXPONENTS: dict[VelocityCurve, float] = {"linear": 1.0, "soft": 0.5, "hard": 2.0, "fixed": 0.0}
_ALL_KEYS = range(128)


class TriggerCall(NamedTuple):
    """The arguments of `Controls.trigger`."""

    event: Event
    at: float  # seconds of `time.perf_counter`
    due: float | None = None


@dataclass(frozen=True, slots=True)
class PadSettings:
    """How pads are played."""

    base: int = FIRST_NOTE  # key of the first sixteenth; keys below are not pads
    count: int | None = None  # of keys that are pads; None for all from `base` on
    channel: int | None = None  # 0..15; None for all
    mode: PadMode = "one-shot"
    curve: VelocityCurve = "linear"  # soft raises light hits, hard lowers them, fixed is always full velocity
    choke: tuple[frozenset[int], ...] = ()  # groups of keys
    buttons: frozenset[int] = frozenset()  # keys with entries in the map, which are not pads
    all_notes_off: AllNotesOff = "silence"  # release: for keyboards that send it with each last release

    @classmethod
    def of_map(cls, map: ControlMap) -> "PadSettings":
        """Read [pads]; raises BadConfig for an unknown key or value."""
        section = MapSection("pads", map.pads, ("base", "count", "channel", "mode", "curve", "choke", "all_notes_off"))
        channel, count = section.whole("channel", range(1, 17), 0), section.get("count")
        return cls(
            base=section.whole("base", _ALL_KEYS, FIRST_NOTE),
            count=count if type(count) is int else None,
            channel=channel - 1 if channel else None,
            mode=section.choice("mode", get_args(PadMode), "one-shot"),
            curve=section.choice("curve", get_args(VelocityCurve), "linear"),
            choke=_choke_groups(section),
            buttons=frozenset(int(name.split()[1]) for name, _ in map.entries if name.startswith("note ")),
            all_notes_off=section.choice("all_notes_off", get_args(AllNotesOff), "silence"),
        )


class Pads:
    """The pads of one input.

    transport    whether start, continue and stop play the break; False if a clock is followed
    clock_runs   whether a clock plays the break; then all notes off releases the pads, whatever the settings
    """

    def __init__(
        self, beat: Callable[[float], float | None], settings: PadSettings | None = None, *, latency: float = 0.01
    ) -> None:
        """Start with no pad held.

        Args:
            beat: returns the beat played at a time in seconds, None while nothing plays.
            settings: how pads are played; None for the defaults.
            latency: seconds from a hit until the sound card gets its sound: the player's render-ahead and delay. The
                break comes back that long after a release.
        """
        self._settings = settings or PadSettings()
        self.latency = latency
        self.transport, self.clock_runs = True, False
        self._beat = beat
        self._held: dict[Pad, bool] = {}  # the newest last; False where only the pedal holds it
        self._pedal = False
        self._resume_on_release = False  # the break played when the first held pad was hit
        self._stopped_until = float("-inf")  # until then, the break may seem to play after a STOP from here
        self._returns_until = float("-inf")  # until then, a clock may not yet have brought back a silenced break
        self._resume_at = float("-inf")  # when the break comes back; events given before must not overtake that

    @property
    def held(self) -> tuple[Pad, ...]:
        """The pads that are held, the newest last."""
        return tuple(self._held)

    def play(self, message: NoteMessage | SystemMessage | ControlChange) -> list[TriggerCall]:
        """Return the trigger calls for a message; none when it is not for pads."""
        if isinstance(message, NoteMessage):
            return self._note(message)
        if isinstance(message, SystemMessage):
            return self._system(message)
        if message.control == SUSTAIN_CONTROL and self._is_received(message.channel):
            if message.raw < PEDAL_DOWN:
                return self._release_pedal(message.at)
            self._pedal = True
        return []

    def configure(self, settings: PadSettings, at: float) -> list[TriggerCall]:
        """Release all pads by the old settings, and use new ones; return the trigger calls of the release."""
        calls = self.release_all(at)
        self._settings = settings
        return calls

    def release_all(self, at: float) -> list[TriggerCall]:
        """Release all pads and the pedal at `at`, seconds; return the trigger calls to make."""
        self._pedal = False
        return self._release(self.held, at)

    def _step(self, pad: Pad) -> int:
        return (pad[1] - self._settings.base) % SPEC.steps

    def _is_received(self, channel: int) -> bool:
        return self._settings.channel in (None, channel)

    def _note(self, note: NoteMessage) -> list[TriggerCall]:
        settings, pad = self._settings, (note.channel, note.key)
        if not note.velocity:
            return self._unhold(pad, note.at) if pad in self._held and settings.mode != "latch" else []
        number = note.key - settings.base
        is_pad = (
            number >= 0 and (settings.count is None or number < settings.count) and note.key not in settings.buttons
        )
        if not is_pad or not self._is_received(note.channel):
            return []
        if settings.mode == "latch" and self._held.get(pad):
            return self._unhold(pad, note.at)
        if not self._held:
            playing = note.at >= self._stopped_until and self._beat(note.at) is not None
            self._resume_on_release = playing or note.at < self._returns_until
        for other in self._choked_by(pad):
            del self._held[other]
        self._held.pop(pad, None)
        self._held[pad] = True
        velocity = float(note.velocity ** _EXPONENTS[settings.curve])
        return self._call(Event(Action.SLICE, self._step(pad), velocity), note.at)

    def _call(self, event: Event, at: float) -> list[TriggerCall]:
        return [TriggerCall(event, at, at + self.latency if at < self._resume_at else None)]

    def _stop(self, at: float) -> list[TriggerCall]:
        self._stopped_until = at + STOP_SETTLE_S
        return self._call(Event(Action.STOP), at)

    def _choked_by(self, pad: Pad) -> Collection[Pad]:
        """Return the held pads that a hit on a pad releases."""
        settings, (_, key) = self._settings, pad
        if settings.mode == "latch" and not settings.choke:
            return self.held
        groups = [group for group in settings.choke if key in group]
        return [other for other in self._held if any(other[1] in group for group in groups)]

    def _unhold(self, pad: Pad, at: float) -> list[TriggerCall]:
        if self._pedal:
            self._held[pad] = False
            return []
        return self._release([pad], at)

    def _release_pedal(self, at: float) -> list[TriggerCall]:
        self._pedal = False
        return self._release([pad for pad, down in self._held.items() if not down], at)

    def _release(self, pads: Collection[Pad], at: float) -> list[TriggerCall]:
        """Release pads; return the calls for them, or but in one-shot mode for the last one that was held."""
        for pad in pads:
            del self._held[pad]
        if self._settings.mode == "one-shot":
            steps = dict.fromkeys(map(self._step, pads))
            held = {self._step(pad) for pad in self._held}  # also by other keys
            return [call for step in steps if step not in held for call in self._call(Event(Action.RELEASE, step), at)]
        if not pads or self._held:
            return []
        due = at + self.latency
        if self._resume_on_release and (beat := self._beat(due)) is not None:
            self._resume_at = due
            return [TriggerCall(Event(Action.LOCATE, value=beat), at, due)]
        return self._stop(at)

    def _system(self, message: SystemMessage) -> list[TriggerCall]:
        kind, at = message.kind, message.at
        if kind == "release" and (self.clock_runs or self._settings.all_notes_off == "release"):
            return self.release_all(at)
        if kind in ("silence", "release"):
            if self.clock_runs and self._beat(at) is not None:
                self._returns_until = at + MAX_RETURN_S
            self._pedal = False
            self._held.clear()
            self._stopped_until, self._resume_at = at + STOP_SETTLE_S, float("-inf")
            return [TriggerCall(Event(Action.PANIC), at)]
        if kind == "reset":
            return self._release_pedal(at)
        if kind == "stop":
            self._returns_until = float("-inf")
        if not self.transport or kind not in ("start", "continue", "stop"):
            return []
        if kind == "stop":
            return self._stop(at)
        self._stopped_until = float("-inf")
        return self._call(Event(Action.PLAY), at)


def _choke_groups(section: MapSection) -> tuple[frozenset[int], ...]:
    groups: Any = section.get("choke")
    if groups is None:
        return ()
    lists = isinstance(groups, list) and all(isinstance(group, list) for group in groups)
    if not lists or not all(is_whole(key, _ALL_KEYS) for group in groups for key in group):
        raise section.refuse("choke", "lists of keys from 0 to 127, like [[36, 38], [40, 41]]")
    return tuple(frozenset(group) for group in groups)
