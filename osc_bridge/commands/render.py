"""The commands `vamen render` and `vamen resynth`: the instrument without a sound card.

render   latents, tempo and seed; or a MIDI file; or a recorded take -> an audio file, the downbeat on sample 0
         the same as a loop without a seam, with tempo, beats and slices for other programs
         a recorded take -> a MIDI file
resynth  an audio file -> mel levels -> streaming Griffin-Lim -> an audio file

The same input gives the same bytes.
"""

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from cyclopts import CycloptsError, Parameter

from engine.arrays import PART_NAMES, Floats
from engine.controls import Action, Event
from engine.core import QUALITIES
from engine.errors import BadInput
from engine.files.audio import AUDIO_FORMATS, read, write
from engine.files.loop_chunks import loop_wav
from engine.files.loudness import loudness_and_peak, loudness_note
from engine.files.offline_controls import OfflineControls
from engine.files.offline_loop import loop_log, splice
from engine.files.offline_render import render_log, resynthesise
from engine.files.preset_bank import PresetBank
from engine.files.scene_bank import SceneBank
from engine.files.session_log import SessionLog
from engine.files.writing import atomic_write, check_writable
from engine.model.decode_replayer import DecodeReplayer
from engine.spec import BAR_BEATS, SPEC

from .break_options import BreakOptions, warn
from .render_take import render_take

MAX_RENDER_S = 3600.0
BARS = 4  # of a break, unless the command line says how many
HOT_PEAK = 0.9  # to which a source above full scale is scaled

if TYPE_CHECKING:
    from engine.files.midi_file import MidiSequence
    from engine.model.model_file import Model
    from osc_bridge.midi.mapping.map_library import MapLibrary


def render(
    out: Path | None = None,
    *,
    bars: int | None = None,
    seconds: float | None = None,
    preset: str | None = None,
    scene: str | None = None,
    tempo: float | None = None,
    seed: float | None = None,
    random: Annotated[list[int] | None, Parameter(consume_multiple=True, negative=())] = None,
    latents: Annotated[list[float] | None, Parameter(consume_multiple=True, negative=())] = None,
    texture: float | None = None,
    loop: bool = False,
    parts: bool = False,
    model: Path | None = None,
    quality: Literal["live", "high"] | None = None,
    midi: Path | None = None,
    map: str | None = None,
    take: Path | None = None,
    midi_out: Path | None = None,
) -> None:
    """Write a break, a MIDI file or a recorded set to an audio file: same input, same bytes.

    Args:
        out: WAV or FLAC file to write.
        bars: Length in bars of four beats; by default 4, or as long as the MIDI file.
        seconds: Length in seconds instead.
        preset: Number, name or file of a preset; other options override its values.
        scene: Number, name or file of a scene, which is played whole; other options override its values.
        tempo: BPM, 40 to 300; by default 170, or the tempo of the preset or the MIDI file.
        seed: Variation of the break; by default 5, or that of the preset.
        random: Number of a random break, from 0, with its seed and its latents; without a number, one is drawn and
            printed. Put the option behind the file to write.
        latents: Up to 16 numbers from -3 to 3: the place in the break space; the rest is 0, or as in the preset.
        texture: Grain of the noise, 0 to 2; by default that of the model or the preset.
        loop: Make a loop that repeats without a seam; a WAV file also gets its tempo, beats and slices.
        parts: Also write kick, snare and hats without effects, as loop-kick.wav and so on beside loop.wav.
        model: Model file; by default the bundled one.
        quality: Effort of the sound path: live as on stage, or high; by default high, and for a take live.
        midi: Standard MIDI file to play, as MIDI inputs are played: notes are slices, controllers move parameters.
        map: Name of the controller or MIDI input whose map applies to the MIDI file; by default the default map.
        take: Recording of `vamen play --record`; everything but model, quality and parts comes from there.
        midi_out: Standard MIDI file to write a take to.
    """
    from engine.model.model_file import bundled

    sources = [take, midi, model, *(Path(word) for word in (preset, scene) if word)]
    if midi_out is not None:
        check_writable(midi_out, sources=sources)
    elif out is None:
        raise CycloptsError(msg="render needs a file to write, as in vamen render loop.wav")
    files = [out] if out else []
    files += [out.with_name(f"{out.stem}-{part}{out.suffix}") for part in PART_NAMES if out and parts]
    for file in files:
        check_writable(file, AUDIO_FORMATS, sources=sources)
    if take is not None:
        given = (bars, seconds, preset, scene, tempo, seed, random, latents, texture, midi, map)
        if loop or any(option is not None for option in given):
            raise BadInput("a take says itself how it was played; give only model, quality, parts and midi-out with it")
        render_take(take, model or bundled(), QUALITIES[quality or "live"], files, midi_out)
        return
    if out is None or midi_out is not None:
        raise BadInput("--midi-out writes a take; name one with --take")
    if map is not None and midi is None:
        raise BadInput("--map is for a MIDI file; name one with --midi")
    if midi is not None and tempo is not None:
        raise BadInput(f"the tempo is that of {midi}; leave --tempo out")
    if loop and (midi is not None or seconds is not None):
        raise BadInput("--loop makes whole bars of a break; leave --midi and --seconds out")
    options = BreakOptions.of(preset, random, latents or (), scene=scene, tempo=tempo, seed=seed, texture=texture)
    sequence = None
    if midi is not None:
        from engine.files.midi_file import read_midi_file  # renders without MIDI start sooner

        sequence = read_midi_file(midi)
    samples = length(bars, seconds, options.tempo, sequence)
    decoder, controls = options.load(model)
    begin = time.perf_counter()
    first = 0  # sample of the downbeat
    if loop:
        log, first = loop_log(controls, BARS if bars is None else bars, options.tempo)
    else:
        log = _play(options, controls, decoder, samples, sequence, map)
    tapes = DecodeReplayer(decoder, log.requests)
    audio = render_log(log, tapes, QUALITIES[quality or "high"], parts=parts)
    audio = splice(audio, first, samples) if loop else audio
    if tapes.repaired:
        warn([f"the model decoded {tapes.repaired} cells that are not numbers; they are silent here"])
    spent = time.perf_counter() - begin
    for file, pair in zip(files, np.split(audio, len(files), axis=1), strict=True):
        _write(file, pair, options.tempo, (BARS if bars is None else bars) if loop else 0)
    lasts = samples / SPEC.rate
    played = f"of {midi}" if midi else f"at {options.tempo:g} BPM"
    loudness = loudness_note(*loudness_and_peak(audio[:, :2], SPEC.rate))
    print(
        f"{', '.join(str(file) for file in files)}: {lasts:.2f} s {played}, {options.variation}, {loudness}, "
        f"made in {spent:.2f} s ({lasts / spent:.1f} x real time)"
    )


