"""Bytes from a terminal -> names of keys -> what each does, as an OSC message.

KeyParser    bytes, cut anywhere -> "a", "space", "left", ...
key_action   a key and the state of the instrument -> a sentence, and the OSC message that does the same
HELP         the keys and what they do
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.parameters import parameter
from osc_bridge.osc.addresses import ROOT
from osc_bridge.osc.replies import pack

from .screen_state import ShownInstrument

STUTTER_SIXTEENTHS = 2
HELP = (
    ("space", "play or stop"),
    ("0 to 9", "preset 0 to 9"),
    ("up, down", "previous or next preset"),
    ("left, right", "tempo down or up by 1 BPM"),
    ("r", "random break"),
    ("u, U", "undo, redo"),
    ("f", "freeze; again, play on"),
    ("s", f"stutter {STUTTER_SIXTEENTHS} sixteenths; again, play on"),
    ("c", "cancel what waits for a beat"),
    ("R", "begin or end a recording"),
    ("p", "panic: silence, now"),
    ("q, Ctrl-C", "end vamen"),
)

_ARROWS = {b"A": "up", b"B": "down", b"C": "right", b"D": "left"}
# control sequences (arrows, function keys), keys of the keypad, Alt and a key, single bytes; what is incomplete is last
_SEQUENCES = re.compile(
    rb"\x1b\[[0-?]*[ -/]*([@-~])|\x1bO([@-~])|\x1b[^\x1b\[O]|(\x1b(?:\[[0-?]*[ -/]*|O)?\Z)|([^\x1b])|\x1b", re.DOTALL
)
MAX_SEQUENCE_BYTES = 32  # a longer one is no key


class KeyParser:
    """Takes bytes as they are read and returns keys; bytes that are none are ignored."""

    def __init__(self) -> None:
        self._rest = b""

    def keys(self, data: bytes) -> Iterator[str]:
        """Yield the names of the keys that are complete with these bytes: a character, "space", or an arrow."""
        data, self._rest = self._rest + data, b""
        for found in _SEQUENCES.finditer(data):
            control, keypad, rest, single = found.groups()
            if rest is not None and len(rest) <= MAX_SEQUENCE_BYTES:
                self._rest = rest
            elif (control or keypad) in _ARROWS:
                yield _ARROWS[control or keypad]
            elif single == b" ":
                yield "space"
            elif single and 0x20 < single[0] < 0x7F:
                yield single.decode("ascii")

    def reset(self) -> None:
        """Forget an incomplete key, such as Escape alone, to which nothing was added for a while."""
        self._rest = b""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """What a key does: a sentence for the user, and the OSC message."""

    sentence: str
    path: str
    arguments: tuple[float, ...] = ()

    @property
    def message(self) -> str:
        """The message as text: the address and its arguments."""
        return " ".join((self.path, *(f"{argument:.10g}" for argument in self.arguments)))

    @property
    def packet(self) -> bytes:
        """The message as an OSC packet."""
        return pack(self.path, *self.arguments)

    def __str__(self) -> str:
        """Return the line that says what was done."""
        return f"{self.sentence}: {self.message}"


def key_action(key: str, instrument: ShownInstrument) -> KeyAction | None:
    """Return what a key does now; None for a key without a meaning here."""
    if key in _SIMPLE:
        sentence, path = _SIMPLE[key]
        return KeyAction(sentence, f"{ROOT}/{path}")
    if key.isdecimal():
        return KeyAction(f"preset {key}", f"{ROOT}/preset", (int(key),))
    match key:
        case "space":
            path = "stop" if instrument.playing else "play"
            return KeyAction(path, f"{ROOT}/{path}")
        case "left" | "right":
            return _tempo_action(instrument.value("tempo"), key == "right")
        case "up" | "down":
            return _preset_action(instrument, key == "down")
        case "f":
            return _toggle_action("freeze", instrument.value("freeze"), 1, "freeze")
        case "s":
            sentence = f"stutter {STUTTER_SIXTEENTHS} sixteenths"
            return _toggle_action("stutter", instrument.value("stutter"), STUTTER_SIXTEENTHS, sentence)
        case "R":
            records = any(instrument.report("recording"))
            sentence = "end of the recording" if records else "recording"
            return KeyAction(sentence, f"{ROOT}/record", (0 if records else 1,))
    return None


_SIMPLE = {
    "r": ("random break", "random"),
    "u": ("undo", "undo"),
    "U": ("redo", "redo"),
    "c": ("cancel what waits", "cancel"),
    "p": ("panic", "panic"),
}


def _toggle_action(id: str, value: float, on: int, sentence: str) -> KeyAction:
    return KeyAction(f"{id} off", f"{ROOT}/{id}", (0,)) if value else KeyAction(sentence, f"{ROOT}/{id}", (on,))


def _tempo_action(tempo: float, up: bool) -> KeyAction:
    """Return the step to the next whole tempo."""
    entry, tempo = parameter("tempo"), round(tempo, 3)  # a float on the wire is not exact
    tempo = min(max(math.floor(tempo) + 1 if up else math.ceil(tempo) - 1, entry.low), entry.high)
    return KeyAction(f"tempo {tempo:g}", f"{ROOT}/tempo", (float(tempo),))


def _preset_action(instrument: ShownInstrument, next_one: bool) -> KeyAction | None:
    """Return the recall of the preset beside the one that was recalled last, at the ends that of the other end."""
    flat = instrument.report("presets")
    names = {int(number): str(name) for number, name in zip(flat[::2], flat[1::2], strict=False)}
    if not names:
        return None
    numbers = sorted(names)
    recalled = next(iter(instrument.report("preset")), -1)
    present = -1 if isinstance(recalled, str) else int(recalled)
    if next_one:
        number = next((number for number in numbers if number > present), numbers[0])
    else:
        number = next((number for number in reversed(numbers) if number < present), numbers[-1])
    return KeyAction(f"preset {number} {names[number]}", f"{ROOT}/preset", (number,))
