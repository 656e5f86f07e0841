"""The name of a one-shot in, the drum that it names out.

name   a file with its folders, as in `TR-808/HC50.WAV`  ->  `Drum`, or None if it names no drum

A name consists of words. The noun tells the drum, wherever it stands: `Snare (Closed Room)`, `kick-closed-mic`,
`Snare_OH_03`. Adjectives count where no noun is present, labels of drum machines where they stand alone.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from .drums import Drum

# of several nouns the last one counts, as in `tom kick`
NOUNS: tuple[tuple[str, Drum], ...] = (
    (r"ohh|ohat|hho[a-z]?", Drum.OPEN),
    (r"chh|hats?|hh|hhc[a-z]?|(hi|high)hats?|shakers?|shkr|maracas?|cabasas?|shekeres?", Drum.HAT),
    (
        r"rimshots?|(side|cross)sticks?|xstick|claves?|cowbells?|congas?|bongos?|(wood|temple)blocks?|tambs?"
        r"|tambourines?|triangles?|agogos?|guiros?|timbales?|tumbas?|castanets?|darbukas?|djembes?|tablas?|cajons?"
        r"|udus?|cuicas?|vibraslaps?|whistles?|fingersnaps?",
        Drum.PERC,
    ),
    (r"sn|sd|snr|snares?|snaredrum|(hand|finger)?claps?|(hand)?clp|cp", Drum.SNARE),
    (r"bd|kd|kicks?|kck|kik|(kick|bass|k|b)drums?|stomps?", Drum.KICK),
    (r"rides?|rd", Drum.RIDE),
    (r"crash|crashes|crsh|splash|splashes|chinas?", Drum.CRASH),
    (r"tom|toms|tomtoms?", Drum.TOM),
)
OPEN, CLOSED, CYMBAL, PERCUSSION = "oh|open|op", "ch|closed|close|pedal", "cymbals?|cym", "percs?|percussion"
# how a drum is built, struck or recorded; without a noun, the first that is present counts
ADJECTIVES: tuple[tuple[str, Drum], ...] = (
    ("rims?|blocks?|wood|bells?|snaps?|clicks?|ticks?|slaps?|sticks?|tam", Drum.PERC),
    ("brush|brushes|piccolo", Drum.SNARE),
    ("bass", Drum.KICK),
    ("floor|flr|rack", Drum.TOM),
    (OPEN, Drum.OPEN),
    (CLOSED, Drum.HAT),
    ("cr", Drum.CRASH),
    ("pop|fx", Drum.PERC),
)
# sounds of drum machines, as in `HC50.WAV`; beside other words these letters mean other things, such as microphones
LABELS: dict[str, Drum] = {
    **dict.fromkeys(("rs", "cb", "cl", "tb", "lc", "mc", "hc"), Drum.PERC),
    **dict.fromkeys(("lt", "mt", "ht"), Drum.TOM),
    **dict.fromkeys(("ma", "sh", "ch"), Drum.HAT),
    **dict.fromkeys(("cy", "cr"), Drum.CRASH),
    "oh": Drum.OPEN,
}
# words written as one, `closedhat`, and one word written as two, `rim shot`
WORD_PARTS = re.compile(
    r"hihat|highhat|hat|kickdrum|kick|snaredrum|snare|bassdrum|drum|crash|ride|cymbal|tom|clap|shaker|rimshot|rim|bell"
    r"|conga|bongo|block|open|closed|close|pedal|half|high|hi|low|lo|mid|floor|rack|hand|finger|hard|soft|orch|elec"
)
ONE_WORD = re.compile(
    r"\b(bass|kick|snare|k|b) (drum)|\b(rim) (shot)|\b(side|cross) (stick)|\b(hi|high) (hat)|\b(cow) (bell)"
    r"|\b(hand|finger) (clap|snap)|\b(wood|temple) (block)"
)
BRACKETS = re.compile(r"\(.*?\)|\[.*?\]")
ACCOMPANIMENT = re.compile(r"\b(with|without|w|no|plus)\b.*")  # `Snare with Hat` is a snare
MICROPHONES = re.compile(r"mics?|microphones?|overheads?|bleed")  # a folder of what one of them recorded
NOT_DRUMS = re.compile(
    r"(?<![a-z])(?:cr[ _-]?(?:68|78|800|1000|5000|8000)|(?:tr|dr|rx|sp|mpc)[ _-]?\d{2,4})(?!\d)"  # machines
    r"|rock\W*(?:n|and|&)?\W*roll",
    re.IGNORECASE,
)


def drum_by_name(name: str) -> Drum | None:
    """Return the drum that the noun in a file's name names, else that in its innermost folder, else an adjective's.

    What stands in brackets counts if nothing else is a noun. A folder that holds what one microphone recorded names no
    drum, and a label such as `oh` names one only if the files in it have no words of their own.
    """
    path = Path(name)
    words = words_of(path.stem)
    found = _noun(words_of(BRACKETS.sub(" ", path.stem)), words) or _noun(words, words) or _label(words)
    inside = list(words)
    for folder in reversed(path.parent.parts):
        outer = words_of(folder)
        if any(MICROPHONES.fullmatch(word) for word in outer):
            continue
        if not words or set(outer) <= set(words):
            found = found or _label(outer)
        inside += [word for word in outer if word not in LABELS]
        found = found or _noun(outer, inside)
    return found or next((drum for pattern, drum in ADJECTIVES if _has(inside, pattern)), None)


def words_of(name: str) -> list[str]:
    """Return the words of a name in lower case: `OpenHat-03 BIG` gives open, hat, big."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", NOT_DRUMS.sub(" ", name))
    text = " ".join(part for word in re.findall(r"[a-z]+", spaced.lower()) for part in _parts(word))
    return ACCOMPANIMENT.sub("", ONE_WORD.sub(lambda match: "".join(match.groups("")), text)).split()


def _parts(word: str) -> list[str]:
    """Return the words of which a word consists: `closedhats` gives closed, hat."""
    whole = re.fullmatch(f"(?:{WORD_PARTS.pattern})+s?", word)
    return WORD_PARTS.findall(word) if whole else [word]


def _noun(words: Sequence[str], inside: Sequence[str]) -> Drum | None:
    """Return the drum of the last noun of a file's or folder's words; adjectives may also stand further `inside`."""
    nouns = [drum for word in words for pattern, drum in NOUNS if re.fullmatch(pattern, word)]
    if not nouns:
        if not _has(words, CYMBAL):
            return Drum.PERC if _has(words, PERCUSSION) else None
        return Drum.OPEN if _has(inside, OPEN) else Drum.HAT if _has(inside, CLOSED) else Drum.CRASH
    if nouns[-1] is Drum.HAT and _has(inside, OPEN):
        return Drum.OPEN
    if Drum.SNARE in nouns and "rimshot" in inside:
        return Drum.SNARE  # the stick hits head and rim; without `snare` it is the click of a drum machine
    return Drum.PERC if nouns[-1] is Drum.SNARE and "rim" in inside else nouns[-1]


def _label(words: Sequence[str]) -> Drum | None:
    return LABELS.get(words[0]) if len(words) == 1 else None


def _has(words: Sequence[str], pattern: str) -> bool:
    return any(re.fullmatch(pattern, word) for word in words)
