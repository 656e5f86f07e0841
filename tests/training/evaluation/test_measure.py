"""A perfect model has perfect figures, and each fault changes its own figures."""

from itertools import count

import numpy as np
import pytest

from engine.arrays import Floats
from engine.model.model_file import Encoded
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from training.evaluation import measure
from training.evaluation.metrics import sharpness

from .toy_model import ToyModel, breaks


class Late(ToyModel):
    """A model whose output is three frames late."""

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        levels, grain = super().decode(latents, first, count)
        return DecodedImage(np.roll(levels, 3, 0), grain)


class Loud(ToyModel):
    """A model whose output is 5 dB too loud."""

    def encode(self, levels: Floats) -> Encoded:
        knobs, latents = super().encode(levels)
        return Encoded(knobs, latents + 0.05 / 0.525)  # mean of the decay from 1 to 0.05


class Nondeterministic(ToyModel):
    """A model whose images are never the same twice."""

    def __init__(self) -> None:
        self._mood = count()

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        levels, grain = super().decode(latents, first, count)
        return DecodedImage(levels + np.float32(1e-6) * next(self._mood), grain)


class Forgetful(ToyModel):
    """A model whose loops differ between sessions."""

    def step_latents(self, knobs: Floats, seed: int) -> Floats:
        return super().step_latents(knobs, seed + 1)


def loops(number: int) -> list[Floats]:
    """Loops that the toy model can reproduce exactly."""
    toy = ToyModel()
    return [measure.decode_break(toy, measure.draw_break(toy, 0, index)).levels for index in range(number)]


def test_a_perfect_model_has_no_reconstruction_error() -> None:
    figures = measure.measure_reconstruction(ToyModel(), loops(3), 0.0)
    assert figures["error_db"] == pytest.approx(0, abs=1e-3)
    assert figures["onset_correlation"] == pytest.approx(1, abs=1e-4)
    assert figures["back_dt"] == figures["back_dt_textured"] == pytest.approx(1, abs=1e-4)


def test_a_louder_model_has_an_error_but_correct_onsets() -> None:
    figures = measure.measure_reconstruction(Loud(), loops(3), 0.0)
    assert figures["error_db"] == pytest.approx(5, rel=0.2)  # what is below -80 dB does not count
    assert figures["onset_correlation"] > 0.98


def test_a_late_model_has_a_low_onset_correlation() -> None:
    assert measure.measure_reconstruction(Late(), loops(3), 0.0)["onset_correlation"] < 0.3


def test_reconstruction_errors_are_given_by_origin() -> None:
    images = [*loops(1), *breaks(2)]
    figures = measure.measure_reconstruction(ToyModel(), images, 0.0, "KLL")
    assert figures["error_db_kit"] == pytest.approx(0, abs=1e-3)
    assert figures["error_db_loops"] > 5
    assert 3 * figures["error_db"] == pytest.approx(2 * figures["error_db_loops"] + figures["error_db_kit"])
    assert "error_db_synth" not in figures


def test_texture_changes_its_own_figures_only() -> None:
    bare, textured = measure.measure_samples(ToyModel(), 4, 1, 1.0)
    figures = sharpness(textured, bare)
    assert figures["df"] > 1.5
    assert figures["dt"] > 1.1  # less than everywhere, as attacks have no texture
    bare, textured = measure.measure_samples(ToyModel(), 4, 1, 0.0)
    assert sharpness(textured, bare)["df"] == pytest.approx(1)


def test_the_texture_of_real_breaks_is_the_best_amount() -> None:
    _, real = measure.measure_samples(ToyModel(), 3, 1, 0.8)
    tried = measure.measure_textures(ToyModel(), 3, 2, real)
    assert [figures["amount"] for figures in tried] == list(measure.TEXTURE_AMOUNTS)
    assert min(tried, key=lambda figures: figures["sharp_w1"])["amount"] == 0.8
    assert np.all(np.diff([figures["df"] for figures in tried]) > 0)


def test_a_random_break_depends_on_seed_and_index_only() -> None:
    one, again, other = (measure.draw_break(ToyModel(), 7, index) for index in (3, 3, 4))
    assert (one.knobs == again.knobs).all()
    assert one.seed == again.seed
    assert one.seed != other.seed
    assert measure.draw_break(ToyModel(), 8, 3).seed != one.seed


def test_determinism_is_tested_to_the_byte() -> None:
    assert measure.is_deterministic(ToyModel(), ToyModel(), 0)
    assert not measure.is_deterministic(Nondeterministic(), Nondeterministic(), 0)
    assert not measure.is_deterministic(ToyModel(), Forgetful(), 0)


def test_costs_of_image_window_and_loop_are_separate() -> None:
    ticks = iter(np.cumsum(np.tile([0.0, 0.010, 0.006, 0.002], 5)))  # start, loop, image, window
    figures = measure.measure_cost(ToyModel(), 5, 0, lambda: float(next(ticks)))
    expected = {"paint_ms": 6, "window_ms": 2, "loop_ms": 16}
    for name, value in expected.items():
        assert [figures[f"{name}_p{share}"] for share in (50, 99)] == pytest.approx([value, value])
