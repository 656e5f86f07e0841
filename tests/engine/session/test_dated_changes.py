"""A change with a time is heard then: events at their sample; what a tape depends on is written as much earlier."""

from engine.controls import Action, Event, Seeds, Values
from engine.parameters import INDEX
from engine.session.dated_changes import DatedChanges
from engine.sync.scheduler import Scheduler

LATENCY_S = 0.25
DUE = 10.0
SEEDS: Seeds = ((3, 1.0),)


class Setup:
    """Dated changes by a clock that the test moves."""

    def __init__(self, limit: int = 10) -> None:
        self.now = 9.0
        self.scheduler = Scheduler(lambda: self.now, limit)
        self.triggered: list[tuple[Event, float]] = []
        self.written: list[tuple[Values, Seeds | None]] = []
        self.dated = DatedChanges(self.scheduler, self._trigger, lambda: LATENCY_S)

    def _trigger(self, event: Event, *, due: float) -> None:
        self.triggered.append((event, due))

    def write(self, values: Values, *, seeds: Seeds | None = None) -> None:
        self.written.append((values, seeds))

    def until(self, seconds: float) -> None:
        self.now = seconds
        self.scheduler.run_due()


def test_a_tape_is_decoded_before_its_time_and_the_rest_is_written_at_it() -> None:
    setup = Setup()
    setup.dated.add_values({"level": -12.0, "latent/3": 1.0, "seed": 3.0}, SEEDS, DUE, setup.write)
    assert setup.triggered == [(Event(Action.SET, INDEX["level"], -12.0), DUE)]
    setup.until(DUE - 1.1 * LATENCY_S)
    assert setup.written == []
    setup.until(DUE - 0.9 * LATENCY_S)
    assert setup.written == [({"latent/3": 1.0, "seed": 3.0}, SEEDS)]
    setup.until(DUE)
    assert setup.written[1:] == [({"level": -12.0}, None)]


def test_when_too_many_changes_wait_one_is_made_at_once() -> None:
    setup = Setup(limit=0)
    setup.dated.add_values({"level": -12.0, "latent/3": 1.0}, None, DUE, setup.write)
    assert setup.written == [({"level": -12.0}, None), ({"latent/3": 1.0}, None)]
