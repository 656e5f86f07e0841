"""MIDI learn: a target that waits (is armed) and a control that is moved -> an entry in the user's map, saved.

A control has one target, and in the user's map a target has one control: a new entry replaces others, and the sentence
that is returned names them. The controller maps and the default map stay; the sentence names their entries for the
same target too. The file is read again before each change, so that edits and comments stay. A sender of commands can
name a target, never the path of the file.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage

from . import map_file
from .control_detector import ControlDetector, DetectedControl
from .control_map import ControlMap, MapEntry, conflicting
from .map_library import MapLibrary
from .targets import is_switch, is_trigger, parse_target, target_name

LEARN_TIMEOUT_S = 30.0  # that a target stays armed

_NEW_MAP = 'name = "your map"\n\n[map]\n'
_KEPT_OPTIONS = {  # of an entry whose target gets another control, by the kind of that control
    "knob": ("low", "high", "curve", "takeover", "toggle"),
    "note": ("low", "high", "toggle"),
    "encoder": ("low", "high", "curve"),
}


class MidiLearn:
    """Maps the next control that is moved to the armed target. The callers hold the lock of the controls."""

    def __init__(self, path: Path, library: MapLibrary, *, clock: Callable[[], float]) -> None:
        """Start with no target armed.

        Args:
            path: the file of the user's map; it is made, with its folder, when the first control is learned.
            library: its `user_map` is replaced after each change.
            clock: returns the time in seconds.
        """
        self._path = path
        self._library, self._latents = library, library.latents
        self._clock = clock
        self._target = ""
        self._deadline = 0.0
        self._detectors: dict[str, ControlDetector] = {}  # by port: two controllers may use the same numbers
        self._knobs = self._presses = False

    @property
    def armed(self) -> str:
        """The name of the target that waits for a control; empty when none does."""
        return self._target if self._clock() < self._deadline else ""

    def arm(self, target: str) -> str:
        """Map the next control that is moved to `target`; "none" disarms. Return what the user should do.

        Raises:
            BadParameter: there is no such target.
        """
        parsed = parse_target(target, self._latents)
        self._target = ""
        if parsed is None:
            return "nothing waits for a control"
        self._detectors = {}
        self._knobs = not is_trigger(parsed)
        self._presses = not self._knobs or is_switch(parsed)
        self._target, self._deadline = target_name(parsed), self._clock() + LEARN_TIMEOUT_S
        if not self._knobs:
            return f"{self._target} waits for a button or a pad: press it"
        how = "move a control; turn an endless encoder to the right, then to the left"
        return f"{self._latents.label(self._target)} waits for a control: {how}"

    def feed(self, port: str, message: ControlChange | NoteMessage) -> str | None:
        """Take a message while armed; return the sentence for the user once a control was mapped.

        Raises:
            BadConfig: the file cannot be read, is not a valid map, or cannot be written; then nothing is changed and
                nothing is armed.
        """
        target = self.armed
        if not target:
            return None
        detector = self._detectors.setdefault(port, ControlDetector(knobs=self._knobs, presses=self._presses))
        found = detector.feed(message)
        if found is None:
            return None
        self._target = ""
        return self._map(port, found, target)

    def unlearn(self, target: str) -> str:
        """Remove a target from the user's map; return the sentence for the user.

        Raises:
            BadParameter: there is no such target.
            BadConfig: the file cannot be read, is not a valid map, or cannot be written.
        """
        name = target_name(parse_target(target, self._latents))
        text, label = self._text(), self._latents.label(name)
        removed = [entry.name for entry in self._parse(text).with_target(name)]
        if not removed:
            return f"{label} is not in your map, so there is nothing to forget{self._still_moved(name)}"
        self._store(map_file.without_target(text, name, self._latents))
        verb = "moves" if len(removed) == 1 else "move"
        return f"{' and '.join(removed)} no longer {verb} {label}{self._still_moved(name)}"

    def _still_moved(self, target: str) -> str:
        """Return the end of a sentence about a target that another map than the user's still moves; else nothing."""
        names = [entry.name for entry in self._library.for_port("").with_target(target)]
        return f"; {' and '.join(names)} of the default map still move{'s' * (len(names) == 1)} it" if names else ""

    def _map(self, port: str, found: DetectedControl, target: str) -> str:
        """Write an entry; return the sentence about it and the entries it replaces."""
        text = self._text()
        mine, label = self._parse(text), self._latents.label
        former = list(mine.with_target(target))
        options = self._options(found, former, text)
        before = self._library.for_port(port).find(found.control, found.channel)
        others = [entry for entry in mine.entries.values() if entry.control in conflicting(found.control)]
        self._store(map_file.with_entry(text, (found.control, found.channel), target, options, self._latents))
        name = MapEntry(found.control, found.channel, None).name
        parts = [
            f"{name} is for {label(target)} now" + (f", as an encoder by {found.relative}" if found.relative else "")
        ]
        if before is not None and before.target is not None and target_name(before.target) != target:
            parts.append(f"no longer for {label(target_name(before.target))}")
        replaced = [entry.name for entry in (*former, *others) if entry.key != (found.control, found.channel)]
        if replaced:
            parts.append(f"{' and '.join(dict.fromkeys(replaced))} is out of your map")
        below = [entry.name for entry in self._library.for_port(port).with_target(target) if entry.name != name]
        if below:
            parts.append(f"{' and '.join(below)} still {'does' if len(below) == 1 else 'do'} the same by another map")
        return "; ".join(parts)

    def _options(self, found: DetectedControl, former: list[MapEntry], text: str) -> dict[str, Any]:
        """Return the options of the new entry: those of the target's former entry that go with the new control."""
        kind = "encoder" if found.relative else "note" if found.control.startswith("note ") else "knob"
        options = map_file.options_of(former[0], text, self._latents) if former else {}
        kept = {name: value for name, value in options.items() if name in _KEPT_OPTIONS[kind]}
        return kept | ({"relative": found.relative} if found.relative else {})

    def _text(self) -> str:
        return map_file.read_map_text(self._path) if self._path.exists() else _NEW_MAP

    def _parse(self, text: str) -> ControlMap:
        return map_file.parse_map(text, str(self._path), self._latents)

    def _store(self, text: str) -> None:
        """Write the user's map and use it."""
        learned = self._parse(text)  # raises before an invalid map is written
        map_file.save_map(self._path, text)
        self._library.user_map = learned
