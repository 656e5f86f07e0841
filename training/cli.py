"""`vamen dataset`, `vamen train` and `vamen evaluate`: arguments in, a printed summary out.

torch and librosa are imported inside the commands, so that loading the command table stays fast.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from engine.errors import EXIT_INTERRUPTED, BadParameter


def dataset(
    folder: Path,
    out: Path,
    *,
    count: int = 4000,
    seed: int = 0,
    skip: Sequence[str] = (),
    notes: Path | None = None,
    beats: Sequence[str] = (),
    kits: Sequence[Path] = (),
    kit_share: float | None = None,
    synth_share: float = 0.0,
    grooves: Path | None = None,
    held_out: int | None = None,
    workers: int = 1,
    on: Literal["processes", "ray"] = "processes",
    shard: str | None = None,
    join: bool = False,
    on_the_fly: bool = False,
    force: bool = False,
) -> None:
    """Make a training set from a folder of breaks, of kits and of grooves.

    Args:
        folder: Breaks: WAV, FLAC, OGG or MP3 loops of any length, rate and tempo.
        out: The training set to make, a folder.
        count: Number of two-bar loops to arrange; 4000 need 1 GB.
        seed: Another seed gives another training set.
        skip: Files to leave out, such as 'loop_tabla*', of all folders; may be given several times.
        notes: A breaks.toml that describes the files, if it is not in their folder.
        beats: Length of a file in beats, such as loop.wav=8; may be given several times.
        kits: A folder of one-shots, single drum hits, a subfolder for each kit; may be given several times.
        kit_share: Share of the loops played by such kits, 0 to 1; 0.35 by default.
        synth_share: Share of the loops played by the drum synthesiser alone, 0 to 1.
        grooves: A folder of MIDI files of drums, which kits play besides classic breaks.
        held_out: Number of loops kept from training, for evaluation; one in twenty by default.
        workers: Number of processes.
        on: What runs them: processes of this machine, or all of a Ray cluster.
        shard: Make one share of the training set only, such as 2/4; other calls, on other machines, make the others.
        join: Make nothing: check the shares that were made, and complete the training set. Give the same options.
        on_the_fly: Write no loops: they are made from the same folders whenever training needs one, which takes longer.
        force: Replace a training set of that name.
    """
    from training.dataset.builder import complete, describe_only, make_shards
    from training.dataset.dataset_folder import composition
    from training.dataset.dataset_plan import plan_dataset
    from training.dataset.material import SourceOptions
    from training.dataset.rendering import RenderChunks, render_here, render_in_processes

    began = time.monotonic()
    if workers < 1 or bool(shard) + join + on_the_fly > 1:
        raise BadParameter(f"--workers is {workers}, expected 1 or more; of --shard, --join and --on-the-fly give one")
    share = _share(shard) if shard else (1, 1)
    sources: SourceOptions = {"beats": dict(map(_length, beats)), "skip": skip, "notes": notes, "kits": kits}
    sources |= {"kit_share": kit_share, "synth_share": synth_share, "grooves": grooves}
    plan = plan_dataset(folder, out, count=count, seed=seed, held_out=held_out, force=force, join=join, **sources)
    if not (join or on_the_fly):
        render: RenderChunks = render_in_processes(workers) if workers > 1 else render_here
        if on == "ray":
            from training.dataset.on_ray import render_on_ray

            render = render_on_ray
        with _progress("loops") as progress:
            make_shards(plan, share=share, progress=progress, render=render)
    if shard:
        print(f"made share {shard} of {out}; when all are made: the same command with --join in place of --shard")
        return
    data = describe_only(plan, folder, sources, force=force) if on_the_fly else complete(plan)
    for line in (*(f"note: {remark}" for remark in data.remarks), *composition(data)):
        print(line)
    print(f"wrote {out} in {time.monotonic() - began:.0f} s")
    print(f"next: vamen train {out} --out RUN")


def train(
    data: Path,
    *,
    out: Path,
    minutes: float | None = None,
    steps: int | None = None,
    batch: int | None = None,
    patience: int | None = None,
    seed: int = 0,
    device: str = "auto",
    threads: int | None = None,
    force: bool = False,
) -> int:
    """Train a model on a training set, or resume a stopped run.

    Args:
        data: The training set, made by `vamen dataset`.
        out: The run: checkpoints, previews and log. If it exists, training resumes with its own plan.
        minutes: Duration of a new run on this machine; 120 by default.
        steps: Steps of a new run's first stage, instead of minutes.
        batch: Samples in a step of a new run's first stage, of all processes together; 16 by default.
        patience: End a stage, as it was at its best, when so many evaluations in a row were no better; off by default.
        seed: Another seed gives another model.
        device: cpu, cuda, mps (an Apple GPU), or auto. Several devices: start this command with torchrun.
        threads: CPU threads; all by default.
        force: Resume a run with another training set than its own.
    """
    from training.dataset.descriptors import DESCRIPTOR_NAMES
    from training.loop.outcome import missing_qualities
    from training.loop.run_page import PAGE_FILE
    from training.loop.train import train as train_model

    summary = train_model(
        data,
        out,
        minutes=minutes,
        steps=steps,
        batch=batch,
        patience=patience,
        seed=seed,
        device=device,
        threads=threads,
        force=force,
    )
    if not summary.fabric.is_global_zero:
        return 0
    if not summary.finished:
        print(f"stopped and saved at step {summary.step} of stage {summary.stage}; the same command resumes it")
        return EXIT_INTERRUPTED
    for name, value in summary.figures.items():
        print(f"{name.replace('_', ' ')}: {value:.3f}")
    strongest = max(range(len(DESCRIPTOR_NAMES)), key=lambda knob: summary.explained[knob])
    share = f"{summary.explained[strongest]:.0%} of the difference between loops"
    print(f"of the named knobs, {DESCRIPTOR_NAMES[strongest]} moves most: {share}")
    missing = missing_qualities(summary.effects)
    print("\n".join(missing) if missing else "every named knob does what it is named after")
    print(f"wrote {out} in {summary.seconds / 60:.0f} minutes of training; look at {out / PAGE_FILE}")
    print(f"next: vamen export {out} MODEL.onnx")
    return 0


def _share(text: str) -> tuple[int, int]:
    """Return which share of how many an argument like 2/4 means."""
    which, _, of = text.partition("/")
    if not (which.isdecimal() and of.isdecimal() and 1 <= int(which) <= int(of)):
        raise BadParameter(f"--shard {text} is no share; write it like 2/4, for the second of four")
    return int(which), int(of)


def _length(text: str) -> tuple[str, float]:
    """Return the file name and the number of beats in an argument like loop.wav=8."""
    name, _, number = text.rpartition("=")
    try:
        beats = float(number)
    except ValueError:
        beats = math.nan
    if not name or not 0 < beats < math.inf:
        raise BadParameter(f"--beats {text} is not a file and its beats; write it like loop.wav=8")
    return name, beats


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error if it is a terminal; yield a function of done and total that updates it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def evaluate(
    reference: Path | None = None,
    *,
    model: Path | None = None,
    samples: int = 400,
    seed: int = 0,
    unseen: bool = False,
    all: bool = False,
    page: Path | None = None,
    save: Path | None = None,
    threads: int = 1,
    json: bool = False,
) -> None:
    """Measure the quality of a model, compared with real breaks, and say it in five sentences.

    Args:
        reference: A training set made by `vamen dataset`; its held-out loops are what the model is compared with.
            Without one, only knobs, morphs, determinism and cost are measured.
        model: The model file; the bundled one by default.
        samples: Number of random breaks; fewer are faster and less exact.
        seed: Another seed gives other breaks.
        unseen: The model was not trained on the reference: measure only reconstruction, of all loops of the reference.
        all: Print all figures, with the value that real breaks reach and the bar of each.
        page: An HTML file to write: the sentences, each with a picture.
        save: A JSON file for the figures, for `vamen export --metrics`.
        threads: CPU threads; costs are always measured on one.
        json: Machine-readable.
    """
    from json import dumps

    from engine.files.writing import atomic_write, check_writable
    from engine.model.model_file import bundled
    from training.evaluation.evaluate import evaluate as evaluate_model

    path = model or bundled()
    if save:
        check_writable(save, sources=[path])
    with _progress("measuring") as progress:
        report = evaluate_model(
            path,
            reference,
            samples=samples,
            seed=seed,
            unseen=unseen,
            threads=threads,
            page=page,
            progress=progress,
        )
    if save:
        with atomic_write(save) as part:
            part.write_text(dumps(report.summary(), indent=1) + "\n", "utf-8")
    if json:
        print(dumps(report.to_dict(), indent=2))
        return
    for line in report.lines() if all else report.short_lines():
        print(line)
