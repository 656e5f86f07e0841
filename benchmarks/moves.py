"""Measure the clicks of random moves of all kinds: parameters, cells of sixteenths, events and tapes.

    python -m benchmarks.moves [--count 1000] [--seed 1]

Each move is made once, in a random state of the instrument, while a break plays that has nothing above 1.2 kHz. Its
click is the loudest burst above 5 kHz behind it (see tests/clicks.py), dB re the mean square of the sound, or of the
break without effects where that is louder.

Moves of time are made in random states of time, mutes, room and width, and listened to for a sixteenth and more, as
some wait for the next one: there is nothing above 5 kHz then but clicks. Moves of the sound, most of which make
harmonics or let them pass, are made with random settings of the sound as well, or with none. There a click is what the
29 ms from the move on have more than the loudest of the same sound where nothing moves: with the value before, with
that behind, and with three on the way, as a knob that is turned passes through what lies between. An excess below 1 dB
does not count: it comes from the instants at which crushed samples are taken.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from engine.arrays import PART_NAMES, Floats, Tape
from engine.controls import MUTE, SHIFT, Action, Event, clamped_cell, step_index
from engine.core import Instrument
from engine.core.library import geometry
from engine.parameters import INDEX, TABLE, parameter
from engine.spec import PART_BANDS, SPEC
from tests.clicks import WINDOW, burst_energy, dull_tape
from tests.playing import PANIC, PLAY, STOP, values
from tests.sound import LOOP

State = Mapping[str, float]

CORE = tuple(entry.id for entry in TABLE[: geometry.parameters])
LINEAR = ("width", "room", "mono")  # of the sound, that make no harmonics
SOUND = ("level", "width", "drive", *CORE[CORE.index("mono") :], *(f"mute/{part}" for part in PART_NAMES))
TIME = tuple(id for id in CORE if id not in SOUND)
CELLS = (MUTE, SHIFT)
EVENTS = ("slice", "release", "play", "stop", "panic", "locate")
KINDS = (*CORE, *(f"step/{name}" for name in CELLS), *EVENTS, "tape")
ON_THE_WAY = (0.25, 0.5, 0.75)  # of the travel from one value to the other
BEHIND, LISTENED = 8000, 6000  # samples from a move on, that are played, and listened to where time moves
NEEDS: Mapping[str, State] = {  # without which a move changes nothing
    "ramp": {"stutter": 1.0},
    "scratch": {"freeze": 1.0},
    "shuffle/seed": {"shuffle/chance": 1.0},
    "release": {"slices/mode": 2.0},
}
LEVEL = -6.0  # dB, of the output
EXCESS = 10**0.1  # 1 dB

Timed = tuple[int, Event]  # samples before the move


class Move(NamedTuple):
    """What is played before a move, the move itself, and the same sounds where nothing moves."""

    kind: str
    state: State  # of the parameters
    events: Sequence[Timed]
    at: int  # sample of the move
    tape: Tape | None = None  # that is new at the move
    steady: Sequence[State] = ()


def with_parts(tape: Tape) -> Tape:
    """The tape with a kick below 300 Hz and most of the rest a snare."""
    parts = np.zeros((SPEC.frames, 2, PART_BANDS), np.uint8)
    parts[:, 0, :6], parts[:, 1, 6:12] = 255, 200
    return tape._replace(parts=parts)


BREAK, OTHER = with_parts(dull_tape()), with_parts(dull_tape(tuple(range(1, SPEC.steps, 3)), seed=5))


def drawn_value(random: np.random.Generator, id: str, before: float | None = None) -> float:
    """A value of a parameter, at any place of its travel, and another one than `before`."""
    entry = parameter(id)
    if id == "stutter" and random.random() < 0.7:
        value = float(random.choice([0, 0.25, 0.5, 1, 2, 4]))
    elif entry.whole and entry.high <= 2:
        value = float(random.integers(entry.low, entry.high + 1))
    else:
        value = entry.at(float(random.random()))
    return value if value != before else drawn_value(random, id, before)


def drawn_state(random: np.random.Generator, kind: str) -> dict[str, float]:
    """Random values of some parameters: of time, and of the sound, but none that make harmonics for a move of time."""
    chance = float(random.choice([0.0, 0.5]))
    chances = dict.fromkeys(TIME, 0.2) | dict.fromkeys(SOUND if kind in SOUND else LINEAR, chance)
    drawn = {id: drawn_value(random, id) for id, chance in chances.items() if random.random() < chance}
    return {"level": LEVEL, **drawn, **NEEDS.get(kind, {})}


def drawn_move(random: np.random.Generator, kind: str) -> Move:
    """A move of this kind in a random state."""
    state, at = drawn_state(random, kind), int(random.integers(6000, 20_000))
    before = int(random.integers(10, 3000))
    played = Event(Action.SLICE, int(random.integers(SPEC.steps)), float(random.uniform(0.2, 1)))
    if kind in INDEX:
        old = state.get(kind, parameter(kind).default)
        new = drawn_value(random, kind, old)
        share, other = (parameter(kind).share(value) for value in (old, new))
        way = () if parameter(kind).whole else ON_THE_WAY
        passed = [old, new, *(parameter(kind).at(share + part * (other - share)) for part in way)]
        steady = [state | {kind: value} for value in passed] if kind in SOUND else []
        return Move(kind, state, [(before, played), (0, Event(Action.SET, INDEX[kind], new))], at, None, steady)
    if kind.startswith("step/"):
        name = kind.removeprefix("step/")
        cells = [(int(step), name) for step in random.choice(SPEC.steps, 16, replace=False)]
        sets = [(0, Event(Action.SET, step_index(cell), drawn_cell(random, name))) for cell in cells]
        return Move(kind, state, sets, at)
    if kind == "tape":
        return Move(kind, state, [], at, OTHER._replace(gain=float(random.uniform(-6, 6))))
    event = {
        "slice": played,
        "release": Event(Action.RELEASE, played.index),
        "play": PLAY,
        "stop": STOP,
        "panic": PANIC,
        "locate": Event(Action.LOCATE, value=float(random.uniform(0, 64))),
    }[kind]
    ahead = {"play": [(before, STOP)], "release": [(before, played)]}.get(kind, [])
    return Move(kind, state, [*ahead, (0, event)], at)


def drawn_cell(random: np.random.Generator, name: str) -> float:
    """A value of a sixteenth's cell."""
    if name == MUTE:
        return float(random.integers(2))
    return clamped_cell(name, float(random.uniform(-0.5, 0.5)))


