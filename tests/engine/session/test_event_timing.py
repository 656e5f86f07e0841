"""Times of events as samples of the player's clock."""

import pytest

from engine.controls import Action, Event
from engine.realtime.meters import Meters
from engine.session.event_timing import DELIVERY_MARGIN_S, EventTiming
from engine.spec import SPEC

SLICE = Event(Action.SLICE, 3)
METERS = Meters(output_time=50.0, clock=1000, block=128, rate=44_100, latency=0.01)


def test_the_distance_of_two_events_in_samples_is_that_in_time() -> None:
    timing = EventTiming(0.005)
    first, second = (timing.event_sample(SLICE, at, METERS) for at in (50.0, 50.125))
    assert first == pytest.approx(1000 + 0.005 * SPEC.rate, abs=1)
    assert second is not None and second - first == pytest.approx(0.125 * SPEC.rate, abs=1)


def test_the_sample_does_not_depend_on_the_block_that_the_meters_are_of() -> None:
    later = METERS._replace(output_time=50.0 + 4410 / SPEC.rate, clock=5410)
    assert EventTiming().event_sample(SLICE, 50.2, METERS) == EventTiming().event_sample(SLICE, 50.2, later)


def test_the_default_lookahead_is_a_block_and_a_margin() -> None:
    assert EventTiming().lookahead(METERS) == pytest.approx(128 / 44_100 + DELIVERY_MARGIN_S)
    assert EventTiming().lookahead(METERS._replace(ahead=0.003)) == pytest.approx(
        128 / 44_100 + 0.003 + DELIVERY_MARGIN_S
    )


@pytest.mark.parametrize(
    ("timing", "event", "at", "meters"),
    [
        (EventTiming(0), SLICE, 50.0, METERS),
        (EventTiming(), SLICE, None, METERS),
        (EventTiming(), Event(Action.PANIC), 50.0, METERS),
        (EventTiming(), SLICE, 50.0, Meters()),
    ],
    ids=["no lookahead", "no time", "panic", "before the first block"],
)
def test_events_without_a_sample_are_applied_as_soon_as_possible(
    timing: EventTiming, event: Event, at: float | None, meters: Meters
) -> None:
    assert timing.event_sample(event, at, meters) is None


def test_the_latency_is_the_sum_of_lookahead_instrument_and_device() -> None:
    meters = METERS._replace(delay=441, ahead=0.003)
    assert EventTiming().latency(meters) == pytest.approx(EventTiming().lookahead(meters) + 0.01 + METERS.latency)
    assert EventTiming(0.02).latency(meters) == pytest.approx(0.02 + 0.01 + METERS.latency)
    assert EventTiming(0).latency(meters) == pytest.approx(128 / 44_100 + 0.003 + 0.01 + METERS.latency)
    assert EventTiming().latency(Meters()) == 0


def test_the_attack_of_a_due_event_is_handed_to_the_device_at_that_time() -> None:
    meters = METERS._replace(delay=128)
    assert EventTiming().sample_at(50.5, meters) == 1000 + SPEC.rate // 2 - 128
    assert (
        EventTiming(0).sample_at(50.5, meters)
        == EventTiming(0.2).sample_at(50.5, meters)
        == EventTiming().sample_at(50.5, meters)
    )
    assert EventTiming().sample_at(0.0, meters) == 0
    assert EventTiming().sample_at(50.0, Meters()) is None
