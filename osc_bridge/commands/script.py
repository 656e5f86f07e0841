"""A script of a set: lines of text in, OSC messages with their beats out.

    # bar[.beat[.sixteenth]], counted from 1; an address; its arguments, texts in quotes if they have spaces
    1       /vamen/preset  "home"
    17.4.3  /vamen/slice   8 0.9

Lines may come in any order; those of one beat keep theirs. Empty lines and what follows a # are left out.
"""

import shlex
from pathlib import Path
from typing import NamedTuple

from engine.errors import BadInput, quoted
from engine.spec import BAR_BEATS
from engine.untrusted import read_bytes

MAX_SCRIPT_BYTES = 1 << 20
BEAT_SIXTEENTHS = 4  # of a beat


class ScriptLine(NamedTuple):
    """A message and when it is sent."""

    beat: float
    number: int  # of the line, from 1
    address: str
    arguments: tuple[int | float | str, ...]


def read_script(path: Path) -> list[ScriptLine]:
    """Return the lines of a script by their beats.

    Raises:
        BadInput: it cannot be read, or a line is not valid; the message names it.
    """
    try:
        text = read_bytes(path, MAX_SCRIPT_BYTES).decode("utf-8")
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); name a script, such as examples/set.txt") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not text ({error.reason} at byte {error.start}); save it as UTF-8") from error
    found = [_line(path, number, line) for number, line in enumerate(text.splitlines(), 1)]
    return sorted(line for line in found if line)


def _line(path: Path, number: int, text: str) -> ScriptLine | None:
    try:
        words = shlex.split(text, comments=True)
        if not words:
            return None
        place, address, *arguments = words
        return ScriptLine(_beat(place), number, address, tuple(map(_argument, arguments)))
    except ValueError as error:
        example = '17.4.3 /vamen/slice 8 0.9, or 1 /vamen/preset "home"'
        raise BadInput(
            f"{path}, line {number}: {quoted(text.strip())} is not valid ({error}); write {example}"
        ) from error


def _beat(text: str) -> float:
    bar, beat, sixteenth, *more = [int(part) for part in text.split(".")] + [1] * (3 - len(text.split(".")))
    if more or bar < 1 or not 1 <= beat <= BAR_BEATS or not 1 <= sixteenth <= BEAT_SIXTEENTHS:
        raise ValueError(f"there is no place {text}")
    return (bar - 1) * BAR_BEATS + (beat - 1) + (sixteenth - 1) / BEAT_SIXTEENTHS


def _argument(word: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(word)
        except ValueError:
            continue
    return word
