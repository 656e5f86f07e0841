import pytest

from engine.controls import Action, Event
from engine.realtime.meters import Meters
from engine.session.event_timing import MARGIN, EventTiming
from engine.spec import SPEC

SLICE = Event(Action.SLICE, 3)
METERS = Meters(due=50.0, clock=1000, block=128, rate=44_100, latency=0.01)


def test_events_are_as_far_apart_in_samples_as_in_time() -> None:
    placing = EventTiming(0.005)
    first, second = (placing.sample(SLICE, at, METERS) for at in (50.0, 50.125))
    assert first == pytest.approx(1000 + 0.005 * SPEC.rate, abs=1)
    assert second is not None and second - first == pytest.approx(0.125 * SPEC.rate, abs=1)


def test_it_does_not_matter_which_block_of_the_player_is_known() -> None:
    later = METERS._replace(due=50.0 + 4410 / SPEC.rate, clock=5410)
    assert EventTiming().sample(SLICE, 50.2, METERS) == EventTiming().sample(SLICE, 50.2, later)


def test_by_default_there_is_a_block_and_a_little_time() -> None:
    assert EventTiming().lookahead(METERS) == pytest.approx(128 / 44_100 + MARGIN)
    assert EventTiming().lookahead(METERS._replace(ahead=0.003)) == pytest.approx(128 / 44_100 + 0.003 + MARGIN)


@pytest.mark.parametrize(
    ("placing", "event", "at", "meters"),
    [
        (EventTiming(0), SLICE, 50.0, METERS),
        (EventTiming(), SLICE, None, METERS),
        (EventTiming(), Event(Action.PANIC), 50.0, METERS),
        (EventTiming(), SLICE, 50.0, Meters()),
    ],
    ids=["no lookahead", "no time", "panic", "a player that has not begun"],
)
def test_some_events_are_played_as_soon_as_possible(
    placing: EventTiming, event: Event, at: float | None, meters: Meters
) -> None:
    assert placing.sample(event, at, meters) is None


def test_the_latency_is_that_of_the_lookahead_the_instrument_and_the_device() -> None:
    meters = METERS._replace(delay=441, ahead=0.003)
    assert EventTiming().latency(meters) == pytest.approx(EventTiming().lookahead(meters) + 0.01 + METERS.latency)
    assert EventTiming(0.02).latency(meters) == pytest.approx(0.02 + 0.01 + METERS.latency)
    assert EventTiming(0).latency(meters) == pytest.approx(128 / 44_100 + 0.003 + 0.01 + METERS.latency)
    assert EventTiming().latency(Meters()) == 0


def test_what_is_due_is_handed_to_the_card_just_then() -> None:
    meters = METERS._replace(delay=128)
    assert EventTiming().exact(50.5, meters) == 1000 + SPEC.rate // 2 - 128
    assert (
        EventTiming(0).exact(50.5, meters) == EventTiming(0.2).exact(50.5, meters) == EventTiming().exact(50.5, meters)
    )
    assert EventTiming().exact(0.0, meters) == 0
    assert EventTiming().exact(50.0, Meters()) is None
