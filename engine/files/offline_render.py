"""Offline rendering: a session log (see offline_controls) in, samples out.

replay           a session log and its tapes -> float32 (samples, 2), as the player made them; replay_blocks: in blocks
render_log       as replay, but with the downbeat on sample 0 and a fade at the end
resynthesise     float32 (samples,) -> levels of the tape -> streaming Griffin-Lim -> float32 (samples,)

The same input gives the same samples. Nothing here opens a file, a device or a socket.
"""

from collections.abc import Callable, Iterator
from itertools import chain, takewhile

import numpy as np

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import LIVE, Instrument, Quality, StreamingGriffinLim
from engine.parameters import TABLE
from engine.realtime.event_log import LogEntry, LogKind
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, silent_tape, tape_from_levels
from engine.tape.mel import magnitudes, to_bands, to_levels

from .session_log import SessionLog

END_FADE_SAMPLES = 64
REPLAY_BLOCK = 4096  # samples


def replay_blocks(
    log: SessionLog, tape: Callable[[int], Tape], quality: Quality = LIVE, *, parts: bool = False
) -> Iterator[Floats]:
    """Yield the samples of a session, log.length in all, in blocks (up to REPLAY_BLOCK, 2), or 8 with `parts`.

    `tape` returns a tape by its number; it is called with ascending numbers.
    """
    number = next((entry.number for entry in log.entries if entry.kind == LogKind.TAPE), None)
    first_pending = number is not None
    instrument = Instrument(tape(number) if number else silent_tape(), quality=quality, parts=parts)
    values = np.array([entry.default for entry in TABLE])
    for entry in takewhile(lambda entry: not entry.clock, log.entries):
        if entry.kind == LogKind.SET and entry.number < len(values):
            values[entry.number] = entry.value
    instrument.set(values)
    played = 0
    for clock, kind, number, value, at in chain(log.entries, [LogEntry(log.length, LogKind.BEGIN, 0, 0.0, -1)]):
        while played < clock:
            block = instrument.process(min(REPLAY_BLOCK, clock - played))
            played += len(block)
            yield block
        if kind >= LogKind.EVENT:
            instrument.schedule(Event(Action(kind - LogKind.EVENT), number, value), None if at < 0 else at)
        elif kind == LogKind.TAPE and first_pending:
            first_pending = False  # the instrument was made with it
        elif kind == LogKind.TAPE:
            instrument.load(tape(number) if number else silent_tape())
        elif kind == LogKind.SET:
            instrument.change(number, value)
        elif kind == LogKind.END:
            instrument.fade_out()


def replay(log: SessionLog, tape: Callable[[int], Tape], quality: Quality = LIVE) -> Floats:
    """Return the samples (log.length, 2) of a session; arguments as `replay_blocks`."""
    return np.concatenate([np.zeros((0, 2), np.float32), *replay_blocks(log, tape, quality)])


def render_log(log: SessionLog, tape: Callable[[int], Tape], quality: Quality, *, parts: bool = False) -> Floats:
    """Return the samples (n, 2) of a log as `replay`, without the latency at the beginning and faded at the end.

    With `parts` (n, 8): behind the mix kick, snare and hats, two channels each.
    """
    audio = np.concatenate(list(replay_blocks(log, tape, quality, parts=parts)))[Instrument.latency :]
    fade = min(END_FADE_SAMPLES, len(audio))
    audio[len(audio) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return audio


def resynthesise(audio: Floats, quality: Quality) -> Floats:
    """Convert mono samples (n,) to the levels of a tape and back, by streaming Griffin-Lim; returns as many samples."""
    hop = SPEC.hop
    count = -(-len(audio) // hop) + 1
    tape, _ = tape_from_levels(to_levels(to_bands(magnitudes(audio, np.arange(count) * hop))))
    inverter = StreamingGriffinLim(quality)
    lead = inverter.latency // hop  # a column's centre is heard that many hops after it is committed
    image = np.pad(tape.magnitudes, ((lead, inverter.rows + lead), (0, 0)), mode="edge")
    hops = [inverter(image[first : first + inverter.rows]) for first in range(count + 2 * lead)]
    return np.concatenate(hops)[2 * lead * hop :][: len(audio)]
