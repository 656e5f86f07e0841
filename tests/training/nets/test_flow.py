"""The loop VAE encodes and decodes w, and the flow ends where its velocity points."""

import pytest
import torch

from training.nets.flow import Flow, LoopVae, flow_pairs

STEPS, LATENTS, LOOPS, NAMED = 8, 3, 4, 2


def noise(*shape: int, seed: int = 0) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


@pytest.fixture
def flow() -> Flow:
    torch.manual_seed(0)
    flow = Flow(STEPS, LATENTS, LOOPS, width=16, depth=2)
    for name, weight in flow.named_parameters():  # a new flow ignores its condition; a trained one does not
        if name.endswith(("steer.weight", "over_steps.2.weight")):
            torch.nn.init.normal_(weight, std=0.3)
    return flow.eval()


def test_the_loop_vae_encodes_to_w_and_decodes_w() -> None:
    vae = LoopVae(STEPS, LATENTS, LOOPS, NAMED, width=16)
    named, free = vae.encode(noise(5, STEPS, LATENTS))
    assert named.shape == (5, NAMED)
    assert free.mean.shape == free.log_variance.shape == (5, LOOPS - NAMED)
    assert vae.decode(torch.cat([named, free.mean], -1)).shape == (5, STEPS, LATENTS)


@torch.no_grad()
def test_samples_depend_on_w_and_on_the_variation(flow: Flow) -> None:
    w, variation = noise(2, 1, LOOPS), noise(2, STEPS, LATENTS, seed=1)
    first = flow.integrate(w, variation, 4)
    assert first.shape == (2, STEPS, LATENTS)
    assert torch.equal(first, flow.integrate(w, variation, 4))
    assert not torch.allclose(first, flow.integrate(w + 1, variation, 4), atol=1e-3)
    assert not torch.allclose(first, flow.integrate(w, variation + 1, 4), atol=1e-3)


@torch.no_grad()
def test_more_heun_steps_converge(flow: Flow) -> None:
    w, variation = noise(4, 1, LOOPS), noise(4, STEPS, LATENTS, seed=1)
    fine = flow.integrate(w, variation, 64)
    errors = [float((flow.integrate(w, variation, count) - fine).abs().max()) for count in (2, 8, 32)]
    assert errors[0] > errors[1] > errors[2]
    assert errors[2] < 0.1 * errors[0]


def test_the_sampler_is_exact_on_straight_paths(monkeypatch: pytest.MonkeyPatch, flow: Flow) -> None:
    target = noise(1, STEPS, LATENTS, seed=5)
    variation = noise(1, STEPS, LATENTS, seed=6)
    monkeypatch.setattr(flow, "forward", lambda latents, time, w: target - variation)
    torch.testing.assert_close(flow.integrate(noise(1, 1, LOOPS), variation, 3), target)


@torch.no_grad()
def test_a_sampler_of_a_straight_flow_needs_one_evaluation(monkeypatch: pytest.MonkeyPatch, flow: Flow) -> None:
    target, variation = noise(1, STEPS, LATENTS, seed=5), noise(1, STEPS, LATENTS, seed=6)
    calls: list[float] = []

    def velocity(latents: torch.Tensor, time: torch.Tensor, w: torch.Tensor) -> torch.Tensor:
        calls.append(float(time.max()))
        return target - variation

    monkeypatch.setattr(flow, "forward", velocity)
    for steps in (1, 2):
        torch.testing.assert_close(flow.sample(noise(1, 1, LOOPS), variation, steps), target)
    assert calls == [0, 0, 0.5]


def test_a_path_runs_from_noise_to_latents() -> None:
    latents, start = noise(6, STEPS, LATENTS), noise(6, STEPS, LATENTS, seed=1)
    pair = flow_pairs(latents, start, noise(6, 1, 1, seed=2))
    torch.testing.assert_close(pair.latents + (1 - pair.time) * pair.velocity, latents)
    assert 0 < float(pair.time.min()) < float(pair.time.max()) < 1


def test_the_flow_learns_a_distribution_that_depends_on_w() -> None:
    torch.manual_seed(0)
    flow = Flow(STEPS, LATENTS, LOOPS, width=32, depth=1)
    optimiser = torch.optim.Adam(flow.parameters(), 5e-3)
    generator = torch.Generator().manual_seed(7)

    def draw(count: int, *more: int) -> torch.Tensor:
        return torch.randn(count, *more, generator=generator)

    for _ in range(300):
        w = draw(64, 1, LOOPS)
        real = w[..., :1] + 0.1 * draw(64, STEPS, LATENTS)  # the first number of w, everywhere
        pair = flow_pairs(real, draw(64, STEPS, LATENTS), draw(64, 1, 1))
        loss = (flow(pair.latents, pair.time, w) - pair.velocity).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        w = draw(64, 1, LOOPS)
        sampled = flow.integrate(w, draw(64, STEPS, LATENTS), 4)
    assert float((sampled.mean((1, 2)) - w[:, 0, 0]).abs().mean()) < 0.25
    assert float(sampled.std((1, 2)).mean()) < 0.4
