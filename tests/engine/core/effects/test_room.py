"""The room: how long it rings, how loud it is, that it ends, and that it vanishes from no sum of both channels."""

import numpy as np
import pytest

from engine.arrays import Floats
from engine.controls import Event
from engine.core import Instrument
from engine.spec import SPEC
from tests.playing import PANIC, PLAY, STOP, values
from tests.sound import decibels

from .rendering import NOISE, SOFT_LEVEL, heard

INAUDIBLE = 1e-9  # what the high-pass leaves of a tail
GATE = 400  # samples of the fade-out at a stop, and what the chain delays


def tail(ended_by: Event, **changes: float) -> Floats:
    """What is heard after half a second of noise in the room: two seconds."""
    instrument = Instrument(NOISE)
    instrument.set(values(**{"level": SOFT_LEVEL, "room": 1.0, "width": 1.0} | changes))
    instrument.schedule(PLAY)
    instrument.process(SPEC.rate // 2)
    instrument.schedule(ended_by)
    return instrument.process(2 * SPEC.rate)[GATE:]


def decay(audio: Floats) -> float:
    """Seconds for 60 dB, from the slope between -5 and -35 dB of the energy that is still to come."""
    left = np.cumsum((audio.astype(float) ** 2).sum(1)[::-1])[::-1]
    level = 10 * np.log10(left / left[0] + 1e-20)
    return 2 * float(np.argmax(level < -35) - np.argmax(level < -5)) / SPEC.rate


def test_the_tail_lasts_a_fifth_to_two_fifths_of_a_second_and_ends() -> None:
    audio = tail(STOP)
    assert 0.2 < decay(audio) < 0.4
    assert audio[SPEC.rate // 10].any()
    assert np.abs(audio[-SPEC.rate // 2 :]).max() < INAUDIBLE


def test_the_tail_is_dense() -> None:
    """Single echoes would be far above the rest: of noise, a third of the samples is beyond one standard deviation."""
    audio = tail(STOP)[2000:8000, 0].reshape(-1, 500)
    beyond = np.mean(np.abs(audio) > audio.std(1, keepdims=True))
    assert 0.28 < beyond < 0.36


@pytest.mark.parametrize("room", [0.5, 1.0])
def test_the_room_is_somewhat_softer_than_the_sound(room: float) -> None:
    both, dry = (
        heard(4 * SPEC.rate, {"level": SOFT_LEVEL, "room": each}, NOISE)[SPEC.rate :, 0] for each in (room, 0.0)
    )
    assert decibels(float((both - dry).std() / dry.std())) == pytest.approx(-2 + 20 * np.log10(room), abs=1)


def test_bypass_lets_the_tail_ring_out() -> None:
    instrument, plain = Instrument(NOISE), Instrument(NOISE)
    for each, room in ((instrument, 1.0), (plain, 0.0)):
        each.set(values(level=SOFT_LEVEL, room=room))
        each.schedule(PLAY)
        each.process(SPEC.rate)
        each.set(values(**{"level": SOFT_LEVEL, "room": room, "bypass/room": 1.0}))
    rest = instrument.process(3 * SPEC.rate) - plain.process(3 * SPEC.rate)
    assert 0.2 < decay(rest[2000:]) < 0.4
    assert np.abs(rest[-SPEC.rate :]).max() < INAUDIBLE


def test_panic_ends_the_tail_without_a_click() -> None:
    audio = tail(PANIC)
    assert np.abs(audio[: SPEC.rate // 100]).max() > 0.001
    assert np.abs(audio[SPEC.rate // 5 :]).max() < INAUDIBLE


def test_after_a_panic_there_is_a_room_again() -> None:
    panicked, plain = Instrument(NOISE), Instrument(NOISE)
    for each, event in ((panicked, PANIC), (plain, STOP)):
        each.set(values(level=SOFT_LEVEL, room=1.0))
        for action in (PLAY, event, PLAY, STOP):
            each.schedule(action)
            each.process(2 * SPEC.rate)
            ended = each.process(2000)
        assert np.abs(ended).max() < INAUDIBLE
        each.schedule(PLAY)
    np.testing.assert_allclose(panicked.process(10_000), plain.process(10_000), atol=1e-6)


def test_both_channels_differ_and_the_sum_does_not_depend_on_the_width() -> None:
    wide, narrow = (tail(STOP, width=width) for width in (1.0, 0.0))
    assert abs(np.corrcoef(wide[:10_000].T)[0, 1]) < 0.6
    np.testing.assert_array_equal(narrow[:, 0], narrow[:, 1])
    np.testing.assert_allclose(wide.sum(1), narrow.sum(1), atol=1e-6)
