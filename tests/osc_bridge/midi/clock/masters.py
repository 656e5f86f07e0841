"""Simulated MIDI clock masters: when ticks are due, when they arrive, and what the estimator makes of them."""

import numpy as np

from engine.sync.clocks import Pulse
from osc_bridge.midi.clock.clock_in import MidiClock
from osc_bridge.midi.clock.tempo_estimator import TICKS_PER_QUARTER as TICKS
from osc_bridge.midi.clock.tempo_estimator import TempoEstimator
from osc_bridge.midi.input.midi_messages import SystemMessage
from tests.engine.stage import ReferenceTime

BLOCK = 128 / 44100  # seconds


def steady(bpm: float, beats: float, start: float = 0.0) -> np.ndarray:
    """Return times of ticks, seconds."""
    return start + np.arange(round(beats * TICKS)) * 60 / bpm / TICKS


def stepped(first: float, then: float, beats: float, more: float | None = None) -> np.ndarray:
    """Return ticks of one tempo for `beats`, then of another for `more` beats, or twice as many."""
    before = steady(first, beats)
    return np.append(before, steady(then, 2 * beats if more is None else more, before[-1] + 60 / first / TICKS))


def jittered(true: np.ndarray, seed: int, by: float = 0.002) -> np.ndarray:
    """Shift each tick by at most `by` seconds, uniformly distributed."""
    return np.sort(true + np.random.default_rng(seed).uniform(-by, by, len(true)))


def spread(true: np.ndarray, seed: int, deviation: float = 0.001) -> np.ndarray:
    """Shift each tick by normally distributed seconds."""
    return np.sort(true + np.random.default_rng(seed).normal(0, deviation, len(true)))


def blocked(true: np.ndarray, seed: int) -> np.ndarray:
    """Delay each tick to the end of its audio block, less the average delay of half a block."""
    begin = np.random.default_rng(seed).uniform(0, BLOCK)
    return np.ceil((true + begin) / BLOCK) * BLOCK - begin - BLOCK / 2


def followed(true: np.ndarray, come: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the estimated BPM after every tick, and the error of the estimated time of that tick, seconds."""
    tempo = TempoEstimator(60 / 120 / TICKS)
    bpm, off = np.empty(len(true)), np.empty(len(true))
    for number, at in enumerate(come):
        tempo.tick(float(at))
        bpm[number] = 60 / TICKS / tempo.line.period
        off[number] = tempo.line.time_of(number) - true[number]
    return bpm, off


def settled(bpm: np.ndarray, true: float, within: float = 0.05) -> float:
    """Return the beats after which the estimate stays within `within` BPM."""
    wrong = np.flatnonzero(np.abs(bpm - true) > within)
    return (wrong[-1] + 1) / TICKS if len(wrong) else 0.0


class JitteredMaster:
    """A MidiClock that receives the ticks of a reference, each up to `jitter` seconds early or late."""

    name = "jittered master"

    def __init__(self, reference: ReferenceTime, seed: int, jitter: float = 0.002) -> None:
        self._clock, self._reference, self._jitter = MidiClock(), reference, jitter
        self._random, self._number = np.random.default_rng(seed), 0
        self._clock.feed(SystemMessage("start", self._arrival - 1.0))

    @property
    def _arrival(self) -> float:
        return self._reference.time_of(self._number / TICKS)

    def pulse(self, now: float) -> Pulse | None:
        while (due := self._arrival) + self._jitter <= now:
            at = due + float(self._random.uniform(-self._jitter, self._jitter))
            self._clock.feed(SystemMessage("tick", at))
            self._number += 1
        return self._clock.pulse(now)
