"""`vamen dataset` and `vamen train`: words in, a folder out, and a plain summary of what was made.

torch and librosa are imported inside the commands, so that naming a command costs nothing.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from engine.errors import BadParameter

INTERRUPTED = 130


def dataset(
    folder: Path,
    out: Path,
    *,
    count: int = 4000,
    seed: int = 0,
    skip: Sequence[str] = (),
    notes: Path | None = None,
    beats: Sequence[str] = (),
    workers: int = 1,
) -> None:
    """Make a training set of a folder of breaks.

    Args:
        folder: Breaks: WAV, FLAC, OGG or MP3 loops of any length, rate and tempo.
        out: The training set to make, a folder.
        count: How many two-bar loops to arrange; 4000 need 1 GB.
        seed: Another number, another training set.
        skip: Files to leave out, such as 'loop_tabla*'; may be given several times.
        notes: A breaks.toml that says what the files are, if it does not lie beside them.
        beats: Length of a file in beats, such as loop.wav=8; may be given several times.
        workers: Processes to share the work.
    """
    from .dataset import build

    lengths = dict(_length(word) for word in beats)
    began = time.monotonic()
    with _progress("loops") as progress:
        report = build(
            folder,
            out,
            count=count,
            seed=seed,
            beats=lengths,
            skip=skip,
            notes=notes,
            progress=progress,
            workers=workers,
        )
    for remark in report.remarks:
        print(f"note: {remark}")
    for source in report.sources:
        print(f"{source['file']}: {source['beats']} beats at {source['tempo']} BPM (from {source['beats_from']})")
    took, breaks = time.monotonic() - began, len(report.sources)
    print(f"wrote {out}: {report.count} loops ({report.held_out} held out) from {breaks} breaks in {took:.0f} s")
    print(f"next: vamen train {out} --out RUN")


def train(
    data: Path,
    *,
    out: Path,
    minutes: float | None = None,
    steps: int | None = None,
    seed: int = 0,
    device: str = "auto",
    threads: int | None = None,
) -> int:
    """Train a model on a training set, or go on with a run that was stopped.

    Args:
        data: The training set, made by `vamen dataset`.
        out: The run: checkpoints, previews and log. If it exists, training goes on where it was, with its own plan.
        minutes: How long a new run may take on this machine; 120 if nothing is said.
        steps: Steps of a new run's first stage, instead of minutes.
        seed: Another number, another model.
        device: cpu, cuda, or auto.
        threads: CPU threads; all if nothing is said.
    """
    from .train import train as train_model

    summary = train_model(data, out, minutes=minutes, steps=steps, seed=seed, device=device, threads=threads)
    if not summary.finished:
        print(f"stopped and saved at step {summary.step} of stage {summary.stage}; the same command goes on from there")
        return INTERRUPTED
    for name, value in summary.figures.items():
        print(f"{name.replace('_', ' ')}: {value:.3f}")
    print(f"the first eight knobs move {sum(summary.explained[:8]):.0%} of what differs between loops")
    print(f"wrote {out} in {summary.seconds / 60:.0f} minutes of training; listen to {out / 'previews'}")
    print(f"next: vamen export {out} MODEL.onnx")
    return 0


def _length(word: str) -> tuple[str, float]:
    """File and beats of a word like loop.wav=8."""
    name, _, number = word.rpartition("=")
    try:
        beats = float(number)
    except ValueError:
        beats = math.nan
    if not name or not 0 < beats < math.inf:
        raise BadParameter(f"--beats {word} is not a file and its beats; write it like loop.wav=8")
    return name, beats


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error when that is a terminal, else nothing."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
