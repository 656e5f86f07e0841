"""Decoding benchmark: a model file in, its durations on each execution provider out.

open_s, warm_up_s   seconds of opening the onnxruntime sessions, and of the first calls of the model
loop_ms             milliseconds, p50 and p99, from the 16 latents of a loop to those of each of its sixteenths
window_ms           from latents to the levels of WINDOW_STEPS sixteenths
whole_ms            from latents to the levels of the whole loop
develop_ms          from levels to the tape that the playhead reads; always on the CPU
"""

import gc
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import VamenError
from engine.model.decode_request import WINDOW_STEPS
from engine.model.digest import read_model
from engine.model.model_file import Model, bundled
from engine.model.runner import FailoverRunner, Runner
from engine.model.runtime import PROVIDERS
from engine.model.task_graphs import TaskGraphs
from engine.model.task_sessions import TaskSessions
from engine.parameters import LATENTS, parameter
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.noise_texture import add_texture

BENCH_DECODES = 200  # timed calls
WARM_UP_CALLS = 3  # before them


def decode(path: Path | None, rounds: int = BENCH_DECODES, threads: int = 1) -> dict[str, Any]:
    """Time the decoder: `model`, `threads`, `develop_ms` (levels to tape) and `providers`: name -> result of `costs`.

    A provider that cannot run the model has the entry "refused" instead: the reason as text.

    Raises:
        BadInput, ModelMismatch: no such file, or not a model of this engine.
    """
    import onnxruntime

    path = path or bundled()
    checked = Model.load(path, provider="cpu")
    figures: dict[str, Any] = {"model": checked.card.name, "threads": threads, "providers": {}}
    for provider, ort_name in PROVIDERS.items():
        if ort_name in onnxruntime.get_available_providers():
            try:
                figures["providers"][provider] = costs(path, checked, provider, rounds, threads)
            except VamenError as refusal:
                figures["providers"][provider] = {"refused": str(refusal)}
    image, amount = checked.decode_loop(np.zeros(LATENTS), 0), parameter("texture").default
    figures["develop_ms"] = percentiles(lambda k: tape_from_levels(add_texture(image, k, amount)), rounds)
    return figures


def costs(path: Path, checked: Model, provider: str, rounds: int, threads: int) -> dict[str, Any]:
    """Return `open_s` to `whole_ms` (see the module) of a model file on "cpu" or "cuda", and the provider that ran it.

    `checked` is the same file, loaded before; only its card is used. `rounds` calls of each kind are timed.

    Raises:
        NoDevice: the provider does not run the model.
    """
    began = time.perf_counter()
    sessions = TaskSessions(TaskGraphs(read_model(path)), checked.card, provider, threads)
    opened = time.perf_counter()
    runner = Runner(sessions, checked.card)
    runner.warm_up()
    warmed = time.perf_counter()
    model = Model(FailoverRunner(runner), checked.card)
    knobs = np.random.default_rng(0).uniform(-1, 1, (rounds, LATENTS))
    latents = model.step_latents(knobs[0], 0)
    return {
        "provider": runner.provider,
        "open_s": round(opened - began, 3),
        "warm_up_s": round(warmed - opened, 3),
        "loop_ms": percentiles(lambda k: model.step_latents(knobs[k], 0), rounds),
        "window_ms": percentiles(lambda k: model.decode(latents, k % SPEC.steps, WINDOW_STEPS), rounds),
        "whole_ms": percentiles(lambda k: model.decode(latents), rounds),
    }


def percentiles(action: Callable[[int], object], rounds: int, unit: float = 1e-3) -> dict[str, float]:
    """Return p50 and p99 of the duration of `action(k)`, k from 0 to rounds - 1, in units of `unit` seconds."""
    spent = np.zeros(rounds)
    gc.collect()
    gc.disable()
    try:
        for k in range(-WARM_UP_CALLS, rounds):
            began = time.perf_counter()
            action(max(k, 0))
            spent[max(k, 0)] = time.perf_counter() - began
    finally:
        gc.enable()
    return {f"p{share}": round(float(np.percentile(spent, share)) / unit, 4) for share in (50, 99)}


def print_decode(report: Mapping[str, Any]) -> None:
    """Print the figures of `decode`."""
    print(f"\n{report['model']}, {report['threads']} CPU threads; p50 / p99")
    for name, table in report["providers"].items():
        if "refused" in table:
            print(f"{name}: {table['refused']}")
            continue
        print(f"{name}: runs on {table['provider']}, opens in {table['open_s']:.2f} s, ", end="")
        print(f"warms up in {table['warm_up_s']:.2f} s")
        window = f"window of {WINDOW_STEPS} sixteenths"
        for row, title in (("loop", "new loop"), ("window", window), ("whole", "whole image")):
            print(f"  {title:<24} {table[f'{row}_ms']['p50']:6.1f} / {table[f'{row}_ms']['p99']:.1f} ms")
    print(f"image to tape, on the CPU  {report['develop_ms']['p50']:6.1f} / {report['develop_ms']['p99']:.1f} ms")
