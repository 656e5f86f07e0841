"""The command `vamen perform`: a script of OSC messages -> an audio file, as if they had been sent while it played.

The messages go the way of every OSC message: handler, commands, sequencer, instrument. The same script gives the same
bytes.
"""

import threading
import time
from pathlib import Path
from typing import Literal

from pythonosc.osc_message_builder import OscMessageBuilder

from engine.controls import Action, Event
from engine.core import QUALITIES
from engine.errors import BadInput
from engine.files.audio import AUDIO_FORMATS, write
from engine.files.loudness import loudness_and_peak, loudness_note
from engine.files.offline_controls import OfflineControls
from engine.files.offline_render import render_log
from engine.files.preset_bank import PresetBank
from engine.files.writing import check_writable
from engine.model.decode_request import DecodeReplayer
from engine.sequencer.offline_sequencer import OfflineSequencer
from engine.spec import BAR_BEATS, SPEC
from osc_bridge.osc.handler import OscHandler
from osc_bridge.osc.packets import read as read_packet
from osc_bridge.osc.request import Client

from .break_options import warn
from .lazy_model import latents_of
from .offline_set import OfflineSet
from .render import MAX_RENDER_S, length
from .script import ScriptLine, read_script

LAST_BARS = 2  # behind the last line of a script, unless the command line says how long


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


def perform(
    script: Path,
    out: Path,
    *,
    bars: int | None = None,
    seconds: float | None = None,
    model: Path | None = None,
    quality: Literal["live", "high"] = "live",
) -> None:
    """Write a scripted set to an audio file: same script, same bytes.

    Args:
        script: Text file with a bar, an OSC address and its arguments on each line, such as examples/set.txt.
        out: WAV or FLAC file to write.
        bars: Length in bars of four beats at the tempo of the first bar; by default two behind the last line.
        seconds: Length in seconds instead.
        model: Model file; by default the bundled one.
        quality: Effort of the sound path: live as on stage, or high.
    """
    from engine.model.model_file import Model, bundled

    check_writable(out, AUDIO_FORMATS, sources=[script, model])
    lines = read_script(script)
    begin = time.perf_counter()
    decoder = Model.load(model or bundled())
    bank = PresetBank()
    decoder.learned = bank.learned
    controls = OfflineControls({"texture": decoder.card.texture})
    played = OfflineSet(controls, decoder, bank)
    handler = OscHandler(
        played.sequencer,
        clock=lambda: controls.clock / SPEC.rate,
        lock=threading.RLock(),
        commands=played.commands,
        latents=latents_of(decoder.card),
    )
    limit = round((seconds or MAX_RENDER_S) * SPEC.rate)
    end = _play(lines, controls, played.sequencer, handler, script, bars, limit)
    log = played.sequencer.finish(length(None, (limit if seconds else end) / SPEC.rate, controls.read("tempo")))
    tapes = DecodeReplayer(decoder, log.requests)
    audio = render_log(log, tapes, QUALITIES[quality])
    write(out, audio)
    spent, lasts = time.perf_counter() - begin, len(audio) / SPEC.rate
    warn(played.notes)
    print(
        f"{out}: {lasts:.2f} s of {script}, {loudness_note(*loudness_and_peak(audio, SPEC.rate))}, "
        f"made in {spent:.2f} s ({lasts / spent:.1f} x real time)"
    )


def _play(
    lines: list[ScriptLine],
    controls: OfflineControls,
    sequencer: OfflineSequencer,
    handler: OscHandler,
    script: Path,
    bars: int | None,
    limit: int,
) -> int:
    """Send the lines at their beats; return the sample at which the set ends.

    Raises:
        BadInput: a message is refused.
    """
    client = ScriptClient()
    last = (lines[-1].beat // BAR_BEATS + LAST_BARS) * BAR_BEATS if lines else LAST_BARS * BAR_BEATS
    end = last if bars is None else float(bars * BAR_BEATS)
    started, known = False, (0, 0.0)  # sample and beat
    for line in [*lines, ScriptLine(end, 0, "", ())]:
        if line.beat > 0 and not started:
            sequencer.trigger(Event(Action.PLAY))
            started = True
        if line.beat >= end and line.address:
            continue
        while (wait := _samples_to(line.beat, controls, known)) > 0 and controls.clock + wait <= limit:
            sequencer.advance(controls.clock + min(wait, SPEC.rate))
            if (beat := controls.beat(controls.clock / SPEC.rate)) is not None:
                known = controls.clock, beat
        if wait > 0:
            return limit
        if line.address:
            handler.handle(_packet(line), client)
            if client.refusals:
                raise BadInput(f"{script}, line {line.number}: {client.refusals[0]}")
    return controls.clock


def _samples_to(beat: float, controls: OfflineControls, known: tuple[int, float]) -> int:
    """Return how many samples it takes to a beat at the present tempo; `known`: when the last known beat was."""
    sample, here = known
    return sample + round((beat - here) * 60 / controls.read("tempo") * SPEC.rate) - controls.clock


def _packet(line: ScriptLine) -> bytes:
    message = OscMessageBuilder(line.address)
    for argument in line.arguments:
        message.add_arg(argument)
    return bytes(message.build().dgram)
