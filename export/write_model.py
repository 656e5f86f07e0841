"""Run folder in, model file out: the newest checkpoint as one ONNX file with a card, compared with the nets.

The card gets a map of the run's dataset (see break_map), if that is still where it was when the run began.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import onnx

from engine import __version__
from engine.errors import BadInput, BadParameter, ModelMismatch, VamenError
from engine.files.writing import atomic_write, check_writable
from engine.model.card import MAX_TEXTURE, METADATA_KEY, Card, read_knobs, read_macros, read_prior, read_texture
from engine.model.digest import add_digest
from engine.model.model_file import Model
from engine.spec import Spec
from engine.untrusted import read_bytes, read_json
from training.config import STAGES
from training.loop import checkpoint
from training.loop.run_folder import RunConfig, RunFolder
from training.nets.bundle import Nets
from training.nets.calibrate import HIGH_QUANTILE, LOW_QUANTILE

from .break_map import run_breaks
from .graph import to_onnx
from .quantise import (
    COMPARED_LOOPS,
    MAX_ERROR_DB,
    MAX_RELATIVE_ERROR,
    Example,
    ModelDifference,
    ModelOutput,
    make_example,
    model_difference,
    quantise_weights,
    run_nets,
)

MAX_METRICS_BYTES = 1 << 20
MAX_MODEL_BYTES = 16 * 2**20  # bytes


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Description of the written file."""

    path: Path
    size: int  # bytes
    difference: ModelDifference  # from the trained nets
    quantised: int  # layers whose weights are stored in two bytes
    card: Card


def load_trained_nets(run: RunFolder) -> tuple[Nets, RunConfig, dict[str, Any]]:
    """Return the moving average of the nets in a run's newest checkpoint, the run's config, and the checkpoint's state.

    Raises:
        BadInput: no run, no checkpoint, a damaged one, or one from before the last stage.
    """
    config, newest = run.config(), run.newest()
    if newest is None:
        raise BadInput(f"{run.folder} has no checkpoint yet; train longer with vamen train")
    tensors, state = checkpoint.load_checkpoint(newest)
    if state.get("stage") != STAGES[-1]:
        raise BadInput(f"{run.folder} is at stage {state.get('stage')} of {', '.join(STAGES)}; finish vamen train")
    nets = Nets(config.hparams, config.spec)
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
) -> ExportResult:
    """Write the model of a run to `path`; an older file there is replaced after the new one is verified.

    Weights are stored in two bytes where the result is the same, else in four. The name of the model defaults to that
    of the file, its texture to that of the run. `metrics` is a JSON file with figures of an evaluation, for the card.

    Raises:
        BadInput: the run cannot be exported, the figures cannot be read, or the file cannot be written.
        BadParameter: the texture is not from 0 to 2.
        VamenError: the output of the file differs from that of the nets, or the file would be too large.
    """
    check_writable(path, make_folders=True, sources=[metrics])
    if texture is not None and not 0 <= texture <= MAX_TEXTURE:
        raise BadParameter(f"the texture is {texture:g}; choose 0 to {MAX_TEXTURE:g}, where 1 is that of real breaks")
    nets, config, state = load_trained_nets(RunFolder(run))
    card = _card(config, state, name or path.stem, created, read_metrics(metrics), texture)
    quantised, layers = quantise_weights(nets, config.spec)
    model = to_onnx(quantised, config.spec)
    with atomic_write(path, make_folders=True) as part:
        save_model(model, card, part)
        found = file_difference(nets, config.spec, part)
        card = replace(card, breaks=run_breaks(Model.load(part, provider="cpu"), config.data, config.digest))
        save_model(model, card, part)
        size = part.stat().st_size
        if not found.within():
            raise VamenError(
                f"the file decodes {found.picture:.2f} dB off the nets and encodes {found.place:.1e} off them, "
                f"expected {MAX_ERROR_DB} and {MAX_RELATIVE_ERROR:.0e}; please report this"
            )
        if size > MAX_MODEL_BYTES:
            raise VamenError(
                f"the file has {size >> 20} MB, at most {MAX_MODEL_BYTES >> 20} are allowed; train smaller nets"
            )
    return ExportResult(path, size, found, layers, card)


def save_model(model: onnx.ModelProto, card: Card, path: Path) -> None:
    """Write a model with this card as its only metadata, and its digest."""
    del model.metadata_props[:]
    model.metadata_props.add(key=METADATA_KEY, value=card.to_json())
    onnx.save(model, path)
    add_digest(path)


def file_difference(nets: Nets, spec: Spec, path: Path) -> ModelDifference:
    """Return the largest differences between outputs of a file, run by the engine, and of the nets, on random loops."""
    model = Model.load(path, provider="cpu")
    sizes = model.card.latents, model.card.step_latents
    examples = [make_example(spec, *sizes, number) for number in range(2 * COMPARED_LOOPS)]
    expected = [run_nets(nets, example) for example in examples]
    return model_difference(spec, expected, [run_model(model, example) for example in examples])


def run_model(model: Model, example: Example) -> ModelOutput:
    """Return the output of a model file for an example."""
    latents = model.step_latents(example.knobs, example.seed)
    levels, grain = model.decode(latents + example.edits)
    return ModelOutput(latents, levels, grain, *model.encode(levels))


def read_metrics(path: Path | None) -> dict[str, Any]:
    """Return the figures that `vamen evaluate --save` wrote; nothing without a path.

    Raises:
        BadInput: the file cannot be read, or is not a mapping in JSON.
    """
    if path is None:
        return {}
    try:
        values = read_json(read_bytes(path, MAX_METRICS_BYTES))
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}); give a file of vamen evaluate --save") from error
    except ValueError as error:
        raise BadInput(f"{path} is not JSON ({error}); give a file of vamen evaluate --save") from error
    if not isinstance(values, dict):
        raise BadInput(
            f"{path} holds a {type(values).__name__}, expected figures; give a file of vamen evaluate --save"
        )
    return values


def _card(
    config: RunConfig,
    state: Mapping[str, Any],
    name: str,
    created: datetime,
    metrics: Mapping[str, Any],
    texture: float | None,
) -> Card:
    described, latents, step_latents = state.get("card"), config.hparams.loop_latents, config.hparams.latents
    if not isinstance(described, dict) or not {"knobs", "prior", "macros", "texture"} <= described.keys():
        raise BadInput("the run's checkpoint does not describe the knobs; train again with this version of vamen")
    try:
        return Card(
            name=name,
            version=__version__,
            spec=config.spec,
            latents=latents,
            step_latents=step_latents,
            licence=config.licence,
            sources=tuple(config.sources),
            knobs=read_knobs(described, latents),
            prior=read_prior(described["prior"], latents),
            macros=read_macros(described["macros"], step_latents),
            texture=read_texture(described["texture"] if texture is None else texture),
            calibration={"percentiles": [100 * LOW_QUANTILE, 100 * HIGH_QUANTILE]},
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
        raise BadInput(f"the run's checkpoint has an invalid card ({error}); train again with this version") from error
