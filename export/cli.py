"""`vamen export` and `vamen check`: a run or a model in, a plain summary out. torch is imported inside the command."""

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
        name: What the model is called; its file name if nothing is said.
        metrics: Figures that `vamen evaluate --save` wrote, for the model's card.
        texture: The grain that suits the model, 0 to 2; what the training says if nothing is said.
    """
    from datetime import UTC, datetime

    from .write_model import export as export_run

    done = export_run(run, model, name=name, created=datetime.now(UTC), metrics=metrics, texture=texture)
    print(
        f"wrote {done.path}: {done.size / 1e6:.1f} MB, {done.quantised} layers in two bytes a weight, "
        f"{done.gap.picture:.3f} dB from the trained nets"
    )
    print(f"next: vamen check {done.path}, then vamen play --model {done.path}")


def check(
    model: Path, *, provider: Literal["auto", "cpu", "cuda"] = "auto", threads: int = 1, json: bool = False
) -> None:
    """Verify a model file.

    Args:
        model: The file.
        provider: What shall run it.
        threads: CPU threads.
        json: Machine-readable.
    """
    from json import dumps

    from .check import check as check_file

    verdict = check_file(model, provider=provider, threads=threads)
    if json:
        print(dumps(verdict.to_dict(), indent=2))
        return
    print(f"{verdict.name}: made by vamen {verdict.version} from {verdict.sources} breaks, licence {verdict.licence}")
    print(f"knobs: {', '.join(verdict.knobs)}")
    print(f"decodes in {verdict.median:.1f} ms, 99 of 100 within {verdict.worst:.1f} ms, on {verdict.provider}")
    print(f"{model} is good: {verdict.size / 1e6:.1f} MB, loads in {verdict.load:.1f} s, repeats itself exactly")
