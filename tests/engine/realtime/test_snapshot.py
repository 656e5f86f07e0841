"""What lies in shared memory is read back in the units of a status."""

import pytest

from engine.realtime.shared_memory import Meters
from engine.realtime.snapshot import parse_handover, snapshot


def test_a_status_is_what_the_player_said_and_what_it_does_not_know() -> None:
    meters = Meters(beat=2.5, frame=7, playing=1, peak=0.5, load=0.2, underruns=3, errors=4, late=5)
    status = snapshot(meters, output="card", errors=2, provider=lambda: "cuda", model="amen", latency=0.01)
    assert (status.playing, status.beat, status.frame, status.errors, status.late) == (True, 2.5, 7, 6, 5)
    assert (status.output, status.provider, status.model, status.latency) == ("card", "cuda", "amen", 0.01)
    assert status.peak == pytest.approx(-6.02, abs=0.01)
    assert snapshot(Meters(), output="", errors=0, provider="", model="", latency=0).peak == -120


def test_facts_that_were_torn_say_so() -> None:
    assert parse_handover('{"port": 7771}') == {"port": 7771}
    assert parse_handover('{"po') == {"torn": True}
