"""A painter is judged by what it paints: a perfect one passes, and each fault is seen where it belongs."""

from itertools import count

import numpy as np
import pytest

from engine.arrays import Floats
from engine.model.model_file import Encoded
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from training.evaluation import measure
from training.evaluation.metrics import sharpness

from .toy_painter import Toy, breaks


class Late(Toy):
    """Everything comes three frames late."""

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        levels, grain = super().decode(latents, first, count)
        return DecodedImage(np.roll(levels, 3, 0), grain)


class Loud(Toy):
    """Everything comes back 5 dB louder."""

    def encode(self, levels: Floats) -> Encoded:
        knobs, latents = super().encode(levels)
        return Encoded(knobs, latents + 0.05 / 0.525)  # the mean of what dies away from 1 to 0.05


class Moody(Toy):
    """No two pictures are the same."""

    def __init__(self) -> None:
        self._mood = count()

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        levels, grain = super().decode(latents, first, count)
        return DecodedImage(levels + np.float32(1e-6) * next(self._mood), grain)


class Forgetful(Toy):
    """Another session, other loops."""

    def step_latents(self, knobs: Floats, seed: int) -> Floats:
        return super().step_latents(knobs, seed + 1)


def loops(number: int) -> list[Floats]:
    """Loops that the toy can paint exactly."""
    toy = Toy()
    return [measure.decode_break(toy, measure.draw_break(toy, 0, index)).levels for index in range(number)]


def test_a_perfect_painter_gives_loops_back() -> None:
    figures = measure.measure_reconstruction(Toy(), loops(3), 0.0)
    assert figures["error_db"] == pytest.approx(0, abs=1e-3)
    assert figures["onset_correlation"] == pytest.approx(1, abs=1e-4)
    assert figures["back_dt"] == figures["back_dt_textured"] == pytest.approx(1, abs=1e-4)


def test_a_louder_painter_has_an_error_and_its_attacks() -> None:
    figures = measure.measure_reconstruction(Loud(), loops(3), 0.0)
    assert figures["error_db"] == pytest.approx(5, rel=0.2)  # what is below -80 dB does not count
    assert figures["onset_correlation"] > 0.98


def test_a_late_painter_loses_its_attacks() -> None:
    assert measure.measure_reconstruction(Late(), loops(3), 0.0)["onset_correlation"] < 0.3


def test_errors_are_told_by_what_loops_are_made_of() -> None:
    images = [*loops(1), *breaks(2)]
    figures = measure.measure_reconstruction(Toy(), images, 0.0, "KLL")
    assert figures["error_db_kit"] == pytest.approx(0, abs=1e-3)
    assert figures["error_db_loops"] > 5
    assert 3 * figures["error_db"] == pytest.approx(2 * figures["error_db_loops"] + figures["error_db_kit"])
    assert "error_db_synth" not in figures


def test_texture_is_heard_in_its_own_figures_only() -> None:
    bare, textured = measure.measure_samples(Toy(), 4, 1, 1.0)
    figures = sharpness(textured, bare)
    assert figures["df"] > 1.5
    assert figures["dt"] > 1.1  # less than on the whole: attacks have none
    plain = measure.measure_samples(Toy(), 4, 1, 0.0)
    assert sharpness(plain.textured, plain.bare)["df"] == pytest.approx(1)


def test_the_amount_that_real_breaks_have_is_found() -> None:
    _, real = measure.measure_samples(Toy(), 3, 1, 0.8)
    tried = measure.measure_textures(Toy(), 3, 2, real)
    assert [figures["amount"] for figures in tried] == list(measure.TEXTURE_AMOUNTS)
    assert min(tried, key=lambda figures: figures["sharp_w1"])["amount"] == 0.8
    assert np.all(np.diff([figures["df"] for figures in tried]) > 0)


def test_a_draw_is_the_same_for_ever_and_others_differ() -> None:
    one, again, other = (measure.draw_break(Toy(), 7, index) for index in (3, 3, 4))
    assert (one.knobs == again.knobs).all()
    assert one.seed == again.seed
    assert one.seed != other.seed
    assert measure.draw_break(Toy(), 8, 3).seed != one.seed


def test_sameness_is_to_the_byte() -> None:
    assert measure.is_deterministic(Toy(), Toy(), 0)
    assert not measure.is_deterministic(Moody(), Moody(), 0)
    assert not measure.is_deterministic(Toy(), Forgetful(), 0)


def test_costs_are_told_apart() -> None:
    ticks = iter(np.cumsum(np.tile([0.0, 0.010, 0.006, 0.002], 5)))  # begin, loop, picture, window
    figures = measure.measure_cost(Toy(), 5, 0, lambda: float(next(ticks)))
    expected = {"paint_ms": 6, "window_ms": 2, "loop_ms": 16}
    for name, value in expected.items():
        assert [figures[f"{name}_p{share}"] for share in (50, 99)] == pytest.approx([value, value])
