import numpy as np
import pytest

from engine.arrays import Tape
from engine.controls import Action, Event
from engine.parameters import INDEX, TABLE
from engine.realtime.meters import Meters, status_of
from engine.spec import SPEC
from tests.engine.segments import ManualPlayer, shared_with


def test_a_status_joins_the_meters_with_the_facts_of_the_control_process() -> None:
    meters = Meters(beat=2.5, frame=7, playing=1, peak=0.5, load=0.2, underruns=3, errors=4, late=5, reduction=0.5)
    status = status_of(meters, output="card", errors=2, provider="cuda", model="amen", latency=0.01)
    assert (status.playing, status.beat, status.frame, status.errors, status.late) == (True, 2.5, 7, 6, 5)
    assert (status.output, status.provider, status.model, status.latency) == ("card", "cuda", "amen", 0.01)
    assert status.peak == status.limiter == pytest.approx(-6.02, abs=0.01)
    silent = status_of(Meters(), output="", errors=0, provider="", model="", latency=0)
    assert (silent.peak, silent.limiter) == (-120, 0)
    assert status_of(Meters(reduction=1.0), output="", errors=0, provider="", model="", latency=0).limiter == -40


def test_the_player_publishes_the_deepest_reduction_of_the_last_tenth_of_a_second() -> None:
    noise = 50 * np.abs(np.random.default_rng(0).normal(size=(SPEC.frames, SPEC.bins))).astype(np.float32)
    values = np.array([entry.default for entry in TABLE])
    with shared_with(Tape(noise, np.zeros(0))) as shared:
        player = ManualPlayer(shared)
        shared.events.push(Event(Action.PLAY))
        found = []
        for level in (12.0, -60.0, -60.0):
            values[INDEX["level"]] = level
            shared.parameters.write(values)
            player.render(SPEC.rate // 2)
            found.append(shared.meters.reduction)
    assert 0.5 < found[0] < 1
    assert found[1] < 0.01, "it recovers"
    assert found[2] == 0
