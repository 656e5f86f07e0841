"""Machines that send clock: when their ticks should come, when they do, and what is made of them."""

import numpy as np

from osc_bridge.midi.clock.tempo_estimator import TempoEstimator

TICKS = 24  # a quarter note
BLOCK = 128 / 44100  # seconds


def steady(bpm: float, beats: float, start: float = 0.0) -> np.ndarray:
    """Times of ticks, seconds."""
    return start + np.arange(round(beats * TICKS)) * 60 / bpm / TICKS


def stepped(first: float, then: float, beats: float, more: float | None = None) -> np.ndarray:
    """Ticks of one tempo, and of another from the first tick after `beats` on, for `more` beats or twice as many."""
    before = steady(first, beats)
    return np.append(before, steady(then, 2 * beats if more is None else more, before[-1] + 60 / first / TICKS))


def jittered(true: np.ndarray, seed: int, by: float = 0.002) -> np.ndarray:
    """Each tick off by `by` seconds at most."""
    return np.sort(true + np.random.default_rng(seed).uniform(-by, by, len(true)))


def spread(true: np.ndarray, seed: int, deviation: float = 0.001) -> np.ndarray:
    """Each tick off by so many seconds, in the normal way."""
    return np.sort(true + np.random.default_rng(seed).normal(0, deviation, len(true)))


def blocked(true: np.ndarray, seed: int) -> np.ndarray:
    """Each tick late by what is left of its block; half a block on average, which is taken off."""
    begin = np.random.default_rng(seed).uniform(0, BLOCK)
    return np.ceil((true + begin) / BLOCK) * BLOCK - begin - BLOCK / 2


def followed(true: np.ndarray, come: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """BPM as told after every tick, and how far from its true time the tick is believed to be, in seconds."""
    tempo = TempoEstimator(60 / 120 / TICKS)
    bpm, off = np.empty(len(true)), np.empty(len(true))
    for number, at in enumerate(come):
        tempo.tick(float(at))
        assert tempo.line is not None
        bpm[number] = 60 / TICKS / tempo.line.period
        off[number] = tempo.line.time_of(number) - true[number]
    return bpm, off


def settled(bpm: np.ndarray, true: float, within: float = 0.05) -> float:
    """Beats until a tempo is told as it is, and stays so."""
    wrong = np.flatnonzero(np.abs(bpm - true) > within)
    return (wrong[-1] + 1) / TICKS if len(wrong) else 0.0
