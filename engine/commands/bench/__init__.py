"""The command `vamen bench`: benchmarks of the engine on this machine.

inversion   the phase retrieval on a folder of loops: fidelity compared with offline Griffin-Lim, latency, CPU load
decode      the model on every execution provider (see decoding)
live        `vamen play` as a process: time to its first sound, memory, CPU load (see live_instrument)
"""

import json as json_format
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from engine.core import LIVE
from engine.errors import BadInput
from engine.spec import SPEC

from .decoding import decode, print_decode
from .live_instrument import live, print_live

BENCH_HOPS = 4000  # timed hops


def bench(
    what: Literal["inversion", "decode", "live", "all"] = "all",
    folder: Path | None = None,
    *,
    model: Path | None = None,
    rounds: int = BENCH_HOPS,
    threads: int = 1,
    json: bool = False,
) -> None:
    """Measure the sound path and the model on this machine.

    Args:
        what: Benchmark to run; inversion needs a folder of loops, and all skips it without one.
        folder: Folder of loops for inversion; 1.4 s of each are used.
        model: Model file (default: the bundled one).
        rounds: Number of hops to time.
        threads: Number of CPU threads for decoding.
        json: Print JSON.
    """
    if rounds < 10:
        raise BadInput(f"{rounds} hops are too few to measure; give --rounds 10 or more")
    if what == "inversion" and folder is None:
        raise BadInput("the inversion is measured on loops; name a folder: vamen bench inversion FOLDER")
    report: dict[str, Any] = {}
    if what in ("decode", "all"):
        report["decode"] = decode(model, threads=threads)
    if what in ("live", "all"):
        report["live"] = live(model)
    if what in ("inversion", "all") and folder is not None:
        report["inversion"] = inversion(folder, rounds)
    if json:
        print(json_format.dumps(report, indent=2))
        return
    for name, print_figures in (("inversion", print_inversion), ("decode", print_decode), ("live", print_live)):
        if name in report:
            print_figures(report[name])
    if what == "all" and folder is None:
        print("inversion not measured: name a folder of loops, vamen bench all FOLDER")


def inversion(folder: Path, rounds: int = BENCH_HOPS) -> dict[str, Any]:
    """Measure the phase retrieval on a folder of loops; return benchmark -> figures, as sound_path.py defines them."""
    from . import playhead_moves as playhead
    from . import sound_path as measure

    clips = measure.clips_of(folder)
    return {
        "bank": measure.bank_figures(clips),
        "phase_only": measure.fidelity(clips, through_mel=False),
        "whole_path": measure.fidelity(clips, through_mel=True),
        "step_ms": {
            "retarget": measure.step_response(LIVE, retro=False),
            "retro": measure.step_response(LIVE, retro=True),
        },
        "slices": measure.slices(clips),
        "clicks": playhead.clicks(clips),
        "stretch": playhead.stretch(clips),
        "cost": measure.costs(rounds),
    }


def print_inversion(report: Mapping[str, Any]) -> None:
    """Print the figures of `inversion`."""
    bank, steps, slices = report["bank"], report["step_ms"], report["slices"]
    print(f"mel bank: {bank['empty_bands']:.0f} empty bands, {bank['round_trip']:.1f} dB lost there and back")
    for title, key in (("phase only", "phase_only"), ("whole path, through the mel bank", "whole_path")):
        print(f"\n{title}: convergence dB / log distance dB / onset correlation")
        table = report[key]
        width = max(map(len, table["live"]))
        print(" " * width + "".join(f"  {method:>21}" for method in table))
        for loop in table["live"]:
            cells = (table[method][loop] for method in table)
            print(f"{loop:{width}}" + "".join(f"  {cell(figures):>21}" for figures in cells))
    print("\nmel step, ms after the hop boundary to 10 / 50 / 90 % of the change")
    for name, figures in steps.items():
        print(f"{name}: " + " / ".join(f"{value:.1f}" for value in figures.values()))
    print(f"\nslice from silence: {slices['to_half']:.1f} ms to half the energy of the attack, ", end="")
    print(f"level {slices['level']:.2f} dB ({slices['count']:.0f} attacks)")
    burst, slow = report["clicks"], report["stretch"]
    print(f"\nclicks at {burst['events']:.0f} jumps, tape changes, stops and starts, above 5 kHz: ", end="")
    print(f"median {burst['median']:.0f} dB, p95 {burst['p95']:.0f} dB")
    print(
        f"\npre-echo of attacks: {slow['native']:.1f} dB at native speed; at half speed {slow['elastic']:.1f} dB, ",
        end="",
    )
    print(f"{slow['plain']:.1f} dB without onsets ({slow['gain']:.1f} times as much loss)")
    print(f"\nload, share of the {1e3 * SPEC.hop / SPEC.rate:.1f} ms of a hop: p50 / p99")
    for name, figures in report["cost"].items():
        print(f"{name}: {figures['p50']:.0%} / {figures['p99']:.0%}")


def cell(figures: Mapping[str, float]) -> str:
    """Return convergence dB, log distance dB and onset correlation of a loop as text, "-20.1 / 3.25 / 0.981"."""
    return f"{figures['convergence']:.1f} / {figures['log_distance']:.2f} / {figures['onset_correlation']:.3f}"
