"""A jittered MIDI clock moves the sound: estimator and follower together."""

import numpy as np
import pytest

from tests.engine.stage import ReferenceTime, SimulatedPlayer
from tests.engine.sync.follower_simulation import BEGIN, Simulation

from .masters import JitteredMaster


@pytest.mark.parametrize("seed", range(4))
def test_what_is_heard_stays_on_the_beats_of_a_jittered_master(seed: int) -> None:
    """Ticks are up to 2 ms early or late and step from 120 to 174 BPM; the device runs 50 ppm fast."""
    step = BEGIN + 12
    reference = ReferenceTime((BEGIN, 120), (step, 174))
    simulation = Simulation(reference, JitteredMaster(reference, seed), player=SimulatedPlayer(skew=50e-6))
    simulation.until(step + 20)
    beats = 60 / 174
    for begin, end in ((BEGIN + 6, step), (step + 2 * beats, step + 20)):
        _, away, _ = simulation.seen(begin, end)
        assert np.percentile(np.abs(away), 99) <= 0.003
    _, _, tempo = simulation.seen(step + 2 * beats, step + 20)
    assert np.abs(tempo).max() <= 1.0
    assert abs(tempo.mean()) <= 0.05
    _, _, settled = simulation.seen(step + 12 * beats, step + 20)
    assert np.abs(settled).max() <= 0.1
    assert len(simulation.located()) <= 3
