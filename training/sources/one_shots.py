"""A folder of one-shots in; single strokes out whose attack stands at a known sample, and which drum each is.

in    WAV, FLAC, OGG, MP3, AIFF of any rate and channel count, one stroke each
out   `Shot`: float32 (m,) mono at 44 100 Hz, the attack LEAD samples from the start as in a slice, peak 1, faded out
      after 1.5 s at the latest

The file's name tells the drum, else its spectrum does. A file that cannot be used costs its own sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput
from engine.files import audio as audiofile
from engine.spec import SPEC

from .drums import Drum
from .loops import AUDIO, SILENCE
from .onsets import find
from .slices import LEAD

SHORTEST = round(0.005 * SPEC.rate)  # samples after the attack
LONGEST = round(1.5 * SPEC.rate)  # samples after the attack
FADE = round(0.25 * SPEC.rate)  # of what is cut there
END = round(0.004 * SPEC.rate)  # of what ends by itself
GONE = 1e-3  # of the peak: -60 dB, what lies after it is not kept
FAR = 12.0  # s: what lasts longer is no stroke
SPECTRUM = 1 << 17  # samples, more than a stroke has
MOST = 3  # strong onsets of a stroke: a flam or a clap has two or three, a loop has more

# words of a file's name, the first that fits; `open` and `closed` say more than `cymbal`, and `rim` more than `snare`
WORDS: tuple[tuple[str, Drum], ...] = (
    (r"oh|open|openhat|ohh", Drum.OPEN),
    (r"ch|closed|pedal|chh|hat|hats|hh|hihat|hi-hat|shaker|maraca|cabasa", Drum.HAT),
    (
        r"rim|rimshot|sidestick|clave|claves|cowbell|perc|conga|bongo|block|wood|woodblock|tamb|tambourine|triangle|bell"
        r"|snap|agogo|guiro|timbale|click|tick|pop|fx",
        Drum.PERC,
    ),
    (r"sn|sd|snare|snares|clap|claps|cp|brush", Drum.SNARE),
    (r"bd|kick|kicks|bass|bassdrum|kik", Drum.KICK),
    (r"ride|rd", Drum.RIDE),
    (r"crash|splash|china|cymbal|cymbals|cym|cr", Drum.CRASH),
    (r"tom|toms|tomtom|floor", Drum.TOM),
)
ROLLED = re.compile(r"roll|rolls|loop|loops|fill")


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """One stroke of one drum."""

    name: str  # the file, relative to its folder
    drum: Drum
    sound: Floats  # (m,), more than LEAD samples, the attack at LEAD, peak 1


@dataclass(frozen=True, slots=True)
class Shots:
    """What a folder held."""

    shots: tuple[Shot, ...]
    remarks: tuple[str, ...]  # a sentence for each file left out, and one for the drums that are missing

    def of(self, drum: Drum) -> Sequence[Shot]:
        """All shots of a drum."""
        return [shot for shot in self.shots if shot.drum is drum]


def read_shot(path: Path, name: str) -> Shot:
    """Read one file as a stroke.

    Args:
        path: the audio file.
        name: what to call it; its words may tell the drum.

    Raises:
        BadInput: it is not audio, silent, struck again and again, too long, or shorter than 5 ms.
    """
    if any(ROLLED.fullmatch(word) for word in _words(name)):
        raise BadInput(f"{name} is a roll or a loop by its name, expected single strokes; cut one out of it")
    audio = audiofile.read(path, longest=FAR)
    peak = float(np.abs(audio).max())
    if peak < SILENCE:
        raise BadInput(f"{name} is silent; leave it out or export it again")
    attack, strikes = onset(audio)
    if strikes > MOST:
        raise BadInput(f"{name} is struck {strikes} times, expected single strokes; cut one out of it")
    body = audio[attack : attack + LONGEST] / np.float32(peak)
    last = np.flatnonzero(np.abs(body) > GONE * np.abs(body).max(initial=0))
    body = body[: last[-1] + 1 + END] if len(last) else body[:0]
    if len(body) < SHORTEST:
        raise BadInput(f"{name} lasts {len(body) / SPEC.rate * 1000:.1f} ms, expected 5 ms or more of a stroke")
    cut = attack + len(body) < len(audio)
    fade = min(FADE if cut and len(body) == LONGEST else END, len(body) // 2)
    body[len(body) - fade :] *= np.linspace(1, 0, fade, dtype=np.float32) ** 2
    lead = audio[max(attack - LEAD, 0) : attack] / np.float32(peak)
    sound = np.concatenate([np.zeros(LEAD - len(lead), np.float32), lead, body])
    sound[: LEAD // 2] *= np.linspace(0, 1, LEAD // 2, dtype=np.float32)
    sound /= np.abs(sound).max()
    return Shot(name, drum_by_name(name) or drum_by_sound(sound), sound)


def onset(audio: Floats) -> tuple[int, int]:
    """Sample of the attack of a stroke (n,), found as in loops, else where it gets loud; and how often it is struck."""
    silence = np.zeros(4096, np.float32)  # find() takes its audio for a loop
    onsets = find(np.concatenate([silence, audio, silence]), SPEC.rate)
    if not len(onsets.samples):
        return int(np.argmax(np.abs(audio) > 0.1 * np.abs(audio).max())), 1
    strong = onsets.samples[onsets.strengths > 0.4 * onsets.strengths.max()]
    return int(np.clip(strong[0] - len(silence), 0, len(audio) - 1)), len(strong)


def drum_by_name(name: str) -> Drum | None:
    """The drum that a file's own name, or else its folder's, speaks of."""
    for part in (Path(name).stem, *reversed(Path(name).parent.parts)):
        words = _words(part)
        for pattern, drum in WORDS:
            if any(re.fullmatch(pattern, word) for word in words):
                return drum
    return None


def _words(name: str) -> list[str]:
    """Words of a name in lower case: `OpenHat-03 BIG` is open, hat, big."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", Path(name).stem)
    return re.findall(r"[a-z]+", spaced.lower())


