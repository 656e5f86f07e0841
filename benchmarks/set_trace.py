"""A scripted set in, what happens in it and how it sounds out, for a picture and for checks in numbers.

Times are seconds since the downbeat; values are taken every tenth of a second.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.controls import Action
from engine.core import LIVE
from engine.files.offline_render import render_log
from engine.model.decode_replayer import DecodeReplayer
from engine.model.model_file import Model, bundled
from engine.model.step_locks import locked_steps
from engine.parameters import LFO_SLOTS, TABLE, parameter
from engine.realtime.event_log import LogKind
from engine.spec import SPEC
from osc_bridge.commands.lazy_model import latents_of
from osc_bridge.commands.render import MAX_RENDER_S
from osc_bridge.commands.script import ScriptLine
from osc_bridge.commands.scripted_set import ScriptedSet

Column = NDArray[np.float64]
PRESET, SCENE = "/vamen/preset", "/vamen/scene"


class Section(NamedTuple):
    """What plays from a time on."""

    begin: float
    name: str
    scene: bool


@dataclass
class SetTrace:
    """What happens in a set. Arrays (n,) have a value for each of `seconds`."""

    seconds: Column
    beats: Column
    values: dict[str, Column]  # of the instrument, by parameter id
    lfos: list[Column]  # offsets of what each LFO moves, as shares of half its range
    targets: list[list[str]]  # what each LFO moves, "" while it does not
    fills: Column  # 1 in a fill
    gestures: Column  # 1 while a gesture is recorded, 2 while it is played
    locks: Column  # number of locked sixteenths
    sections: list[Section]
    slices: list[float]
    variations: list[float]  # steps to another break
    audio: Floats  # (samples, 2)

    def at(self, beat: float) -> float:
        """Return the time of a beat since play."""
        return float(np.interp(beat, self.beats, self.seconds))


def trace(script: Path, bars: int | None = None) -> SetTrace:
    """Play and render a script with the bundled model."""
    model = Model.load(bundled())
    scripted = ScriptedSet(script, model)
    sequencer, controls = scripted.sequencer, scripted.controls
    rows: list[list[float]] = []
    values: list[list[float]] = []
    targets: list[list[str]] = []
    variations: list[float] = []
    names_of_latents = {id: name for name, id in latents_of(model.card).ids.items()}
    mutate = sequencer.mutate
    assert mutate

    def vary(number: int, amount: float, due: float | None) -> None:
        variations.append(controls.clock / SPEC.rate if due is None else due)
        mutate(number, amount, due)

    def watch() -> None:
        now, gesture = controls.clock / SPEC.rate, sequencer.gesture
        recording = gesture.state.startswith("record")
        offsets, names = [], []
        for slot in range(1, LFO_SLOTS + 1):
            id = sequencer.lfo_targets.get(slot, "")
            moves = bool(id and sequencer.read(f"lfo/{slot}/depth"))
            names.append(names_of_latents.get(id, id) if moves else "")
            offsets.append(_share(id, controls.read(id) - sequencer.read(id)) if moves else np.nan)
        flags = [bool(sequencer.modulated.overridden), 1 if recording else 2 * gesture.playing]
        beat = controls.beat(now)
        rows.append([now, beat or 0.0, *flags, len(locked_steps(controls.read_steps())), *offsets])
        values.append([controls.read(entry.id) for entry in TABLE])
        targets.append(names)

    sequencer.mutate = vary
    watch()
    end = scripted.play(bars, round(MAX_RENDER_S * SPEC.rate), watch)
    log = sequencer.finish(end)
    seconds, beats, fills, gestures, locks, *lfos = np.array(rows).T
    beats = np.maximum.accumulate(beats)
    found = SetTrace(
        seconds,
        beats,
        {entry.id: column for entry, column in zip(TABLE, np.array(values).T, strict=True)},
        list(lfos),
        [list(names) for names in zip(*targets, strict=True)],
        fills,
        gestures,
        locks,
        [],
        [entry.at / SPEC.rate for entry in log.entries if entry.kind == LogKind.EVENT + Action.SLICE],
        variations,
        render_log(log, DecodeReplayer(model, log.requests), LIVE),
    )
    named = map(partial(_section, found), (line for line in scripted.lines if line.beat < beats[-1]))
    for section in filter(None, named):
        if not found.sections or section.name != found.sections[-1].name:  # the steps of a morph are one section
            found.sections.append(section)
    return found


def _section(found: SetTrace, line: ScriptLine) -> Section | None:
    """Return the section that a line begins, if it recalls a sound."""
    words = [str(word) for word in line.arguments if isinstance(word, str)]
    if line.address == PRESET or line.address.startswith((f"{PRESET}/morph", f"{PRESET}/blend")):
        return Section(found.at(line.beat), " + ".join(words), False)
    return Section(found.at(line.beat), " ".join(words), True) if line.address == SCENE else None


def _share(id: str, offset: float) -> float:
    entry = parameter(id)
    return offset / (entry.high - entry.low) * 2
