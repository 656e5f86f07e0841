"""Run folder in, model file out: the newest checkpoint as one ONNX file with a card, verified before it is there.

The file is written under another name and takes its place only when it makes what the nets make.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import onnx

from engine import __version__
from engine.errors import BadInput, BadParameter, ModelMismatch, VamenError
from engine.model.card import KEY, MOST_TEXTURE, Card, read_knobs, read_macros, read_prior, read_texture
from engine.model.model_file import Model
from engine.spec import Spec
from training.config import STAGES
from training.loop import checkpoint
from training.loop.run_folder import Run, RunConfig
from training.nets.bundle import Nets
from training.nets.calibrate import HIGH, LOW

from .graph import to_onnx
from .quantise import (
    CLOSE,
    CLOSE_PLACE,
    TRIALS,
    Answer,
    Example,
    ModelDifference,
    answer,
    example,
    gap,
    quantise_weights,
)

LARGEST = 16 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    path: Path
    size: int  # bytes
    gap: ModelDifference  # the largest differences from the trained nets
    quantised: int  # layers whose weights are stored in two bytes
    card: Card


def trained_nets(run: Run) -> tuple[Nets, RunConfig, dict[str, Any]]:
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


def export(
    run: Path,
    path: Path,
    *,
    name: str | None = None,
    created: datetime,
    metrics: Path | None = None,
    texture: float | None = None,
) -> Exported:
    """Write the model of a run to `path`; an older file there is replaced when the new one is verified.

    Weights are stored in two bytes where that makes the same, else in four.

    Args:
        run: the run's folder.
        path: the file.
        name: of the model; that of the file when nothing is said.
        created: the moment that the card names.
        metrics: a JSON file with the figures of an evaluation, for the card.
        texture: the amount of grain that suits the model; the run's own when nothing is said.

    Raises:
        BadInput: the run cannot be exported, the figures cannot be read, or the file cannot be written.
        BadParameter: the texture is not from 0 to 2.
        VamenError: the file would not make what the nets make, or would be too large.
    """
    check_writable(path)
    if texture is not None and not 0 <= texture <= MOST_TEXTURE:
        raise BadParameter(f"the texture is {texture:g}; choose 0 to {MOST_TEXTURE:g}, where 1 is that of real breaks")
    nets, config, state = trained_nets(Run(run))
    card = _card(config, state, name or path.stem, created, read_metrics(metrics), texture)
    light, layers = quantise_weights(nets, config.spec)
    model = to_onnx(light, config.spec)
    model.metadata_props.add(key=KEY, value=card.to_json())
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        onnx.save(model, part)
        size, found = part.stat().st_size, difference(nets, config.spec, part)
        if not found.within():
            raise VamenError(
                f"the file paints {found.picture:.2f} dB beside the nets and encodes {found.place:.1e} beside them, "
                f"expected {CLOSE} and {CLOSE_PLACE:.0e}; please report this"
            )
        if size > LARGEST:
            raise VamenError(f"the file has {size >> 20} MB, expected at most {LARGEST >> 20}; train smaller nets")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return Exported(path, size, found, layers, card)


def check_writable(path: Path) -> None:
    """Refuse a name that no model could be written to, before any work is done; missing folders are no fault.

    Raises:
        BadInput: a folder of that name, a file where a folder should be, or a folder that may not be written to.
    """
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder; name a file, such as {path / 'my_breaks.onnx'}")
        folder = next(parent for parent in path.parents if parent.exists())
        if not folder.is_dir():
            raise BadInput(f"{folder} is a file, so {path.name} cannot lie in it; name a folder before it")
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}); name another file") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise BadInput(f"{folder} may not be written to; name a file in another folder")


def difference(nets: Nets, spec: Spec, path: Path) -> ModelDifference:
    """Largest differences between a file as the engine plays it and the nets, over random loops, some never tried."""
    model = Model.load(path, provider="cpu")
    examples = [example(spec, model.card.latents, model.card.step_latents, number) for number in range(2 * TRIALS)]
    return gap(spec, [answer(nets, asked) for asked in examples], [played(model, asked) for asked in examples])


def played(model: Model, asked: Example) -> Answer:
    """What a model file makes of an example."""
    latents = model.loop(asked.knobs, asked.seed)
    levels, grain = model.paint(latents + asked.edits)
    return Answer(latents, levels, grain, *model.encode(levels))


def read_metrics(path: Path | None) -> dict[str, Any]:
    """The figures of an evaluation.

    Raises:
        BadInput: the file cannot be read, or is no mapping in JSON.
    """
    if path is None:
        return {}
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(f"{path} is not a readable file ({error.strerror}); name what vamen evaluate saved") from error
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON ({error}); name what vamen evaluate saved") from error
    if not isinstance(values, dict):
        raise BadInput(f"{path} has a {type(values).__name__}, expected figures by name; use vamen evaluate's")
    return values


def _card(
    config: RunConfig,
    state: Mapping[str, Any],
    name: str,
    created: datetime,
    metrics: Mapping[str, Any],
    texture: float | None,
) -> Card:
    said, latents, step_latents = state.get("card"), config.recipe.loop_latents, config.recipe.latents
    if not isinstance(said, dict) or not {"knobs", "prior", "macros", "texture"} <= said.keys():
        raise BadInput("the run's checkpoint does not say what the knobs are; train again with this version of vamen")
    try:
        return Card(
            name=name,
            version=__version__,
            spec=config.spec,
            latents=latents,
            step_latents=step_latents,
            licence=config.licence,
            sources=tuple(config.sources),
            knobs=read_knobs(said, latents),
            prior=read_prior(said["prior"], latents),
            macros=read_macros(said["macros"], step_latents),
            texture=read_texture(said["texture"] if texture is None else texture),
            calibration={"percentiles": [100 * LOW, 100 * HIGH]},
            training={
                "plan": dict(config.plan),
                "stage": state["stage"],
                "step": state["step"],
                "minutes": round(float(state["seconds"]) / 60, 1),
                "seed": config.seed,
                "loops": config.count,
                "held_out": config.held_out,
                "precision": config.precision,
                "figures": state["figures"],
            },
            metrics=metrics,
            created=created.isoformat(timespec="seconds"),
        )
    except (ModelMismatch, KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"the run's checkpoint has an odd card ({error}); train again with this version") from error
