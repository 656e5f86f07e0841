"""`vamen render --take`: a recorded take in, an audio file, a MIDI file or both out.

The audio is written while it is made, so that a take of many hours needs no more memory than a short one.
"""

import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from engine.arrays import Floats
from engine.core import Quality
from engine.errors import BadInput
from engine.files.audio_stream import FRAME_BYTES, write_blocks
from engine.files.loudness import LoudnessMeter, loudness_note
from engine.files.offline_render import replay_blocks
from engine.files.preset_bank import user_folder
from engine.files.session_log import SessionLog, read_log, require_model
from engine.model.decode_replayer import DecodeReplayer
from engine.model.learned_break import LearnedBreaks
from engine.spec import SPEC

LONG_S = 600.0  # length in seconds from which it is said before the work begins
PROGRESS_INTERVAL_S = 0.5


def render_take(source: Path, model: Path, quality: Quality, out: Sequence[Path], midi_out: Path | None) -> None:
    """Write a take (a recorded set) as audio to `out`, as MIDI to `midi_out`, or both.

    `out`: files of the mix, and of its parts if there are several; or none.

    Raises:
        BadInput: the take cannot be read or is empty, or a file cannot be written.
        ModelMismatch: the take was played with another model.
    """
    from engine.model.model_file import Model

    log = read_log(source)
    if not log.length:
        raise BadInput(f"{source} begins in the middle of a set, after a restart; use the recording beside it")
    seconds = log.length / SPEC.rate
    if seconds >= LONG_S:
        print(f"{source} lasts {duration(seconds)}", flush=True)
    if midi_out is not None:
        from osc_bridge.midi.files.midi_file_out import write_midi_file

        for sentence in write_midi_file(midi_out, log):
            print(sentence, file=sys.stderr)
        print(f"{midi_out}: {seconds:.2f} s, {len(log.entries)} changes")
    if out:
        require_room(out, log)
        decoder = Model.load(model, provider="cpu")
        require_model(log, decoder.card.name, decoder.digest)
        decoder.learned = LearnedBreaks(source.parent, user_folder())
        meter = LoudnessMeter(SPEC.rate, 2)
        blocks = replay_blocks(log, DecodeReplayer(decoder, log.requests), quality, parts=len(out) > 1)
        write_blocks(out, _reported(_measured(blocks, meter), log.length))
        loud = loudness_note(*meter.finish())
        names = ", ".join(map(str, out))
        print(f"{names}: {seconds:.2f} s, {loud}, {len(log.entries)} changes, {len(log.requests)} tapes")
    if not log.whole:
        print(
            "the take ends where its player stopped or where the disk was too slow to record a change", file=sys.stderr
        )


def require_room(out: Sequence[Path], log: SessionLog) -> None:
    """Refuse WAV files that do not fit on their disk; BadInput. How long FLAC files become is not known before."""
    needed, free = len(out) * log.length * FRAME_BYTES, shutil.disk_usage(out[0].absolute().parent).free
    if out[0].suffix.lower() == ".wav" and needed > free:
        lasts = duration(log.length / SPEC.rate)
        raise BadInput(
            f"{out[0]} needs {needed / 1e9:.1f} GB for {lasts}, its disk has {free / 1e9:.1f} GB; name another place"
        )


def duration(seconds: float) -> str:
    """Return a duration in hours, minutes and seconds, as in "1 h 2 min 5 s"."""
    minutes, rest = divmod(round(seconds), 60)
    parts = [(minutes // 60, "h"), (minutes % 60, "min"), (rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def _measured(blocks: Iterable[Floats], meter: LoudnessMeter) -> Iterator[Floats]:
    """Yield the blocks after measuring the mix of each."""
    for block in blocks:
        meter.add(block[:, :2])
        yield block


def _reported(blocks: Iterable[Floats], length: int) -> Iterator[Floats]:
    """Yield the blocks; if standard error is a terminal, show there how much of `length` samples they are."""
    if not sys.stderr.isatty():
        yield from blocks
        return
    done, shown = 0, time.monotonic()
    for block in blocks:
        yield block
        done += len(block)
        if time.monotonic() - shown >= PROGRESS_INTERVAL_S:
            shown = time.monotonic()
            print(f"\r{done * 100 // length} % ", end="", file=sys.stderr, flush=True)
    print("\r      \r", end="", file=sys.stderr, flush=True)
