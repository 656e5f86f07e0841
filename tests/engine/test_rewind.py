"""What was put back goes on as if nothing had happened since; and nothing of it is forgotten."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.controls import Action, Event
from engine.instrument import Instrument
from engine.mel import Floats
from engine.parameters import INDEX, SOUNDING, TABLE
from engine.resampling import Resampler
from engine.rewind import Rewindable
from engine.spec import SPEC
from engine.tape import Tape
from tests.sound import break_loop, tape_of

BLOCK = 128
TAPES = [tape_of(break_loop()), tape_of(break_loop((0, 3, 6, 10, 12), seed=4))]

EVENT = st.one_of(
    st.builds(Event, st.just(Action.SLICE), st.integers(0, 31), st.floats(0.1, 1)),
    st.builds(Event, st.just(Action.LOCATE), st.just(0), st.floats(0, 16)),
    st.builds(Event, st.sampled_from([Action.PLAY, Action.STOP, Action.PANIC])),
)
KNOBS = ("tempo", "speed", "freeze", "reverse", "stutter", "level", "width")
KNOB = st.sampled_from(KNOBS).flatmap(
    lambda id: st.tuples(st.just(INDEX[id]), st.floats(TABLE[INDEX[id]].low, TABLE[INDEX[id]].high))
)
WISH = st.one_of(st.tuples(EVENT, st.integers(0, 3000)), KNOB, st.sampled_from(TAPES))


def tell(instrument: Instrument, wish: Any) -> None:
    if isinstance(wish, Tape):
        instrument.load(wish)
    elif isinstance(wish[0], Event):
        instrument.schedule(wish[0], instrument.made + wish[1])
    else:
        instrument.change(wish[0], TABLE[wish[0]].clamp(wish[1]))


def play(instrument: Instrument, script: list[Any]) -> Floats:
    blocks = []
    for wishes in script:
        for wish in wishes:
            tell(instrument, wish)
        blocks.append(instrument.process(BLOCK))
    return np.concatenate(blocks)


SCRIPT = st.lists(st.one_of(st.just([]), st.lists(WISH, max_size=2)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(before=SCRIPT, astray=SCRIPT, after=SCRIPT, spread=st.booleans())
def test_who_was_put_back_plays_what_he_would_have_played(
    before: list[Any], astray: list[Any], after: list[Any], spread: bool
) -> None:
    straight, turned = Instrument(TAPES[0], spread=spread), Instrument(TAPES[0], spread=spread)
    for instrument in (straight, turned):
        instrument.schedule(Event(Action.PLAY))
        play(instrument, before)
    moment = turned.save()
    for _ in range(2):  # as often as one likes
        play(turned, astray)
        turned.restore(moment)
    np.testing.assert_array_equal(play(turned, after), play(straight, after))
    assert (turned.clock, turned.beat, turned.frame, turned.late) == (
        straight.clock,
        straight.beat,
        straight.frame,
        straight.late,
    )


def test_a_resampler_goes_on_where_it_was() -> None:
    def resampled() -> tuple[Instrument, Resampler]:
        instrument = Instrument(TAPES[0])
        instrument.schedule(Event(Action.PLAY))
        return instrument, Resampler(instrument.process, SPEC.rate, 48_000)

    (_, straight), (instrument, turned) = resampled(), resampled()
    np.testing.assert_array_equal(straight(1000), turned(1000))
    moments = instrument.save(), turned.save()
    turned(777)
    instrument.restore(moments[0])
    turned.restore(moments[1])
    np.testing.assert_array_equal(straight(3000), turned(3000))


def rewindables(thing: Rewindable) -> Iterator[Rewindable]:
    yield thing
    for name in thing.PARTS:
        yield from rewindables(getattr(thing, name))


def all_of_them() -> list[Rewindable]:
    instrument = Instrument(TAPES[0])
    return [*rewindables(instrument), Resampler(instrument.process, SPEC.rate, 48_000)]


@pytest.mark.parametrize("thing", all_of_them(), ids=lambda thing: type(thing).__name__)
def test_every_attribute_says_what_it_is(thing: Rewindable) -> None:
    said = [*thing.WHOLE, *thing.WRITTEN, *thing.PARTS, *thing.FIXED]
    assert len(said) == len(set(said))
    assert set(vars(thing)) == set(said)


def written(thing: Rewindable) -> dict[str, Any]:
    """What may be written to, with a copy: replaced values as they are now, and bytes of arrays."""
    return {name: getattr(thing, name) for name in thing.WHOLE if isinstance(getattr(thing, name), np.ndarray)}


def test_what_is_only_replaced_is_never_written_to() -> None:
    """Or a moment would change with it."""
    instrument = Instrument(TAPES[0])
    instrument.schedule(Event(Action.PLAY))
    instrument.change(INDEX["width"], 1.0)
    random = np.random.default_rng(0)
    for block in range(600):
        if block % 7 == 0:
            instrument.schedule(Event(Action.SLICE, int(random.integers(32))), instrument.made + 300)
        if block % 50 == 25:
            instrument.load(TAPES[block // 50 % 2])
        if block % 90 == 60:
            instrument.change(INDEX["stutter"], float(block // 90 % 2))
        kept = [written(thing) for thing in rewindables(instrument)]
        copies = [{name: value.copy() for name, value in one.items()} for one in kept]
        instrument.process(BLOCK)
        for one, copy in zip(kept, copies, strict=True):
            for name, value in one.items():
                assert np.array_equal(value, copy[name]), name


def test_a_moment_costs_little() -> None:
    """Of an instrument in full swing: bytes that a block leaves behind while it may be taken back."""

    def size(moment: Any) -> int:
        return sum(
            value.nbytes if isinstance(value, np.ndarray) else size(value) if isinstance(value, tuple) else 0
            for value in moment
        )

    instrument = Instrument(TAPES[0])
    instrument.schedule(Event(Action.PLAY))
    instrument.process(5000)
    tape = sum(part.nbytes for part in TAPES[0])  # is not copied
    assert size(instrument.save()) - tape < 200_000
    assert SOUNDING > 0
