"""Phase retrieval benchmark: a folder of loops in, fidelity and CPU load out, compared with offline Griffin-Lim.

clips    name -> float32 (n,)   the first CLIP_SECONDS of each loop, mono, the loop at a peak of 0.9
figures  dictionaries of numbers, ready for JSON

The metrics are those of spectral_error. Figures of the streaming retrieval are means over runs that begin after 1, 2, 3
and 8 hops of silence.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import fft

from engine.core import PREROLL, QUALITIES, Quality, StreamingGriffinLim
from engine.errors import BadInput, VamenError
from engine.files.audio import read
from engine.spec import SPEC
from engine.tape.magnitudes import read_tape, tape_from_levels
from engine.tape.mel import Floats, bank, hann, magnitudes, to_bands, to_levels, to_magnitudes

from . import spectral_error
from .decoding import percentiles

CLIP_SECONDS = 1.4
START_HOPS = (1, 2, 3, 8)  # hops of silence before each stream
OFFLINE_ITERATIONS = 32

Figures = dict[str, float]


def clips_of(folder: Path) -> dict[str, Floats]:
    """Return the clips of all loops in a folder, by file name without suffix; files that are not audio are skipped.

    Raises:
        BadInput: no such folder, or no loop in it that is long enough.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; name one that holds loops")
    found: dict[str, Floats] = {}
    for path in sorted(folder.iterdir()):
        try:
            audio = read(path) if path.is_file() else np.zeros(0, np.float32)
        except VamenError:
            continue  # a licence or an image file beside the loops
        if len(audio) >= round(CLIP_SECONDS * SPEC.rate) and audio.any():
            found[path.stem] = clip(audio)
    if not found:
        raise BadInput(
            f"{folder} holds no loop of {CLIP_SECONDS} s or more; name a folder of WAV, FLAC, OGG or MP3 loops"
        )
    return found


def clip(audio: Floats) -> Floats:
    """Return the first CLIP_SECONDS of a loop, scaled so that the loop's peak is 0.9, and faded at both ends."""
    part = audio[: round(CLIP_SECONDS * SPEC.rate)] * np.float32(0.9 / np.abs(audio).max())
    ramp = np.linspace(0, 1, 64, dtype=np.float32)
    part[:64] *= ramp
    part[-64:] *= ramp[::-1]
    return part


def stream(image: Floats, quality: Quality, start: int) -> Floats:
    """Return samples (frames * hop,) that streaming Griffin-Lim makes of `image`, magnitudes (frames, bins).

    It first plays `start` hops of silence, which are not returned.
    """
    inverter = StreamingGriffinLim(quality)
    padded = np.pad(image, ((start, inverter.rows), (0, 0)))
    hops = [inverter(padded[k : k + inverter.rows]) for k in range(start + len(image))]
    return np.concatenate(hops)[start * SPEC.hop :]


def griffin_lim(image: Floats, momentum: float, iterations: int = OFFLINE_ITERATIONS) -> Floats:
    """Return samples for magnitudes (frames, bins) by offline Griffin-Lim from random phases, the reference.

    Griffin and Lim (1984) at `momentum` 0, the fast variant of Perraudin et al. (2013) above.
    """
    rng = np.random.default_rng(0)
    window, hop = hann(SPEC.fft), SPEC.hop
    count = len(image)
    share = np.zeros((count + SPEC.overlap - 1) * hop, np.float32)
    for frame in range(count):
        share[frame * hop :][: SPEC.fft] += window**2
    unit = np.exp(2j * np.pi * rng.random(image.shape)).astype(np.complex64)
    before = np.zeros_like(unit)
    audio = np.zeros_like(share)
    for _ in range(iterations + 1):
        frames = fft.irfft(image * unit, SPEC.fft) * window
        audio[:] = 0
        for frame in range(count):
            audio[frame * hop :][: SPEC.fft] += frames[frame]
        audio /= np.maximum(share, 1e-6)
        spectra = fft.rfft(np.lib.stride_tricks.sliding_window_view(audio, SPEC.fft)[::hop] * window)
        ahead = spectra - np.float32(momentum / (1 + momentum)) * before
        unit, before = ahead / (np.abs(ahead) + 1e-12), spectra
    return audio


