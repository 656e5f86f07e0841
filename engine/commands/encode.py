"""The command `vamen encode`: a break in, its place in the latent space out, as a preset.

audio    float32 (n,) mono at Spec.rate, beginning on the downbeat
levels   float32 (512, 512): two bars on the tape's grid; a break of one bar is repeated

The spectrum is taken at the musical position of each column, whatever the tempo, so nothing is stretched and no pitch
changes. 16 latents (knobs) describe the loop; what they miss is stored as offsets of single sixteenths' latents, and on
demand what these miss as a learned break.
"""

import math
from dataclasses import replace
from json import dumps
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.controls import one_seed
from engine.errors import BadInput
from engine.files import audio as audiofile
from engine.files.loop_length import LoopLength, find_length
from engine.files.preset_bank import PresetBank, preset_number
from engine.files.preset_folder import write_learned, write_preset
from engine.files.presets import Preset, preset, sanitise_name, step_latents
from engine.files.writing import check_writable
from engine.model.learned_break import LearnedBreak
from engine.model.model_file import Model, bundled
from engine.parameters import LATENTS, parameter
from engine.spec import SPEC
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels

ENCODABLE_BARS = (1, 2, 4)
MAX_ENCODED_BEATS = 256  # of a file
BAR_TOLERANCE = 0.02  # of a bar may be missing at the end; the loop wraps around there
SILENT_PEAK = 1e-4  # -80 dB
TRAINING_PEAK = 0.9  # of the training audio
# mean errors in dB; the bundled model comes within 3 to 6 of most breaks, random presets within 17 to 27
ERROR_SCALE = ((6.0, "close"), (10.0, "similar"), (math.inf, "far: not a break that this model can play"))
SEED_TRIALS = 64  # variations from which the closest is taken
KEPT_LOOPS = 24  # random ones that what is learned of a break must not change


class Cycle(NamedTuple):
    """One or two bars cut from a break, to be looped."""

    audio: Floats  # (n,)
    bars: int  # 1 or 2
    tempo: float  # BPM
    found: str = ""  # how long the file is, if that was not given
    beats: float = 0.0  # quarter notes of the file's loop, of which this is the beginning
    confidence: float = 1.0  # 0..1, in its length; 1 if it was given


def encode(
    source: Path,
    out: Path | None = None,
    *,
    bars: int | None = None,
    beats: float | None = None,
    tempo: float | None = None,
    name: str | None = None,
    number: int | None = None,
    learn: bool = False,
    model: Path | None = None,
    json: bool = False,
) -> None:
    """Make a preset of your own break: the place in the latent space that sounds like it.

    Args:
        source: Audio file that starts on its downbeat; channels are mixed to mono.
        out: File to write (default: the break's name with .json, in the working directory).
        bars: Length in bars, 1, 2 or 4; the first two are used (default: from its name and its sound).
        beats: Length of the loop in the file in quarter notes; silence around it is left out.
        tempo: Tempo of the break in BPM, instead of its length.
        name: Name of the preset (default: that of the file); its length may be found in it, too.
        number: Save it in your bank under this number, 0 to 127, instead of a file.
        learn: Learn what the model misses of the break, into a file of 264 kB beside the preset. The preset then
            sounds as the break does; knobs move it as before, and other breaks stay as they are.
        model: Model file (default: the bundled one).
        json: Print the result as JSON.
    """
    if number is not None:
        preset_number(number)
        if out is not None:
            raise BadInput(f"{out} and the number {number} both say where the preset goes; give one of them")
    if out is not None and out.suffix.lower() != ".json":
        raise BadInput(f"{out} does not end in .json; name the preset accordingly")  # it could overwrite audio
    where = out or Path(f"{source.stem}.json")
    if number is None:
        check_writable(where, make_folders=True, sources=[source, model])
    audio = normalised(audiofile.read(source), source)
    cycle = cut_bars(audio, f"{name} ({source.name})" if name else source.name, bars, tempo, beats)
    decoder = Model.load(model or bundled(), provider="cpu")
    levels = tape_of(cycle)
    found = encoded(decoder, levels, cycle.tempo, sanitise_name(name or source.stem), decoder.digest)
    bank, file = None if number is None else PresetBank(), None
    if learn:
        missed = learn_break(decoder, levels, found)
        file = write_learned(bank.folder.path if bank else where.parent, missed)
        decoder.learned.folders.append(file.parent)
        found = replace(found, learned=missed.digest)
    said = bank.save(number, found) if bank and number is not None else ""
    if bank and number is not None:
        where = bank.folder.write(number, found)
    else:
        write_preset(where, found)
    print(_result(where, found, cycle, mean_error_db(decoded_levels(decoder, found), levels), file, said, json))


