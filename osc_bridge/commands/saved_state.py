"""The last state of a set: everything that makes the sound in, a scene file out.

`vamen play --resume` goes on with it, as does a control process that replaces a killed one with what moves by itself.

state.json            the state, saved each second while something changes
state.json.previous   the last state of the set before that one

A thread of its own writes, and a file is replaced only when the new one is complete, so that after any end of the
processes there is a valid state, at most about a second old. A set in which nothing is changed leaves the old one.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from engine.errors import BadInput
from engine.files.preset_bank import user_folder
from engine.files.preset_folder import read_preset, write_preset
from engine.files.presets import MAX_PRESET_BYTES, Preset
from engine.files.writing import atomic_write
from engine.model.digest import claimed_digest
from engine.untrusted import read_bytes

from .model_folder import own_model

SAVE_INTERVAL_S = 1.0
STATE_NAME = "last state"
# of the file: where the model lay; number of the present scene; shared memory of the set
MODEL_FIELD, SCENE_FIELD, SET_FIELD = "model_file", "scene", "set"


class SavedState:
    """The files of the last state."""

    def __init__(self, path: Path | None = None) -> None:
        """`path`: of the file; None for the default place."""
        self.path = path or user_folder().with_name("state.json")
        self.previous = self.path.with_name(f"{self.path.name}.previous")

    def read(self) -> Preset:
        """Return the last state.

        Raises:
            BadInput: there is no valid one.
        """
        try:
            return read_preset(self.path)
        except BadInput as refusal:
            if not self.previous.is_file():
                if self.path.exists():
                    raise
                raise BadInput(f"there is no last state in {self.path}; leave --resume out") from refusal
            return read_preset(self.previous)

    def of_set(self, segment: str) -> Preset | None:
        """Return the last state if it is that of a set, by the name of its shared memory; else None."""
        try:
            state = self.read()
        except BadInput:
            return None
        return state if state.more.get(SET_FIELD) == segment else None

    def model_file(self, state: Preset, models: Path | None) -> Path | None:
        """Return the file of a state's model: where it lay, or one in the folder `models`, None for the default one.

        Without such a file it is None, as for the bundled model.
        """
        before = state.more.get(MODEL_FIELD)
        if isinstance(before, str) and state.digest and claimed_digest(Path(before)) == state.digest:
            return Path(before)
        return own_model(state.digest, models)

    def write(self, state: Preset) -> None:
        """Replace the last state; BadInput if it cannot be written."""
        write_preset(self.path, state)

    def set_aside(self) -> None:
        """Make the last state, if there is one, the previous one; BadInput if that fails."""
        if self.path.exists():
            with atomic_write(self.previous, flush=True) as part:  # a copy, so that there is a state at any time
                part.write_bytes(read_bytes(self.path, MAX_PRESET_BYTES))


def last_state(saved: SavedState, preset: str | None) -> Preset:
    """Return the state with which a set begins; BadInput without one, or if a preset is asked for, too."""
    if preset is not None:
        raise BadInput("--resume goes on with the last state, and --preset begins with another sound; leave one out")
    return saved.read()


class StateKeeper:
    """A context manager within which the state of a set is saved each second, if it has changed."""

    def __init__(
        self,
        saved: SavedState,
        capture: Callable[[], Preset],
        more: Callable[[], Mapping[str, Any]],
        *,
        goes_on: bool,
        interval: float = SAVE_INTERVAL_S,
    ) -> None:
        """Keep a state.

        Args:
            saved: where.
            capture: returns the present state as a scene.
            more: returns what the next start needs besides.
            goes_on: whether the set goes on from the last state; otherwise that is set aside at the first change.
            interval: seconds between two looks.
        """
        self._saved, self._capture, self._more, self._interval = saved, capture, more, interval
        self._set_aside = not goes_on
        self._last: Preset | None = None if goes_on else self._now()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="state", daemon=True)
        self.note = ""  # why the state could not be saved; usually empty

    def __enter__(self) -> Self:
        """Start the thread."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Save a last time."""
        self._closing.set()
        self._thread.join()
        self.save()

    def save(self) -> None:
        """Save the state if it has changed."""
        state = self._now()
        if state == self._last:
            return
        try:
            if self._set_aside:
                self._saved.set_aside()
                self._set_aside = False
            self._saved.write(state)
        except BadInput as refusal:
            self.note = f"the last state is not saved: {refusal}"
            return
        self._last, self.note = state, ""

    def _now(self) -> Preset:
        return replace(self._capture(), name=STATE_NAME, more=dict(self._more()))

    def _run(self) -> None:
        while not self._closing.wait(self._interval):
            self.save()
