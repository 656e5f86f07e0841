"""Wildcards match as OSC 1.0 specifies, in a time proportional to the pattern."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadParameter
from engine.parameters import TABLE
from osc_bridge.osc.patterns import MAX_PATTERN_LENGTH, matching

ADDRESSES = tuple(f"/vamen/{entry.id}" for entry in TABLE)


def matches(pattern: str, address: str) -> bool:
    return bool(matching(pattern, (address,)))


@pytest.mark.parametrize(
    ("pattern", "address", "expected"),
    [
        ("/a/b", "/a/b", True),
        ("/a/b", "/a/bc", False),
        ("/a/?", "/a/b", True),
        ("/a/?", "/a/", False),
        ("/a?b", "/a/b", False),
        ("/*/b", "/a/b", True),
        ("/*", "/a/b", False),
        ("/a*", "/a", True),
        ("/a**b", "/axyb", True),
        ("/*b*", "/abc", True),
        ("/[a-c]", "/b", True),
        ("/[a-c]", "/d", False),
        ("/[!a-c]", "/d", True),
        ("/[!a-c]", "/b", False),
        ("/[a-]", "/-", True),
        ("/[abx-z]", "/y", True),
        ("/a[!x]b", "/a/b", False),
        ("/[]", "/a", False),
        ("/{one,two}", "/two", True),
        ("/{one,two}", "/three", False),
        ("/{,a}b", "/b", True),
        ("/{a,ab}c", "/abc", True),
        ("/{a,a/b}", "/a/b", True),
        ("/{a*}", "/a*", True),
        ("", "", True),
    ],
)
def test_a_wildcard_matches_as_the_standard_specifies(pattern: str, address: str, expected: bool) -> None:
    assert matches(pattern, address) is expected


def test_a_star_matches_all_latents_and_nothing_else() -> None:
    assert matching("/vamen/latent/*", ADDRESSES) == tuple(f"/vamen/latent/{index}" for index in range(16))


def test_a_star_stays_within_its_part() -> None:
    found = matching("/vamen/*", ADDRESSES)
    assert found == tuple(f"/vamen/{entry.id}" for entry in TABLE if "/" not in entry.id)
    assert {"/vamen/tempo", "/vamen/seed"} < set(found)


@pytest.mark.parametrize("pattern", ["/a[b", "/{a,b", "/[", "/x*{"])
def test_an_open_bracket_is_refused(pattern: str) -> None:
    with pytest.raises(BadParameter, match="close the bracket"):
        matching(pattern, ADDRESSES)


def test_a_pattern_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadParameter, match="too long"):
        matching("/" + "?" * MAX_PATTERN_LENGTH, ADDRESSES)


def reference(pattern: str) -> str:
    """Return a pattern as a regular expression, which may take exponential time."""
    expression = ""
    for part in re.findall(r"\[[^]]*\]|\{[^}]*\}|.", pattern):
        if part == "*":
            expression += "[^/]*"
        elif part == "?":
            expression += "[^/]"
        elif part[0] == "[":
            inner = part[1:-1]
            negated = inner.startswith("!")
            inner = re.escape(inner[1:] if negated else inner)
            expression += f"(?!/)[^{inner}]" if negated else f"(?!/)[{inner}]"
        elif part[0] == "{":
            expression += "(?:" + "|".join(re.escape(word) for word in part[1:-1].split(",")) + ")"
        else:
            expression += re.escape(part)
    return expression


texts = st.text("ab/c", max_size=3)
pieces = st.one_of(
    st.sampled_from(["*", "?", "/", "a", "b", "c"]),
    st.lists(st.sampled_from("abc/"), min_size=1, max_size=3).map(lambda items: f"[{''.join(items)}]"),
    st.lists(st.sampled_from("abc/"), min_size=1, max_size=3).map(lambda items: f"[!{''.join(items)}]"),
    st.lists(texts, min_size=1, max_size=3).map(lambda words: "{" + ",".join(words) + "}"),
)


@given(st.lists(pieces, max_size=7).map("".join), st.text("abc/", max_size=8))
def test_the_matcher_agrees_with_a_regular_expression(pattern: str, address: str) -> None:
    assert matches(pattern, address) == bool(re.fullmatch(reference(pattern), address))


@pytest.mark.parametrize(
    "sign", ["*", "*a", "*?", "?*", "[a-z]*", "*[!b]", "{,a}", "{a,}*", "{l,a,t,e,n}*", "*{a,aa}", "[", "{"]
)
def test_a_hostile_pattern_takes_no_longer_than_others(sign: str) -> None:
    # a millisecond or two; a matcher that backtracks would take years
    longest = "/vamen/" + sign * ((MAX_PATTERN_LENGTH - 7) // len(sign))
    address = "/vamen/" + "a" * 24 + "b"
    if sign in "[{":
        with pytest.raises(BadParameter):
            matching(longest, (address,))
    else:
        matching(longest, (address,))
