"""An exact clock is followed at once: what is heard is on its beats from the next one on."""

import numpy as np
import pytest

from engine.sync.clocks import Pulse
from tests.engine.stage import ReferenceTime

from .follower_simulation import BEGIN, Simulation


class ExactReference(ReferenceTime):
    """A reference that is marked as exact."""

    def pulse(self, now: float) -> Pulse:
        return super().pulse(now)._replace(exact=True)


@pytest.mark.parametrize(("before", "after"), [(120, 174), (174, 90), (133, 160), (100, 101.5)])
def test_after_a_step_in_tempo_the_next_beat_is_in_time(before: float, after: float) -> None:
    step = BEGIN + 6.1
    simulation = Simulation(ExactReference((BEGIN, before), (step, after)))
    simulation.until(step + 6)
    _, away, _ = simulation.seen(step + 0.1, step + 6)
    assert np.abs(away).max() <= 0.005
    _, away, tempo = simulation.seen(step + 1.5, step + 6)
    assert np.abs(away).max() <= 0.003
    assert np.abs(tempo).max() <= 0.1


def test_a_slow_sweep_of_the_tempo_is_followed_throughout() -> None:
    turned = [(BEGIN + 3 + step * 0.05, 120 + step / 2) for step in range(100)]
    simulation = Simulation(ExactReference((BEGIN, 120), *turned))
    simulation.until(BEGIN + 12)
    _, away, _ = simulation.seen(BEGIN + 3, BEGIN + 12)
    assert np.abs(away).max() <= 0.005
