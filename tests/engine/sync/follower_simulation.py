"""A clock follower on a simulated player: a reference time in, the error of what is heard out."""

from collections.abc import Callable

import numpy as np

from engine.controls import Action, Event
from engine.sync.clock_follower import (
    ClockFollower,
    output_delay,
)
from engine.sync.clocks import Clock
from tests.engine.stage import DEVICE_LATENCY_S, ReferenceTime, SimulatedPlayer

BEGIN = 100.0  # seconds at which simulations begin
STARTED = 0.06  # seconds after which they play, if they play from the beginning


class Simulation:
    """Runs a follower on a simulated player, and records the error of what is heard at every poll."""

    def __init__(
        self,
        reference: ReferenceTime,
        clock: Clock | None = None,
        *,
        player: SimulatedPlayer | None = None,
        plays: bool = True,
    ) -> None:
        self.reference, self.player = reference, player or SimulatedPlayer()
        if plays:
            self.player.run(BEGIN + 0.02)
            beat = self.reference.pulse(BEGIN + 0.04 + DEVICE_LATENCY_S).beat
            self.player.trigger(Event(Action.LOCATE, value=beat), due=BEGIN + 0.04)
            self.player.run(BEGIN + STARTED)
        self.follower = ClockFollower(
            self.player, clock or reference, output_delay=lambda: output_delay(self.player.meters)
        )
        self._random = np.random.default_rng(5)
        self._seen: list[tuple[float, float, float]] = []

    def until(self, end: float, each: Callable[[], object] = lambda: None) -> None:
        """Poll 50 times a second, as evenly as a thread does."""
        while self.player.now < end:
            self.player.run(self.player.now + 0.02 + self._random.exponential(0.001))
            self.follower.poll(self.player.now)
            now, true = self.player.now, self.reference.pulse(self.player.now)
            away = (self.player.audible_beat(now) - true.beat) * 60 / true.tempo
            self._seen.append((now, away, self.player.read("tempo") - true.tempo))
            each()

    def seen(self, begin: float, end: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return seconds, by how many seconds what is heard is ahead, and the error of the tempo in BPM."""
        rows = np.array([row for row in self._seen if begin <= row[0] < end])
        return rows[:, 0], rows[:, 1], rows[:, 2]

    def located(self) -> list[float]:
        """Return when the follower jumped."""
        return [at for at, event in self.player.sent_events if event.action is Action.LOCATE and at > BEGIN + STARTED]
