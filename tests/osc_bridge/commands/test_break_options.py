"""The break that the options of a command line ask for."""

from typing import Any

import pytest

from engine.errors import BadInput
from osc_bridge.commands.break_options import BreakOptions, explicit_values


@pytest.mark.parametrize(
    ("values", "said", "id", "taken"),
    [
        ({"tempo": 20.0}, "tempo goes from 40 to 300 BPM; 20 is taken as 40\n", "tempo", 40.0),
        ({"seed": 1.5}, "seed is a whole number from 0 to 2147483647; 1.5 is taken as 2\n", "seed", 2.0),
        ({"latents": [0.0, 4.0]}, "latent/1 goes from -3 to 3; 4 is taken as 3\n", "latent/1", 3.0),
        ({"texture": 2.5}, "texture goes from 0 to 2; 2.5 is taken as 2\n", "texture", 2.0),
        ({"tempo": 40.0, "seed": 7.0}, "", "tempo", 40.0),
    ],
)
def test_an_option_out_of_range_is_said(
    capsys: pytest.CaptureFixture[str], values: dict[str, Any], said: str, id: str, taken: float
) -> None:
    assert explicit_values(**{"latents": (), **values})[id] == taken
    assert capsys.readouterr().err == said


@pytest.mark.parametrize(
    ("options", "tempo", "variation"),
    [
        ({}, 170.0, "seed 25"),
        ({"tempo": 174.0, "seed": 7.0}, 174.0, "seed 7"),
        ({"random": [12]}, 170.0, "random break 12"),
        ({"preset": "1"}, None, "seed 47"),
    ],
)
def test_tempo_and_variation_are_those_of_the_options_or_the_preset(
    options: dict[str, Any], tempo: float | None, variation: str
) -> None:
    given = {"preset": None, "random": None, "latents": (), "tempo": None, "seed": None, "texture": None} | options
    found = BreakOptions.of(**given)
    assert found.variation == variation
    assert found.tempo == (found.start.values["tempo"] if tempo is None else tempo)


def test_a_random_break_has_its_own_seed() -> None:
    with pytest.raises(BadInput, match="random break 3 has a seed of its own"):
        BreakOptions.of(None, [3], (), seed=5.0)
