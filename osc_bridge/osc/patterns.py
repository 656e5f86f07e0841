"""OSC address patterns: a pattern and addresses -> the addresses that match.

?  one character    *  any number of characters    [a-z]  one of a set    [!a-z]  one outside it    {one,two}  a word

None of these matches a /, except inside the words of braces, which are taken literally.

All addresses are one text and the positions that the match has reached are the bits of an integer, so the time is
proportional to the length of the pattern, whatever is in it (Thompson, "Regular expression search algorithm", 1968).
The regular expressions of Python cannot do that: words of different lengths make them backtrack, also with atomic
groups. A * is one addition, whose carry reaches all positions up to the next slash (Hyyrö, "A bit-vector algorithm for
computing Levenshtein and Damerau edit distances", 2003).
"""

import re
from functools import lru_cache

from engine.errors import BadParameter

WILDCARDS = frozenset("?*[{")  # an address that contains one of these is a pattern
MAX_PATTERN_LENGTH = 128  # characters

_TOKEN = re.compile(
    r"(?P<run>\*+)|(?P<any>\?)|\[(?P<negated>!?)(?P<set>[^]]*)\]|\{(?P<words>[^}]*)\}|(?P<text>[^?*\[{]+)|(?P<open>.)",
    re.DOTALL,
)
_SPAN = re.compile(r"(.)-(.)|(.)", re.DOTALL)  # in a set: a range, or one character


@lru_cache(maxsize=256)
def matching(pattern: str, addresses: tuple[str, ...]) -> tuple[str, ...]:
    """Return the addresses that the whole pattern matches, in their order.

    Raises:
        BadParameter: a bracket is left open, or the pattern is longer than MAX_PATTERN_LENGTH.
    """
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise BadParameter(
            f"an address pattern of {len(pattern)} characters is too long; send at most {MAX_PATTERN_LENGTH}"
        )
    positions, inside, reached, ends = _bits(addresses)
    for token in _TOKEN.finditer(pattern):
        match token.lastgroup:
            case "run":
                reached |= ((reached & inside) + inside) ^ inside
            case "any":
                reached = (reached & inside) << 1
            case "set":
                spans = [(low or one, high or one) for low, high, one in _SPAN.findall(token["set"])]
                found = 0
                for character, bits in positions.items():
                    if any(low <= character <= high for low, high in spans):
                        found |= bits
                reached = (reached & inside & (~found if token["negated"] else found)) << 1
            case "words" | "text":
                words = token["words"].split(",") if token.lastgroup == "words" else [token["text"]]
                starts, reached = reached, 0
                for word in words:
                    after = starts
                    for character in word:
                        after = (after & positions.get(character, 0)) << 1
                    reached |= after
            case _:
                raise BadParameter(f"an address pattern has no {']' if token[0] == '[' else '}'}; close the bracket")
    return tuple(address for address, end in zip(addresses, ends, strict=True) if reached >> end & 1)


@lru_cache(maxsize=16)
def _bits(addresses: tuple[str, ...]) -> tuple[dict[str, int], int, int, list[int]]:
    """Return bit masks of positions in the joined addresses, and the position at which each address ends.

    The masks: the positions of each character, of everything but slashes, and of the starts of addresses. The position
    at the end of an address belongs to no character, so no match runs into the next address.
    """
    positions: dict[str, int] = {}
    start, starts, ends = 0, 0, []
    for address in addresses:
        starts |= 1 << start
        for position, character in enumerate(address, start):
            positions[character] = positions.get(character, 0) | 1 << position
        start += len(address) + 1
        ends.append(start - 1)
    return positions, sum(positions.values()) - positions.get("/", 0), starts, ends
