"""A model file in, what it costs on each provider of this machine out; part of `vamen bench`. Milliseconds, seconds.

open_s, warm_up_s   the file to a session, and the first calls of everything that a set needs
loop                knobs to the latents of all sixteenths
window              of these, the picture of as many as are painted first while playing
whole               the picture of all
develop             a picture to a tape; no provider's work
"""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from engine.errors import VamenError
from engine.model.model_file import Model, bundled
from engine.model.decode_request import WINDOW_STEPS
from engine.model.runner import FailoverRunner, Runner
from engine.model.runtime import PROVIDERS, open_session
from engine.parameters import LATENTS, parameter
from engine.spec import SPEC
from engine.tape.magnitudes import tape_from_levels
from engine.tape.noise_texture import add_texture

BENCH_DECODES = 200


def decode(path: Path | None, rounds: int = BENCH_DECODES, threads: int = 1) -> dict[str, Any]:
    """All figures: a table per provider that onnxruntime was built for, or why it does not run.

    Raises:
        BadInput, ModelMismatch: the file is not there, or no model of this engine.
    """
    import onnxruntime

    path = path or bundled()
    checked = Model.load(path, provider="cpu")
    figures: dict[str, Any] = {"model": checked.card.name, "threads": threads, "providers": {}}
    for provider, theirs in PROVIDERS.items():
        if theirs in onnxruntime.get_available_providers():
            try:
                figures["providers"][provider] = costs(path, checked, provider, rounds, threads)
            except VamenError as refusal:
                figures["providers"][provider] = {"refused": str(refusal)}
    picture, amount = checked.decode_loop(np.zeros(LATENTS), 0), parameter("texture").default
    figures["develop_ms"] = spread(lambda k: tape_from_levels(add_texture(picture, k, amount)), rounds)
    return figures


def costs(path: Path, checked: Model, provider: str, rounds: int, threads: int) -> dict[str, Any]:
    """The figures of one provider, which is read back from the session.

    Raises:
        NoDevice: it does not run.
    """
    began = time.perf_counter()
    session, running = open_session(path, provider, threads)
    opened = time.perf_counter()
    runner = Runner(session, running, checked.card)
    runner.warm_up()
    warmed = time.perf_counter()
    model = Model(FailoverRunner(runner), checked.card)
    knobs = np.random.default_rng(0).uniform(-1, 1, (rounds, LATENTS))
    latents = model.step_latents(knobs[0], 0)
    return {
        "provider": running,
        "open_s": round(opened - began, 3),
        "warm_up_s": round(warmed - opened, 3),
        "loop_ms": spread(lambda k: model.step_latents(knobs[k], 0), rounds),
        "window_ms": spread(lambda k: model.decode(latents, k % SPEC.steps, WINDOW_STEPS), rounds),
        "whole_ms": spread(lambda k: model.decode(latents), rounds),
    }


def spread(work: Callable[[int], object], rounds: int) -> dict[str, float]:
    """Half and 99 of 100 of the times that some work takes, in milliseconds; it is given its number."""
    spent = np.zeros(rounds)
    for k in range(rounds):
        began = time.perf_counter()
        work(k)
        spent[k] = time.perf_counter() - began
    return {f"p{share}": round(float(np.percentile(spent, share)) * 1e3, 2) for share in (50, 99)}


def tell_decode(report: Mapping[str, Any]) -> None:
    """The figures in plain words."""
    print(f"\n{report['model']}, {report['threads']} CPU threads; half of the times / 99 of 100 of them within")
    for name, table in report["providers"].items():
        if "refused" in table:
            print(f"{name}: {table['refused']}")
            continue
        print(f"{name}: runs on {table['provider']}, opens in {table['open_s']:.2f} s, ", end="")
        print(f"warms up in {table['warm_up_s']:.2f} s")
        for row, about in (
            ("loop", "new loop"),
            ("window", f"window of {WINDOW_STEPS} sixteenths"),
            ("whole", "whole tape"),
        ):
            cell = table[f"{row}_ms"]
            print(f"  {about:<24} {cell['p50']:6.1f} / {cell['p99']:.1f} ms")
    cell = report["develop_ms"]
    print(f"  {'developed, on any':<24} {cell['p50']:6.1f} / {cell['p99']:.1f} ms")
