"""A training in memory: nets, their moving average, how far it is; and the same on the disk and back.

Nothing else is state: batches and noise come from a step's number.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import BadInput

from . import checkpoint
from .batches import Images, in_chunks
from .calibrate import calibrate, heard
from .nets import Nets
from .recipe import STAGES
from .run import Config, Run
from .stages import CHUNK, FlowStage, LoopStage, Stage, StepStage, encoded


@dataclass
class Session:
    """Where a run is."""

    run: Run
    config: Config
    data: Images
    nets: Nets
    average: Nets
    stage: str = STAGES[0]
    step: int = 0  # done in this stage
    seconds: float = 0.0  # spent on steps so far, over all sittings
    figures: dict[str, float] = field(default_factory=dict)  # held out, the newest of each stage
    explained: list[float] = field(default_factory=list)  # share of what is heard that each knob moves
    _moments: dict[str, Tensor] = field(default_factory=dict)  # of the optimiser, read from a checkpoint
    _latents: Tensor | None = None  # of all images, once the step VAE is frozen

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
        latents = self.nets.standardised(self._encoded())
        return kind(latents, config.held_out, config.recipe, config.spec, config.seed, self.device)

    def next_stage(self) -> None:
        """The average becomes the net, frozen; what the next stage stands on is measured over the training loops."""
        self.nets.load_state_dict(self.average.state_dict())
        self.stage, self.step = STAGES[STAGES.index(self.stage) + 1], 0
        train = self._encoded()[: -self.config.held_out]
        if self.stage == "loop":
            self.nets.fit_latents(train)
        else:
            self._fit_knobs(train)
        self.average.load_state_dict(self.nets.state_dict())

    @torch.no_grad()
    def _fit_knobs(self, train: Tensor) -> None:
        posterior = self.nets.loop_of(train)
        self.nets.fit_whitening(posterior)
        images = self.data.images[: -self.config.held_out]
        features = torch.cat([heard(levels, self.config.spec) for levels in in_chunks(images, CHUNK, self.device)])
        calibration = calibrate(self.nets.whitened(posterior.mean), features)
        self.nets.knob_centre.copy_(calibration.centre)
        self.nets.knob_axes.copy_(calibration.axes)
        self.explained = calibration.explained

    def _encoded(self) -> Tensor:
        if self._latents is None:
            self._latents = encoded(self.nets, self.data, self.device)
        return self._latents

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
        except (KeyError, RuntimeError, ValueError, TypeError) as error:
            raise BadInput(
                f"{path} holds other nets or fields than its run; delete it to use the one before"
            ) from error
        self._moments = checkpoint.with_prefix(tensors, "moments.")
