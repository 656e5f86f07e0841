"""Fills end their phrases, variations begin them, as often as was set, and the same seed plays the same."""

from dataclasses import replace

import pytest

from engine.parameters import INDEX
from engine.sequencer.self_play import SelfPlaySettings, fill_before, variation_at

SETTINGS = SelfPlaySettings(fill=1.0, fill_bars=4, vary=1.0, vary_bars=2, wildness=1.0, seed=3)
BARS = [4.0 * bar for bar in range(1, 257)]


def test_fills_come_at_the_ends_of_phrases_only() -> None:
    assert [bar for bar in BARS if fill_before(bar, SETTINGS)] == BARS[3::4]
    assert [bar for bar in BARS if variation_at(bar, SETTINGS) is not None] == BARS[1::2]


def test_a_fill_lies_in_the_last_bar_of_its_phrase() -> None:
    kinds = set()
    for bar in BARS:
        if fill := fill_before(bar, SETTINGS):
            kinds.add(fill.name)
            assert fill.end == bar
            assert all(bar - 4 <= step.beat < bar for step in fill.steps)
            assert all(id in INDEX for step in fill.steps for id in step.values)
            assert fill.jumps == any(step.step is not None for step in fill.steps)
    assert kinds == {"roll", "reverse", "half time", "cuts", "scatter"}


def test_tame_fills_are_short_rolls() -> None:
    tame = replace(SETTINGS, wildness=0.0)
    fills = [fill for bar in BARS if (fill := fill_before(bar, tame))]
    assert {fill.name for fill in fills} == {"roll"}
    assert {fill.end - fill.steps[0].beat for fill in fills} == {1.0}


@pytest.mark.parametrize("probability", [0, 0.25, 0.5, 0.9, 1])
def test_as_many_phrases_have_one_as_the_probability_says(probability: float) -> None:
    settings = replace(SETTINGS, fill=probability, vary=probability, fill_bars=1, vary_bars=1)
    fills = sum(fill_before(bar, settings) is not None for bar in BARS[:64]) / 64
    variations = sum(variation_at(bar, settings) is not None for bar in BARS[:64]) / 64
    assert abs(fills - probability) <= 0.05
    assert abs(variations - probability) <= 0.05


def test_another_seed_plays_otherwise() -> None:
    def played(seed: int) -> list[object]:
        settings = replace(SETTINGS, seed=seed, fill=0.5, vary=0.5)
        return [(fill_before(bar, settings), variation_at(bar, settings)) for bar in BARS]

    assert played(1) == played(1) != played(2)
