"""Tapes on their way to the player: each gets a number, and whoever records hears how it was painted.

Called from the painter's thread; attached and detached by the session.
"""

from typing import TYPE_CHECKING

from engine.model.recipe import DecodeRequest
from engine.realtime.shared_memory import SharedState
from engine.tape.magnitudes import Tape

if TYPE_CHECKING:
    from engine.files.recorder import Recorder  # whoever does not record does not load it


class TapePublisher:
    """Publishes tapes."""

    def __init__(self, recorder: "Recorder | None" = None) -> None:
        self._recorder = recorder
        self._shared: SharedState | None = None
        self._number = 0
        self.tape: Tape | None = None  # the last one

    @property
    def note(self) -> str:
        """Why nothing more is recorded; usually empty."""
        return self._recorder.note if self._recorder else ""

    def attach(self, shared: SharedState) -> None:
        """Publish into this segment, and record what is played there; before the first block.

        Raises:
            BadInput: the recording cannot be written.
        """
        self._shared = shared
        if self._recorder:
            self._recorder.start(shared)

    def detach(self) -> None:
        """Publish nothing more; the player has ended, and the recording ends with it."""
        self._shared = None
        if self._recorder:
            self._recorder.stop()

    def __call__(self, tape: Tape, recipe: DecodeRequest) -> None:
        """Publish a tape."""
        self._number += 1
        self.tape = tape
        if self._recorder:
            self._recorder.painted(self._number, recipe)
        if shared := self._shared:
            shared.tapes.write(tape, self._number)
