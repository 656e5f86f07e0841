"""A script that is played offline: its lines and a model in, a session log out; the sound is rendered from that.

The messages go the way of every OSC message: handler, commands, sequencer, instrument. The same script gives the same
log.
"""

import math
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pythonosc.osc_message_builder import OscMessageBuilder

from engine.controls import Action, Event
from engine.errors import BadInput
from engine.files.offline_controls import SAMPLE_ROUNDING, OfflineControls
from engine.files.preset_bank import PresetBank
from engine.files.scene_bank import SceneBank
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import BAR_BEATS, SPEC
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.packets import read as read_packet
from osc_bridge.osc.request import Client

from .lazy_model import latents_of
from .offline_set import OfflineSet
from .script import ScriptLine, read_script

if TYPE_CHECKING:
    from engine.model.model_file import Model

LAST_BARS = 2  # behind the last line of a script, unless it is said how long
NEW_START = 0.5  # beats by which the instrument's beat differs from the script's after a new start or a jump
STEP_SAMPLES = SPEC.rate // 10  # by which the clock moves on


class ScriptClient(Client):
    """The sender of a script's messages; keeps what was refused."""

    name = "script"

    def __init__(self) -> None:
        self.refusals: list[str] = []

    def send(self, packet: bytes) -> None:
        """Take an answer."""
        for group in read_packet(packet):
            for message in group.messages:
                if message.address.endswith("/error"):
                    self.refusals.append(str(message.params[0]))


class ScriptedSet:
    """A script, and what plays it."""

    def __init__(self, script: Path, decoder: "Model", scenes: Path | None = None) -> None:
        """Read a script.

        Args:
            script: the file.
            decoder: the model.
            scenes: folder of the scenes that it may recall; None for none but those that it saves itself.

        Raises:
            BadInput: the script cannot be read, or a line is not valid.
        """
        self.lines, self._script = read_script(script), script
        bank = PresetBank()
        decoder.learned = bank.learned
        self.controls = OfflineControls({"texture": decoder.card.texture}, decoder=decoder)
        with TemporaryDirectory() as empty:
            self.played = OfflineSet(self.controls, decoder, bank, SceneBank(scenes or Path(empty)))
        self._handler = OscHandler(
            self.played.sequencer,
            clock=lambda: self.controls.clock / SPEC.rate,
            lock=threading.RLock(),
            commands=self.played.commands,
            latents=latents_of(decoder.card),
        )

    @property
    def sequencer(self) -> OfflineSequencer:
        """What plays."""
        return self.played.sequencer

    def play(self, bars: int | None, limit: int, watch: Callable[[], object] = lambda: None) -> int:
        """Send the lines at their beats; return the sample at which the set ends.

        Args:
            bars: length in bars; None for two behind the last line.
            limit: most samples.
            watch: called after each step of the clock, of at most STEP_SAMPLES.

        Raises:
            BadInput: a message is refused.
        """
        controls, sequencer, client, lines = self.controls, self.sequencer, ScriptClient(), self.lines
        last = (lines[-1].beat // BAR_BEATS + LAST_BARS) * BAR_BEATS if lines else LAST_BARS * BAR_BEATS
        end = last if bars is None else float(bars * BAR_BEATS)
        started, known, before = False, (0, 0.0), 0.0  # sample and beat of the script, the script's beats before play
        for line in [*lines, ScriptLine(end, 0, "", ())]:
            if line.beat > 0 and not started:
                sequencer.trigger(Event(Action.PLAY))
                started = True
            if line.beat >= end and line.address:
                continue
            while (wait := self._samples_to(line.beat, known)) > 0 and controls.clock + wait <= limit:
                sequencer.advance(controls.clock + min(wait, STEP_SAMPLES))
                watch()
                if (beat := controls.beat(controls.clock / SPEC.rate)) is not None:
                    here = known[1] + (controls.clock - known[0]) / self._beat_samples()
                    if abs(before + beat - here) > NEW_START:
                        before = here - beat
                    known = controls.clock, before + beat
            if wait > 0:
                return limit
            if line.address:
                self._handler.handle(_packet(line), client)
                if client.refusals:
                    raise BadInput(f"{self._script}, line {line.number}: {client.refusals[0]}")
        return controls.clock

    def _samples_to(self, beat: float, known: tuple[int, float]) -> int:
        """Return how many samples it takes to a beat at the present tempo; `known`: when the last known beat was.

        Rounded down, as a move on a grid that comes a sample too late waits for the next one.
        """
        sample, here = known
        return sample + math.floor((beat - here) * self._beat_samples() + SAMPLE_ROUNDING) - self.controls.clock

    def _beat_samples(self) -> float:
        return 60 / self.controls.read("tempo") * SPEC.rate


def _packet(line: ScriptLine) -> bytes:
    message = OscMessageBuilder(line.address)
    for argument in line.arguments:
        message.add_arg(argument)
    return bytes(message.build().dgram)
