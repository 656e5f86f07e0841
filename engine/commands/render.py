"""The instrument without a sound card: a file out.

render   latents, tempo, seed -> a loop, downbeat on the first sample, cut to the sample
resynth  a file -> mel levels -> the live inversion -> a file: what the sound path does to a break

Same input, same bytes.
"""

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from cyclopts import Parameter

from engine.controls import Action, Event
from engine.core import HIGH, LIVE, Instrument, Quality, StreamingGriffinLim
from engine.errors import BadInput
from engine.files import session_log as takes
from engine.files.audio import check_writable, read, write
from engine.files.preset_bank import Bank, chosen
from engine.files.presets import model_mismatch_note, start_values, step_latents
from engine.model.repaint import RecipeReplayer
from engine.parameters import INDEX, LATENTS, TABLE, parameter
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels
from engine.tape.noise_texture import add_texture

QUALITIES: dict[str, Quality] = {"live": LIVE, "high": HIGH}
LONGEST = 3600.0  # seconds of one render
BLOCK = 4096  # samples per call of the instrument
END_FADE = 64  # samples


def perform(
    tape: Tape, *, samples: int, tempo: float, quality: Quality, sound: Mapping[str, float] | None = None
) -> Floats:
    """Play a tape from its downbeat: (samples, 2), the downbeat on sample 0. `sound`: parameters by id."""
    instrument = Instrument(tape, quality=quality)
    values = np.array([entry.default for entry in TABLE])
    for id, value in (sound or {}).items():
        values[INDEX[id]] = value
    values[INDEX["tempo"]] = tempo
    instrument.set(values)
    instrument.schedule(Event(Action.PLAY))
    instrument.process(instrument.latency)  # what sounds before the downbeat: a fade-in
    audio = np.empty((samples, 2), np.float32)
    for begin in range(0, samples, BLOCK):
        count = min(BLOCK, samples - begin)
        audio[begin : begin + count] = instrument.process(count)
    fade = min(END_FADE, samples)
    audio[samples - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)[:, None]
    return audio


