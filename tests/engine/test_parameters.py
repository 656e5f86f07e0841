"""An id that is no parameter is refused in a short sentence."""

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


def test_every_id_is_found() -> None:
    assert [parameter(entry.id) for entry in TABLE] == list(TABLE)
