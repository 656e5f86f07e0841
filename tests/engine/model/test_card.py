"""A card survives its file, and an invalid one is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ModelMismatch
from engine.model.card import (
    MAX_BREAK_NAME,
    MAX_CARD_LENGTH,
    MAX_MAP_BREAKS,
    MAX_TEXTURE,
    Card,
    Component,
    Knob,
    MapBreak,
    Prior,
)
from engine.parameters import parameter
from engine.spec import SPEC
from engine.untrusted import printable

FLAT = {"centre": [0, 0], "axes": [[1, 0], [0, 1]]}
BREAK = {"x": -1, "y": 0.5, "name": "tight", "knobs": [0.5, -2]}
PART = {"mean": [0, 0], "root": [[1, 0], [0, 1]]}

TEXTS = st.text().map(printable)  # what a card's texts become when it is read
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(TEXTS, PLAIN, max_size=4)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
KNOBS = st.builds(Knob, name=TEXTS, about=TEXTS, sd=st.none() | NUMBERS, explained=NUMBERS)


def rows(count: int) -> st.SearchStrategy[tuple[float, ...]]:
    return st.tuples(*[NUMBERS] * count)


def cards(latents: int, step_latents: int) -> st.SearchStrategy[Card]:
    return st.builds(
        Card,
        name=TEXTS,
        version=TEXTS,
        spec=st.just(SPEC),
        latents=st.just(latents),
        step_latents=st.just(step_latents),
        licence=TEXTS,
        sources=st.lists(FIELDS, max_size=3).map(tuple),
        knobs=st.tuples(*[KNOBS] * latents),
        prior=st.builds(
            Prior,
            centre=rows(latents),
            axes=st.tuples(*[rows(latents)] * latents),
            mixture=st.lists(
                st.builds(
                    Component,
                    share=st.floats(0.1, 1),
                    mean=rows(latents),
                    root=st.tuples(*[rows(latents)] * latents),
                ),
                max_size=2,
            ).map(tuple),
        ),
        macros=st.dictionaries(TEXTS, rows(step_latents), max_size=3),
        texture=st.floats(0, 2),
        calibration=FIELDS,
        training=FIELDS,
        metrics=FIELDS,
        created=TEXTS,
        breaks=st.lists(
            st.builds(
                MapBreak,
                x=st.floats(-1, 1),
                y=st.floats(-1, 1),
                name=TEXTS.filter(lambda text: len(text) <= MAX_BREAK_NAME),
                knobs=rows(latents),
            ),
            max_size=2,
        ).map(tuple),
    )


CARDS = st.tuples(st.integers(1, 3), st.integers(1, 3)).flatmap(lambda sizes: cards(*sizes))


@given(CARDS)
def test_a_card_survives_its_file(card: Card) -> None:
    assert Card.from_json(card.to_json()) == card


@given(CARDS, st.data())
def test_a_missing_field_is_named(card: Card, data: st.DataObject) -> None:
    values = json.loads(card.to_json())
    lost = data.draw(st.sampled_from(sorted(values.keys() - {"breaks"})))
    del values[lost]
    with pytest.raises(ModelMismatch, match=lost):
        Card.from_json(json.dumps(values))


@given(PLAIN)
def test_any_other_json_is_refused_in_one_sentence(values: object) -> None:
    with pytest.raises(ModelMismatch) as refusal:
        Card.from_json(json.dumps(values))
    assert "\n" not in str(refusal.value)


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(ModelMismatch, match="not JSON"):
        Card.from_json("[" * 100_000)


def test_a_card_of_the_previous_format_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(ModelMismatch, match="format 1, this engine plays 2"):
        Card.from_json(json.dumps(values | {"format": 1}))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sources": ["loop.wav"]}, r"sources = \['loop.wav'\], expected objects"),
        ({"knobs": ["tone"] * 2}, r"knobs = \['tone', 'tone'\], expected objects"),
        ({"knobs": []}, "0 knobs, expected 2"),
        ({"knobs": [{"name": 3, "about": "", "sd": None, "explained": 0.0}] * 2}, "name = 3"),
        ({"knobs": [{"name": "a", "about": "", "sd": "much", "explained": 0.0}] * 2}, "sd = 'much'"),
        ({"knobs": [{"name": "a", "about": "", "sd": None, "explained": None}] * 2}, "explained = None"),
        ({"prior": {"centre": [0, 0], "axes": [[1, 0]]}}, "1 axes, expected 2"),
        ({"prior": {"centre": [0], "axes": [[1, 0], [0, 1]]}}, "expected 2 numbers"),
        ({"prior": {"centre": [0, 0], "axes": [[1, 0], [0, "x"]]}}, "axes = 'x'"),
        ({"prior": {"centre": [0, float("nan")], "axes": [[1, 0], [0, 1]]}}, "centre = nan"),
        ({"prior": FLAT | {"mixture": [{"share": 0, **PART}]}}, "mixture shares that are not >= 0"),
        (
            {"prior": FLAT | {"mixture": [{"share": -1, **PART}, {"share": 3, **PART}]}},
            "mixture shares that are not >= 0",
        ),
        ({"prior": FLAT | {"mixture": [{"share": 1, "mean": [0, 0], "root": [[1, 0]]}]}}, "1 root, expected 2"),
        ({"prior": FLAT | {"mixture": [3]}}, r"mixture = \[3\], expected objects"),
        ({"prior": FLAT | {"mixture": [{"share": 1, **PART}] * 300}}, "300 components"),
        ({"macros": {"kick": [1, 2]}}, "macro 'kick'"),
        ({"macros": {"kick": [1, 2, 10**400]}}, "expected a finite number"),
        ({"texture": True}, "texture = True"),
        ({"texture": float("inf")}, "texture = inf"),
        ({"texture": -0.1}, "texture = -0.1, expected 0 to 2"),
        ({"texture": 2.1}, "texture = 2.1, expected 0 to 2"),
        ({"metrics": []}, "metrics"),
        ({"breaks": None}, "breaks = None, expected list"),
        ({"breaks": [BREAK] * (MAX_MAP_BREAKS + 1)}, "513 breaks, expected 512 at most"),
        ({"breaks": [BREAK | {"x": 1.01}]}, "x = 1.01, expected -1 to 1"),
        ({"breaks": [BREAK | {"y": float("nan")}]}, "y = nan"),
        ({"breaks": [BREAK | {"name": 7}]}, "name = 7"),
        ({"breaks": [BREAK | {"knobs": [0.5]}]}, "expected 2 numbers"),
        ({"breaks": [BREAK | {"knobs": [0.5, float("inf")]}]}, "knobs of a break = inf"),
    ],
)
def test_a_field_of_the_wrong_type_or_size_is_named(values: dict[str, Any], change: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelMismatch, match=said) as refusal:
        Card.from_json(json.dumps(values | change))
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 250


def test_a_model_without_a_map_has_no_breaks(values: dict[str, Any]) -> None:
    del values["breaks"]
    assert Card.from_json(json.dumps(values)).breaks == ()


def test_the_name_of_a_break_is_printable_and_short(values: dict[str, Any]) -> None:
    (long,) = Card.from_json(json.dumps(values | {"breaks": [BREAK | {"name": "a" * 999}]})).breaks
    assert long.name == "a" * MAX_BREAK_NAME
    (found,) = Card.from_json(json.dumps(values | {"breaks": [BREAK | {"name": "a\x1b[2Jb\u202e"}]})).breaks
    assert found == MapBreak(-1, 0.5, "a [2Jb ", (0.5, -2))


def test_the_texture_of_a_model_has_the_range_of_the_parameter() -> None:
    assert (parameter("texture").low, parameter("texture").high) == (0, MAX_TEXTURE)


@pytest.fixture
def values() -> dict[str, Any]:
    """A valid card of two knobs and three step latents, as stored in a file."""
    knobs = (Knob("tone", "dark or bright", 0.5, 0.2), Knob("free 1", "no name", None, 0.1))
    prior = Prior((0.0, 0.1), ((1.0, 0.0), (0.5, 1.0)))
    macros = {"kick": (1.0, 0.0, 0.0)}
    card = Card("a", "0", SPEC, 2, 3, "CC0-1.0", (), knobs, prior, macros, 0.8, {}, {}, {}, "2026")
    return dict(json.loads(card.to_json()))


def test_a_card_that_is_far_too_long_is_refused_unread() -> None:
    with pytest.raises(ModelMismatch, match=r"card has 1048577 characters, expected 1048576 at most"):
        Card.from_json("[" * (MAX_CARD_LENGTH + 1))
