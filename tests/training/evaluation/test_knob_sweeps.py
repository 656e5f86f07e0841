"""Smoothness of paths and responses of knobs, for models with known faults."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.noise_texture import DecodedImage
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.evaluation import knob_sweeps
from training.evaluation.knob_sweeps import KNOB_REQUESTS_SD, SWEEP_MOVES, SWEEP_REACH

from .toy_model import STEP, ToyModel


class Jumpy(ToyModel):
    """A model whose image changes only where a latent passes a threshold."""

    def decode(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        return super().decode(np.round(latents * 10) / np.float32(10), first, count)


def test_a_knob_path_changes_that_knob_only() -> None:
    base = np.arange(16, dtype=np.float32)
    way = knob_sweeps.knob_path(base, 3)
    assert way.points.shape == (SWEEP_MOVES + 1, 16)
    assert way.points[:, 3] == pytest.approx(np.linspace(-SWEEP_REACH, SWEEP_REACH, SWEEP_MOVES + 1))
    assert (np.delete(way.points, 3, 1) == np.delete(base, 3)).all()
    assert way.length == pytest.approx(2 * SWEEP_REACH)


def test_a_great_circle_keeps_its_distance_from_the_origin() -> None:
    a, b = np.zeros((2, 16), np.float32)
    a[0], b[1] = 2, 2
    points = knob_sweeps.great_circle(a, b)
    assert points[0] == pytest.approx(a, abs=1e-6)
    assert points[-1] == pytest.approx(b, abs=1e-6)
    assert np.linalg.norm(points, axis=1) == pytest.approx(2)
    moves = np.linalg.norm(np.diff(points, axis=0), axis=1)
    assert moves == pytest.approx(moves[0], rel=1e-3)


@pytest.mark.parametrize("factor", [2.0, -1.0, 1.0])
def test_parallel_vectors_are_joined_by_a_straight_line(factor: float) -> None:
    a = np.ones(16, np.float32)
    points = knob_sweeps.great_circle(a, a * np.float32(factor))
    assert points == pytest.approx(np.outer(np.linspace(1, factor, SWEEP_MOVES + 1), a), abs=1e-5)


class Stretched(ToyModel):
    """A model whose knobs are a scaled and shifted w."""

    def place(self, w: Floats) -> Floats:
        return 0.3 + w * np.where(np.arange(16) == 0, 10, 1).astype(np.float32)


def test_a_path_between_breaks_is_a_great_circle_in_w() -> None:
    a, b = np.zeros((2, 16), np.float32)
    a[0], b[1] = 2, 2
    way = knob_sweeps.great_circle_path(Stretched(), a, b)
    w = (way.points - 0.3) / np.where(np.arange(16) == 0, 10, 1)
    assert np.linalg.norm(w, axis=1) == pytest.approx(2, rel=1e-5)
    assert way.length == pytest.approx(np.pi, rel=1e-3)


def test_paths_between_breaks_have_the_norm_of_breaks() -> None:
    seen: list[Floats] = []

    class Watched(Stretched):
        def place(self, w: Floats) -> Floats:
            seen.append(w)
            return super().place(w)

    knob_sweeps.path_smoothness(Watched(), 2, np.random.default_rng(2))
    lengths = np.linalg.norm(np.stack(seen), axis=1)
    assert len(seen) == 8 + 2 * (SWEEP_MOVES + 1)  # bases
    assert ((lengths > 2) & (lengths < 6)).all()  # of 16 normal numbers


def test_an_even_path_has_unevenness_1() -> None:
    base = np.zeros(16, np.float32)
    figures = knob_sweeps.smoothness(ToyModel(), [knob_sweeps.knob_path(base, 0)], [5])
    assert figures["unevenness"] == pytest.approx(1, abs=0.05)
    assert figures["p95"] == figures["unevenness"]
    assert 0.2 * 100 * STEP < figures["per_unit"] < 100 * STEP  # steps without onset do not change


def test_a_jump_on_a_path_is_uneven() -> None:
    base = np.zeros(16, np.float32)
    way = knob_sweeps.knob_path(base, 0)
    jumpy, smooth = (knob_sweeps.smoothness(model, [way], [5]) for model in (Jumpy(), ToyModel()))
    assert jumpy["unevenness"] > 5 * smooth["unevenness"]


def test_a_knob_without_effect_gives_finite_figures() -> None:
    still = knob_sweeps.SweepPath(np.zeros((SWEEP_MOVES + 1, 16), np.float32), 0.0)
    assert knob_sweeps.smoothness(ToyModel(), [still], [5]) == {"per_unit": 0, "unevenness": 0, "p95": 0}


def test_both_kinds_of_paths_are_measured_reproducibly() -> None:
    figures, again = (knob_sweeps.path_smoothness(ToyModel(), 1, np.random.default_rng(2)) for _ in range(2))
    assert figures == again
    assert figures["knobs_unevenness"] == pytest.approx(1, abs=0.1)
    assert figures["points_unevenness"] > 1
    assert set(figures) == {
        f"{kind}_{name}" for kind in ("knobs", "points") for name in ("per_unit", "unevenness", "p95")
    }


def test_a_level_knob_changes_the_level_as_requested() -> None:
    per_sd = 1 / STEP / 100  # knob units of a decibel: the level is taken at the steps' first six frames
    answer = knob_sweeps.measure_knobs(ToyModel(), [per_sd] * 8, np.ones(8), 2, np.random.default_rng(0))
    assert answer.shape == (8, len(KNOB_REQUESTS_SD), 2, 8)
    assert (answer[:, knob_sweeps.NO_KNOB_CHANGE] == 0).all()
    own = answer[0, :, 0, 0]
    assert np.diff(own) == pytest.approx(np.diff(own)[0], rel=0.02)
    assert own[-1] == pytest.approx(2, rel=0.2)


def test_knobs_stay_in_their_range() -> None:
    answer = knob_sweeps.measure_knobs(ToyModel(), [100.0] * 8, np.ones(8), 1, np.random.default_rng(0))
    own = answer[0, :, 0, 0]
    assert own[-1] - own[0] <= 2 * knob_sweeps.MAX_KNOB * STEP * 100
    assert (own[-4:] == own[-1]).all()


def exact(crosstalk: float = 0.0, gain: float = 1.0) -> np.ndarray:
    """Return the answer of ideal knobs with a given crosstalk on the next descriptor."""
    answer = np.zeros((8, len(KNOB_REQUESTS_SD), 3, 8))
    for knob in range(8):
        answer[knob, :, :, knob] = gain * KNOB_REQUESTS_SD[:, None]
        answer[knob, :, :, (knob + 1) % 8] = gain * crosstalk * KNOB_REQUESTS_SD[:, None]
    return answer


def test_knobs_that_work_have_full_correlation() -> None:
    found = knob_sweeps.knob_responses(exact(crosstalk=-0.3))
    assert tuple(knob.name for knob in found) == DESCRIPTOR_NAMES
    for place, knob in enumerate(found):
        assert knob.spearman == knob.spearman_base == pytest.approx(1)
        assert (knob.down, knob.up, knob.own) == (-2, 2, 2)
        assert knob.crosstalk == knob.drag_base == pytest.approx(0.3)
        assert knob.drags == DESCRIPTOR_NAMES[(place + 1) % 8]


def test_crosstalk_counts_intermediate_requests() -> None:
    answer = exact(crosstalk=0.1)
    answer[2, :, :, 5] = 0.5 * np.abs(KNOB_REQUESTS_SD)[:, None]
    answer[3, :, :, 1] = 1.4 * (np.abs(KNOB_REQUESTS_SD) == 1)[:, None]
    up_and_down, on_the_way = knob_sweeps.knob_responses(answer)[2:4]
    assert (up_and_down.crosstalk, up_and_down.drags) == (pytest.approx(0.5), DESCRIPTOR_NAMES[5])
    assert (on_the_way.crosstalk, on_the_way.drags) == (pytest.approx(0.7), DESCRIPTOR_NAMES[1])


def test_crosstalk_of_both_signs_counts_per_break_and_cancels_on_average() -> None:
    answer = exact()
    answer[4, :, :2, 6] = 0.9 * np.array([1, -1]) * KNOB_REQUESTS_SD[:, None]
    knob = knob_sweeps.knob_responses(answer)[4]
    assert knob.crosstalk == pytest.approx(0)
    assert knob.drag_base == pytest.approx(0.6)  # in two of three breaks


def test_a_knob_in_the_wrong_direction_fails() -> None:
    knob = knob_sweeps.knob_responses(exact(gain=-1))[0]
    assert knob.spearman == pytest.approx(-1)
    assert knob.own == -2


def test_a_knob_is_as_good_as_its_weaker_direction() -> None:
    answer = np.maximum(exact(), 0)
    assert knob_sweeps.knob_responses(answer)[0].own == 0


def test_the_worst_knob_counts() -> None:
    answer = exact(crosstalk=0.2)
    answer[3] = 0
    figures = knob_sweeps.worst_knob(knob_sweeps.knob_responses(answer))
    assert (figures["knob_spearman"], figures["knob_own"]) == (0, 0)
    answer = exact()
    answer[5, :, :, 0] = 0.7 * KNOB_REQUESTS_SD[:, None]
    assert knob_sweeps.worst_knob(knob_sweeps.knob_responses(answer))["knob_crosstalk"] == pytest.approx(0.7)


def test_rank_correlation_depends_on_order_only() -> None:
    assert knob_sweeps.rank_correlation(np.arange(5.0), np.arange(5.0) ** 3) == pytest.approx(1)
    assert knob_sweeps.rank_correlation(np.arange(5.0), -np.arange(5.0)) == pytest.approx(-1)
    assert knob_sweeps.rank_correlation(np.arange(5.0), np.zeros(5)) == 0
