"""The first stage of training: images to step latents and back, sixteenth by sixteenth.

Its loss is the L1 of levels, of their changes and of energies, the KL, and the squared error of the grain: the mean
deviation of real levels from decoded ones, from which playback adds noise.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.spec import Spec
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES
from training.config import TrainingConfig
from training.dataset import batches
from training.dataset.dataset_folder import Dataset, ImageSet
from training.nets import losses
from training.nets.bundle import Nets

EVALUATED_LOOPS = 64  # held-out loops of an evaluation during training
LOOPS_PER_PASS = 16  # loops in one forward pass outside of training
WHOLE = slice(None)  # of a batch


@dataclass
class StepStage:
    """First stage: trains the step VAE, which encodes each sixteenth, on crops of mel images (levels as bytes)."""

    data: Dataset
    hparams: TrainingConfig
    spec: Spec
    seed: int
    device: torch.device
    name: str = "step"

    def trained(self, nets: Nets) -> nn.Module:
        """Return the net that the stage trains: the step VAE."""
        return nets.step

    @property
    def batch(self) -> int:
        """Number of samples of a step."""
        return self.hparams.step_batch

    def loss(self, nets: Nets, step: int, part: slice = WHOLE) -> Tensor:
        """Return the mean loss of part of a batch: errors of levels, their changes, energies and grain, and KL."""
        hparams, generator = self.hparams, batches.rng_for_step(self.seed, self.name, step)
        drawn = batches.CropBatch(self.data, generator, hparams.step_batch, hparams.step_crop, self.spec)
        real = drawn.augmented(generator, part, self.device)
        shape = hparams.step_batch, hparams.step_crop, hparams.latents
        noise = batches.normal_noise(generator, *shape, device=self.device)[part]
        decoded, posterior = nets.step(real, noise)
        levels = decoded.levels.float()
        nats = posterior.divergence().sum() / (real.shape[0] * real.shape[1])
        beta = hparams.beta * min(1.0, step / max(1, hparams.beta_warm_up))
        roughness = losses.residual_roughness(levels.detach(), real, GRAIN_FRAMES, GRAIN_BANDS)
        grain = (decoded.grain.float() - roughness).square().mean()
        energy = hparams.energy * losses.energy_loss(levels, real, self.spec)
        loss: Tensor = losses.reconstruction_loss(levels, real, hparams.edge) + energy + beta * nats + grain
        return loss

    @torch.no_grad()
    def figures(self, nets: Nets) -> dict[str, float]:
        """Return figures of held-out loops: error_db, onset_correlation and texture of `losses`, and active_latents.

        active_latents is the number of latents of a step that differ between steps (variance of the mean above 0.05).
        """
        held_out = self.data.images[-self.data.held_out :][:EVALUATED_LOOPS]
        means, rows = [], []
        for real in batches.in_chunks(held_out, LOOPS_PER_PASS, self.device):
            mean = nets.step.encoder(real).mean
            decoded = nets.step.decoder(mean).levels
            means.append(mean)
            figures = (
                losses.error_db(decoded, real, self.spec),
                losses.onset_correlation(decoded, real),
                losses.texture(decoded, real),
            )
            rows.append(torch.stack(figures) * len(real) / len(held_out))
        names = "error_db", "onset_correlation", "texture"
        active = int((torch.cat(means).flatten(0, 1).var(0) > 0.05).sum())
        return {**dict(zip(names, torch.stack(rows).sum(0).tolist(), strict=True)), "active_latents": active}


@torch.no_grad()
def encode_all(nets: Nets, images: ImageSet, device: torch.device) -> Tensor:
    """Return the step latents (count, steps, latents) of all images, the means of their posteriors."""
    return batches.row_of_each(images, LOOPS_PER_PASS, device, lambda levels: nets.step.encoder(levels).mean)