def _result(
    where: Path, found: Preset, cycle: Cycle, error_db: float, learned: Path | None, said: str, json: bool
) -> str:
    """Return what is printed of a preset that was written to `where`; `said`: what became of the bank."""
    if json:
        result = {"file": str(where), "name": found.name, "tempo": cycle.tempo, "bars": cycle.bars}
        result |= {"beats": cycle.beats, "confidence": cycle.confidence, "error_db": error_db}
        return dumps(result | {"judged": judged(error_db), "learned": str(learned or "")})
    length = "one bar" if cycle.bars == 1 else "two bars"
    sentence = (
        f"{where}: {length} at {cycle.tempo:.1f} BPM{cycle.found}; "
        f"mean error of its spectrum {error_db:.1f} dB, {judged(error_db)}"
    )
    sentence += f"; {learned} must stay beside the preset" if learned else ""
    return f"{said}\n{sentence}" if said else sentence


def judged(error_db: float) -> str:
    """Return in words how close a preset is to its break."""
    return next(words for limit, words in ERROR_SCALE if error_db < limit)


def normalised(audio: Floats, source: Path) -> Floats:
    """Return audio scaled to the peak of the training audio.

    Raises:
        BadInput: it is silent.
    """
    peak = float(np.abs(audio).max())
    if peak < SILENT_PEAK:
        raise BadInput(f"{source} is silent; export it again, or name another file")
    return audio * np.float32(TRAINING_PEAK / peak)


def cut_bars(
    audio: Floats, name: str, bars: int | None = None, tempo: float | None = None, beats: float | None = None
) -> Cycle:
    """Return the first two bars of a file, or its first bar if it has only one.

    Args:
        audio: (n,) mono at Spec.rate.
        name: name of the file, for messages.
        bars: 1, 2 or 4, the bars of the whole file, or with `tempo` of its beginning; None to find its length.
        tempo: BPM; None to derive it from the length.
        beats: quarter notes of the loop in the file; None to find them. Not beside `bars` or `tempo`.

    Raises:
        BadInput: another number of bars or beats, a tempo out of range, or a file shorter than its bars.
    """
    seconds = len(audio) / SPEC.rate
    if bars is not None and bars not in ENCODABLE_BARS:
        raise BadInput(f"{bars} bars cannot be encoded; give 1, 2 or 4, or cut the file")
    if beats is not None and not (1 <= beats <= MAX_ENCODED_BEATS and bars is tempo is None):
        raise BadInput(f"{beats:g} beats cannot be encoded; give 1 to {MAX_ENCODED_BEATS}, without bars and tempo")
    about, confidence, whole_beats = "", 1.0, 4.0 * (bars or 0)
    length = find_length(audio, SPEC.rate, name) if bars is tempo is None else None
    if beats is not None:
        length = (length or LoopLength(1.0, 60 / seconds, 0, "given", 0.0, 1.0)).with_beats(beats)
    if length:
        about = f" of {length}"
        tempo, whole_beats, confidence = length.tempo, length.beats, length.confidence
        audio = audio[length.start :][: round(length.beats * 60 / tempo * SPEC.rate)]
        seconds = max(length.beats, 4) * 60 / tempo
        bars = 1 if length.beats < 8 else 2
    if tempo is None:
        bars = bars or min(ENCODABLE_BARS, key=lambda count: abs(math.log(240 * count / seconds / SPEC.native_tempo)))
        tempo = 240 * bars / seconds
    elif not math.isfinite(tempo) or tempo <= 0:
        raise BadInput(f"the tempo must be above 0 BPM, not {tempo:g}; give the tempo of the break")
    entry = parameter("tempo")
    if not entry.low <= tempo <= entry.high:
        raise BadInput(
            f"{name} would play at {tempo:.0f} BPM, expected {entry.low:g} to {entry.high:g}; give another length"
        )
    bar = 240 / tempo
    whole = math.floor(seconds / bar + BAR_TOLERANCE)
    bars = bars or next((count for count in reversed(ENCODABLE_BARS) if count <= whole), 1)
    if bars > whole:
        raise BadInput(
            f"{name} lasts {seconds:.2f} s, {bars} bars at {tempo:.1f} BPM last {bars * bar:.2f} s; "
            "give fewer --bars, or another --tempo"
        )
    kept = min(bars, 2)
    if kept < bars and not about:
        about = f", the first of {bars}; the others are left out"
    samples = round(kept * bar * SPEC.rate)
    return Cycle(audio[np.arange(samples) % len(audio)], kept, tempo, about, whole_beats or 4.0 * bars, confidence)


