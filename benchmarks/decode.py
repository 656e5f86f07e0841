"""Compare a model file opened as one session with one session for each task: a table of medians and their ratios.

python -m benchmarks.decode [--model FILE] [--rounds 300]

Times are computing times of one thread. Calls of both are timed in turn in one process; opening, with reading of the
file, and the memory of a process (Linux) in processes of their own, in turn.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.model.card import METADATA_KEY, Card
from engine.model.decode_request import WINDOW_STEPS
from engine.model.digest import read_model
from engine.model.model_file import bundled
from engine.model.runner import BoundCall, Runner, output_shapes
from engine.model.runtime import open_session
from engine.model.signature import RECEPTIVE_FIELD_STEPS, Task, graph_inputs
from engine.model.task_graphs import TaskGraphs
from engine.model.task_sessions import TaskSessions

ROWS = {"new loop": (Task.LOOP, 0), "window": (Task.DECODE, WINDOW_STEPS + 2 * RECEPTIVE_FIELD_STEPS)}
ROWS |= {"whole image": (Task.DECODE, 32), "encode": (Task.ENCODE, 0)}
PROCESSES, WARM_UP = 7, 2
Run = Callable[[Task, dict[str, NDArray[Any]]], object]


def one_session(path: Path) -> tuple[Run, Card]:
    """Open the whole file as one session, which chooses the task by an `If`; buffers as `Runner` makes them."""
    graphs = TaskGraphs(file := read_model(path))
    card = Card.from_json(graphs.metadata(METADATA_KEY))
    session = open_session(file.content, path, "cpu", 1).session
    unused = {name: np.zeros([size or 0 for size in shape], np.float32) for name, shape in graph_inputs(card).items()}
    calls: dict[tuple[Task, int], BoundCall] = {}

    def run(task: Task, feeds: dict[str, NDArray[Any]]) -> object:
        span = len(feeds["latents"]) if "latents" in feeds else 0
        if (task, span) not in calls:
            every = {**unused, **feeds, "task": np.array(task, np.int64)}
            calls[task, span] = BoundCall(session, "cpu", every, output_shapes(card, task, span))
        return calls[task, span](**feeds)

    return run, card


def task_sessions(path: Path) -> tuple[Run, Card]:
    """Open the file as vamen does."""
    graphs = TaskGraphs(read_model(path))
    card = Card.from_json(graphs.metadata(METADATA_KEY))
    runner = Runner(TaskSessions(graphs, card, "cpu", 1), card)
    return lambda task, feeds: runner.run(task, **feeds), card


OPENERS = {"one": one_session, "tasks": task_sessions}


def inputs(card: Card, row: str) -> dict[str, NDArray[Any]]:
    """Return random inputs of a row of the table."""
    task, span = ROWS[row]
    random = np.random.default_rng(0)
    noise = random.standard_normal((card.spec.steps, card.step_latents)).astype(np.float32)
    if task is Task.LOOP:
        return {"knobs": random.uniform(-1, 1, card.latents).astype(np.float32), "variation": noise}
    if task is Task.DECODE:
        return {"latents": noise[:span]}
    return {"levels": random.random((card.spec.frames, card.spec.mels)).astype(np.float32)}


def calls_ms(path: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Return row -> opener -> median of its calls, which alternate, in ms."""
    opened = {name: opener(path) for name, opener in OPENERS.items()}
    table = {}
    for row, (task, _) in ROWS.items():
        feeds = inputs(opened["one"][1], row)
        spent: dict[str, list[float]] = {name: [] for name in opened}
        for _ in range(rounds + WARM_UP):
            for name, (run, _) in opened.items():
                began = time.process_time()
                run(task, feeds)
                spent[name].append(1e3 * (time.process_time() - began))
        table[f"{row}, ms"] = {name: statistics.median(times[WARM_UP:]) for name, times in spent.items()}
    return table


def opened_here(path: Path, name: str) -> dict[str, float]:
    """Return the figures of opening, in this process: milliseconds, and megabytes of the process."""
    import onnxruntime  # noqa: F401 - not to be measured

    began = time.process_time()
    run, card = OPENERS[name](path)
    opened = time.process_time()
    for row in ("new loop", "window", "whole image"):
        for _ in range(WARM_UP):
            run(ROWS[row][0], inputs(card, row))
    figures = {"open, ms": 1e3 * (opened - began), "open and warm up, ms": 1e3 * (time.process_time() - began)}
    figures |= {"memory, MB": megabytes("VmRSS"), "memory at most, MB": megabytes("VmHWM")}
    run(Task.ENCODE, inputs(card, "encode"))
    return figures | {"memory with the encoder, MB": megabytes("VmRSS")}


def megabytes(field: str) -> float:
    """Return a field of /proc/self/status."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:"))


def opening(path: Path) -> dict[str, dict[str, float]]:
    """Return the same as opener -> median of some processes."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in OPENERS}
    for _ in range(PROCESSES):
        for name, runs in found.items():
            command = [sys.executable, "-m", "benchmarks.decode", "--model", str(path), "--opened", name]
            runs.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
    return {row: {name: statistics.median(run[row] for run in runs) for name, runs in found.items()} for row in runs[0]}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=bundled())
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--opened", choices=OPENERS, help="measure opening in this process only")
    options = parser.parse_args()
    if options.opened:
        print(json.dumps(opened_here(options.model, options.opened)))
        return
    print(f"| | one session | for each task | ratio |\n{'| --- ' * 4}|")
    for row, figures in (calls_ms(options.model, options.rounds) | opening(options.model)).items():
        print(f"| {row} | {figures['one']:.2f} | {figures['tasks']:.2f} | {figures['tasks'] / figures['one']:.3f} |")


if __name__ == "__main__":
    main()
