"""OSC address patterns: a pattern and addresses -> those that match.

`?` one character, `*` any run of them, `[a-z]` one of a set, `[!a-z]` one outside it; none of these matches a `/`.
`{one,two}` one of the words, taken as they are. No pattern can make the matcher try twice: the set of places that it
has reached is carried along, as the bits of an integer, so the time is proportional to the pattern (Thompson, "Regular
expression search algorithm", 1968, with the roles of pattern and text exchanged). All addresses stand in one text, so
that hundreds of them take little longer than one; a run is one addition, whose carry passes every character of it
(Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.errors import BadParameter

SIGNS = frozenset("?*[{")  # what makes an address a pattern
LONGEST = 128  # characters of a pattern

_PLAIN = re.compile(r"[^?*\[{]+")


class _Text:
    """Addresses, one after the other: place i + 1 of an address lies behind its character i."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        self.places: dict[str, int] = {}  # of each character, as bits
        self.starts = 0
        self.ends: list[int] = []
        begin = 0
        for address in addresses:
            self.starts |= 1 << begin
            for place, character in enumerate(address, begin):
                self.places[character] = self.places.get(character, 0) | 1 << place
            begin += len(address) + 1  # the place at its end belongs to no character
            self.ends.append(begin - 1)
        self.passable = 0  # everything but the borders between parts
        for character, places in self.places.items():
            self.passable |= places if character != "/" else 0


@dataclass(frozen=True, slots=True)
class _Words:
    """One of several words."""

    words: tuple[str, ...]

    def step(self, reached: int, text: _Text) -> int:
        """Places reached behind it."""
        total = 0
        for word in self.words:
            places = reached
            for character in word:
                places = (places & text.places.get(character, 0)) << 1
            total |= places
        return total


@dataclass(frozen=True, slots=True)
class _One:
    """One character, inside or outside some ranges."""

    ranges: tuple[tuple[str, str], ...] = ()
    inside: bool = False

    def step(self, reached: int, text: _Text) -> int:
        """Places reached behind it."""
        found = 0
        for character, places in text.places.items():
            if any(low <= character <= high for low, high in self.ranges):
                found |= places
        return (reached & text.passable & (found if self.inside else ~found)) << 1


@dataclass(frozen=True, slots=True)
class _Run:
    """Any number of characters within one part of the address."""

    def step(self, reached: int, text: _Text) -> int:
        """Places reached within and behind it."""
        return reached | (((reached & text.passable) + text.passable) ^ text.passable)


_Sign = _Words | _One | _Run


@lru_cache(maxsize=256)
def matching(pattern: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the addresses that the whole pattern matches, in their order.

    Raises:
        BadParameter: a bracket is left open, or the pattern is longer than LONGEST.
    """
    if len(pattern) > LONGEST:
        raise BadParameter(f"an address pattern of {len(pattern)} characters is too long; send at most {LONGEST}")
    text = _text(addresses)
    reached = text.starts
    for sign in _signs(pattern):
        reached = sign.step(reached, text)
    return tuple(address for address, end in zip(addresses, text.ends, strict=True) if reached >> end & 1)


@lru_cache(maxsize=16)
def _text(addresses: tuple[str, ...]) -> _Text:
    return _Text(addresses)


def _signs(pattern: str) -> Iterator[_Sign]:
    start = 0
    while start < len(pattern):
        if plain := _PLAIN.match(pattern, start):
            yield _Words((plain[0],))
            start = plain.end()
            continue
        sign = pattern[start]
        start += 1
        if sign == "*":
            if pattern[start : start + 1] != "*":  # a second run adds nothing
                yield _Run()
        elif sign == "?":
            yield _One()
        else:
            end = _closing("]" if sign == "[" else "}", pattern, start)
            inner = pattern[start:end]
            yield _set(inner) if sign == "[" else _Words(tuple(inner.split(",")))
            start = end + 1


def _closing(bracket: str, pattern: str, start: int) -> int:
    end = pattern.find(bracket, start)
    if end < 0:
        raise BadParameter(f"an address pattern has no {bracket}; close the bracket")
    return end


def _set(inner: str) -> _One:
    """What stands between square brackets: characters and ranges; after a `!`, those that are not meant."""
    inside = not inner.startswith("!")
    rest = inner if inside else inner[1:]
    ranges = []
    while rest:
        width = 3 if len(rest) > 2 and rest[1] == "-" else 1
        ranges.append((rest[0], rest[width - 1]))
        rest = rest[width:]
    return _One(tuple(ranges), inside)
