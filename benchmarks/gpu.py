"""Figures of a GPU in less than four minutes, as a table for docs/realtime.md.

python -m benchmarks.gpu [--provider cuda]

decode    a new loop, the window around the playhead and a whole image: without and with CUDA graphs, and on the CPU.
          The provider runs every node, or the model is refused.
same      the largest difference of a level from that of the CPU
failover  a decode during which the GPU fails, until the result of the CPU
morph     `vamen latency --null`: from `/vamen/latent/0` sent to 90 % of the change
training  sixteenths a second of the first stage, on made-up loops

With `--provider cpu` the script runs on any machine.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.arrays import Floats
from engine.commands.bench.decoding import percentiles
from engine.model.card import METADATA_KEY, Card
from engine.model.decode_request import WINDOW_STEPS
from engine.model.digest import ModelBytes, read_model
from engine.model.model_file import Model, bundled
from engine.model.runner import FailoverRunner, Runner
from engine.model.signature import Task
from engine.model.task_graphs import TaskGraphs
from engine.model.task_sessions import TaskSessions
from engine.parameters import LATENTS
from engine.spec import SPEC
from tests.training.tiny_run import TINY, tiny_dataset
from training.config import STAGES, TrainingConfig
from training.loop.train import train

ROUNDS, LATENCY_SECONDS, TRAINING_STEPS, LOOPS = 1000, 40, 300, 200
FALLBACK_SECONDS = 2  # in which the fallback is opened in the background
KNOBS = np.random.default_rng(0).uniform(-1, 1, (ROUNDS, LATENTS))
Row = tuple[str, str]


class BrokenRunner(Runner):
    """A runner whose device fails from some moment on."""

    broken = False

    def run(self, task: Task, **feeds: Floats) -> list[Floats]:
        """Run a task, or fail."""
        if self.broken:
            raise RuntimeError("failed on purpose")
        return super().run(task, **feeds)


def warm_runner(file: ModelBytes, card: Card, provider: str, record: bool) -> BrokenRunner:
    """Open the model on a provider, with or without CUDA graphs."""
    runner = BrokenRunner(TaskSessions(TaskGraphs(file), card, provider, 1, record), card)
    runner.warm_up()
    return runner


def decoding(file: ModelBytes, card: Card, provider: str, rounds: int) -> Iterator[Row]:
    """Time calls of the model."""
    exact = Model(FailoverRunner(warm_runner(file, card, "cpu", False)), card).decode_loop(KNOBS[0], 0).levels
    for name, running, record in (("graphs", provider, True), ("no graphs", provider, False), ("CPU", "cpu", False)):
        runner = warm_runner(file, card, running, record)
        if record and (runner.note or running == "cpu"):
            yield name, runner.note or "the CPU has none"
            continue
        model = Model(FailoverRunner(runner), card)
        for row, figures in calls(model, rounds).items():
            yield f"{row}, {name}", f"{figures['p50']:.2f}, {figures['p99']:.2f} ms"
        error = np.abs(model.decode_loop(KNOBS[0], 0).levels - exact).max()
        yield f"largest difference of a level, {name}", f"{error:.1e}"


def calls(model: Model, rounds: int) -> dict[str, dict[str, float]]:
    """Return row -> percentiles, in ms, of the calls of playing."""
    latents = model.step_latents(KNOBS[0], 0)
    return {
        "new loop": percentiles(lambda k: model.step_latents(KNOBS[k], 0), rounds),
        "window": percentiles(lambda k: model.decode(latents, k % SPEC.steps, WINDOW_STEPS), rounds),
        "whole image": percentiles(lambda k: model.decode(latents), rounds),
    }


def failover(file: ModelBytes, card: Card, provider: str) -> Iterator[Row]:
    """Time a window during which the device fails."""
    runner = warm_runner(file, card, provider, True)
    model = Model(FailoverRunner(runner, lambda: warm_runner(file, card, "cpu", False)), card)
    time.sleep(FALLBACK_SECONDS)
    runner.broken, latents = True, np.zeros((SPEC.steps, card.step_latents))
    began = time.perf_counter()
    model.decode(latents, 0, WINDOW_STEPS)
    yield "a window during which the GPU fails", f"{1e3 * (time.perf_counter() - began):.1f} ms"


def morph(seconds: float) -> Iterator[Row]:
    """Measure what `vamen latency` measures, without a sound card; the model runs where `auto` puts it."""
    command = [sys.executable, "-m", "engine", "latency", "--null", "--seconds", str(seconds), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        yield "morph", done.stderr.strip().splitlines()[-1]
        return
    report = json.loads(done.stdout)
    figures = report["morph_ms"]
    yield f"morph, {report['provider']}", f"{figures['p50']:.1f}, {figures['p99']:.1f} ms"


def training(provider: str, steps: int, hparams: TrainingConfig) -> Iterator[Row]:
    """Time the first stage of a training, after a third of its steps."""
    with tempfile.TemporaryDirectory() as folder:
        out, third = Path(folder) / "run", max(1, steps // 3)
        data = tiny_dataset(Path(folder) / "data", count=LOOPS)
        train(data, out, steps=3 * third, device=provider, hparams=hparams, evaluate_every=third)
        with (out / "log.csv").open(newline="") as file:
            seconds = [float(row["seconds"]) for row in csv.DictReader(file) if row["stage"] == STAGES[0]]
    sixteenths = hparams.step_batch * hparams.step_crop * third * (len(seconds) - 1)
    yield f"training, {provider}", f"{sixteenths / max(seconds[-1] - seconds[0], 1e-3):.0f} sixteenths/s"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--provider", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--quick", action="store_true", help="only see whether everything runs")
    options = parser.parse_args()
    file, quick = read_model(bundled()), options.quick
    card = Card.from_json(TaskGraphs(file).metadata(METADATA_KEY))
    print("| what | median, 99th percentile |\n| --- | --- |")
    for rows in (
        decoding(file, card, options.provider, 5 if quick else ROUNDS),
        failover(file, card, options.provider),
        morph(5 if quick else LATENCY_SECONDS),
        training(options.provider, 9 if quick else TRAINING_STEPS, TINY if quick else TrainingConfig()),
    ):
        for name, figure in rows:
            print(f"| {name} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
