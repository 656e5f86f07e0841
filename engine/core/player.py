"""The instrument behind an audio output: a shared memory segment in, blocks of samples out (see player.cpp).

record   the segment as one numpy record, with the layout of engine/realtime/shared_memory.py
samples  float32 (frames, channels), at the sample rate of the output
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.controls import CORE_STEP_VALUES, STEP_COLUMNS

from .griffin_lim import LIVE, Quality
from .library import ffi, lib
from .tables import core_tables

UNKNOWN_LEAD = -1.0  # the output does not report when a block is heard


class LivePlayer:
    """The audio callback of an output: PortAudio calls `callback` with `handle` as user data, other outputs `play`.

    One thread at a time. It points into a segment of shared memory, so delete it before the segment is closed.
    """

    def __init__(
        self,
        record: NDArray[np.void],
        rate: int,
        channels: int = 2,
        *,
        parts: int = 0,
        quality: Quality = LIVE,
        priority: int = 0,
        numbered: bool = False,
    ) -> None:
        """Create a player for a segment; its first block continues where a previous player of the segment would be.

        Args:
            record: the segment, see engine/realtime/shared_memory.py.
            rate: sample rate of the output, Hz.
            channels: of the output; one channel is the mean of left and right, channels from the third on are silent.
            parts: how many of kick, snare and hats are on pairs of channels of their own, from the third channel on.
            quality: work of the phase retrieval per hop.
            priority: real-time priority of the thread that calls `callback`; 0 leaves it unchanged.
            numbered: put the number of each sample / 2^24 on the right channel, for measurements.
        """
        self.rate, self._channels, self._record = rate, channels, record
        self._output = ffi.new("vamen_output *", {"rate": rate, "channels": channels, "priority": priority})
        self._output.numbered, self._output.parts = numbered, parts
        how = (quality.look_ahead, quality.iterations, quality.momentum)
        made = lib.vamen_player_new(_segment_of(record), self._output, how, core_tables()[0])
        output = self._output  # lives as long as the handle
        self.handle = ffi.gc(made, lambda player: (lib.vamen_player_free(player), output)[0])
        self.callback = lib.vamen_player_callback  # a PaStreamCallback

    @property
    def calls(self) -> int:
        """Number of blocks played."""
        return int(self._output.calls)

    @property
    def silent(self) -> bool:
        """Whether the fade-out has ended."""
        return bool(self._output.silent)

    def fade_out(self) -> None:
        """Start the final fade-out with the next block; callable from any thread."""
        self._output.stopping = 1

    def expect(self, latency: float) -> None:
        """Set the seconds from the request of a block to its sound, for an output that does not report them itself."""
        self._output.latency = latency

    def play(self, frames: int, now: float, lead: float = UNKNOWN_LEAD, underrun: bool = False) -> Floats:
        """Return the next block (frames, channels), for an output that called at `now`.

        Args:
            frames: size of the block.
            now: seconds of `time.perf_counter`.
            lead: seconds until the first frame of the block is heard.
            underrun: the output did not receive the previous block in time.
        """
        out = np.empty((frames, self._channels), np.float32)
        lib.vamen_player_play(self.handle, ffi.cast("float *", out.ctypes.data), frames, now, lead, underrun)
        return out


def _segment_of(record: NDArray[np.void]) -> Any:
    """Return the addresses of the parts of the shared memory, as the C struct `vamen_segment`."""

    def at(kind: str, *path: str) -> Any:
        part: Any = record
        for name in path:
            part = part[name]
        return ffi.cast(kind, part.ctypes.data)

    tape = record["tapes"]["slots"].dtype
    fields: dict[str, Any] = dict(tape.fields or {})
    word = "int64_t *"
    return {
        "parameters_sequence": at(word, "parameters", "sequence"),
        "parameters": at("double *", "parameters", "values"),
        "meters_sequence": at(word, "meters", "sequence"),
        "meters": at("vamen_meters *", "meters", "values"),
        "ring_head": at(word, "ring", "head"),
        "ring_tail": at(word, "ring", "tail"),
        "events": at("vamen_event *", "ring", "slots"),
        "event_count": len(record["ring"]["slots"]),
        "tape_newest": at(word, "tapes", "newest"),
        "tape_reading": at(word, "tapes", "reading"),
        "tapes": at("char *", "tapes", "slots"),
        "tape_count": len(record["tapes"]["slots"]),
        "tape_size": tape.itemsize,
        "onsets_at": fields["onsets"][1],
        "count_at": fields["count"][1],
        "gain_at": fields["gain"][1],
        "number_at": fields["number"][1],
        "parts_at": fields["parts"][1],
        "onsets_most": record["tapes"]["slots"]["onsets"].shape[1],
        "monitor_end": at(word, "monitor", "end"),
        "monitor_calls": at(word, "monitor", "calls"),
        "monitor_samples": at("float *", "monitor", "samples"),
        "monitor_marks": at("vamen_mark *", "monitor", "marks"),
        "monitor_size": len(record["monitor"]["samples"]),
        "monitor_mark_count": len(record["monitor"]["marks"]),
        "log_count": at(word, "event_log", "count"),
        "log_entries": at("vamen_entry *", "event_log", "entries"),
        "log_size": len(record["event_log"]["entries"]),
        "steps_sequence": at(word, "steps", "sequence"),
        "step_values": at("double *", "steps", "values") + STEP_COLUMNS.index(CORE_STEP_VALUES[0]),
        "step_size": len(STEP_COLUMNS),
    }
