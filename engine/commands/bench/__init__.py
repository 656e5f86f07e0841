"""The command `vamen bench`: measure this machine and this engine, and print it.

inversion   the sound path on a folder of loops: fidelity beside an offline Griffin-Lim, latency, cost
decode      the model on every provider of this machine (see bench_decode)
live        `vamen play` from outside: seconds to its first sound, memory, processor (see bench_live)
"""

import json as json_format
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from engine.core import LIVE
from engine.errors import BadInput
from engine.spec import SPEC

from .decoding import decode, tell_decode
from .live_instrument import live, tell_live

BENCH_HOPS = 4000  # hops that are timed


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
        what: inversion needs a folder of loops; decode and live need a model; all does what it can.
        folder: Loops to measure the inversion on; 1.4 s of each are used.
        model: Model file; the bundled one when nothing is said.
        rounds: Hops to time.
        threads: CPU threads that decode.
        json: Machine-readable.
    """
    if rounds < 10:
        raise BadInput(f"{rounds} hops tell nothing; give --rounds 10 or more")
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
    for name, tell in (("inversion", tell_inversion), ("decode", tell_decode), ("live", tell_live)):
        if name in report:
            tell(report[name])
    if what == "all" and folder is None:
        print("inversion not measured: name a folder of loops, vamen bench all FOLDER")


def inversion(folder: Path, rounds: int = BENCH_HOPS) -> dict[str, Any]:
    """All figures of the sound path."""
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


def tell_inversion(report: Mapping[str, Any]) -> None:
    """The figures in plain words."""
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
    print(
        f"\nslice from silence: {slices['to_half']:.1f} ms to half the attack's energy, {slices['level']:.2f} dB",
        end="",
    )
    print(f" of it ({slices['count']:.0f} attacks)")
    burst, slow = report["clicks"], report["stretch"]
    print(f"\nclicks at {burst['events']:.0f} jumps, swaps, stops and starts, above 5 kHz: half of them below ", end="")
    print(f"{burst['median']:.0f} dB, 95 of 100 below {burst['p95']:.0f} dB")
    print(
        f"\nattacks at half speed, dB before them: {slow['native']:.1f} at native speed, {slow['plain']:.1f} plainly ",
        end="",
    )
    print(f"slowed, {slow['elastic']:.1f} as played: {slow['gain']:.1f} times less is lost")
    print(f"\ncost, share of the {1e3 * SPEC.hop / SPEC.rate:.1f} ms that a hop lasts: half of them / 99 of 100 within")
    for name, figures in report["cost"].items():
        print(f"{name}: {figures['p50']:.0%} / {figures['p99']:.0%}")


def cell(figures: Mapping[str, float]) -> str:
    """Three figures in one cell."""
    return f"{figures['convergence']:.1f} / {figures['log_distance']:.2f} / {figures['onset_correlation']:.3f}"
