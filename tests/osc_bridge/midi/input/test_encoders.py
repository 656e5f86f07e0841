"""The encodings of relative encoders, and their detection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osc_bridge.midi.input.encoders import ENCODINGS, Encoding, clicks, detect_encoding, may_be_encoder

LIVE = {  # to the right, to the left; the slowest turn first
    "signed bit": (range(1, 65), range(65, 128)),
    "signed bit 2": (range(65, 128), range(1, 65)),
    "binary offset": (range(65, 128), range(63, 0, -1)),
    "two's complement": (range(1, 65), range(127, 64, -1)),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_number_has_the_direction_and_order_of_its_encoding(encoding: Encoding) -> None:
    right, left = LIVE[encoding]
    assert [clicks(raw, encoding) for raw in right] == list(range(1, len(right) + 1))
    assert [clicks(raw, encoding) for raw in left] == [-count for count in range(1, len(left) + 1)]


def test_numbers_without_a_click() -> None:
    assert clicks(64, "binary offset") == 0
    assert {clicks(0, encoding) for encoding in ENCODINGS} == {0}


@pytest.mark.parametrize(
    ("numbers", "encoding"),
    [
        ([1, 1, 127], "two's complement"),
        ([127, 127, 1], "two's complement"),
        ([1, 1, 2, 65], "signed bit"),
        ([65, 65, 63], "binary offset"),
        ([63, 62, 62, 65], "binary offset"),
        ([65, 66, 65, 65, 1], "signed bit 2"),
        ([1] * 8, "two's complement"),
        ([65] * 8, "binary offset"),
        ([1, 1, 1], None),  # to one side only, too few
        ([1, 127], None),  # no number came twice
        ([10, 11, 12, 13, 14, 15], None),  # a knob
        ([66, 66, 67, 67, 68, 68, 69, 69], None),  # a knob that sends each number twice
        ([127, 0, 127, 0], None),  # a button
    ],
)
def test_a_turn_to_the_right_and_back_determines_the_encoding(numbers: list[int], encoding: Encoding | None) -> None:
    assert detect_encoding(numbers) == encoding


@given(st.sampled_from(ENCODINGS), st.lists(st.integers(1, 7), min_size=2), st.lists(st.integers(1, 7), min_size=1))
def test_any_slow_turn_to_the_right_and_back_is_detected(encoding: Encoding, right: list[int], left: list[int]) -> None:
    ways = LIVE[encoding]
    numbers = [ways[0][count - 1] for count in [1, 1, *right]] + [ways[1][count - 1] for count in left]
    assert detect_encoding(numbers) == encoding


@given(st.integers(0, 120), st.integers(2, 7))
def test_a_knob_with_ends_is_never_taken_for_an_encoder(start: int, count: int) -> None:
    numbers = list(range(start, start + count))
    assert detect_encoding(numbers) is None
    assert not may_be_encoder(numbers)
