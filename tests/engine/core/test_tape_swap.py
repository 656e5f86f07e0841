"""Another tape, as another model paints it, replaces the present one at any moment without a gap or a click."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from tests.clicks import bursts, dull_tape
from tests.playing import mono, playing
from tests.sound import LOOP, decibels, tape_of

SWAPS = 20
WINDOW = 441  # samples


def swapped(seed: int, tapes: list[Tape]) -> tuple[Floats, list[int]]:
    """Play SWAPS swaps at random moments; return the sound, and where they are."""
    rng = np.random.default_rng(seed)
    instrument, parts, places, played = playing(170, tapes[0]), [], list[int](), 0
    for number in range(1, SWAPS + 1):
        part = mono(instrument.process(int(rng.integers(5_000, 20_000))))
        parts.append(part)
        played += len(part)
        places.append(played)
        instrument.load(tapes[number % len(tapes)])
    return np.concatenate([*parts, mono(instrument.process(20_000))]), places


@pytest.mark.parametrize("seed", range(3))
def test_twenty_swaps_do_not_click(seed: int) -> None:
    audio, places = swapped(seed, [dull_tape(), dull_tape(tuple(range(1, SPEC.steps, 3)), seed=5)])
    at_swaps, _ = bursts(audio, places)
    assert at_swaps < -70


def level(audio: Floats) -> np.ndarray:
    """Level of each 10 ms in dB."""
    whole = audio[: len(audio) // WINDOW * WINDOW].reshape(-1, WINDOW)
    return np.array([decibels(float(np.sqrt(np.mean(part**2)))) for part in whole])


@pytest.mark.parametrize("seed", range(3))
def test_twenty_swaps_leave_no_gap(seed: int) -> None:
    rng = np.random.default_rng(9)
    noise = [tape_of((0.1 * rng.normal(size=LOOP)).astype(np.float32)) for _ in range(2)]  # of an even level
    audio, places = swapped(seed, noise)
    alone = level(mono(playing(170, noise[0]).process(2 * LOOP)))[20:]
    during = level(audio)[20:]
    assert during.min() > alone.min() - 1.5, "never below what the noise does by itself"
    near = [level(audio[place - 441 : place + 2 * 1024]).mean() for place in places]
    assert np.abs(np.array(near) - np.median(during)).max() < 1.5
