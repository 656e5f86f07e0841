"""Ids that are no parameter are refused in a short sentence; names of values are one for each."""

import pytest

from engine.errors import BadParameter
from engine.parameters import TABLE, parameter


@pytest.mark.parametrize(
    ("id", "hint"),
    [
        ("tempoo", "did you mean tempo?"),
        ("latent/16", "did you mean latent/"),
        ("xyzzy", "docs/osc.md lists all"),
        ("a" * 5000, "docs/osc.md lists all"),
    ],
)
def test_an_unknown_id_is_answered_by_what_is_like_it(id: str, hint: str) -> None:
    with pytest.raises(BadParameter, match=hint) as refusal:
        parameter(id)
    assert len(str(refusal.value)) < 120


def test_names_are_one_for_each_value_and_shown_in_its_place() -> None:
    named = [entry for entry in TABLE if entry.names]
    assert {entry.id for entry in named} >= {"slices/mode", "quantise/slices", "lfo/1/shape"}
    for entry in named:
        assert entry.whole and entry.high - entry.low + 1 == len(entry.names), entry
        assert [entry.shown(entry.low + at) for at in range(len(entry.names))] == list(entry.names)
    assert parameter("quantise/slices").shown(2) == "1/16"


def test_every_id_is_found() -> None:
    assert [parameter(entry.id) for entry in TABLE] == list(TABLE)
