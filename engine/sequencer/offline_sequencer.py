"""A sequencer over an instrument that plays later: moves of a performer at samples in, a session log out.

The clock of the sequencer is that of the controls, so the same moves give the same log.
"""

from engine.files.offline_controls import OfflineControls
from engine.files.session_log import SessionLog
from engine.spec import SPEC

from .sequencer import TICK_S, Sequencer

TICK_SAMPLES = round(TICK_S * SPEC.rate)


class OfflineSequencer(Sequencer):
    """A sequencer whose time the caller moves on with `advance`."""

    def __init__(self, controls: OfflineControls) -> None:
        """`controls`: at sample 0; the caller advances this object and no longer them."""
        super().__init__(controls, clock=lambda: controls.clock / SPEC.rate)
        self._controls = controls
        self._ticked = -TICK_SAMPLES  # sample of the last tick

    @property
    def sample(self) -> int:
        """The sample of the clock."""
        return self._controls.clock

    @property
    def changes(self) -> int:
        """How often the instrument was changed."""
        return self._controls.changes

    def advance(self, sample: int) -> None:
        """Move the clock on to a sample."""
        while self._ticked + TICK_SAMPLES <= sample:
            self._ticked += TICK_SAMPLES
            self._controls.advance(self._ticked)
            self.tick(self._ticked / SPEC.rate)
        self._controls.advance(sample)

    def finish(self, samples: int) -> SessionLog:
        """Advance to sample `samples` and return the log of a render of that length."""
        self.advance(samples)
        return self._controls.finish(samples)
