"""A clock that is agreed, not estimated, is believed at once: what is heard is on its beat before the next one."""

import numpy as np
import pytest

from engine.sync.clocks import Pulse
from tests.engine.stage import Room

from .test_clock_follower import BEGIN, Watch


class Agreed(Room):
    """A room that tells its time exactly, and says so."""

    def pulse(self, now: float) -> Pulse:
        return super().pulse(now)._replace(exact=True)


@pytest.mark.parametrize(("before", "after"), [(120, 174), (174, 90), (133, 160), (100, 101.5)])
def test_after_a_step_in_tempo_the_next_beat_is_in_time(before: float, after: float) -> None:
    step = BEGIN + 6.1
    watch = Watch(Agreed((BEGIN, before), (step, after)))
    watch.until(step + 6)
    _, away, _ = watch.seen(step + 0.1, step + 6)
    assert np.abs(away).max() <= 0.005
    _, away, tempo = watch.seen(step + 1.5, step + 6)
    assert np.abs(away).max() <= 0.003
    assert np.abs(tempo).max() <= 0.1


def test_a_tempo_that_is_turned_slowly_is_kept_to_all_the_while() -> None:
    turned = [(BEGIN + 3 + step * 0.05, 120 + step / 2) for step in range(100)]
    watch = Watch(Agreed((BEGIN, 120), *turned))
    watch.until(BEGIN + 12)
    _, away, _ = watch.seen(BEGIN + 3, BEGIN + 12)
    assert np.abs(away).max() <= 0.005
