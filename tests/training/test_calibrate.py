"""Knobs are ordered by what they move, +-1 is where real loops end, and up is louder."""

import pytest
import torch

from engine.spec import SPEC
from training.calibrate import calibrate, heard

LOOPS, FEATURES = 5, 12


def drawn(*shape: int, seed: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def w() -> torch.Tensor:
    return drawn(3000, LOOPS, seed=0) @ (torch.eye(LOOPS) + 0.3 * drawn(LOOPS, LOOPS, seed=1)) + 0.5


@pytest.fixture
def features(w: torch.Tensor) -> torch.Tensor:
    slopes = drawn(LOOPS, FEATURES, seed=2) * torch.tensor([9.0, 4, 2, 1, 0.3])[:, None]
    return w @ slopes + drawn(len(w), FEATURES, seed=3)


def knobs_of(w: torch.Tensor, centre: torch.Tensor, axes: torch.Tensor) -> torch.Tensor:
    solved: torch.Tensor = torch.linalg.solve(axes.T, (w - centre).T)
    return solved.T


def test_real_loops_end_at_plus_and_minus_1(w: torch.Tensor, features: torch.Tensor) -> None:
    found = calibrate(w, features)
    knobs = knobs_of(w, found.centre, found.axes)
    share = (knobs.abs() <= 1).float().mean(0)
    assert share.tolist() == pytest.approx([0.9] * LOOPS, abs=0.005)
    assert (knobs < -1).float().mean(0).tolist() == pytest.approx([0.05] * LOOPS, abs=0.005)


def test_knobs_do_not_move_together(w: torch.Tensor, features: torch.Tensor) -> None:
    found = calibrate(w, features)
    correlation = torch.corrcoef(knobs_of(w, found.centre, found.axes).T)
    torch.testing.assert_close(correlation, torch.eye(LOOPS), rtol=0, atol=1e-4)


def test_the_first_knob_moves_most_and_the_shares_are_true(w: torch.Tensor, features: torch.Tensor) -> None:
    found = calibrate(w, features)
    assert found.explained == sorted(found.explained, reverse=True)
    knobs = knobs_of(w, found.centre, found.axes)
    centred = features - features.mean(0)
    for knob, share in zip((knobs - knobs.mean(0)).T, found.explained, strict=True):
        predicted = knob[:, None] * (knob @ centred / knob.square().sum())
        assert float(predicted.square().sum() / centred.square().sum()) == pytest.approx(share, abs=1e-3)


def test_up_is_louder_whatever_sign_training_found(w: torch.Tensor, features: torch.Tensor) -> None:
    found = calibrate(w, features)
    loudness = features.mean(1) - features.mean()
    assert (loudness @ (knobs_of(w, found.centre, found.axes)) > 0).all()
    flipped = calibrate(-w, features)
    torch.testing.assert_close(flipped.axes, -found.axes, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(flipped.centre, -found.centre, rtol=1e-3, atol=1e-4)


def test_what_is_heard_is_decibels_of_a_step_and_a_band() -> None:
    levels = torch.zeros(1, SPEC.frames, SPEC.mels)
    levels[0, 16:32, 32:64] = 0.5  # second sixteenth, second of the 16 broad bands
    features = heard(levels, SPEC)
    assert features.shape == (1, SPEC.steps * 16)
    assert float(features[0, 16 + 1]) == pytest.approx(50)
    assert float(features.sum()) == pytest.approx(50)
