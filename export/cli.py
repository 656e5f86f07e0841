"""`vamen export` and `vamen check`: a run or a model in, a printed summary out. torch is imported in the command."""

from pathlib import Path
from typing import Literal


def export(
    run: Path,
    model: Path,
    *,
    name: str | None = None,
    metrics: Path | None = None,
    texture: float | None = None,
) -> None:
    """Write a trained model as one playable file.

    Args:
        run: The run, made by `vamen train`.
        model: The file to write, such as my_breaks.onnx.
        name: Name of the model; that of the file by default.
        metrics: Figures that `vamen evaluate --save` wrote, for the model's card.
        texture: Amount of added noise, 0 to 2, that suits the model; that of the training by default.
    """
    from datetime import UTC, datetime

    from .write_model import export as export_run

    done = export_run(run, model, name=name, created=datetime.now(UTC), metrics=metrics, texture=texture)
    print(
        f"wrote {done.path}: {done.size / 1e6:.1f} MB, {done.quantised} layers with two bytes a weight, "
        f"{done.difference.picture:.3f} dB from the trained nets"
    )
    if done.card.breaks:
        print(f"its map shows {len(done.card.breaks)} breaks of the training set")
    else:
        print("it has no map of breaks, as the training set of the run has gone")
    training = done.card.training
    planned = training["plan"][training["stage"]]
    if training["step"] < planned:
        print(
            f"the run was stopped at step {training['step']} of {planned} of stage {training['stage']}, its last one; "
            "for a better model finish vamen train, then export again"
        )
    print(f"next: vamen check {done.path}, then vamen play --model {done.path}")


def check(
    model: Path, *, provider: Literal["auto", "cpu", "cuda"] = "auto", threads: int = 1, json: bool = False
) -> None:
    """Verify a model file.

    Args:
        model: The file.
        provider: Hardware that runs the model: cuda, cpu, or the best available.
        threads: CPU threads.
        json: Machine-readable.
    """
    from dataclasses import asdict
    from json import dumps

    from .check import check as check_file

    result = check_file(model, provider=provider, threads=threads)
    if json:
        print(dumps(asdict(result), indent=2))
        return
    print(f"{result.name}: made by vamen {result.version} from {result.sources} sources, licence {result.licence}")
    if result.makers:
        print(f"sources by {', '.join(result.makers)}")
    for attribution in result.attributions:
        print(f"attribution: {attribution}")
    print(f"knobs: {', '.join(result.knobs)}")
    print(f"decodes in {result.median:.1f} ms, 99 of 100 within {result.worst:.1f} ms, on {result.provider}")
    print(f"digest {result.digest[:12]}: nothing has changed since the export")
    print(f"{model} is good: {result.size / 1e6:.1f} MB, loads in {result.load:.1f} s, reproducible")
