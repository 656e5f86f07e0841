"""Run folder in, model file out: the newest checkpoint as one ONNX file with a card, verified before it is there.

The file is written under another name and takes its place only when it paints what the nets paint.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import onnx
import torch

from engine import __version__
from engine.card import KEY, Card
from engine.errors import BadInput, VamenError
from engine.model import Model
from engine.spec import Spec
from training import checkpoint
from training.calibrate import HIGH, LOW
from training.nets import Nets
from training.recipe import STAGES
from training.run import Config, Run

from .graph import example, to_onnx

CLOSE = 0.05  # dB; largest difference between the file and the nets that nobody can hear or see
TRIALS = 6  # random loops that are compared
LARGEST = 16 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    size: int  # bytes
    parity: float  # dB, largest difference of any cell from the trained nets
    halves: bool  # weights are stored as float16
    card: Card


def trained_nets(run: Run) -> tuple[Nets, Config, dict[str, object]]:
    """The averaged nets of a run's newest checkpoint, its config and its training state.

    Raises:
        BadInput: no run, no checkpoint, a damaged one, or one from before the last stage.
    """
    config, newest = run.config(), run.newest()
    if newest is None:
        raise BadInput(f"{run.folder} has no checkpoint yet; let vamen train run a little longer")
    tensors, state = checkpoint.load(newest)
    if state.get("stage") != STAGES[-1]:
        raise BadInput(
            f"{run.folder} is at stage {state.get('stage')} of {', '.join(STAGES)}; finish it with vamen train"
        )
    nets = Nets(config.recipe, config.spec)
    try:
        nets.load_state_dict(checkpoint.with_prefix(tensors, "average."))
    except RuntimeError as error:
        raise BadInput(f"{newest} holds other nets than this version of vamen makes; train again with it") from error
    return nets.eval(), config, state


def export(run: Path, path: Path, *, name: str | None = None, created: datetime) -> Exported:
    """Write the model of a run to `path`; an older file there is replaced when the new one is verified.

    Weights are stored as float16 where that paints the same, else as float32.

    Raises:
        BadInput: the run cannot be exported.
        VamenError: the file would not paint what the nets paint, or would be too large.
    """
    nets, config, state = trained_nets(Run(run))
    card = _card(config, state, name or path.stem, created)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        for halves in (True, False):
            model = to_onnx(nets, config.spec, halves=halves)
            model.metadata_props.add(key=KEY, value=card.to_json())
            onnx.save(model, part)
            parity = difference(nets, config.spec, part)
            if parity <= CLOSE:
                break
        else:
            raise VamenError(f"the file paints {parity:.2f} dB beside the nets, expected {CLOSE}; please report this")
        size = part.stat().st_size
        if size > LARGEST:
            raise VamenError(f"the file has {size >> 20} MB, expected at most {LARGEST >> 20}; train smaller nets")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Exported(path, size, parity, halves, card)


@torch.no_grad()
def difference(nets: Nets, spec: Spec, path: Path) -> float:
    """Largest difference in dB of any cell, over random loops, between a file as the engine plays it and the nets."""
    model, worst = Model.load(path, provider="cpu"), 0.0
    for trial in range(TRIALS):
        knobs, _, offsets = example(nets, spec, trial)
        noise = torch.from_numpy(model.noise(trial))
        expected, _ = nets(knobs, noise, offsets)
        painted = model.decode(knobs.numpy(), trial, offsets.numpy())
        worst = max(worst, float(np.abs(painted - expected.numpy()).max()) * -spec.floor)
    return worst


def _card(config: Config, state: dict[str, object], name: str, created: datetime) -> Card:
    seconds, explained = state["seconds"], state["explained"]
    assert isinstance(seconds, float)
    return Card(
        name=name,
        version=__version__,
        spec=config.spec,
        latents=config.recipe.loop_latents,
        step_latents=config.recipe.latents,
        licence=config.licence,
        sources=tuple(config.sources),
        calibration={"percentiles": [100 * LOW, 100 * HIGH], "explained": explained},
        training={
            "plan": dict(config.plan),
            "stage": state["stage"],
            "step": state["step"],
            "minutes": round(seconds / 60, 1),
            "seed": config.seed,
            "loops": config.count,
            "held_out": config.held_out,
            "figures": state["figures"],
        },
        created=created.isoformat(timespec="seconds"),
    )
