"""Measure the compiled core against the numpy oracle, and the share of a processor that the blocks of a card take.

python benchmarks/core.py [--seconds 60]

hop, jump      median times of the core and of tests/oracle, alternating in one run, and their ratio
effects        process(64) with all effects on against none, alternating, as shares of the duration of a block
paced          process(64), 4 slices and 900 parameters a second, a block every 1.45 ms as for a card
flood          process(32), 50 slices and 1000 parameters a second, likewise: the worst block

Paced blocks run as the player's thread does: real-time priority and no deep CPU sleep states, where permitted.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.controls import Action, Event
from engine.core import HIGH, LIVE, Instrument, Quality, StreamingGriffinLim
from engine.parameters import INDEX, TABLE
from engine.realtime.realtime_priority import hold_cpu_awake, set_realtime_priority
from engine.spec import SPEC
from engine.tape.magnitudes import read_tape
from tests.oracle.griffin_lim import ReferenceGriffinLim
from tests.sound import break_loop, tape_of

ROUNDS = 600
ALL_EFFECTS = {
    "width": 1.0,
    "drive": 0.5,
    "filter/low": 5000.0,
    "filter/high": 90.0,
    "filter/resonance": 0.5,
    "crush/bits": 9.5,
    "crush/rate": 20_000.0,
    "punch": 0.5,
    "room": 0.5,
}
KNOBS = {"level": (-15.0, -9.0), "width": (0.0, 1.0), "tempo": (155.0, 170.0)}


def ratio(name: str, core: Callable[[], object], oracle: Callable[[], object]) -> None:
    """Time two functions in turn and print their medians."""
    spent = np.zeros((ROUNDS, 2))
    for row in spent:
        for column, function in enumerate((core, oracle)):
            began = time.perf_counter()
            function()
            row[column] = time.perf_counter() - began
    ours, theirs = 1e6 * np.median(spent, axis=0)
    print(f"{name}: {ours:.0f} us, the oracle {theirs:.0f} us: 1/{theirs / ours:.1f}")


def against_the_oracle(label: str, quality: Quality) -> None:
    """Measure a hop, and a jump with its hop."""
    magnitudes = tape_of(break_loop()).magnitudes
    core, oracle = StreamingGriffinLim(quality), ReferenceGriffinLim(quality)
    rows = read_tape(magnitudes, 100.3 + 0.97 * np.arange(oracle.rows))
    more = read_tape(magnitudes, 100.3 + 0.97 * np.arange(oracle.restart_rows))

    def jump(inverter: StreamingGriffinLim | ReferenceGriffinLim) -> None:
        inverter.restart(more)
        inverter(rows)

    ratio(f"{label}, hop", lambda: core(rows), lambda: oracle(rows))
    ratio(f"{label}, jump and hop", lambda: jump(core), lambda: jump(oracle))


def effects() -> None:
    """Measure what each effect, and all of them, add to blocks of 64 frames; `width` is that of all runs."""
    block = 64
    names = ["filter", "drive", "crush", "punch", "room", "all"]
    chosen = [{}, *({id: value for id, value in ALL_EFFECTS.items() if id.startswith(name)} for name in names[:-1])]
    instruments = []
    for changes in (*chosen, ALL_EFFECTS):
        instruments.append(Instrument(tape_of(break_loop())))
        vector = np.array([entry.default for entry in TABLE])
        for id, value in ({"width": 1.0} | changes).items():
            vector[INDEX[id]] = value
        instruments[-1].set(vector)
        instruments[-1].schedule(Event(Action.PLAY))
    spent, random = np.zeros((20 * ROUNDS, len(instruments))), np.random.default_rng(0)
    for row in spent:
        for column in random.permutation(len(instruments)):
            began = time.perf_counter()
            instruments[column].process(block)
            row[column] = time.perf_counter() - began
    # blocks without a hop, of which the rest is the same in all runs
    plain, *added = np.median(spent, axis=0) * SPEC.rate / block
    shares = ", ".join(f"{name} {share - plain:.2%}" for name, share in zip(names, added, strict=True))
    print(f"effects, of a core on top: {shares}")


def paced(block: int, slices: float, knobs: float, seconds: float) -> None:
    """Process blocks at the pace of a card and print the CPU time of each as a share of its duration."""
    random = np.random.default_rng(0)
    instrument, lasts = Instrument(tape_of(break_loop())), block / SPEC.rate
    instrument.schedule(Event(Action.PLAY))
    names, spent = list(KNOBS), []
    due, phase = time.perf_counter(), 0.0
    for _ in range(round(seconds / lasts)):
        if (phase := phase + slices * lasts) >= 1:
            phase -= 1
            instrument.schedule(
                Event(Action.SLICE, int(random.integers(32)), 0.9), instrument.made + random.integers(300)
            )
        for _ in range(random.poisson(knobs * lasts)):
            name = names[random.integers(3)]
            instrument.change(INDEX[name], float(random.uniform(*KNOBS[name])))
        began = time.thread_time()
        instrument.process(block)
        spent.append(time.thread_time() - began)
        due += lasts
        if (ahead := due - time.perf_counter()) > 0:
            time.sleep(ahead)
    share = np.array(spent[50:]) / lasts
    p50, p99, p999, worst = np.percentile(share, (50, 99, 99.9, 100))
    print(
        f"process({block}), {slices:g} slices and {knobs:g} knobs a second, {seconds:g} s: {share.mean():.1%} of a core"
    )
    print(f"  of a block, half take {p50:.0%}, 99 of 100 {p99:.0%}, 999 of 1000 {p999:.0%}, the worst {worst:.0%}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    against_the_oracle("live", LIVE)
    against_the_oracle("high", HIGH)
    effects()
    set_realtime_priority()
    with hold_cpu_awake():
        paced(64, 4, 900, options.seconds)
        paced(32, 50, 1000, options.seconds)


if __name__ == "__main__":
    main()
