"""Losses and figures have their stated values."""

import pytest
import torch

from engine.spec import SPEC
from training.nets import losses


def attacks(count: int = 3, blur: int = 0) -> torch.Tensor:
    levels = torch.zeros(count, SPEC.frames, 8)
    for loop in range(count):
        for step in range(loop, SPEC.steps, 3):
            levels[loop, step * 16 : step * 16 + 6] = 0.8
    for _ in range(blur):
        levels = (levels.roll(1, 1) + levels + levels.roll(-1, 1)) / 3
    return levels


def test_a_perfect_reconstruction_has_no_loss() -> None:
    real = attacks()
    assert float(losses.reconstruction_loss(real, real, 1.0)) == 0
    assert float(losses.error_db(real, real, SPEC)) == 0
    assert float(losses.onset_correlation(real, real)) == pytest.approx(1, abs=1e-6)
    assert float(losses.texture(real, real)) == pytest.approx(1)


def test_an_offset_of_a_tenth_is_ten_decibels() -> None:
    real = torch.full((1, SPEC.frames, 8), 0.5)
    assert float(losses.error_db(real + 0.1, real, SPEC)) == pytest.approx(10, abs=1e-4)
    assert float(losses.reconstruction_loss(real + 0.1, real, 1.0)) == pytest.approx(
        0.1, abs=1e-6
    )  # edges are unchanged


def test_roughness_ignores_a_constant_error() -> None:
    real, decoded = torch.zeros(1, 8, 4), torch.zeros(1, 8, 4)
    decoded[0, :4, 2:] = 0.3  # a constant error
    decoded[0, 4::2, :2], decoded[0, 5::2, :2] = 0.2, -0.2
    found = losses.residual_roughness(decoded, real, 4, 2)[0]
    torch.testing.assert_close(found, torch.tensor([[0, 0], [0.2, 0]]))


def test_blur_costs_more_when_edges_count() -> None:
    real, blurred = attacks(), attacks(blur=4)
    assert float(losses.reconstruction_loss(blurred, real, 1.0)) > 1.3 * float(
        losses.reconstruction_loss(blurred, real, 0.0)
    )
    assert float(losses.texture(blurred, real)) < 0.95
    assert float(losses.onset_correlation(blurred, real)) < 0.9


def test_the_energy_of_attacks_counts_where_levels_rise_and_noise_of_any_sign_does_not() -> None:
    real = attacks()
    assert float(losses.attack_loss(real, real, 4, SPEC)) == pytest.approx(0, abs=1e-6)
    at_attacks, in_silence = real.clone(), real.clone()
    at_attacks[:, :: SPEC.step_frames] -= 0.1 * (real[:, :: SPEC.step_frames] > 0)
    in_silence[:, SPEC.step_frames // 2 + 1 :: SPEC.step_frames] += 0.1
    assert float(losses.attack_loss(at_attacks, real, 4, SPEC)) > 5 * float(
        losses.attack_loss(in_silence, real, 4, SPEC)
    )
    power = torch.tensor([1.5, 0.5, 1.2, 0.8]).log10() / -SPEC.floor * 10  # the same energy in each block of four
    uneven = torch.where(real > 0, real + power.repeat(2), real)
    assert float(losses.attack_loss(uneven, real, 4, SPEC)) < 1e-4 < float((uneven - real).abs().mean())


def test_onsets_elsewhere_do_not_correlate() -> None:
    real = attacks()
    assert float(losses.onset_correlation(real.roll(8, 1), real)) < 0.1


def test_time_wraps_around() -> None:
    real, decoded = attacks(), attacks(blur=2)
    for figure in (losses.onset_correlation, losses.texture, lambda a, b: losses.reconstruction_loss(a, b, 1.0)):
        there, here = figure(decoded.roll(40, 1), real.roll(40, 1)), figure(decoded, real)
        assert float(there) == pytest.approx(float(here), rel=1e-5)


def test_the_mean_explains_nothing_and_the_truth_everything() -> None:
    real = torch.randn(50, 4, 2, generator=torch.Generator().manual_seed(0))
    assert float(losses.unexplained(real, real)) == 0
    assert float(losses.unexplained(real.mean(0, keepdim=True).expand_as(real), real)) == pytest.approx(1, rel=1e-5)
