"""Shares of a range: exact ends and middle, equal ratios where the range is logarithmic, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.parameters import TABLE, Parameter, parameter
from engine.parameters.scale import share_of, value_at

above_0 = st.floats(0.01, 1e5)
ranges = st.tuples(above_0, above_0).filter(lambda ends: max(ends) > 1.01 * min(ends))


@given(ranges, st.booleans())
def test_ends_and_middle_are_exact(ends: tuple[float, float], logarithmic: bool) -> None:
    low, high = ends
    middle = (low * high) ** 0.5 if logarithmic else (low + high) / 2
    assert [value_at(share, low, high, logarithmic) for share in (0.0, 1.0)] == [low, high]
    assert value_at(0.5, low, high, logarithmic) == pytest.approx(middle, rel=1e-12)


@given(ranges, st.booleans(), st.floats(0, 1))
def test_the_share_of_a_value_is_the_one_that_it_was_made_from(
    ends: tuple[float, float], logarithmic: bool, share: float
) -> None:
    assert share_of(value_at(share, *ends, logarithmic), *ends, logarithmic) == pytest.approx(share, abs=1e-6)


def test_equal_shares_of_a_frequency_are_equal_ratios() -> None:
    corner = parameter("filter/low")
    assert [corner.at(share) for share in (0.0, 1 / 3, 2 / 3, 1.0)] == pytest.approx([20, 200, 2000, 20_000])
    assert corner.share(2000.0) == pytest.approx(2 / 3)


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.id)
def test_a_logarithmic_range_lies_above_0(entry: Parameter) -> None:
    assert entry.low > 0 or not entry.logarithmic
    assert entry.at(-1.0) == entry.low and entry.at(2.0) == entry.high
    assert 0 <= entry.share(entry.default) <= 1
