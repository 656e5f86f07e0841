"""Values out of range, NaN and infinity: no crash, all samples in range, and rejections are counted."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.arrays import Tape
from engine.controls import Action, Event
from engine.core import CEILING, Instrument
from engine.core.library import geometry
from engine.parameters import INDEX, TABLE
from engine.spec import SPEC
from tests.playing import PLAY, TAPE, playing, values

WILD = (math.nan, math.inf, -math.inf, 1e300, -1e300)
anything = st.one_of(st.sampled_from([*WILD, 0.0, -0.0, 5e-324]), st.floats())
PARAMETERS = geometry.parameters  # the first ones of the table, which the core reads
IDS = [entry.id for entry in TABLE[:PARAMETERS]]


def require_in_range(instrument: Instrument, samples: int = 4000) -> None:
    """The instrument keeps playing, and its samples are in range."""
    audio = instrument.process(samples)
    assert np.isfinite(audio).all()
    assert np.abs(audio).max() <= CEILING
    assert math.isfinite(instrument.beat)
    assert 0 <= instrument.frame <= SPEC.frames
    assert 0 <= instrument.base_frame <= SPEC.frames


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("value", WILD)
def test_a_parameter_out_of_range_is_rejected_and_counted(id: str, value: float) -> None:
    direct, by_event, plain = playing(), playing(), playing()
    direct.change(INDEX[id], value)
    by_event.schedule(Event(Action.SET, INDEX[id], value), 1000)
    expected = plain.process(6000)
    for instrument in (direct, by_event):
        np.testing.assert_array_equal(instrument.process(6000), expected)
        assert instrument.errors == 1


def test_all_parameters_out_of_range_are_counted_one_by_one() -> None:
    instrument = playing()
    instrument.set(np.full(len(TABLE), math.nan))
    assert instrument.errors == PARAMETERS
    require_in_range(instrument)


@given(st.lists(st.tuples(st.sampled_from(IDS), anything), max_size=12))
@settings(max_examples=60)
def test_any_parameters_are_safe(changes: list[tuple[str, float]]) -> None:
    instrument = playing()
    for id, value in changes:
        instrument.change(INDEX[id], value)
        require_in_range(instrument, 700)
    instrument.set(values())
    require_in_range(instrument)


events = st.builds(Event, st.sampled_from(list(Action)), st.integers(-(2**31), 2**31 - 1), anything)


@given(st.lists(st.tuples(events, st.one_of(st.none(), st.integers(-(2**62), 2**62))), max_size=12))
@settings(max_examples=60)
def test_any_events_are_safe(scheduled: list[tuple[Event, int | None]]) -> None:
    instrument = playing()
    for event, at in scheduled:
        instrument.schedule(event, at)
        require_in_range(instrument, 700)
    instrument.schedule(Event(Action.PANIC))
    instrument.set(values())
    instrument.schedule(PLAY)
    require_in_range(instrument)


@pytest.mark.parametrize("index", [-1, PARAMETERS, 10_000, -(2**31), 2**31 - 1])
def test_an_unknown_parameter_changes_nothing(index: int) -> None:
    scheduled, plain = playing(), playing()
    scheduled.change(index, 1.0)
    scheduled.schedule(Event(Action.SET, index, 1.0), 1000)
    np.testing.assert_array_equal(scheduled.process(6000), plain.process(6000))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, 3e38])
@pytest.mark.parametrize("where", ["everywhere", "in one cell", "in one column"])
@pytest.mark.parametrize("level", [0.0, 12.0])
def test_a_tape_of_any_values_is_safe_and_the_next_one_is_heard(value: float, where: str, level: float) -> None:
    wild = TAPE.magnitudes.copy()
    place: object = {"everywhere": ..., "in one cell": (10, 40), "in one column": 10}[where]
    wild[place] = value  # type: ignore[call-overload]
    instrument, plain = playing(tape=TAPE._replace(magnitudes=wild)), playing()
    instrument.set(values(level=level, width=1.0))
    require_in_range(instrument, 8000)
    if not math.isfinite(value):
        assert instrument.errors > 0
    before = instrument.errors
    instrument.load(TAPE)
    plain.set(values(level=level, width=1.0))
    plain.process(8000)
    require_in_range(instrument, 4096)
    plain.process(4096)
    for each in (instrument, plain):
        each.schedule(Event(Action.SLICE, 4))
        each.process(8192)  # the sound before has decayed
    after, expected = (each.process(30_000) for each in (instrument, plain))
    assert np.abs(after - expected).max() < 0.01
    assert instrument.errors <= before + 1


loud = st.floats(0, 2.0**127, width=32)


@given(loud, loud, st.floats(-60, 12), st.floats(0, 1))
@settings(max_examples=60)
def test_tapes_of_the_largest_floats_are_safe(first: float, second: float, level: float, width: float) -> None:
    magnitudes = np.full((SPEC.frames, SPEC.bins), first, np.float32)
    magnitudes[::3] = second
    instrument = playing(tape=Tape(magnitudes, np.zeros(0)))
    instrument.set(values(level=level, width=width))
    for step in (3, 9):
        require_in_range(instrument, 3000)
        instrument.schedule(Event(Action.SLICE, step))
    instrument.load(TAPE)
    require_in_range(instrument, 5000)
    assert np.abs(instrument.process(20_000)).max() > 0 or level <= -50


@pytest.mark.parametrize("gain", [*WILD, 0.0, -40.0])
def test_any_gain_of_a_tape_is_safe_and_its_successor_is_heard(gain: float) -> None:
    instrument, plain = playing(), playing()
    instrument.load(TAPE._replace(gain=gain))
    require_in_range(instrument, SPEC.rate)
    plain.process(SPEC.rate)
    for each in (instrument, plain):
        each.load(TAPE)
        each.process(4 * SPEC.rate)  # the gain has arrived
    np.testing.assert_allclose(instrument.process(20_000), plain.process(20_000), atol=1e-3)


WILD_ONSETS: list[Callable[[], np.ndarray]] = [
    lambda: np.array([math.nan, 3.0, math.inf]),
    lambda: np.array([400.0, 20.0, -50.0]),
    lambda: np.full(64, 7.0),
    lambda: np.array([1e300, -1e300]),
    lambda: np.arange(1000.0) - 300,
]


@pytest.mark.parametrize("onsets", WILD_ONSETS)
@pytest.mark.parametrize("tempo", [40.0, 100.0])
def test_any_onsets_are_safe(onsets: Callable[[], np.ndarray], tempo: float) -> None:
    instrument = playing(tempo, TAPE._replace(onsets=onsets()))
    for speed in (1.0, -0.3, 0.0, 1e-7):
        instrument.set(values(tempo=tempo, speed=speed))
        require_in_range(instrument, 20_000)


@pytest.mark.parametrize("beat", WILD)
@pytest.mark.parametrize("base_frame", [0.0, *WILD])
def test_resuming_at_any_position_is_safe(beat: float, base_frame: float) -> None:
    instrument = Instrument(TAPE)
    instrument.resume(beat, base_frame, 0)
    audio = instrument.process(4000)
    assert np.isfinite(audio).all()
    assert np.abs(audio).max() <= CEILING
    instrument.schedule(Event(Action.LOCATE, value=2.0))
    require_in_range(instrument)
