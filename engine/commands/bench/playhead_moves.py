"""Playhead benchmark: loops in, clicks at events and smearing of attacks on a slow tape out.

loops    name -> float32 (n,)  mono at Spec.rate
figures  dictionaries of numbers, ready for JSON
"""

import numpy as np

from engine.controls import Action, Event
from engine.core import Instrument
from engine.errors import BadInput
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.mel import Floats, magnitudes, to_bands, to_levels

from .spectral_error import filtered, onset_samples

LOWPASS_HZ = 1200.0  # of the loops, so that energy above it is a click
CLICK_HZ = 5000.0  # energy above it counts as a click
CLICK_SEARCH = 1200  # samples after an event in which clicks are searched
LOOP_SAMPLES = SPEC.frames * SPEC.hop  # samples of a tape at native speed

Figures = dict[str, float]


def tape_of(loop: Floats) -> Tape:
    """Return the tape of a loop of LOOP_SAMPLES samples at native speed."""
    return tape_from_levels(to_levels(to_bands(magnitudes(loop, np.arange(SPEC.frames) * SPEC.hop, wrap=True))))[0]


def clicks(loops: dict[str, Floats], events: int = 1000, seed: int = 3) -> Figures:
    """Play random jumps, tape changes, stops and starts; return their number and how loud their clicks are.

    `median` and `p95` are of the largest energy above CLICK_HZ after an event, in dB relative to the mean energy.
    """
    rng = np.random.default_rng(seed)
    dull = [filtered(np.resize(audio, LOOP_SAMPLES).astype(np.float32), 0, LOWPASS_HZ) for audio in loops.values()]
    tapes = [tape_of(loop) for loop in dull]
    instrument = Instrument(tapes[0])
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["tempo"]], values[INDEX["level"]] = SPEC.native_tempo, -12.0  # below the limiter
    instrument.set(values)
    instrument.schedule(Event(Action.PLAY))
    out, at, found = [instrument.process(8192).copy()], 8192, []
    for _ in range(events):
        kind = rng.integers(8)
        if kind == 0:
            instrument.load(tapes[rng.integers(len(tapes))])
        else:
            step = int(rng.integers(SPEC.steps))
            action = Action.STOP if kind == 1 else Action.PLAY if kind == 2 else Action.SLICE
            instrument.schedule(Event(action, step, float(rng.uniform(0.3, 1))), at + int(rng.integers(64)))
        size = int(rng.integers(1500, 5000))
        out.append(instrument.process(size).copy())
        found.append(at)
        at += size
    audio = np.concatenate(out)[:, 0]
    energy = filtered(audio, CLICK_HZ, SPEC.rate).astype(np.float64) ** 2
    bursts = np.convolve(energy, np.ones(132) / 132, "same")
    peaks = 10 * np.log10(np.array([bursts[at : at + CLICK_SEARCH].max() for at in found]) / np.mean(audio**2) + 1e-14)
    return {"events": float(events), "median": float(np.median(peaks)), "p95": float(np.percentile(peaks, 95))}


def pre_echo(audio: Floats, attacks: list[float]) -> float:
    """Return the energy 12 to 1.5 ms before attacks (samples) relative to the 5 ms after, mean in dB; low is steep."""
    before, near, after = (int(seconds * SPEC.rate) for seconds in (0.012, 0.0015, 0.005))
    found = []
    for at in map(round, attacks):
        if before <= at < len(audio) - after:
            early, late = audio[at - before : at - near], audio[at : at + after]
            found.append(10 * np.log10((np.sum(early**2) + 1e-9) / (np.sum(late**2) + 1e-9)))
    return float(np.mean(found)) if found else float("nan")


def stretch(loops: dict[str, Floats], rate: float = 0.5) -> Figures:
    """Return the mean pre-echo of attacks in dB: `native` at native speed, the others at `rate` times that.

    `plain` is on a tape without onsets, `elastic` with them, around which the playhead keeps native speed. `gain` is
    a ratio: how much worse (dB) plain is than native, divided by how much worse elastic is.
    """
    rows: dict[str, list[float]] = {"native": [], "plain": [], "elastic": []}
    for audio in loops.values():
        attacks = [at for at in onset_samples(audio) if at > 3000]
        if not attacks:
            continue
        centres = np.arange(len(audio) // SPEC.hop + 20) * SPEC.hop
        tape = tape_from_levels(to_levels(to_bands(magnitudes(audio, centres))))[0]
        plain = tape._replace(onsets=np.zeros(0))
        elastic = tape._replace(onsets=np.unique(np.round(np.array(attacks) / SPEC.hop)))
        for name, pace, version in (("native", 1.0, plain), ("plain", rate, plain), ("elastic", rate, elastic)):
            instrument = Instrument(version)
            instrument.change(INDEX["tempo"], SPEC.native_tempo * pace)
            instrument.change(INDEX["level"], -12.0)  # below the limiter
            instrument.schedule(Event(Action.PLAY))
            instrument.process(instrument.latency)
            sound = instrument.process(int(len(audio) / pace))[:, 0]
            rows[name].append(pre_echo(sound, [at / pace for at in attacks]))
    if not np.isfinite(rows["native"]).any():
        raise BadInput("these loops have no clear attack; name a folder of drum loops")
    figures = {name: float(np.nanmean(values)) for name, values in rows.items()}
    lost = {name: figures[name] - figures["native"] for name in ("plain", "elastic")}
    return {**figures, "gain": lost["plain"] / max(lost["elastic"], 0.1)}
