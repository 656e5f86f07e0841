"""Responses of macros: on their drum, on other drums and on other sixteenths."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from training.evaluation import macro_sweeps
from training.evaluation.macro_sweeps import MACRO_DRUMS, MACRO_REQUESTS_SD

from .toy_model import BLOCKS, ToyModel

LOW, HIGH = np.zeros((2, BLOCKS), np.float32)
LOW[0], HIGH[9:] = 0.03, 0.03  # 3 dB at a step's start, of the lowest and of the highest blocks of bands


class Smeared(ToyModel):
    """A model with half of each step mixed into the next."""

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        return super().decode(latents + np.roll(latents, 1, 0) / 2, first, count)


def test_a_macro_changes_its_drum_only() -> None:
    answer = macro_sweeps.measure_macros(ToyModel(), [LOW, HIGH], 2, np.random.default_rng(0))
    assert answer.shape == (2, len(MACRO_REQUESTS_SD), 2, 2, 3)
    kick, hats = macro_sweeps.macro_responses(answer, ("kick", "hats"))
    for macro in (kick, hats):
        assert -macro.down == pytest.approx(macro.up, rel=1e-4)
        assert 4 < macro.up < 6
        assert macro.spill == 0
    assert hats.crosstalk < 0.05
    assert kick.crosstalk < 0.6  # the lowest block of bands reaches into the mids


def test_a_macro_that_moves_another_drum_has_crosstalk() -> None:
    kick, snare = macro_sweeps.macro_responses(
        macro_sweeps.measure_macros(ToyModel(), [HIGH, LOW + HIGH], 1, np.random.default_rng(0)), MACRO_DRUMS[:2]
    )
    assert kick.drags == "hats"
    assert kick.crosstalk > 100
    assert kick.up == pytest.approx(0)
    assert snare.crosstalk > 1


def test_spill_of_a_macro_is_the_change_of_the_neighbours() -> None:
    answer = macro_sweeps.measure_macros(Smeared(), [HIGH], 1, np.random.default_rng(1))
    (hats,) = macro_sweeps.macro_responses(answer, ("hats",))
    assert hats.spill == pytest.approx(hats.up / 4, rel=0.01)  # half, on one of two neighbours


def test_crosstalk_counts_both_directions() -> None:
    answer = np.zeros((1, len(MACRO_REQUESTS_SD), 2, 2, 3))
    answer[0, :, :, 0, 1] = 3 * MACRO_REQUESTS_SD[:, None]
    answer[0, :, :, 0, 0] = 1.2 * np.abs(MACRO_REQUESTS_SD)[:, None]
    (snare,) = macro_sweeps.macro_responses(answer, ("snare",))
    assert (snare.down, snare.up, snare.drags) == (-6, 6, "kick")
    assert snare.crosstalk == pytest.approx(0.4)


def test_macros_that_move_no_drum_are_left_out() -> None:
    row = tuple(range(BLOCKS))
    assert list(macro_sweeps.drum_macros({"hats": row, "swing": row, "kick": row})) == ["kick", "hats"]
    assert (
        macro_sweeps.macro_responses(macro_sweeps.measure_macros(ToyModel(), [], 1, np.random.default_rng(0)), ()) == ()
    )
