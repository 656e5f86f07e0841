"""Learning: a target that was armed and a control that was moved -> an entry in the user's own map, saved at once.

A control has one target, and in the user's map a target has one control: a new entry takes the place of others there,
and the sentence that comes back says which. Maps below stay as they are; where they move the same target, that is said
too. The file is read again before it is changed, so what a person wrote into it meanwhile, and all comments, stay.
The path is the owner's; whoever arms can name a target only.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.errors import VamenError
from osc_bridge.midi.input.midi_messages import ControlChange, NoteMessage

from . import map_file
from .control_detector import ControlDetector, Found
from .entries import Entry, clashing
from .map_library import MapLibrary
from .targets import is_press, is_switch, resolve, word

PATIENCE = 30.0  # seconds that a target stays armed

_HEAD = 'name = "your map"\n\n[map]\n'
_FIT = {  # what an entry keeps when its target gets another control
    "knob": ("low", "high", "curve", "takeover", "toggle"),
    "note": ("low", "high", "toggle"),
    "encoder": ("low", "high", "curve"),
}


class MidiLearn:
    """The user's map as it grows. Safe from several threads."""

    def __init__(
        self, path: Path, shelf: MapLibrary, *, clock: Callable[[], float], patience: float = PATIENCE
    ) -> None:
        """Nothing is armed.

        Args:
            path: the file of the user's map; it is made, with its folder, when the first control is learned.
            shelf: whose `mine` becomes the new map after each change.
            clock: seconds.
            patience: seconds after which nothing is armed any more.
        """
        self.note = "nothing is armed"  # one line for the user
        self._path = path
        self._shelf = shelf
        self._clock = clock
        self._patience = patience
        self._lock = threading.Lock()
        self._target = ""
        self._until = 0.0
        self._hearings: dict[str, ControlDetector] = {}  # by port: two controllers may use the same numbers
        self._knobs = self._presses = False

    @property
    def armed(self) -> str:
        """The word of the target that waits for a control; empty when none does."""
        with self._lock:
            return self._target if self._clock() < self._until else ""

    def arm(self, target: str) -> str:
        """Let the next control that is moved on purpose be for `target`; says what to do.

        Raises:
            BadParameter: there is no such target.
        """
        meant = resolve(target)
        with self._lock:
            if meant is None:
                return self._disarm("nothing is armed")
            knobs = not is_press(meant)
            self._hearings = {}
            self._knobs, self._presses = knobs, not knobs or is_switch(meant)
            self._target, self._until = word(meant), self._clock() + self._patience
            how = "move a control; turn an encoder without ends to the right, then to the left" if knobs else "press it"
            self.note = f"{self._target} waits for {'a control' if knobs else 'a button or a pad'}: {how}"
            return self.note

    def disarm(self) -> str:
        """Wait for nothing any more."""
        with self._lock:
            return self._disarm("nothing is armed")

    def hear(self, port: str, gesture: ControlChange | NoteMessage) -> str | None:
        """Take a gesture; the sentence to show when it has been mapped, else None.

        Raises:
            BadConfig: the file cannot be read, has no meaning any more, or cannot be written; then nothing is changed
                and nothing is armed.
        """
        with self._lock:
            if not self._target:
                return None
            if self._clock() >= self._until:
                self._disarm(f"no control was moved for {self._target}, so nothing is armed")
                return None
            hearing = self._hearings.setdefault(port, ControlDetector(knobs=self._knobs, presses=self._presses))
            found = hearing.feed(gesture)
            if found is None:
                return None
            target = self._target
            self._disarm("nothing is armed")
            try:
                self.note = self._map(port, found, target)
            except VamenError as error:
                self.note = str(error)
                raise
            return self.note

    def unlearn(self, target: str) -> str:
        """Take a target out of the user's map; says what moves it then.

        Raises:
            BadParameter: there is no such target.
            BadConfig: the file cannot be read, has no meaning any more, or cannot be written.
        """
        name = word(resolve(target))
        with self._lock:
            text = self._text()
            gone = [entry.name for entry in map_file.parse(text, str(self._path)).of(name)]
            if not gone:
                self.note = f"{name} is not in your map, so there is nothing to forget"
                return self.note
            self._store(map_file.without_target(text, name))
            self.note = f"{' and '.join(gone)} no longer {'moves' if len(gone) == 1 else 'move'} {name}"
            return self.note

    def _map(self, port: str, found: Found, target: str) -> str:
        """Write an entry; the sentence about it, and about what it displaces."""
        text = self._text()
        mine = map_file.parse(text, str(self._path))
        former = list(mine.of(target))
        options = self._options(found, former, text)
        before = self._shelf.for_port(port).find(found.control, found.channel)
        rivals = [entry for entry in mine.entries.values() if entry.control in clashing(found.control)]
        self._store(map_file.with_entry(text, (found.control, found.channel), target, options))
        name = Entry(found.control, found.channel, None).name
        parts = [f"{name} is for {target} now" + (f", as an encoder by {found.relative}" if found.relative else "")]
        if before is not None and before.target is not None and word(before.target) != target:
            parts.append(f"no longer for {word(before.target)}")
        displaced = [entry.name for entry in (*former, *rivals) if entry.key != (found.control, found.channel)]
        if displaced:
            parts.append(f"{' and '.join(dict.fromkeys(displaced))} is out of your map")
        others = [entry.name for entry in self._shelf.for_port(port).of(target) if entry.name != name]
        if others:
            parts.append(f"{' and '.join(others)} still {'does' if len(others) == 1 else 'do'} the same by another map")
        return "; ".join(parts)

    def _options(self, found: Found, former: list[Entry], text: str) -> dict[str, Any]:
        """What the new entry says besides its target: what the former one said, as far as it suits the control."""
        kind = "encoder" if found.relative else "note" if found.control.startswith("note ") else "knob"
        kept = map_file.options_of(former[0], text) if former else {}
        options = {name: value for name, value in kept.items() if name in _FIT[kind]}
        return options | ({"relative": found.relative} if found.relative else {})

    def _text(self) -> str:
        return map_file.read_text(self._path) if self._path.exists() else _HEAD

    def _store(self, text: str) -> None:
        """Make a text the user's map, in the file and on the shelf."""
        learned = map_file.parse(text, str(self._path))  # what could not be read again is never written
        map_file.save(self._path, text)
        self._shelf.mine = learned

    def _disarm(self, note: str) -> str:
        self._target, self.note = "", note
        return note
