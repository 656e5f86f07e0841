"""A card goes into a file and comes back; one that was tampered with does not."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.card import Card
from engine.errors import ModelMismatch
from engine.spec import SPEC

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.dictionaries(st.text(), PLAIN, max_size=4)
CARDS = st.builds(
    Card,
    name=st.text(),
    version=st.text(),
    spec=st.just(SPEC),
    latents=st.integers(1, 64),
    step_latents=st.integers(1, 64),
    licence=st.text(),
    sources=st.lists(FIELDS, max_size=3).map(tuple),
    calibration=FIELDS,
    training=FIELDS,
    created=st.text(),
)


@given(CARDS)
def test_a_card_comes_back_as_it_was(card: Card) -> None:
    assert Card.from_json(card.to_json()) == card


@given(CARDS, st.data())
def test_a_missing_field_is_named(card: Card, data: st.DataObject) -> None:
    values = json.loads(card.to_json())
    lost = data.draw(st.sampled_from(sorted(values)))
    del values[lost]
    with pytest.raises(ModelMismatch, match=lost):
        Card.from_json(json.dumps(values))


@given(PLAIN)
def test_whatever_json_it_is_the_answer_is_a_sentence(values: object) -> None:
    with pytest.raises(ModelMismatch) as refusal:
        Card.from_json(json.dumps(values))
    assert "\n" not in str(refusal.value)


def test_deep_nesting_is_refused_not_a_crash() -> None:
    with pytest.raises(ModelMismatch, match="not JSON"):
        Card.from_json("[" * 100_000)


def test_a_source_that_is_no_record_is_refused() -> None:
    card = Card("a", "0", SPEC, 16, 16, "CC0-1.0", (), {}, {}, "2026")
    values = json.loads(card.to_json())
    with pytest.raises(ModelMismatch, match="sources"):
        Card.from_json(json.dumps(values | {"sources": ["loop.wav"]}))
