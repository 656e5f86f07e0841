"""A file of a one-shot in, a single stroke with its attack at a known sample out, assigned to a drum.

in    WAV, FLAC, OGG, MP3, AIFF of any rate and channel count, one stroke
out   `Shot`: float32 (m,) mono at 44 100 Hz, the attack LEAD samples from the start as in a slice, at the level of the
      file, faded out after at most 1.5 s

The drum comes from the file name, else from the spectrum.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files import audio as audiofile
from engine.files.audio_onsets import find_onsets
from engine.spec import SPEC

from .drum_names import drum_by_name, words_of
from .drums import Drum
from .loops import SILENCE_PEAK
from .slices import LEAD

MIN_SHOT = round(0.005 * SPEC.rate)  # samples after the attack
MAX_SHOT = round(1.5 * SPEC.rate)  # samples after the attack
CUT_FADE = round(0.25 * SPEC.rate)  # samples, fade of a stroke that is cut at MAX_SHOT
END_FADE = round(0.004 * SPEC.rate)  # samples, fade of any other stroke
TAIL_LEVEL = 1e-3  # of the peak, -60 dB; what follows the last sample above it is dropped
MAX_FILE_S = 12.0  # longest file that is read as one stroke
SPECTRUM_SIZE = 1 << 17  # FFT size in samples, longer than any stroke
MAX_ONSETS = 3  # strong onsets of a file: a flam or a clap has two or three, a loop has more

ROLL_WORDS = re.compile(r"roll|rolls|loop|loops|fill")


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One stroke of one drum."""

    name: str  # the file, relative to its folder
    drum: Drum
    sound: Floats  # (m,), more than LEAD samples, the attack at LEAD, at the level of the file


def read_shot(path: Path, name: str, drum: Drum | None = None) -> Shot:
    """Read one file as a stroke of a drum; if it is None, the words of `name` or the sound tell the drum.

    Raises:
        BadInput: it is not audio, silent, has several strokes, is too long, or shorter than 5 ms.
    """
    if any(ROLL_WORDS.fullmatch(word) for word in words_of(Path(name).stem)):
        raise BadInput(f"{name} is a roll or a loop by its name, expected a single stroke; cut one out of it")
    audio = audiofile.read(path, longest=MAX_FILE_S)
    peak = float(np.abs(audio).max())
    if peak < SILENCE_PEAK:
        raise BadInput(f"{name} is silent; leave it out or export it again")
    attack, strikes = find_attack(audio)
    if strikes > MAX_ONSETS:
        raise BadInput(f"{name} has {strikes} strokes, expected a single one; cut one out of it")
    body = audio[attack : attack + MAX_SHOT].copy()
    last = np.flatnonzero(np.abs(body) > TAIL_LEVEL * np.abs(body).max(initial=0))
    body = body[: last[-1] + 1 + END_FADE] if len(last) else body[:0]
    if len(body) < MIN_SHOT:
        raise BadInput(f"{name} lasts {len(body) / SPEC.rate * 1000:.1f} ms, expected 5 ms or more of a stroke")
    cut = attack + len(body) < len(audio)
    fade = min(CUT_FADE if cut and len(body) == MAX_SHOT else END_FADE, len(body) // 2)
    body[len(body) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32) ** 2
    lead = audio[max(attack - LEAD, 0) : attack]
    sound = np.concatenate([np.zeros(LEAD - len(lead), np.float32), lead, body])
    sound[: LEAD // 2] *= np.linspace(0, 1, LEAD // 2, dtype=np.float32)
    return Shot(name, drum or drum_by_name(name) or drum_by_sound(sound), sound)


def find_attack(audio: Floats) -> tuple[int, int]:
    """Return the sample of the attack of a stroke (n,), and the number of strong onsets.

    The attack is at the first strong onset, but not after the level first reaches a tenth of the peak: in a file that
    begins at its attack, a later part of the stroke may be the stronger onset.
    """
    reached = int(np.argmax(np.abs(audio) > 0.1 * np.abs(audio).max()))
    silence = np.zeros(4096, np.float32)  # find_onsets() wraps around the ends
    onsets = find_onsets(np.concatenate([silence, audio, silence]), SPEC.rate)
    if not len(onsets.samples):
        return reached, 1
    strong = onsets.samples[onsets.strengths > 0.4 * onsets.strengths.max()]
    return int(np.clip(strong[0] - len(silence), 0, reached)), len(strong)


def drum_by_sound(sound: Floats) -> Drum:
    """Return the drum that a stroke (m,) sounds like, by its spectrum and its decay.

    The limits were fitted by eye to named one-shots; a floor tom is taken for a bass drum.
    """
    body = sound[LEAD:].astype(np.float64)
    power = np.abs(np.fft.rfft(body, SPECTRUM_SIZE)) ** 2
    hertz = np.fft.rfftfreq(SPECTRUM_SIZE, 1 / SPEC.rate)
    total = float(power.sum()) + 1e-12
    low, above, high = (float(power[part].sum()) / total for part in (hertz < 120, hertz > 500, hertz > 4000))
    energy = np.cumsum(body**2)
    seconds = float(np.searchsorted(energy, 0.95 * energy[-1])) / SPEC.rate
    if low > 0.4:
        return Drum.KICK
    if high > 0.75:
        return Drum.HAT if seconds < 0.13 else Drum.OPEN if seconds < 0.3 else Drum.CRASH
    if above < 0.06:
        return Drum.TOM
    # snares and cymbals fill the spectrum, wood and bells leave gaps
    bins = power[(hertz > 500) & (hertz < 8000)]
    smooth = bins[: len(bins) // 64 * 64].reshape(-1, 64).mean(axis=1) + 1e-12 * total
    if np.exp(np.log(smooth).mean()) > 0.1 * smooth.mean():
        return Drum.SNARE if seconds < 0.5 else Drum.CRASH if high > 0.5 else Drum.RIDE
    return Drum.PERC