def resynthesise(audio: Floats, quality: Quality) -> Floats:
    """Mono samples (n,) through levels of the tape and the streaming inversion, back to (n,)."""
    hop = SPEC.hop
    count = -(-len(audio) // hop) + 1
    tape, _ = tape_from_levels(to_levels(to_bands(magnitudes(audio, np.arange(count) * hop))))
    inverter = StreamingGriffinLim(quality)
    lead = inverter.latency // hop  # a column's centre is heard that many hops after it is committed
    image = np.pad(tape.magnitudes, ((lead, inverter.rows + lead), (0, 0)), mode="edge")
    hops = [inverter(image[first : first + inverter.rows]) for first in range(count + 2 * lead)]
    return np.concatenate(hops)[2 * lead * hop :][: len(audio)]


def length(bars: int | None, seconds: float | None, tempo: float) -> int:
    """Samples of a render; four bars when nothing is said.

    Raises:
        BadInput: both are given, or the result is empty or longer than an hour.
    """
    if bars is not None and seconds is not None:
        raise BadInput("--bars and --seconds both say how long; give one of them")
    wanted = seconds if seconds is not None else (4 if bars is None else bars) * 4 * 60.0 / tempo
    if not 0 < wanted <= LONGEST:
        raise BadInput(f"a render of {wanted:g} s is not possible; choose more than 0 and at most {LONGEST:.0f} s")
    return round(wanted * SPEC.rate)


def render(
    out: Path,
    *,
    bars: int | None = None,
    seconds: float | None = None,
    preset: str | None = None,
    tempo: float | None = None,
    seed: int | None = None,
    latents: Annotated[list[float] | None, Parameter(consume_multiple=True, negative=())] = None,
    texture: float | None = None,
    model: Path | None = None,
    quality: Literal["live", "high"] | None = None,
    take: Path | None = None,
) -> None:
    """Write a break, or a set that was recorded, to a file: same input, same bytes.

    Args:
        out: WAV or FLAC file to write.
        bars: Length in bars of four beats (4 when nothing is said).
        seconds: Length in seconds instead.
        preset: Number, name or file of a preset; what is said beside it stands in its place.
        tempo: BPM, 40 to 300; 170, or the preset's, when nothing is said.
        seed: Which variation of the break; 5, or the preset's, when nothing is said.
        latents: Up to 16 numbers from -3 to 3: the place in the break space; the rest is 0, or as the preset has it.
        texture: Grain of the noise, 0 to 2; as much as suits the model when nothing is said, or the preset's.
        model: Model file; the bundled one when nothing is said.
        quality: How hard the sound path works: as on stage, or better; better when nothing is said, but a take as it
            was heard.
        take: What `vamen play --record` left beside its recording; everything but model and quality comes from there.
    """
    from engine.model.model_file import Model, bundled

    check_writable(out)
    if take is not None:
        words = (bars, seconds, preset, tempo, seed, latents, texture)
        if any(word is not None for word in words):
            raise BadInput("a take says itself how it was played; give only --model and --quality with --take")
        render_take(out, take, model or bundled(), QUALITIES[quality or "live"])
        return
    if len(latents or []) > LATENTS:
        raise BadInput(f"{len(latents or [])} latents were given; the space has {LATENTS}")
    kept = None if preset is None else chosen(preset, Bank())
    places = {f"latent/{index}": value for index, value in enumerate(latents or [])}
    wishes = {**places, "tempo": tempo, "seed": seed, "texture": texture}
    said = {id: parameter(id).clamp(value) for id, value in wishes.items() if value is not None}
    sound = {entry.id: entry.default for entry in TABLE} | start_values(kept) | said
    tempo, seed = sound["tempo"], int(sound["seed"])
    samples = length(bars, seconds, tempo)
    decoder = Model.load(model or bundled())
    if kept and (note := model_mismatch_note(kept, decoder.card.name, takes.digest(model or bundled()))):
        print(note, file=sys.stderr)
    begin = time.perf_counter()
    if not (kept or "texture" in said):
        sound["texture"] = parameter("texture").clamp(decoder.card.texture)
    picture = decoder.paint(step_latents(decoder, sound, kept.cells if kept else {}))
    tape, wild = tape_from_levels(add_texture(picture, seed, sound["texture"]))
    if wild:
        print(f"the model painted {wild} cells that are no numbers; they are silent here", file=sys.stderr)
    audio = perform(tape, samples=samples, tempo=tempo, quality=QUALITIES[quality or "high"], sound=sound)
    spent = time.perf_counter() - begin
    write(out, audio)
    lasts = samples / SPEC.rate
    print(
        f"{out}: {lasts:.2f} s at {tempo:g} BPM, seed {seed}, made in {spent:.2f} s ({lasts / spent:.1f} x real time)"
    )


def render_take(out: Path, source: Path, model: Path, quality: Quality) -> None:
    """Write a recorded set again, from what it was played with.

    Raises:
        BadInput: the take cannot be read.
        ModelMismatch: it was played with another model.
    """
    from engine.model.model_file import Model

    take = takes.read(source)
    decoder = Model.load(model, provider="cpu")
    takes.require(take, decoder.card.name, takes.digest(model))

    audio = takes.perform(take, RecipeReplayer(decoder, take.paints), quality)
    write(out, audio)
    print(f"{out}: {len(audio) / SPEC.rate:.2f} s, {len(take.entries)} changes, {len(take.paints)} tapes")
    if not take.whole:
        print("the take ends where its player died or where something was not written down", file=sys.stderr)


def resynth(source: Path, out: Path, *, quality: Literal["live", "high"] = "high") -> None:
    """Send a loop through mel and the live inversion and back: what the sound path does to your break.

    Args:
        source: Audio file, at most five minutes; channels are mixed to mono.
        out: WAV or FLAC file to write.
        quality: How hard the sound path works: as on stage, or better.
    """
    check_writable(out)
    audio = read(source)
    begin = time.perf_counter()
    result = resynthesise(audio, QUALITIES[quality])
    spent = time.perf_counter() - begin
    write(out, result)
    lasts = len(audio) / SPEC.rate
    print(f"{out}: {lasts:.2f} s, mono, made in {spent:.2f} s ({lasts / spent:.1f} x real time)")