def score(audio: Floats, target: Floats) -> Figures:
    """Return metric -> value for a resynthesis (n,) against its target (n,), mono at Spec.rate; see spectral_error."""
    audio = np.pad(audio, (0, max(0, len(target) - len(audio))))[: len(target)]
    found, wanted = spectral_error.frames_of(audio), spectral_error.frames_of(target)
    return {
        "convergence": spectral_error.spectral_convergence(found, wanted),
        "log_distance": spectral_error.log_distance(found, wanted),
        "onset_correlation": spectral_error.onset_correlation(audio, target),
        "multi_resolution": spectral_error.multi_resolution(audio, target),
    }


def mean_of(rows: list[Figures]) -> Figures:
    """Return the mean over rows of each figure."""
    return {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}


def fidelity(clips: dict[str, Floats], *, through_mel: bool) -> dict[str, dict[str, Figures]]:
    """Turn the magnitudes of each clip into samples again and compare them with the clip: table[method][clip][metric].

    Methods are the qualities of the streaming phase retrieval, "live" and "high", and the references "offline" and
    "offline fast". Clip "mean" is the mean over all. Metrics are those of `score`. With `through_mel` the magnitudes
    pass through the mel bank and its inverse, as those of a tape, else they are exact.
    """
    table: dict[str, dict[str, Figures]] = {name: {} for name in (*QUALITIES, "offline", "offline fast")}
    overhang = SPEC.fft // 2 // SPEC.hop
    for name, audio in clips.items():
        frames = spectral_error.frames_of(audio)
        image = to_magnitudes(to_bands(frames)) if through_mel else frames
        lead = 2 * overhang * SPEC.hop  # samples before the clip: offset of the first frame, and the latency
        for label, quality in QUALITIES.items():
            table[label][name] = mean_of([score(stream(image, quality, k)[lead:], audio) for k in START_HOPS])
        for label, momentum in (("offline", 0.0), ("offline fast", 0.99)):
            table[label][name] = score(griffin_lim(image, momentum)[lead:], audio)
    for rows in table.values():
        rows["mean"] = mean_of(list(rows.values()))
    return table


def bank_figures(clips: dict[str, Floats]) -> Figures:
    """Return `empty_bands`, the number without a bin, and `round_trip`, dB, the error of bank and inverse together."""
    lost = [
        spectral_error.spectral_convergence(to_magnitudes(to_bands(frames)), frames)
        for frames in map(spectral_error.frames_of, clips.values())
    ]
    return {"empty_bands": float((bank().max(1) <= 0).sum()), "round_trip": float(np.mean(lost))}


def band_noise(rng: np.random.Generator, low: float, high: float, seconds: float = 2.0) -> Floats:
    """Return noise between two frequencies in Hz."""
    size = int(seconds * SPEC.rate)
    spectrum = fft.rfft(rng.normal(size=size))
    hertz = np.arange(len(spectrum)) * SPEC.rate / size
    spectrum[(hertz < low) | (hertz > high)] = 0
    return fft.irfft(spectrum, size).astype(np.float32)


