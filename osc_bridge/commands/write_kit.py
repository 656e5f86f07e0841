"""The command `vamen kit`: a break in, a folder of its slices for samplers out.

01.wav to 32.wav   the sixteenths of two bars, 24-bit
NAME.sfz           an instrument with them on the keys from FIRST_NOTE on; NAME is that of the folder
NAME.mid           plays them in order: the loop

The same options give the same bytes.
"""

import io
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import soundfile
from cyclopts import Parameter

from engine.arrays import Floats, Tape
from engine.core import QUALITIES
from engine.files.kit_slices import cut_slices, slice_places
from engine.files.offline_loop import TAPE_BARS, loop_length, loop_log, splice
from engine.files.offline_render import render_log
from engine.files.sfz import sfz
from engine.files.writing import atomic_write, check_writable
from engine.model.decode_replayer import DecodeReplayer
from engine.spec import SPEC
from osc_bridge.midi.files.kit_midi import kit_midi
from osc_bridge.midi.files.midi_file_out import SIXTEENTH_TICKS
from osc_bridge.midi.input.midi_messages import FIRST_NOTE

from .break_options import BreakOptions, warn

SLICE_NAMES = [f"{number:02}.wav" for number in range(1, SPEC.steps + 1)]


def kit(
    folder: Path,
    *,
    preset: str | None = None,
    tempo: float | None = None,
    seed: float | None = None,
    random: Annotated[list[int] | None, Parameter(consume_multiple=True, negative=())] = None,
    latents: Annotated[list[float] | None, Parameter(consume_multiple=True, negative=())] = None,
    texture: float | None = None,
    model: Path | None = None,
    quality: Literal["live", "high"] = "high",
) -> None:
    """Write the 32 slices of a break as WAV files, with an SFZ instrument and a MIDI file that plays them in order.

    Args:
        folder: Folder to write into; existing files of the same names are replaced.
        preset: Number, name or file of a preset; other options override its values.
        tempo: BPM, 40 to 300; by default 170, or the tempo of the preset.
        seed: Variation of the break; by default 5, or that of the preset.
        random: Number of a random break, as for render; without a number, one is drawn and printed.
        latents: Up to 16 numbers from -3 to 3: the place in the break space; the rest is 0, or as in the preset.
        texture: Grain of the noise, 0 to 2; by default that of the model or the preset.
        model: Model file; by default the bundled one.
        quality: Effort of the sound path: live as on stage, or high.
    """
    name = folder.resolve().name or "kit"
    for file in (*SLICE_NAMES, f"{name}.sfz", f"{name}.mid"):
        check_writable(folder / file, make_folders=True, sources=[model, Path(preset) if preset else None])
    options = BreakOptions.of(preset, random, latents or (), tempo=tempo, seed=seed, texture=texture)
    loop, tape = _loop(options, model, quality)
    hits = tape.onsets / SPEC.step_frames
    places = slice_places(hits, SIXTEENTH_TICKS)
    files = {file: _wav(sound) for file, sound in zip(SLICE_NAMES, cut_slices(loop, hits, places), strict=True)}
    files[f"{name}.sfz"] = sfz(SLICE_NAMES, FIRST_NOTE).encode("ascii")
    files[f"{name}.mid"] = kit_midi(places, options.tempo)
    with ExitStack() as stack:  # all files or none
        for file, data in files.items():
            part = stack.enter_context(atomic_write(folder / file, make_folders=True))
            part.write_bytes(data)
    last = FIRST_NOTE + SPEC.steps - 1
    print(
        f"{folder}: {SPEC.steps} slices at {options.tempo:g} BPM, {options.variation}, on the keys {FIRST_NOTE} to "
        f"{last} of {name}.sfz; {name}.mid plays them in order"
    )


def _loop(options: BreakOptions, model: Path | None, quality: str) -> tuple[Floats, Tape]:
    """Return two bars (n, 2), and their tape."""
    decoder, controls = options.load(model)
    log, first = loop_log(controls, TAPE_BARS, options.tempo)
    tapes = DecodeReplayer(decoder, log.requests)
    tape = tapes(1)
    audio = splice(render_log(log, tapes, QUALITIES[quality]), first, loop_length(TAPE_BARS, options.tempo))
    if tapes.repaired:
        warn([f"the model decoded {tapes.repaired} cells that are not numbers; they are silent here"])
    return audio, tape


def _wav(samples: Floats) -> bytes:
    with io.BytesIO() as data:
        soundfile.write(data, np.asarray(samples), SPEC.rate, subtype="PCM_24", format="WAV")
        return data.getvalue()
