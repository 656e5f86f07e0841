"""The state of an instrument, as the terminal shows it: an OscHandler in, a ScreenState out.

ScreenState   what is shown; nothing here draws
ShownInstrument    reads it, and what the keys need to know
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.realtime.outputs import SILENT_OUTPUT
from engine.spec import BAR_BEATS
from osc_bridge.osc.handler import OscHandler


@dataclass(frozen=True, slots=True)
class ScreenState:
    """What is shown."""

    rows: tuple[tuple[str, str], ...]  # name and text
    playing: bool = False
    beat: float = 0.0  # quarter notes since play
    tempo: float = 0.0  # BPM
    preset: str = ""
    peak: float = -120.0  # dBFS
    underruns: int = 0
    moved: str = ""  # "what moved it -> what it is now"
    queued: str = ""  # what waits for a beat, the next one first: "preset 3 at 5.1"


class ShownInstrument:
    """The instrument behind a handler. Each method holds the lock of the controls for a moment."""

    def __init__(self, handler: OscHandler) -> None:
        self._handler = handler

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        with self._handler.lock:
            return self._handler.controls.status().playing

    def value(self, id: str) -> float:
        """Return the value of a parameter, in its unit."""
        with self._handler.lock:
            return self._handler.controls.read(id)

    def report(self, name: str) -> Sequence[float | str]:
        """Return the values of a report."""
        with self._handler.lock:
            return self._handler.reports.read(name)

    def state(self, osc: str, panel: str) -> ScreenState:
        """Return what is shown now; `osc` and `panel` are the texts of these rows."""
        reports = self._handler.reports
        with self._handler.lock:
            status, tempo = self._handler.controls.status(), self._handler.controls.read("tempo")
            output, midi, clock, recording, moved = (
                str(next(iter(reports.read(name)), "")) for name in ("output", "midi", "clock", "recording", "moved")
            )
            number, *names = (*reports.read("preset"), "")
            queued = reports.read("queued")
        is_silent = status.output == SILENT_OUTPUT
        rows = (
            ("sound", output or status.output),
            ("MIDI", midi.removeprefix("no MIDI: ")),
            ("OSC", osc),
            ("clock", clock),
            ("recording", recording or "none; R begins one"),
            ("panel", f"{panel}  Listen here plays the sound in the browser" if is_silent else panel),
        )
        preset = f"{number:g} {names[0]}" if isinstance(number, (int, float)) and number >= 0 else ""
        pairs = zip(queued[::2], queued[1::2], strict=False)
        waits = ", ".join(f"{what} at {beat_name(float(beat))}" for what, beat in pairs)
        return ScreenState(
            rows, status.playing, status.beat, tempo, preset, status.peak, status.underruns, moved, waits
        )


def beat_name(beat: float) -> str:
    """Return a beat since play as bar and beat from 1: "12.3"."""
    bar, place = divmod(max(int(beat), 0), int(BAR_BEATS))
    return f"{bar + 1}.{place + 1}"