def step_response(quality: Quality, *, retro: bool, segments: int = 48, hops: int = 16) -> Figures:
    """Switch between the magnitudes of low-pitched and of high-pitched noise, and return how fast the sound follows.

    There are `segments` of noise, low and high in turn, each of them `hops` long.

    `to_10`, `to_50`, `to_90`: ms from the switch to that percentage of the high noise's amplitude. With `retro` the
    frames that still sound are changed too.
    """
    rng = np.random.default_rng(0)
    tapes = [magnitudes(band_noise(rng, *band), np.arange(330) * SPEC.hop) for band in ((300, 1200), (3000, 7000))]
    inverter, out = StreamingGriffinLim(quality), []
    position = 20
    for segment in range(segments):
        for hop in range(hops):
            first = position - (inverter.past if retro and not hop else 0)
            rows = np.arange(first, position + inverter.rows)
            out.append(inverter(read_tape(tapes[segment % 2], rows.astype(np.float64))))
            position += 1
    energy = spectral_error.filtered(np.concatenate(out), 2000, np.inf).astype(np.float64) ** 2
    before, after = 200, 3700
    switches = np.arange(3, segments, 2) * hops * SPEC.hop
    mean = np.convolve(np.mean([energy[at - before : at + after] for at in switches], 0), np.ones(33) / 33, "same")
    amplitude = np.sqrt(mean / mean[before + 2000 : before + 3480].mean())
    return {
        f"to_{share}": (int((amplitude >= share / 100).argmax()) - before) * 1e3 / SPEC.rate for share in (10, 50, 90)
    }


def slices(clips: dict[str, Floats], lead: int = 64) -> Figures:
    """Restart from silence `lead` samples before each attack of the clips, and compare the result with the clip.

    Returns `count` of attacks; `to_half`, ms until half the energy of the attack has sounded; and `level`, its energy
    relative to the clip's in dB.
    """
    attack, late, level = int(0.005 * SPEC.rate), [], []
    inverter = StreamingGriffinLim()
    for audio in clips.values():
        for onset in spectral_error.onset_samples(audio):
            if not 2 * SPEC.fft <= onset <= len(audio) - 0.12 * SPEC.rate:
                continue
            first = onset - lead + inverter.latency - (PREROLL + 1) * SPEC.hop
            image = to_magnitudes(to_bands(magnitudes(audio, first + np.arange(40) * SPEC.hop)))
            inverter.restart(image[: inverter.restart_rows])
            at = PREROLL + 1
            out = np.concatenate([inverter(image[at + k : at + k + inverter.rows]) for k in range(8)])
            half = 0.5 * np.sum(audio[onset : onset + attack].astype(np.float64) ** 2)
            late.append(int(np.searchsorted(np.cumsum(out.astype(np.float64) ** 2), half)) * 1e3 / SPEC.rate)
            level.append(10 * np.log10(np.sum(out[lead : lead + attack] ** 2) / half / 2))
    if not late:
        raise BadInput("these loops have no clear attack; name a folder of drum loops")
    return {"count": float(len(late)), "to_half": float(np.median(late)), "level": float(np.mean(level))}


def costs(rounds: int) -> dict[str, Figures]:
    """Time actions like "live hop with a jump": action -> p50 and p99 of CPU time, as a share of a hop's duration."""
    rng = np.random.default_rng(0)
    tape, _ = tape_from_levels(to_levels(rng.random((SPEC.frames, SPEC.mels), np.float32) * 50 + np.float32(0.1)))
    hop_seconds = SPEC.hop / SPEC.rate
    table: dict[str, Figures] = {}
    for label, quality in QUALITIES.items():
        inverter = StreamingGriffinLim(quality)

        def hop(k: int, inverter: StreamingGriffinLim = inverter) -> None:
            inverter(read_tape(tape.magnitudes, 0.97 * (k + np.arange(inverter.rows, dtype=np.float64))))

        def jump(k: int, inverter: StreamingGriffinLim = inverter, hop: Callable[[int], None] = hop) -> None:
            positions = 100.3 + 0.97 * np.arange(inverter.restart_rows, dtype=np.float64)
            inverter.restart(read_tape(tape.magnitudes, positions))
            hop(k)

        table[f"{label} hop"] = percentiles(hop, rounds, hop_seconds)
        table[f"{label} hop with a jump"] = percentiles(jump, rounds // 10, hop_seconds)
    return table
