"""One step of a stage: the number of a step in, updated weights out, on any number of processes.

Each process computes the loss of its share of the batch, in micro-batches that fit into the memory of its device. The
gradient is that of the mean over the whole batch, whatever the shares and micro-batches are.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import NamedTuple

import numpy as np
import torch
from lightning_fabric import Fabric
from torch import Tensor, nn

from engine.errors import VamenError
from training.nets.bundle import Nets

from .stages import TrainingStage


class StepResult(NamedTuple):
    """What all processes know after a step."""

    loss: float  # mean over the batch
    finite: bool  # whether the gradient was finite; if not, the weights are unchanged
    stop: bool  # whether a process was asked to stop


class StageLoss(nn.Module):
    """The loss of a stage as a module, whose parameters are those of the nets."""

    def __init__(self, stage: TrainingStage, nets: Nets, bfloat16: bool) -> None:
        super().__init__()
        self.nets, self._stage, self._bfloat16 = nets, stage, bfloat16

    def forward(self, step: int, first: int, end: int) -> Tensor:
        """Return the mean loss of samples `first` to `end` - 1 of the batch of a step."""
        device = self.nets.latent_mean.device.type
        with torch.autocast(device, torch.bfloat16, enabled=self._bfloat16):
            return self._stage.loss(self.nets, step, slice(first, end))


class Optimisation:
    """The training of one stage's net."""

    def __init__(
        self,
        fabric: Fabric,
        stage: TrainingStage,
        nets: Nets,
        optimiser: torch.optim.Optimizer,
        *,
        clip: float,
        bfloat16: bool = False,
        say: Callable[[str], object] = lambda line: None,
    ) -> None:
        """Prepare to train `stage`; all processes do this together.

        Args:
            fabric: of this process.
            stage: with its data.
            nets: of which the stage trains a part.
            optimiser: of that part's parameters.
            clip: largest norm of a gradient.
            bfloat16: whether matrices are multiplied in bfloat16.
            say: takes a line for the user.

        Raises:
            VamenError: there are more processes than samples in a batch.
        """
        nets.requires_grad_(False)
        stage.trained(nets).requires_grad_(True)
        self._fabric, self._clip, self._say = fabric, clip, say
        self._batch = stage.batch
        if fabric.world_size > stage.batch:
            raise VamenError(
                f"{fabric.world_size} processes share a batch of {stage.batch}; use fewer, or a larger --batch"
            )
        share = np.array_split(range(stage.batch), fabric.world_size)[fabric.global_rank]
        self._share = range(int(share[0]), int(share[-1]) + 1)
        self._trained = stage.trained(nets)
        self._module, self._optimiser = fabric.setup(StageLoss(stage, nets, bfloat16), optimiser)
        self._pieces = 1  # micro-batches of a batch
        if fabric.world_size > 1:
            self._agree_on_pieces()

    def step(self, number: int, rate: float, stop: bool = False) -> StepResult:
        """Train on the batch of step `number` with a learning rate; `stop`: this process was asked to stop."""
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        loss = self._gradient(number)
        norm = self._fabric.clip_gradients(self._module, self._optimiser, max_norm=self._clip, error_if_nonfinite=False)
        finite = bool(torch.as_tensor(norm).isfinite())
        if finite:
            self._optimiser.step()
        self._optimiser.zero_grad()
        if self._fabric.world_size > 1:
            known = torch.tensor([loss, float(stop)], device=self._fabric.device)
            loss, asked = self._sum(known).tolist()
            stop = asked > 0
        return StepResult(loss, finite, stop)

    def _gradient(self, number: int) -> float:
        """Compute the gradient and return this process's part of the mean loss, in micro-batches that fit."""
        while True:
            try:
                return self._in_pieces(number, synchronised=True)
            except torch.OutOfMemoryError as error:
                self._optimiser.zero_grad()
                if self._fabric.world_size > 1:  # the others wait for a gradient that does not come
                    raise VamenError(
                        f"the memory of {self._fabric.device} is full; free some, then the same command goes on from "
                        "the last checkpoint, or begin another run with a smaller --batch"
                    ) from error
                self._halve()

    def _agree_on_pieces(self) -> None:
        """Find micro-batches that fit into the memory of every process's device, by trying the first step."""
        while True:
            fits = True
            try:
                self._in_pieces(0, synchronised=False)
            except torch.OutOfMemoryError:
                fits = False  # the exception is not kept, as it holds the activations of this attempt
            self._optimiser.zero_grad()
            if not float(self._sum(torch.tensor(float(not fits), device=self._fabric.device))):
                return
            self._halve()

    def _sum(self, values: Tensor) -> Tensor:
        """Return the sum over all processes."""
        found = self._fabric.all_reduce(values, reduce_op="sum")
        assert isinstance(found, Tensor)
        return found

    def _halve(self) -> None:
        self._pieces *= 2
        if self._pieces > 2 * len(self._share) - 1:
            raise VamenError(f"the memory of {self._fabric.device} is too small for a single sample")
        self._say(
            f"the memory of {self._fabric.device} is full; a batch is computed in {self._pieces} parts from now on"
        )

    def _in_pieces(self, number: int, synchronised: bool) -> float:
        pieces = [piece for piece in np.array_split(self._share, self._pieces) if len(piece)]
        total = 0.0
        for at, piece in enumerate(pieces):
            waits = at + 1 < len(pieces) or not synchronised
            with (
                self._fabric.no_backward_sync(self._module) if self._fabric.world_size > 1 and waits else nullcontext()
            ):
                loss = self._module(number, int(piece[0]), int(piece[-1]) + 1) * (len(piece) / self._batch)
                self._fabric.backward(loss * self._fabric.world_size)  # gradients of processes are averaged
            total += float(loss.detach())
        return total
