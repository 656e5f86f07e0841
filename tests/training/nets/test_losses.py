"""Losses and figures have their stated values."""

import pytest
import torch

from engine.spec import SPEC
from training.nets import losses


def attacks(count: int = 3, blur: int = 0, bands: int = 8) -> torch.Tensor:
    levels = torch.zeros(count, SPEC.frames, bands)
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


def test_a_change_of_energy_costs_more_in_an_attack() -> None:
    real = attacks(bands=64)
    assert float(losses.energy_loss(real, real, SPEC)) == pytest.approx(0, abs=1e-6)
    attack, tail = real.clone(), real.clone()
    attack[:, :: SPEC.step_frames] -= 0.1 * (real[:, :: SPEC.step_frames] > 0)
    tail[:, 3 :: SPEC.step_frames] -= 0.1 * (real[:, 3 :: SPEC.step_frames] > 0)
    assert float(losses.energy_loss(attack, real, SPEC)) > 1.3 * float(losses.energy_loss(tail, real, SPEC))


def test_the_loudest_band_of_a_frame_counts_more_than_a_soft_one() -> None:
    real = torch.full((1, SPEC.frames, 64), 0.3)
    real[..., 5] = 0.9
    peak, floor = real.clone(), real.clone()
    peak[..., 5] -= 0.1
    floor[..., 50] -= 0.1
    assert float(losses.energy_loss(peak, real, SPEC)) > 10 * float(losses.energy_loss(floor, real, SPEC))


def test_noise_that_keeps_the_energy_of_a_frame_costs_less_than_a_change_of_level() -> None:
    real = torch.full((1, SPEC.frames, 512), 0.5)
    power = torch.tensor([1.5, 0.5, 1.2, 0.8, 0.6, 1.4, 1.1, 0.9]).log10() / -SPEC.floor * 10
    noisy = real + power.repeat(64)
    softer = real - (noisy - real).abs().mean()
    assert float(losses.energy_loss(noisy, real, SPEC)) < 0.8 * float(losses.energy_loss(softer, real, SPEC))