def tape_of(cycle: Cycle) -> Floats:
    """Return the levels (Spec.frames, Spec.mels) of a cycle, one column for each 1/16 of a sixteenth."""
    step = 2 / cycle.bars * len(cycle.audio) / SPEC.frames  # samples from column to column
    centres = np.round(np.arange(SPEC.frames) * step).astype(np.int64) % len(cycle.audio)
    return to_levels(to_bands(magnitudes(cycle.audio, centres, wrap=True)))


def encoded(model: Model, levels: Floats, tempo: float, name: str, file: str) -> Preset:
    """Return a preset that the model decodes to nearly these levels; the seed is the best of SEED_TRIALS.

    Args:
        model: encodes, and later decodes the preset.
        levels: (Spec.frames, Spec.mels).
        tempo: BPM.
        name: name of the preset.
        file: SHA-256 of the model's file.
    """
    found = model.encode(levels)

    def trial(seed: int) -> tuple[int, Floats, Floats]:
        """Return a seed, the knobs that lead from its kit to the break's place, and what they miss (steps, latents)."""
        beside = found.knobs - model.draws.kit(one_seed(seed))
        knobs = np.array([parameter(f"latent/{index}").clamp(value) for index, value in enumerate(beside)])
        return seed, knobs, found.latents - model.loop_latents(knobs, one_seed(seed))

    seed, knobs, offsets = min(map(trial, range(SEED_TRIALS)), key=lambda tried: float(np.abs(tried[2]).mean()))
    values = {f"latent/{index}": float(value) for index, value in enumerate(knobs[:LATENTS])}
    cells = {(int(step), str(row)): float(offsets[step, row]) for step, row in np.ndindex(SPEC.steps, LATENTS)}
    values |= {"seed": float(seed), "tempo": tempo, "texture": model.card.texture}
    return preset(name, values, cells, model.card.name, file)


def learn_break(model: Model, levels: Floats, found: Preset) -> LearnedBreak:
    """Return what a model misses of a break with these levels (Spec.frames, Spec.mels), decoded from a preset of it.

    Random breaks, as the model draws them, are what must not change by it.
    """
    latents = step_latents(model, found)
    generator = np.random.default_rng(0)
    others = [model.step_latents(model.sample(generator), seed) for seed in range(KEPT_LOOPS)]
    return LearnedBreak.fit(model.digest, latents, model.decode(latents).levels, levels, others)


def decoded_levels(model: Model, wanted: Preset) -> Floats:
    """Return the levels (Spec.frames, Spec.mels) that a model decodes a preset to, without noise texture."""
    return model.decode(step_latents(model, wanted), learned=wanted.learned).levels


def mean_error_db(one: Floats, other: Floats) -> float:
    """Return the mean absolute difference in dB of two arrays of levels, 0..1."""
    return float(np.abs(one - other).mean()) * -SPEC.floor
