"""A training in memory: nets, their moving average, how far it is; and the same on the disk and back.

Nothing else is state: batches and noise come from a step's number.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from engine.errors import BadInput
from training.config import STAGES
from training.dataset import batches
from training.dataset.batches import Images, in_chunks
from training.dataset.descriptors import ABOUT, NAMES, describe, gaussianised, per_step
from training.nets.bundle import Nets
from training.nets.calibrate import Calibration, calibrate, heard, slopes_per_step
from training.nets.prior import mixture

from . import checkpoint
from .run_folder import Run, RunConfig
from .stages import CHUNK, FlowStage, Loops, LoopStage, Stage, StepStage, encoded

SURELY = 1e-3  # variance of a descriptor that is known; few loops alike would have none
NEVER = 2**40  # a step that no stage reaches: its chance is free for other use
MACRO_LOOPS = 2000  # loops that tell how the latents of a sixteenth move with its drums


@dataclass
class TrainingState:
    """Where a run is."""

    run: Run
    config: RunConfig
    data: Images
    nets: Nets
    average: Nets
    stage: str = STAGES[0]
    step: int = 0  # done in this stage
    seconds: float = 0.0  # spent on steps so far, over all sittings
    figures: dict[str, float] = field(default_factory=dict)  # held out, the newest of each stage
    explained: list[float] = field(default_factory=list)  # share of what is heard that each knob moves
    card: dict[str, Any] = field(default_factory=dict)  # what the knobs are, for the model file; empty before the flow
    _moments: dict[str, Tensor] = field(default_factory=dict)  # of the optimiser, read from a checkpoint
    _latents: Tensor | None = None  # of all images, once the step VAE is frozen
    _figures: Tensor | None = None  # descriptors of all images, as normal quantiles

    @property
    def device(self) -> torch.device:
        """Where the nets are."""
        return self.nets.latent_mean.device

    def build(self) -> Stage:
        """The current stage, on what the stages before it left frozen."""
        config = self.config
        if self.stage == "step":
            return StepStage(self.data, config.recipe, config.spec, config.seed, self.device)
        kind = LoopStage if self.stage == "loop" else FlowStage
        return kind(self._loops(), config.recipe, config.spec, config.seed, self.device)

    def next_stage(self) -> None:
        """The average becomes the net, frozen; what the next stage stands on is measured over the training loops."""
        self.nets.load_state_dict(self.average.state_dict())
        self.stage, self.step = STAGES[STAGES.index(self.stage) + 1], 0
        if self.stage == "loop":
            self.nets.fit_latents(self._encoded()[: -self.config.held_out])
        else:
            self._fit_knobs()
        self.average.load_state_dict(self.nets.state_dict())

    @torch.no_grad()
    def _fit_knobs(self) -> None:
        latents, named = self._loops().train
        _, free = self.nets.loop.encode(latents)
        surely = torch.full_like(named, SURELY)
        self.nets.fit_whitening(torch.cat([named, free.mean], -1), torch.cat([surely, free.log_variance.exp()], -1))
        # drawn, not the mean: draws are what the flow learns from and what is played
        drawn = free.sample(
            batches.normal_noise(
                batches.rng_for_step(self.config.seed, "flow", NEVER), *free.mean.shape, device=self.device
            )
        )
        w = torch.cat([named, drawn], -1)
        images, spec = self.data.images[: -self.config.held_out], self.config.spec
        features = torch.cat([heard(levels, spec) for levels in in_chunks(images, CHUNK, self.device)])
        white = self.nets.whitened(w)
        calibration = calibrate(white, named, features)
        self.nets.knob_centre.copy_(calibration.centre)
        self.nets.knob_axes.copy_(calibration.axes)
        self.nets.knob_places.copy_(torch.linalg.inv(calibration.axes.double()))
        self.explained = calibration.explained
        self.card = self._card(calibration, white)

    def _card(self, calibration: Calibration, w: Tensor) -> dict[str, Any]:
        """What the knobs are, for the model file."""
        free = len(calibration.axes) - len(NAMES)
        names = [*NAMES, *(f"free {number + 1}" for number in range(free))]
        about = [*ABOUT, *["character that has no name; the first of these moves the sound most"] * free]
        sds = [*calibration.sds, *[None] * free]
        knobs = [
            {"name": name, "about": text, "sd": sd, "explained": share}
            for name, text, sd, share in zip(names, about, sds, calibration.explained, strict=True)
        ]
        images = self.data.images[: min(len(self.data.images) - self.config.held_out, MACRO_LOOPS)]
        figures = torch.cat(
            [
                torch.from_numpy(per_step(levels.cpu().numpy(), self.config.spec))
                for levels in in_chunks(images, CHUNK, torch.device("cpu"))
            ]
        )
        slopes = slopes_per_step(self._encoded()[: len(images)].cpu(), figures)
        macros = {name: slope.tolist() for name, slope in zip(("kick", "snare", "hats"), slopes, strict=True)}
        prior = {"centre": calibration.centre.tolist(), "axes": calibration.axes.tolist()}
        prior["mixture"] = mixture(w, self.config.seed)
        return {"knobs": knobs, "prior": prior, "macros": macros, "texture": 1.0}

    def _loops(self) -> Loops:
        return Loops(self.nets.standardised(self._encoded()), self._described(), self.config.held_out)

    def _encoded(self) -> Tensor:
        if self._latents is None:
            self._latents = encoded(self.nets, self.data, self.device)
        return self._latents

    def _described(self) -> Tensor:
        if self._figures is None:
            cpu = torch.device("cpu")
            parts = [describe(levels.numpy(), self.config.spec) for levels in in_chunks(self.data.images, CHUNK, cpu)]
            figures = np.concatenate(parts)
            quantiles = gaussianised(figures, figures[: -self.config.held_out])
            self._figures = torch.from_numpy(quantiles).float().to(self.device)
        return self._figures

    def optimiser(self, trained: nn.Module) -> torch.optim.AdamW:
        """AdamW for the stage, with the moments of the checkpoint if the run goes on inside the stage."""
        recipe = self.config.recipe
        optimiser = torch.optim.AdamW(
            trained.parameters(), recipe.rate, betas=(0.9, 0.99), weight_decay=recipe.weight_decay
        )
        if self._moments:
            state = {
                index: checkpoint.with_prefix(self._moments, f"{name}:")
                for index, (name, _) in enumerate(trained.named_parameters())
            }
            optimiser.load_state_dict({**optimiser.state_dict(), "state": state})
            self._moments = {}
        return optimiser

    def save(self, optimiser: torch.optim.Optimizer, trained: nn.Module) -> None:
        """Write a checkpoint of this moment."""
        tensors = {f"nets.{name}": tensor for name, tensor in self.nets.state_dict().items()}
        tensors |= {f"average.{name}": tensor for name, tensor in self.average.state_dict().items()}
        for name, weight in trained.named_parameters():
            for kind, moment in optimiser.state[weight].items():
                tensors[f"moments.{name}:{kind}"] = moment
        state: dict[str, Any] = {
            "stage": self.stage,
            "step": self.step,
            "seconds": self.seconds,
            "figures": self.figures,
            "explained": self.explained,
            "card": self.card,
        }
        self.run.save(self.stage, self.step, tensors, state)

    def restore(self, path: Path) -> None:
        """Go back to a checkpoint.

        Raises:
            BadInput: it is damaged or of other nets.
        """
        tensors, state = checkpoint.load(path)
        try:
            self.nets.load_state_dict(checkpoint.with_prefix(tensors, "nets."))
            self.average.load_state_dict(checkpoint.with_prefix(tensors, "average."))
            self.stage, self.step = STAGES[STAGES.index(state["stage"])], int(state["step"])
            self.seconds, self.figures = float(state["seconds"]), dict(state["figures"])
            self.explained = [float(share) for share in state["explained"]]
            self.card = dict(state["card"])
        except (KeyError, RuntimeError, ValueError, TypeError) as error:
            raise BadInput(
                f"{path} holds other nets or fields than its run; delete it to use the one before"
            ) from error
        self._moments = checkpoint.with_prefix(tensors, "moments.")
