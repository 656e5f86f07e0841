"""Punch: more or less attack against the sound behind it, at once."""

import numpy as np
import pytest

from engine.core import LATENCY
from engine.spec import SPEC
from tests.playing import OTHER, TAPE, even, mono
from tests.sound import STEP, decibels

from .rendering import SOFT_LEVEL, heard

ATTACK, BODY = slice(0, 700), slice(2500, 4500)  # samples after an onset


def attack_to_body(punch: float) -> float:
    """Energy of the attacks against that of the sound behind them, dB."""
    audio = mono(heard(32 * STEP, {"punch": punch, "level": SOFT_LEVEL}))[LATENCY:]
    parts = [[np.mean(audio[2 * k * STEP :][part] ** 2) for part in (ATTACK, BODY)] for k in range(1, 15)]
    attacks, bodies = np.mean(parts, 0)
    return 10 * np.log10(attacks / bodies)


def test_punch_emphasises_attacks_and_softens_them_below_0() -> None:
    softened, plain, emphasised = (attack_to_body(punch) for punch in (-1.0, 0.0, 1.0))
    assert 4 < emphasised - plain < 10
    assert 4 < plain - softened < 10


@pytest.mark.parametrize("punch", [-1.0, 1.0])
def test_steady_sound_stays_as_it_is(punch: float) -> None:
    plain, changed = (mono(heard(3 * SPEC.rate, each, even(0.3)))[SPEC.rate :] for each in ({}, {"punch": punch}))
    assert abs(decibels(float(changed.std() / plain.std()))) < 1


@pytest.mark.parametrize("tape", [TAPE, OTHER])
def test_nothing_is_delayed(tape: object) -> None:
    plain, changed = (mono(heard(20_000, each, tape)) for each in ({}, {"punch": 1.0}))  # type: ignore[arg-type]
    lags = np.correlate(changed[5000:15_000], plain[5000:15_000], "full")
    assert np.argmax(lags) == 9999
    assert np.flatnonzero(plain)[0] == np.flatnonzero(changed)[0]
