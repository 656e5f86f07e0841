"""Latents are standardised, w is white, and knobs map to w and back."""

import pytest
import torch

from engine.spec import SPEC
from tests.training.tiny_run import TINY
from training.dataset.descriptors import DESCRIPTOR_NAMES
from training.nets.bundle import MAX_W_RADIUS, MIN_LATENT_SD, Nets

LOOPS, NAMED = TINY.loop_latents, len(DESCRIPTOR_NAMES)


@pytest.fixture
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC).eval()


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def test_latents_are_standardised_except_for_unused_ones(nets: Nets) -> None:
    latents = 3 * noise(40, SPEC.steps, TINY.latents) + 5
    latents[..., 3] *= 1e-3
    nets.fit_latents(latents)
    seen = nets.standardised(latents)
    assert float(seen.mean((0, 1)).abs().max()) < 1e-4
    assert float(seen[..., 0].std()) == pytest.approx(1, rel=1e-3)
    assert float(seen[..., 3].std()) == pytest.approx(3e-3 / MIN_LATENT_SD, rel=0.05)


def test_whitened_w_is_white_and_descriptors_stay_first(nets: Nets) -> None:
    mix = noise(LOOPS, LOOPS, seed=1)
    mean = noise(4000, LOOPS, seed=2) @ mix + 3
    spread = torch.linspace(-4, 1, LOOPS).exp().expand(4000, LOOPS)
    nets.fit_whitening(mean, spread)
    drawn = mean + spread.sqrt() * noise(4000, LOOPS, seed=3)
    w = nets.whitened(drawn)
    assert float(w.mean(0).abs().max()) < 0.05
    torch.testing.assert_close(torch.cov(w.T), torch.eye(LOOPS), rtol=0, atol=0.08)
    drawn[:, NAMED:] += 5  # the free part does not change the descriptors
    torch.testing.assert_close(nets.whitened(drawn)[:, :NAMED], w[:, :NAMED])


class Single(torch.Tensor):
    """A tensor on a device without float64, such as an Apple GPU."""

    def double(self, *_: object) -> torch.Tensor:
        raise TypeError("Cannot convert a MPS Tensor to float64 dtype")

    def cpu(self, *_: object) -> torch.Tensor:
        return self.as_subclass(torch.Tensor)


def test_w_is_whitened_on_a_device_without_float64(nets: Nets) -> None:
    mean, variance = noise(400, LOOPS), torch.full((400, LOOPS), 0.1)
    nets.fit_whitening(mean, variance)
    expected = nets.w_whiten.clone()
    nets.fit_whitening(mean.as_subclass(Single), variance.as_subclass(Single))
    assert torch.equal(nets.w_whiten, expected)


def test_knobs_go_to_w_and_back(nets: Nets) -> None:
    nets.knob_axes.copy_(torch.eye(LOOPS) + 0.1 * noise(LOOPS, LOOPS))
    nets.knob_places.copy_(torch.linalg.inv(nets.knob_axes))
    nets.knob_centre.copy_(0.3 * noise(LOOPS, seed=4))
    knobs = 0.5 * noise(5, LOOPS, seed=5)
    torch.testing.assert_close(nets.to_knobs(nets.from_knobs(knobs)), knobs, rtol=0, atol=1e-4)


def test_knobs_never_leave_the_sphere_that_was_trained(nets: Nets) -> None:
    far = nets.from_knobs(torch.full((1, LOOPS), 50.0))
    assert float(far.norm()) == pytest.approx(MAX_W_RADIUS, rel=1e-5)
    near = nets.from_knobs(torch.full((1, LOOPS), 0.5))
    torch.testing.assert_close(near, torch.full((1, LOOPS), 0.5))


@torch.no_grad()
def test_encoding_works_for_one_loop_and_for_a_batch(nets: Nets) -> None:
    levels = torch.rand(2, SPEC.frames, SPEC.mels, generator=torch.Generator().manual_seed(1))
    knobs, latents = nets.encode(levels)
    assert knobs.shape == (2, LOOPS)
    assert latents.shape == (2, SPEC.steps, TINY.latents)
    alone, _ = nets.encode(levels[0])
    torch.testing.assert_close(alone, knobs[0], rtol=0, atol=1e-5)
    sampled = nets.latents(nets.from_knobs(knobs[0]), noise(SPEC.steps, TINY.latents))
    assert sampled.shape == latents[0].shape
