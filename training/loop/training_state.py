"""State of a training: nets, their moving average and the position in the plan; in memory and in checkpoints.

Nothing else is state: batches and noise come from the step number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from engine.errors import BadInput
from training.config import STAGES
from training.dataset import batches
from training.dataset.dataset_folder import Dataset
from training.dataset.descriptors import DESCRIPTOR_NAMES, DESCRIPTORS
from training.nets.bundle import Nets
from training.nets.calibrate import Calibration, calibrate, fit_mixture, slopes_per_step

from . import checkpoint, outcome
from .loop_figures import LoopFigures
from .run_folder import RunConfig, RunFolder
from .stages import FlowStage, LoopData, LoopStage, SamplerStage, TrainingStage
from .step_stage import StepStage

DESCRIPTOR_VARIANCE = 1e-3  # assumed, as descriptors have no posterior; keeps the covariance regular
UNUSED_STEP = 2**40  # step number that no stage reaches: its random numbers are not used for training


@dataclass
class TrainingState:
    """Nets of a run, their moving average, and the position in the plan."""

    run: RunFolder
    config: RunConfig
    data: Dataset
    nets: Nets
    average: Nets
    fabric: Fabric = field(default_factory=lambda: Fabric(accelerator="cpu", devices=1))
    stage: str = STAGES[0]
    step: int = 0  # done in this stage
    seconds: float = 0.0  # spent on steps so far, including those before it was resumed
    figures: dict[str, float] = field(default_factory=dict)  # of held-out loops, the newest of each stage
    explained: list[float] = field(default_factory=list)  # share of the sound's variance per knob
    effects: dict[str, float] = field(default_factory=dict)  # of the named knobs, once the run is finished
    card: dict[str, Any] = field(default_factory=dict)  # describes knobs in the model file; empty before stage flow
    _moments: dict[str, Tensor] = field(default_factory=dict)  # of the optimiser, from a checkpoint
    loops: LoopFigures = field(init=False)

    def __post_init__(self) -> None:
        self.loops = LoopFigures(self.data, self.fabric, self.device)

    @property
    def device(self) -> torch.device:
        """Device of the nets."""
        return self.nets.latent_mean.device

    @property
    def finished(self) -> bool:
        """Whether all steps of the plan are done."""
        return self.stage == STAGES[-1] and self.step == self.config.plan[self.stage]

    def build(self) -> TrainingStage:
        """Return the current stage with its training data."""
        config = self.config
        if self.stage == "step":
            return StepStage(self.data, config.hparams, config.spec, config.seed, self.device)
        kind = {"loop": LoopStage, "flow": FlowStage, "sampler": SamplerStage}[self.stage]
        return kind(self._loop_data(), config.hparams, config.spec, config.seed, self.device)

    def next_stage(self) -> None:
        """Start the next stage from the averaged weights, after measuring what it needs on the training loops.

        For stage loop: mean and deviation of the step latents; for stage flow: the whitening of w and the knobs.
        The sampler starts as a copy of the flow.
        """
        # only the first process's are saved, so they count
        self.nets.load_state_dict(self.fabric.broadcast(self.average.state_dict()))
        self.stage, self.step = STAGES[STAGES.index(self.stage) + 1], 0
        self._moments = {}  # of the stage before, whose net may have parameters of the same names
        if self.stage == "loop":
            self.nets.fit_latents(self.loops.latents(self.nets)[0])
        elif self.stage == "flow":
            self._fit_knobs()
        else:
            self.nets.sampler.load_state_dict(self.nets.flow.state_dict())
        self.average.load_state_dict(self.nets.state_dict())

    @torch.no_grad()
    def _fit_knobs(self) -> None:
        latents, named = self._loop_data().train
        _, free = self.nets.loop.encode(latents)
        variance = torch.full_like(named, DESCRIPTOR_VARIANCE)
        self.nets.fit_whitening(torch.cat([named, free.mean], -1), torch.cat([variance, free.log_variance.exp()], -1))
        # samples, not means: the flow is trained on samples, and they are played
        generator = batches.rng_for_step(self.config.seed, "flow", UNUSED_STEP)
        drawn = free.sample(batches.normal_noise(generator, *free.mean.shape, device=self.device))
        white = self.nets.whitened(torch.cat([named, drawn], -1))
        calibration = calibrate(white.cpu(), named.cpu(), self.loops.features())
        self.nets.knob_centre.copy_(calibration.centre)
        self.nets.knob_axes.copy_(calibration.axes)
        self.nets.knob_places.copy_(torch.linalg.inv(calibration.axes.double()))
        self.explained = calibration.explained
        self.card = self._card(calibration, white)

    def _card(self, calibration: Calibration, w: Tensor) -> dict[str, Any]:
        """Return fields of the model's card: knobs, prior, macros, and default texture.

        `w` (loops, loop latents) describes the training loops, whitened; the prior is fitted to it.
        """
        free = len(calibration.axes) - len(DESCRIPTOR_NAMES)
        names = [*DESCRIPTOR_NAMES, *(f"free {number + 1}" for number in range(free))]
        about = [*DESCRIPTORS.values(), *["character that has no name; the first of these moves the sound most"] * free]
        sds = [*calibration.sds, *[None] * free]
        knobs = [
            {"name": name, "about": text, "sd": sd, "explained": share}
            for name, text, sd, share in zip(names, about, sds, calibration.explained, strict=True)
        ]
        levels = self.loops.drum_levels()
        slopes = slopes_per_step(self.loops.some_latents(self.nets).cpu(), levels)
        macros = {name: slope.tolist() for name, slope in zip(("kick", "snare", "hats"), slopes, strict=True)}
        prior = {"centre": calibration.centre.tolist(), "axes": calibration.axes.tolist()}
        prior["mixture"] = fit_mixture(w, self.config.seed)
        return {"knobs": knobs, "prior": prior, "macros": macros, "texture": 1.0}

    def knob_effects(self) -> dict[str, float]:
        """Return the effect of each named knob of the averaged nets, see `outcome.knob_effects`."""
        places = self.average.to_knobs(self.average.w_of(self.loops.some_latents(self.nets)))
        spread = self.loops.spread().clamp_min(1e-6).numpy()
        units = [knob["sd"] for knob in self.card["knobs"][: len(DESCRIPTOR_NAMES)]]
        return outcome.knob_effects(self.average, places, units, spread, self.config.seed)

    def _loop_data(self) -> LoopData:
        learned, held_out = map(self.nets.standardised, self.loops.latents(self.nets))
        learned_named, held_out_named = self.loops.named()
        return LoopData((learned, learned_named), (held_out, held_out_named))

    def optimiser(self, trained: nn.Module) -> torch.optim.AdamW:
        """Return AdamW for the net in training; its gradient averages are from the checkpoint if a stage is resumed."""
        hparams = self.config.hparams
        optimiser = torch.optim.AdamW(
            trained.parameters(), hparams.rate, betas=(0.9, 0.99), weight_decay=hparams.weight_decay
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
        """Write a checkpoint of this state and of the optimiser of the net in training."""
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

    def return_to_best(self) -> int:
        """Take the averaged weights with the best figure of the stage, if their checkpoint is there; return its step.

        Raises:
            BadInput: it is damaged.
        """
        path = self.run.best(self.stage)
        if path is None or not path.exists():  # of a run of an older version, which kept the newest only
            return self.step
        tensors, state = checkpoint.load_checkpoint(path)
        self.average.load_state_dict(checkpoint.with_prefix(tensors, "average."))
        self.figures = dict(state["figures"])
        return int(state["step"])

    def restore(self, path: Path, tensors: Mapping[str, Tensor], state: Mapping[str, Any]) -> None:
        """Set this state to that of a checkpoint, which `checkpoint.load_checkpoint` has read from `path`.

        Raises:
            BadInput: it is of other nets.
        """
        try:
            self.nets.load_state_dict(checkpoint.with_prefix(tensors, "nets."))
            self.average.load_state_dict(checkpoint.with_prefix(tensors, "average."))
            self.stage, self.step = STAGES[STAGES.index(state["stage"])], int(state["step"])
            self.seconds, self.figures = float(state["seconds"]), dict(state["figures"])
            self.explained = [float(share) for share in state["explained"]]
            self.card = dict(state["card"])
        except (KeyError, RuntimeError, ValueError, TypeError) as error:
            raise BadInput(f"{path} has other nets or fields than its run; delete it to use the one before") from error
        self._moments = checkpoint.with_prefix(tensors, "moments.")
