"""A synthetic drum kit: a random generator in, strokes and whole breaks out, for tests without samples.

stroke  float32 (n,)  mono at Spec.rate, peak about 1, attack at sample 0
break   float32 (n,)  n = beats * 60 / tempo seconds, a loop, peak 0.9, downbeat at sample 0, every onset on a sixteenth
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from engine.arrays import Floats
from engine.spec import SPEC

Stroke = Callable[[Generator], Floats]

# sixteenths of a bar: capital = accent, small = soft, dot = rest; funk drum bars, and a fill
BARS = (
    {"kick": "K.K.......KK....", "snare": "....S..s.s..S..s", "hat": "H.h.H.h.H.h.H.h."},
    {"kick": "K.K.......K.....", "snare": "....S..s.s....S.", "hat": "H.h.H.h.H.h.H.h."},
    {"kick": "K..K..K...K..K..", "snare": "....S.......S...", "hat": "hhHhhhHhhhHhhhHh"},
    {"kick": "K.....K.K.K.....", "snare": "....S..s....S.sS", "hat": "H.hhH.hhH.hhH.hh"},
)
FILL = {"kick": "K...............", "snare": "....S.ssS.s.....", "hat": "H.h.H...........", "tom": "...........tTTTT"}


@dataclass(frozen=True, slots=True, eq=False)
class Kit:
    """One stroke of each drum."""

    kick: Floats
    snare: Floats
    ghost: Floats
    hat: Floats
    tom: Floats


def kit(rng: Generator) -> Kit:
    """A kit of its own tuning."""
    return Kit(kick(rng), snare(rng), ghost(rng), hat(rng), tom(rng))


def kick(rng: Generator) -> Floats:
    """A falling sine with a click: 35 to 60 Hz, 0.15 to 0.35 s."""
    return _swept(rng, rng.uniform(35, 60), rng.uniform(2, 5), rng.uniform(0.15, 0.35), click=rng.uniform(0.1, 0.4))


def tom(rng: Generator) -> Floats:
    """A falling sine with skin: 80 to 160 Hz."""
    return _swept(rng, rng.uniform(80, 160), rng.uniform(0.4, 1), rng.uniform(0.15, 0.3), click=0.1)


def snare(rng: Generator) -> Floats:
    """Two modes of a drum head under rattling wires, 0.1 to 0.25 s."""
    age = _age(rng.uniform(0.1, 0.25))
    tone = rng.uniform(160, 240)
    head = np.sin(2 * np.pi * tone * age) + 0.6 * np.sin(2 * np.pi * 1.59 * tone * age)
    wires = _noise(rng, len(age), rng.uniform(800, 2000))
    return _stroke(0.5 * head * np.exp(-age * 30) + rng.uniform(0.6, 1.2) * wires * np.exp(-age * 25), age)


def ghost(rng: Generator) -> Floats:
    """A soft, short snare: mostly wires."""
    age = _age(0.06)
    return _stroke(_noise(rng, len(age), 1500) * np.exp(-age * 60), age)


def hat(rng: Generator) -> Floats:
    """Metal above 7 kHz, 30 to 120 ms."""
    age = _age(rng.uniform(0.03, 0.12))
    return _stroke(_noise(rng, len(age), 7000) * np.exp(-age * 4 / age[-1]), age)


def _swept(rng: Generator, base: float, sweep: float, seconds: float, click: float) -> Floats:
    age = _age(seconds)
    hertz = base * (1 + sweep * np.exp(-age * 45))
    body = np.cos(2 * np.pi * np.cumsum(hertz) / SPEC.rate) * np.exp(-age * 3 / seconds)
    return _stroke(body + click * rng.standard_normal(len(age)) * np.exp(-age * 300), age)


def _age(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * SPEC.rate)) / SPEC.rate


def _noise(rng: Generator, size: int, above: float) -> NDArray[np.float64]:
    """White noise above a frequency in Hz, RMS about 1."""
    noise = sosfilt(butter(2, above, "highpass", fs=SPEC.rate, output="sos"), rng.standard_normal(size))
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def _stroke(sound: NDArray[np.float64], age: NDArray[np.float64]) -> Floats:
    """Scale to a peak of 1, and fade out."""
    faded = sound * np.clip((age[-1] - age) / 0.01, 0, 1)
    return (faded / np.abs(faded).max()).astype(np.float32)


def break_loop(rng: Generator, tempo: float = 165.0, beats: int = 8) -> Floats:
    """Return a break: a kit and bars drawn from `rng`, the last of several bars sometimes a fill.

    Args:
        rng: source of all random numbers.
        tempo: BPM.
        beats: quarter notes of the loop, at least one.
    """
    return break_loop_with_onsets(rng, tempo, beats)[0]


def break_loop_with_onsets(rng: Generator, tempo: float = 165.0, beats: int = 8) -> tuple[Floats, NDArray[np.int64]]:
    """Return a break as `break_loop` does, and the samples on which at least one drum is struck, ascending."""
    length = round(beats * 60 / tempo * SPEC.rate)
    strokes, sound = kit(rng), np.zeros(length, np.float32)
    bars = [BARS[int(rng.integers(len(BARS)))] for _ in range(-(-beats // 4))]
    if len(bars) > 1 and rng.random() < 0.3:
        bars[-1] = FILL
    loudness = {"kick": 1.0, "snare": 0.9, "ghost": 0.25, "hat": rng.uniform(0.1, 0.3), "tom": 0.8}
    onsets = []
    for step in range(beats * 4):
        at = round(step * length / (beats * 4))
        for drum, row in bars[step // 16].items():
            mark = row[step % 16]
            if mark == ".":
                continue
            name = "ghost" if drum == "snare" and mark.islower() else drum
            gain = loudness[name] * rng.uniform(0.85, 1) * (1 if mark.isupper() or name == "ghost" else 0.6)
            stroke = getattr(strokes, name) * np.float32(gain)
            np.add.at(sound, (at + np.arange(len(stroke))) % length, stroke)
            onsets.append(at)
    return sound * np.float32(0.9 / np.abs(sound).max()), np.unique(onsets)


def write_folder(path: Path, count: int, rng: Generator) -> list[Path]:
    """Write `count` two-bar breaks of 120 to 180 BPM as WAV files whose names give their beats.

    Args:
        path: the folder, made if it does not exist.
        count: number of files.
        rng: source of all random numbers.
    """
    path.mkdir(parents=True, exist_ok=True)
    files = []
    for number in range(1, count + 1):
        tempo = int(rng.integers(120, 181))
        file = path / f"break{number:02d}_{tempo}bpm_8b.wav"
        soundfile.write(file, break_loop(rng, tempo), SPEC.rate, subtype="PCM_16")
        files.append(file)
    return files