def drum_by_sound(sound: Floats) -> Drum:
    """The drum that a stroke (m,), its attack at LEAD, sounds like: by where its energy lies and how long it rings.

    Fitted by eye to named one-shots; a floor tom passes for a bass drum.
    """
    body = sound[LEAD:].astype(np.float64)
    power = np.abs(np.fft.rfft(body, SPECTRUM)) ** 2
    hertz = np.fft.rfftfreq(SPECTRUM, 1 / SPEC.rate)
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
    # wires and bronze fill the spectrum, wood and bells leave gaps
    bins = power[(hertz > 500) & (hertz < 8000)]
    smooth = bins[: len(bins) // 64 * 64].reshape(-1, 64).mean(axis=1) + 1e-12 * total
    if np.exp(np.log(smooth).mean()) > 0.1 * smooth.mean():
        return Drum.SNARE if seconds < 0.5 else Drum.CRASH if high > 0.5 else Drum.RIDE
    return Drum.PERC


def read_shots(folder: Path, *, skip: Sequence[str] = ()) -> Shots:
    """All one-shots of a folder and the folders in it, sorted by name.

    Args:
        folder: where the audio files are.
        skip: glob patterns of files to leave out.

    Raises:
        BadInput: there is no such folder, or nothing in it can be used.
    """
    if not folder.is_dir():
        raise BadInput(f"there is no folder {folder}; name a folder with one-shots: WAV, FLAC, OGG or MP3")
    shots: list[Shot] = []
    remarks: list[str] = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in AUDIO or not path.is_file() or path.name.startswith("."):
            continue
        name = path.relative_to(folder).as_posix()
        if any(fnmatch(name, glob) or fnmatch(path.name, glob) for glob in skip):
            remarks.append(f"{name} is left out, as asked")
            continue
        try:
            shots.append(read_shot(path, name))
        except BadInput as error:
            remarks.append(str(error))
    missing = [drum for drum in Drum if all(shot.drum is not drum for shot in shots)]
    if missing and shots:
        remarks.append(f"{folder} holds no {', no '.join(missing)}; the drum synthesiser plays them")
    if not shots:
        why = f" ({remarks[0]})" if remarks else ""
        raise BadInput(
            f"{folder} holds no usable one-shot{why}; put WAV, FLAC, OGG or MP3 files of single strokes there"
        )
    return Shots(tuple(shots), tuple(remarks))
