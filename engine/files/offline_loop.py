"""A break as a loop without a seam: an instrument that is not played yet in, whole bars of its second pass out.

loop_log  OfflineControls at sample 0, bars, BPM -> log of two passes
splice    what `render_log` makes of it -> float32 (bars * 4 * 60 / BPM * rate, rounded, 2), to be repeated

The sound before the loop is that at its end, one pass earlier, and goes on into its beginning without a break: the loop
ends with it. It takes over from the end of the second pass in the last half second, where the two differ least: the
phases of a pass are not those of the next, so that elsewhere one would cancel a part of the other.
"""

import numpy as np

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.spec import BAR_BEATS, SPEC

from .offline_controls import OfflineControls
from .offline_render import END_FADE_SAMPLES
from .session_log import SessionLog

TAPE_BARS = SPEC.beats // BAR_BEATS
SPLICE = 512  # samples in which the first pass takes over
SPLICE_RANGE = SPEC.rate // 2  # samples before the end in which it does; a bar is longer
SPLICE_STEP = 32  # samples between two places that are compared


def loop_log(controls: OfflineControls, bars: int, tempo: float) -> tuple[SessionLog, int]:
    """Start the instrument and let it play two passes; return the log, and the sample at which the second begins.

    The first pass is one of the tape. If the loop does not end where the tape does, both passes are those of the loop,
    and the playhead jumps back after the first.
    """
    jumps = bars % TAPE_BARS > 0
    begin = loop_length(bars if jumps else TAPE_BARS, tempo)
    controls.trigger(Event(Action.PLAY))
    if jumps:
        controls.advance(begin)
        controls.trigger(Event(Action.LOCATE, 0, float(SPEC.beats)))
    return controls.finish(begin + loop_length(bars, tempo) + END_FADE_SAMPLES), begin


def loop_length(bars: int, tempo: float) -> int:
    """Return the samples of so many bars."""
    return round(bars * BAR_BEATS * 60 / tempo * SPEC.rate)


def splice(audio: Floats, begin: int, length: int) -> Floats:
    """Return `length` samples of `audio` (n, 2) from `begin` on, which end as what comes before `begin`.

    `begin` and `length` are at least SPLICE_RANGE. More channels follow the first two.
    """
    loop = audio[begin : begin + length].copy()
    ending, earlier = loop[-SPLICE_RANGE:], audio[begin - SPLICE_RANGE : begin]
    total = np.concatenate([[0.0], np.cumsum(np.square((earlier - ending)[:, :2], dtype=np.float64).sum(1))])
    places = np.arange(0, SPLICE_RANGE - SPLICE + 1, SPLICE_STEP)
    first = int(places[np.argmin(total[places + SPLICE] - total[places])])
    rising = np.square(np.sin(np.pi / 2 * (np.arange(SPLICE) + 0.5) / SPLICE)).astype(np.float32)[:, None]
    middle = slice(first, first + SPLICE)
    ending[middle] += rising * (earlier[middle] - ending[middle])
    ending[middle.stop :] = earlier[middle.stop :]
    return loop
