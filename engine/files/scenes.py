"""A scene: everything that makes the sound, captured from and recalled to an instrument.

A scene is a preset (see presets) that is recalled whole: all parameters, also those that a preset leaves alone, step
edits, seeds, learned break, and the state of the sequencer, which is an object of its own in the file, "performance".
So a scene can be read as a preset, and a preset as a scene whose sequencer does nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from engine.controls import Controls

from .presets import Preset, capture, recall


class Performance(Protocol):
    """What moves the controls by itself: its state as JSON values. Called with the lock of the controls held."""

    def capture(self) -> dict[str, Any]:
        """Return the state; it is not changed afterwards. An empty one is that of a sequencer that does nothing."""

    def recall(self, state: Mapping[str, Any], due: float | None = None) -> None:
        """Go on from a state, now or at `due`, seconds of `time.perf_counter`.

        Raises:
            BadInput: it is not a valid state; then nothing has changed.
        """


def capture_scene(controls: Controls, performance: Performance, name: str, model: str, digest: str) -> Preset:
    """Return the present state of an instrument as a scene."""
    return replace(capture(controls, name, model, digest), performance=performance.capture())


def recall_scene(controls: Controls, performance: Performance, scene: Preset, due: float | None = None) -> None:
    """Set a scene on an instrument as one change; `due` as for `Controls.write`.

    Raises:
        BadInput: the state of the sequencer is not valid; then nothing has changed.
    """
    performance.recall(scene.performance, due)
    recall(controls, scene, due, whole=True)