def length(bars: int | None, seconds: float | None, tempo: float, sequence: "MidiSequence | None" = None) -> int:
    """Return the length of a render in samples: by default that of all bars of the MIDI sequence, or of four bars.

    Raises:
        BadInput: both lengths are given, or the result is empty or longer than an hour.
    """
    if bars is not None and seconds is not None:
        raise BadInput("--bars and --seconds both say how long; give one of them")
    if seconds is None:
        seconds = sequence.seconds(bars) if sequence else (BARS if bars is None else bars) * 4 * 60.0 / tempo
    if not 0 < seconds <= MAX_RENDER_S:
        raise BadInput(
            f"a render of {seconds:g} s is not possible; choose --bars or --seconds for up to {MAX_RENDER_S:.0f} s"
        )
    return round(seconds * SPEC.rate)


def resynth(source: Path, out: Path, *, quality: Literal["live", "high"] = "high") -> None:
    """Convert a loop to mel levels and back to sound: what the sound path does to your break.

    Args:
        source: Audio file, at most five minutes; channels are mixed to mono.
        out: WAV or FLAC file to write.
        quality: Effort of the sound path: live as on stage, or high.
    """
    check_writable(out, AUDIO_FORMATS, sources=[source])
    audio = read(source)
    peak = float(np.abs(audio).max())
    if peak > 1:
        audio *= np.float32(HOT_PEAK / peak)
        warn([f"{source} is {20 * math.log10(peak):.1f} dB above full scale; it is scaled to a peak of {HOT_PEAK:g}"])
    begin = time.perf_counter()
    result = resynthesise(audio, QUALITIES[quality])
    if (loudest := float(np.abs(result).max())) > 1:  # resynthesis raises the peaks of noise
        result *= np.float32(HOT_PEAK / loudest)
        above = 20 * math.log10(loudest)
        warn([f"the result is {above:.1f} dB above full scale; it is scaled to a peak of {HOT_PEAK:g}"])
    spent = time.perf_counter() - begin
    write(out, result)
    lasts = len(audio) / SPEC.rate
    speed = f"made in {spent:.2f} s ({lasts / spent:.1f} x real time)"
    print(f"{out}: {lasts:.2f} s, mono, {loudness_note(*loudness_and_peak(result, SPEC.rate))}, {speed}")


def _write(out: Path, audio: Floats, tempo: float, bars: int) -> None:
    """Write a file, with tempo and slices if it is a loop of so many `bars`, else 0."""
    if not bars or out.suffix.lower() != ".wav":
        write(out, audio)
        if bars:
            warn([f"{out} is a loop, but FLAC has no place for tempo and slices; name a .wav file for them"])
        return
    with atomic_write(out) as part:
        part.write_bytes(loop_wav(audio, tempo, bars * BAR_BEATS))


def _play(
    options: BreakOptions,
    controls: OfflineControls,
    decoder: "Model",
    samples: int,
    sequence: "MidiSequence | None",
    map: str | None,
) -> SessionLog:
    """Return the log of so many samples of a break, in which a MIDI file and the sequencer of a scene play."""
    if not (sequence or options.whole):
        controls.trigger(Event(Action.PLAY))
        return controls.finish(samples)
    from .offline_set import OfflineSet

    presets = PresetBank()
    presets.learned = options.bank.learned
    played = OfflineSet(controls, decoder, presets, SceneBank())
    played.sequencer.trigger(Event(Action.PLAY))
    if options.whole and options.stored:
        played.sequencer.recall(options.stored.performance)
    if sequence:
        from osc_bridge.midi.files.midi_file_in import play_midi_file

        warn(play_midi_file(sequence, played.sequencer, _maps(map, decoder), map or "", played.commands, samples))
    log = played.sequencer.finish(samples)
    warn(played.notes)
    return log


def _maps(name: str | None, decoder: "Model") -> "MapLibrary":
    """Return the maps for a MIDI file from an input called `name`; None for the default map alone.

    Raises:
        BadInput: no map has this name.
    """
    from osc_bridge.midi.mapping.map_library import MapLibrary, load_maps

    from .lazy_model import latents_of
    from .midi_ports import maps_folder

    default = MapLibrary()
    library = default if name is None else load_maps(maps_folder(), latents=latents_of(decoder.card))
    if name is not None and library.for_port(name).name == default.for_port("").name:
        raise BadInput(f"no map fits {name!r}; docs/midi.md lists the bundled ones, vamen midi those of your inputs")
    return library
