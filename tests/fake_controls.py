"""Controls without an instrument: values and events are recorded for the test to read, and nothing plays."""

from collections import deque

from engine.controls import (
    Cell,
    Cells,
    Event,
    Seeds,
    Status,
    Values,
    cell_index,
    clamped_cells,
    clamped_with_seeds,
    one_seed,
)
from engine.parameters import INDEX, TABLE, parameter


class FakeControls:
    """Controls that keep what was written and triggered; the status never changes."""

    def __init__(self) -> None:
        self.values = [entry.default for entry in TABLE]
        self.seeds = one_seed(self.read("seed"))
        self.events: deque[Event] = deque(maxlen=4096)
        self.dues: deque[float | None] = deque(maxlen=4096)  # of events and writes, in order
        self.cells: dict[Cell, float] = {}
        self.learned = ""

    def read(self, id: str) -> float:
        parameter(id)
        return self.values[INDEX[id]]

    def read_seeds(self) -> Seeds:
        return self.seeds

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        legal, mixture = clamped_with_seeds(values, seeds)
        self.seeds = mixture or self.seeds
        self.dues.append(due)
        for id, value in legal.items():
            self.values[INDEX[id]] = value
        return legal

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self.events.append(event)
        self.dues.append(due)

    def read_step(self, cell: Cell) -> float:
        cell_index(cell)
        return self.cells.get(cell, 0.0)

    def read_steps(self) -> dict[Cell, float]:
        return {cell: value for cell, value in self.cells.items() if value}

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        legal = clamped_cells(cells)
        self.learned = self.learned if learned is None else learned
        self.dues.append(due)
        self.cells |= legal
        return legal

    def beat(self, at: float) -> float | None:
        return None

    def status(self) -> Status:
        return Status(False, 0.0, 0.0, -120.0, 0.0, 0, 0, "silent output", "none", "none", 0.0)
