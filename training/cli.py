"""`vamen dataset`, `vamen train` and `vamen evaluate`: words in, a plain summary of what was made or found out.

torch and librosa are imported inside the commands, so that naming a command costs nothing.
"""

import math
import time
from collections import Counter
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
    kits: Path | None = None,
    kit_share: float | None = None,
    synth_share: float = 0.0,
    held_out: int | None = None,
    workers: int = 1,
) -> None:
    """Make a training set of a folder of breaks, and of kits.

    Args:
        folder: Breaks: WAV, FLAC, OGG or MP3 loops of any length, rate and tempo.
        out: The training set to make, a folder.
        count: How many two-bar loops to arrange; 4000 need 1 GB.
        seed: Another number, another training set.
        skip: Files to leave out, such as 'loop_tabla*', of breaks and of kits; may be given several times.
        notes: A breaks.toml that says what the files are, if it does not lie beside them.
        beats: Length of a file in beats, such as loop.wav=8; may be given several times.
        kits: A folder of one-shots, single strokes of drums; they play classic breaks in ever new kits.
        kit_share: How much of the training set such kits play, 0 to 1; 0.35 if nothing is said.
        synth_share: How much of it the built-in drum synthesiser plays alone, 0 to 1.
        held_out: How many of the loops are kept from training, for judging; one in twenty if nothing is said.
        workers: Processes to share the work.
    """
    from training.dataset.builder import build
    from training.dataset.images import Origin

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
            kits=kits,
            kit_share=kit_share,
            synth_share=synth_share,
            held_out=held_out,
            progress=progress,
            workers=workers,
        )
    for remark in report.remarks:
        print(f"note: {remark}")
    breaks = [source for source in report.sources if "beats" in source]
    for source in breaks:
        print(f"{source['file']}: {source['beats']} beats at {source['tempo']} BPM (from {source['beats_from']})")
    drums = Counter(str(source["drum"]) for source in report.sources if "drum" in source)
    if drums:
        print("one-shots: " + ", ".join(f"{number} {drum}" for drum, number in sorted(drums.items())))
    if set(report.origins) != {Origin.LOOPS}:
        words = {Origin.LOOPS: "breaks", Origin.KIT: "one-shots", Origin.SYNTH: "the synthesiser"}
        print("images: " + ", ".join(f"{report.origins.count(letter)} of {word}" for letter, word in words.items()))
    took = time.monotonic() - began
    print(f"wrote {out}: {report.count} loops ({report.held_out} held out) from {len(breaks)} breaks in {took:.0f} s")
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
    from training.dataset.descriptors import NAMES
    from training.loop.train import train as train_model

    summary = train_model(data, out, minutes=minutes, steps=steps, seed=seed, device=device, threads=threads)
    if not summary.finished:
        print(f"stopped and saved at step {summary.step} of stage {summary.stage}; the same command goes on from there")
        return INTERRUPTED
    for name, value in summary.figures.items():
        print(f"{name.replace('_', ' ')}: {value:.3f}")
    most = max(range(len(NAMES)), key=lambda knob: summary.explained[knob])
    print(f"of the named knobs, {NAMES[most]} moves most: {summary.explained[most]:.0%} of what differs between loops")
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


def evaluate(
    reference: Path | None = None,
    *,
    model: Path | None = None,
    samples: int = 400,
    seed: int = 0,
    unseen: bool = False,
    picture: Path | None = None,
    save: Path | None = None,
    threads: int = 1,
    json: bool = False,
) -> None:
    """Measure how good a model is, beside what real breaks reach.

    Args:
        reference: A training set made by `vamen dataset`; the loops it holds out are the measure. Without one, only
            knobs, morphs, sameness and cost are measured.
        model: The model file; the bundled one when nothing is said.
        samples: Random breaks to draw; fewer are faster and rougher.
        seed: Another number, other breaks.
        unseen: The model has learned nothing of the reference: measure how well its loops come back, all of them.
        picture: A PNG to write: real, reconstructed, sampled, and sampled with texture, side by side. A second one
            ending in -played shows how real and sampled breaks sound.
        save: A JSON file to write the figures into, for `vamen export --metrics`.
        threads: CPU threads; costs are always measured on one.
        json: Machine-readable.
    """
    from json import dumps

    from engine.model.model_file import bundled
    from training.evaluation.evaluate import evaluate as evaluate_model
    from training.evaluation.report import check_writable

    if save:
        check_writable(save)
    path = model or bundled()
    with _progress("measuring") as progress:
        report = evaluate_model(
            path,
            reference,
            samples=samples,
            seed=seed,
            unseen=unseen,
            threads=threads,
            picture=picture,
            progress=progress,
        )
    if save:
        save.write_text(dumps(report.summary(), indent=1) + "\n", "utf-8")
    if json:
        print(dumps(report.to_dict(), indent=2))
        return
    for line in report.lines():
        print(line)
