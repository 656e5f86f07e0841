"""OSC address patterns: a pattern and addresses -> those that match.

`?` one character, `*` any run of them, `[a-z]` one of a set, `[!a-z]` one outside it; none of these matches a `/`.
`{one,two}` one of the words, taken as they are. No pattern can make the matcher try twice: the set of places that it
has reached in the address is carried along, as the bits of an integer, so the time is proportional to the pattern
(Thompson, "Regular expression search algorithm", 1968, with the roles of pattern and text exchanged).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine.errors import BadParameter

SIGNS = frozenset("?*[{")  # what makes an address a pattern
LONGEST = 128  # characters of a pattern

_PLAIN = re.compile(r"[^?*\[{]+")


@dataclass(frozen=True, slots=True)
class _Words:
    """One of several words."""

    words: tuple[str, ...]

    def step(self, reached: int, address: str) -> int:
        return sum(
            1 << end
            for end in range(len(address) + 1)
            if any(address.endswith(word, 0, end) and reached >> (end - len(word)) & 1 for word in self.words)
        )


@dataclass(frozen=True, slots=True)
class _One:
    """One character, inside or outside some ranges."""

    ranges: tuple[tuple[str, str], ...] = ()
    inside: bool = False

    def step(self, reached: int, address: str) -> int:
        return (reached & self.accepted(address)) << 1

    def accepted(self, address: str) -> int:
        """The characters that will do, as bits."""
        return sum(
            1 << index
            for index, character in enumerate(address)
            if character != "/" and any(low <= character <= high for low, high in self.ranges) == self.inside
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """Any number of characters within one part of the address."""

    def step(self, reached: int, address: str) -> int:
        passable = _One().accepted(address)
        while (further := reached | (reached & passable) << 1) != reached:
            reached = further
        return reached


_Sign = _Words | _One | _Run


@lru_cache(maxsize=256)
def matching(pattern: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the addresses that the whole pattern matches, in their order.

    Raises:
        BadParameter: a bracket is left open, or the pattern is longer than LONGEST.
    """
    if len(pattern) > LONGEST:
        raise BadParameter(f"an address pattern of {len(pattern)} characters is too long; send at most {LONGEST}")
    signs = tuple(_signs(pattern))
    return tuple(address for address in addresses if _matches(signs, address))


def _matches(signs: tuple[_Sign, ...], address: str) -> bool:
    reached = 1  # bit i: the signs so far match the first i characters
    for sign in signs:
        reached = sign.step(reached, address)
        if not reached:
            return False
    return bool(reached >> len(address) & 1)


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
