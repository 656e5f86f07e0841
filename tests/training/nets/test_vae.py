"""The step VAE is circular in time, and a step has effect only near itself."""

import pytest
import torch

from engine.spec import SPEC
from training.nets.vae import Posterior, StepVae

LATENTS = 4
NEIGHBOURS = 3  # steps to either side that an image may depend on


@pytest.fixture(scope="module")
def vae() -> StepVae:
    torch.manual_seed(0)
    return StepVae(SPEC.mels, 8, LATENTS).eval()


def tapes(count: int = 2) -> torch.Tensor:
    return torch.rand(count, SPEC.frames, SPEC.mels, generator=torch.Generator().manual_seed(1))


@torch.no_grad()
def test_sixteen_frames_are_one_step(vae: StepVae) -> None:
    posterior = vae.encoder(tapes())
    assert posterior.mean.shape == posterior.log_variance.shape == (2, SPEC.steps, LATENTS)
    decoded = vae.decoder(posterior.mean)
    assert decoded.levels.shape == (2, SPEC.frames, SPEC.mels)
    assert decoded.grain.shape == (2, SPEC.frames // 4, SPEC.mels // 8)
    assert float(decoded.grain.min()) >= 0
    assert vae.decoder(posterior.mean[:, :5]).levels.shape == (2, 5 * SPEC.step_frames, SPEC.mels)


@torch.no_grad()
def test_one_loop_needs_no_batch(vae: StepVae) -> None:
    real = tapes()
    latents = vae.encoder(real[0]).mean
    torch.testing.assert_close(latents, vae.encoder(real).mean[0], rtol=0, atol=1e-5)
    for one, many in zip(vae.decoder(latents), vae.decoder(latents[None]), strict=True):
        torch.testing.assert_close(one, many[0], rtol=0, atol=1e-5)


def test_no_gradient_flows_from_the_grain_to_the_levels(vae: StepVae) -> None:
    vae.decoder(torch.zeros(1, 4, LATENTS)).grain.sum().backward()  # type: ignore[no-untyped-call]
    moved = {name.partition(".")[0] for name, weight in vae.decoder.named_parameters() if weight.grad is not None}
    vae.zero_grad()
    assert moved == {"grain"}


@torch.no_grad()
@pytest.mark.parametrize("steps", [1, 7, 16])
def test_rotating_the_levels_rotates_the_latents_and_back(vae: StepVae, steps: int) -> None:
    real = tapes()
    latents = vae.encoder(real).mean
    rolled = vae.encoder(real.roll(steps * SPEC.step_frames, 1)).mean
    torch.testing.assert_close(rolled, latents.roll(steps, 1), rtol=0, atol=1e-5)
    decoded, still = vae.decoder(latents.roll(steps, 1)), vae.decoder(latents)
    torch.testing.assert_close(decoded.levels, still.levels.roll(steps * SPEC.step_frames, 1), rtol=0, atol=1e-5)
    torch.testing.assert_close(decoded.grain, still.grain.roll(steps * SPEC.step_frames // 4, 1), rtol=0, atol=1e-5)


@torch.no_grad()
@pytest.mark.parametrize("step", [0, 13, 31])
def test_a_decoded_step_depends_on_less_than_three_steps_to_either_side(vae: StepVae, step: int) -> None:
    latents = torch.randn(1, SPEC.steps, LATENTS, generator=torch.Generator().manual_seed(2))
    edited = latents.clone()
    edited[0, step] += 3
    change = (vae.decoder(edited).levels - vae.decoder(latents).levels).abs().amax((0, 2))
    moved = set(change.nonzero().flatten().tolist())
    first = step * SPEC.step_frames
    margin = NEIGHBOURS * SPEC.step_frames - 1
    assert set(range(first, first + SPEC.step_frames)) <= moved
    assert moved <= {frame % SPEC.frames for frame in range(first - margin, first + SPEC.step_frames + margin)}


@torch.no_grad()
def test_a_window_with_three_neighbours_is_exact(vae: StepVae) -> None:
    latents = torch.randn(1, SPEC.steps, LATENTS, generator=torch.Generator().manual_seed(3))
    whole, window = vae.decoder(latents), vae.decoder(latents[:, 10 - NEIGHBOURS : 14 + NEIGHBOURS])
    for one, other, rows in zip(whole, window, (16, 4), strict=True):
        cropped = other[:, NEIGHBOURS * rows : -NEIGHBOURS * rows]
        torch.testing.assert_close(cropped, one[:, 10 * rows : 14 * rows], rtol=0, atol=1e-5)


def test_divergence_is_zero_only_for_the_prior() -> None:
    prior = Posterior(torch.zeros(3), torch.zeros(3))
    assert float(prior.divergence().abs().max()) == 0
    # KL(N(1, e) || N(0, 1)) = (1 + e - 1 - 1) / 2
    other = Posterior(torch.ones(1), torch.ones(1))
    assert float(other.divergence()) == pytest.approx((torch.e - 1) / 2, abs=1e-6)


def test_samples_have_the_posterior_s_mean_and_width() -> None:
    posterior = Posterior(torch.full((20_000,), 2.0), torch.full((20_000,), -2.0))
    samples = posterior.sample(torch.randn(20_000, generator=torch.Generator().manual_seed(4)))
    assert float(samples.mean()) == pytest.approx(2, abs=0.02)
    assert float(samples.std()) == pytest.approx(torch.e**-1, rel=0.02)