def performed(state: State, move: Move, *, moves: bool) -> Floats:
    """The left channel of a move in a state; without `moves`, of the same where nothing moves."""
    instrument = Instrument(BREAK)
    instrument.set(values(**state))
    instrument.schedule(PLAY)
    for before, event in move.events:
        if before or moves:
            instrument.schedule(event, move.at - before)
    if not moves or move.tape is None:
        return instrument.process(move.at + BEHIND)[:, 0]
    first = instrument.process(move.at)
    instrument.load(move.tape)
    return np.concatenate([first, instrument.process(BEHIND)])[:, 0]


def click(move: Move) -> float:
    """The click of a move, dB."""
    audio = [performed(move.state, move, moves=True), *(performed(each, move, moves=False) for each in move.steady)]
    window = slice(move.at, move.at + (WINDOW if move.steady else LISTENED))
    loudest, *usual = (float(burst_energy(each)[window].max()) for each in audio)
    loudness = max(state["level"] for state in (move.state, *move.steady))
    power = max(plain_power() * 10 ** ((loudness - LEVEL) / 10), *(float(np.mean(each**2)) for each in audio))
    return 10 * float(np.log10(max(loudest - EXCESS * max(usual, default=0.0), 0.0) / power + 1e-14))


@cache
def plain_power() -> float:
    """The mean square of the break without effects."""
    plain = Move("", {"level": LEVEL}, [], 3 * LOOP)
    return float(np.mean(performed(plain.state, plain, moves=False) ** 2))


def clicks(count: int, seed: int) -> Iterator[tuple[Move, float]]:
    """So many random moves, as many of each kind as of any other, and their clicks."""
    random = np.random.default_rng(seed)
    for number in range(count):
        move = drawn_move(random, KINDS[number % len(KINDS)])
        yield move, click(move)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found: defaultdict[str, list[float]] = defaultdict(list)
    for move, decibels in clicks(asked.count, asked.seed):
        found[move.kind].append(decibels)
    print(f"{'dB re RMS':20}{'count':>6}{'p50':>8}{'p95':>8}{'max':>8}")
    rows = sorted(found.items(), key=lambda row: -float(np.percentile(row[1], 95)))
    for kind, row in [*rows, ("all", list(chain(*found.values())))]:
        p50, p95, worst = np.percentile(row, (50, 95, 100))
        print(f"{kind:20}{len(row):6}{p50:8.1f}{p95:8.1f}{worst:8.1f}")


if __name__ == "__main__":
    main()
