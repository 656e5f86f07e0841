"""A layer over the controls of an instrument: calls in, the same calls to the layer below out."""

from engine.controls import Cell, Cells, Controls, Event, Seeds, Status, Values


class ControlsLayer:
    """Controls that pass every call on to others; a subclass changes what it is about."""

    def __init__(self, controls: Controls) -> None:
        """`controls`: the layer below."""
        self.below = controls

    def read(self, id: str) -> float:
        """Return the value of a parameter."""
        return self.below.read(id)

    def write(
        self, values: Values, due: float | None = None, seeds: Seeds | None = None, *, prompt: bool = True
    ) -> dict[str, float]:
        """Set parameters as one change; returns the clamped values."""
        return self.below.write(values, due, seeds, prompt=prompt)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        """Trigger an event."""
        self.below.trigger(event, at, due)

    def read_step(self, cell: Cell) -> float:
        """Return the edit of a sixteenth."""
        return self.below.read_step(cell)

    def read_steps(self) -> dict[Cell, float]:
        """Return all edits that are not 0."""
        return self.below.read_steps()

    @property
    def learned(self) -> str:
        """SHA-256 of the learned break."""
        return self.below.learned

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        """Replace edits of sixteenths; returns the clamped values."""
        return self.below.write_steps(cells, due, learned)

    def read_seeds(self) -> Seeds:
        """Return the seeds that are mixed."""
        return self.below.read_seeds()

    def beat(self, at: float) -> float | None:
        """Return the beat at a time; None while stopped."""
        return self.below.beat(at)

    def status(self) -> Status:
        """Return a snapshot of the instrument."""
        return self.below.status()
