import pytest

from engine.realtime.meters import Meters, status_of


def test_a_status_joins_the_meters_with_the_facts_of_the_control_process() -> None:
    meters = Meters(beat=2.5, frame=7, playing=1, peak=0.5, load=0.2, underruns=3, errors=4, late=5)
    status = status_of(meters, output="card", errors=2, provider="cuda", model="amen", latency=0.01)
    assert (status.playing, status.beat, status.frame, status.errors, status.late) == (True, 2.5, 7, 6, 5)
    assert (status.output, status.provider, status.model, status.latency) == ("card", "cuda", "amen", 0.01)
    assert status.peak == pytest.approx(-6.02, abs=0.01)
    assert status_of(Meters(), output="", errors=0, provider="", model="", latency=0).peak == -120
