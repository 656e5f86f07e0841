"""Changes with a time: events come at their sample; what a tape depends on is written earlier, with that time."""

from engine.controls import FIRST_STEP_VALUE, Action, Cells, Event, Seeds, Values
from engine.parameters import INDEX
from engine.session.dated_changes import AT_ONCE, EARLY_S, DatedChanges
from engine.sync.scheduler import Scheduler

DECODING_S, OUTPUT_S = 0.2, 0.05
LATENCY_S = EARLY_S + DECODING_S + OUTPUT_S
DUE = 10.0
SEEDS: Seeds = ((3, 1.0),)


class Setup:
    """Dated changes by a clock that the test moves."""

    def __init__(self, limit: int = 10) -> None:
        self.now = 9.0
        self.scheduler = Scheduler(lambda: self.now, limit)
        self.triggered: list[tuple[Event, float]] = []
        self.written: list[tuple[Values | Cells, Seeds | str | None, float]] = []
        self.dated = DatedChanges(self.scheduler, self._trigger, lambda: DECODING_S, lambda: OUTPUT_S)

    def _trigger(self, event: Event, *, due: float) -> None:
        self.triggered.append((event, due))

    def write(self, values: Values, seeds: Seeds | None, /, *, at: float) -> None:
        self.written.append((values, seeds, at))

    def write_steps(self, cells: Cells, learned: str | None, /, *, at: float) -> None:
        self.written.append((cells, learned, at))

    def until(self, seconds: float) -> None:
        self.now = seconds
        self.scheduler.run_due()


def test_a_tape_is_decoded_before_its_time_and_the_rest_is_written_at_it() -> None:
    setup = Setup()
    setup.dated.write({"level": -12.0, "latent/3": 1.0, "seed": 3.0}, SEEDS, DUE, setup.write)
    assert setup.triggered == [(Event(Action.SET, INDEX["level"], -12.0), DUE)]
    setup.until(DUE - LATENCY_S - 0.001)
    assert setup.written == []
    setup.until(DUE - LATENCY_S + 0.001)
    assert setup.written == [({"latent/3": 1.0, "seed": 3.0}, SEEDS, DUE - OUTPUT_S)]
    setup.until(DUE)
    assert setup.written[1:] == [({"level": -12.0}, None, AT_ONCE)]


def test_edits_of_sixteenths_that_change_the_tape_are_decoded_before_their_time_too() -> None:
    setup = Setup()
    setup.dated.write_steps({(2, "kick"): 1.0, (0, "mute"): 0.5}, "ab", DUE, setup.write_steps)
    assert setup.triggered == [(Event(Action.SET, FIRST_STEP_VALUE, 0.5), DUE)]
    setup.until(DUE - LATENCY_S + 0.001)
    assert setup.written == [({(2, "kick"): 1.0}, "ab", DUE - OUTPUT_S)]
    setup.until(DUE)
    assert setup.written[1:] == [({(0, "mute"): 0.5}, None, AT_ONCE)]


def test_a_change_without_a_time_to_come_is_made_at_once_and_whole() -> None:
    setup = Setup()
    for due in (None, setup.now):
        setup.dated.write({"level": -12.0, "latent/3": 1.0}, SEEDS, due, setup.write)
        setup.dated.write_steps({(2, "kick"): 1.0, (0, "mute"): 0.5}, None, due, setup.write_steps)
    whole = [
        ({"level": -12.0, "latent/3": 1.0}, SEEDS, AT_ONCE),
        ({(2, "kick"): 1.0, (0, "mute"): 0.5}, None, AT_ONCE),
    ]
    assert setup.written == 2 * whole
    assert setup.triggered == []


def test_when_too_many_changes_wait_one_is_made_at_once() -> None:
    setup = Setup(limit=0)
    setup.dated.write({"level": -12.0, "latent/3": 1.0}, None, DUE, setup.write)
    assert setup.written == [({"level": -12.0}, None, AT_ONCE), ({"latent/3": 1.0}, None, AT_ONCE)]
