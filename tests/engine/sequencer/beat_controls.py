"""Controls that play at a tempo, by a clock that the test moves, and a sequencer over them."""

from engine.controls import Seeds, Values
from engine.sequencer.sequencer import TICK_S, Sequencer
from tests.fake_controls import FakeControls


class BeatControls(FakeControls):
    """Fake controls with a beat: beat 0 is at `began`, seconds; None stops them."""

    def __init__(self, tempo: float = 120.0) -> None:
        super().__init__()
        self.began: float | None = 0.0
        self.written: list[tuple[Values, float | None]] = []
        super().write({"tempo": tempo})

    def beat(self, at: float) -> float | None:
        return None if self.began is None else (at - self.began) * self.read("tempo") / 60

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        self.written.append((dict(values), due))
        return super().write(values, due, seeds)


class Played:
    """A sequencer over such controls, whose ticks the test calls."""

    def __init__(self, tempo: float = 120.0) -> None:
        self.controls, self.now = BeatControls(tempo), 0.0
        self.varied: list[tuple[int, float, float | None]] = []
        self.sequencer = Sequencer(self.controls, clock=lambda: self.now, mutate=lambda *move: self.varied.append(move))

    def until(self, seconds: float) -> None:
        """Let time pass."""
        while self.now < seconds - TICK_S / 2:
            self.now += TICK_S
            self.sequencer.tick(self.now)
