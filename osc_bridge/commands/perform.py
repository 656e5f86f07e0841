"""The command `vamen perform`: a script of OSC messages -> an audio file, as if they had been sent while it played.

The same script gives the same bytes.
"""

import time
from pathlib import Path
from typing import Literal

from engine.core import QUALITIES
from engine.errors import BadInput
from engine.files.audio import AUDIO_FORMATS, write
from engine.files.loudness import loudness_and_peak, loudness_note
from engine.files.offline_render import render_log
from engine.files.writing import check_writable
from engine.model.decode_replayer import DecodeReplayer
from engine.spec import SPEC

from .break_options import warn
from .render import MAX_RENDER_S, length
from .scripted_set import ScriptedSet


def perform(
    script: Path,
    out: Path,
    *,
    bars: int | None = None,
    seconds: float | None = None,
    set: Path | None = None,
    model: Path | None = None,
    quality: Literal["live", "high"] = "live",
) -> None:
    """Write a scripted set to an audio file: same script, same bytes.

    Args:
        script: Text file with a bar, an OSC address and its arguments on each line, such as examples/eight_minutes.txt.
        out: WAV or FLAC file to write.
        bars: Length in bars of four beats at the tempo of the first bar; by default two behind the last line.
        seconds: Length in seconds instead.
        set: Folder of scenes that the script may recall, as of `vamen play`; no file in it is changed. By default
            there are those that the script saves itself.
        model: Model file; by default the bundled one.
        quality: Effort of the sound path: live as on stage, or high.
    """
    from engine.model.model_file import Model, bundled

    check_writable(out, AUDIO_FORMATS, sources=[script, model])
    if set is not None and not set.is_dir():
        raise BadInput(f"{set} is not a folder; name that of a set, or leave --set out")
    begin = time.perf_counter()
    decoder = Model.load(model or bundled())
    scripted = ScriptedSet(script, decoder, set)
    limit = round((seconds or MAX_RENDER_S) * SPEC.rate)
    end = scripted.play(bars, limit)
    tempo = scripted.controls.read("tempo")
    log = scripted.sequencer.finish(length(None, (limit if seconds else end) / SPEC.rate, tempo))
    audio = render_log(log, DecodeReplayer(decoder, log.requests), QUALITIES[quality])
    write(out, audio)
    spent, lasts = time.perf_counter() - begin, len(audio) / SPEC.rate
    warn(scripted.played.notes)
    print(
        f"{out}: {lasts:.2f} s of {script}, {loudness_note(*loudness_and_peak(audio, SPEC.rate))}, "
        f"made in {spent:.2f} s ({lasts / spent:.1f} x real time)"
    )
