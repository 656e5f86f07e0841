"""Changes with a time: events come at their sample; what a tape depends on is written earlier, with that time."""

from engine.controls import FIRST_STEP_VALUE, Action, Cells, Event, Values
from engine.parameters import INDEX
from engine.session.dated_changes import AT_ONCE, EARLY_S, TOGETHER_S, DatedChanges
from engine.sync.scheduler import Scheduler

DECODING_S, PUBLISHING_S = 0.2, 0.05
LATENCY_S = EARLY_S + TOGETHER_S + DECODING_S + PUBLISHING_S
DUE = 10.0
INSTANT = 0.001


class Setup:
    """Dated changes by a clock that the test moves, and the calls that they make."""

    def __init__(self, limit: int = 10) -> None:
        self.now = 9.0
        self.scheduler = Scheduler(lambda: self.now, limit)
        self.triggered: list[tuple[Event, float]] = []
        self.calls: list[object] = []
        self.dated = DatedChanges(
            self.scheduler, self._trigger, self._retarget, decoding=lambda: DECODING_S, publishing=lambda: PUBLISHING_S
        )

    def write(self, values: Values, due: float | None, *, prompt: bool = True) -> None:
        self.dated.write(values, due, self.calls.append, prompt=prompt)

    def write_steps(self, cells: Cells, learned: str | None, due: float | None) -> None:
        self.dated.write_steps(cells, learned, due, lambda *change: self.calls.append(change))

    def _trigger(self, event: Event, *, due: float) -> None:
        self.triggered.append((event, due))

    def _retarget(self, *, prompt: bool, at: float) -> None:
        self.calls.append(("decode", prompt, at))

    def until(self, seconds: float) -> None:
        self.now = seconds
        self.scheduler.run_due()


def test_a_tape_is_decoded_before_its_time_and_the_rest_is_set_at_it() -> None:
    setup = Setup()
    setup.write({"level": -12.0, "latent/3": 1.0, "seed": 3.0}, DUE)
    assert setup.triggered == [(Event(Action.SET, INDEX["level"], -12.0), DUE)]
    setup.until(DUE - LATENCY_S - INSTANT)
    assert setup.calls == []
    setup.until(DUE - LATENCY_S + INSTANT)
    assert setup.calls == [{"latent/3": 1.0, "seed": 3.0}]
    setup.until(DUE - LATENCY_S + INSTANT + TOGETHER_S)
    assert setup.calls[1:] == [("decode", True, DUE - PUBLISHING_S)]
    setup.until(DUE)
    assert setup.calls[2:] == [{"level": -12.0}]


def test_edits_of_sixteenths_that_change_the_tape_are_decoded_before_their_time_too() -> None:
    setup = Setup()
    setup.write_steps({(2, "kick"): 1.0, (0, "mute"): 0.5}, "ab", DUE)
    assert setup.triggered == [(Event(Action.SET, FIRST_STEP_VALUE, 0.5), DUE)]
    setup.until(DUE - LATENCY_S + INSTANT)
    setup.until(DUE - PUBLISHING_S)
    assert setup.calls == [({(2, "kick"): 1.0}, "ab"), ("decode", True, DUE - PUBLISHING_S)]
    setup.until(DUE)
    assert setup.calls[2:] == [({(0, "mute"): 0.5}, None)]


def test_what_is_due_at_one_time_is_decoded_once() -> None:
    setup = Setup()
    for due in (DUE, DUE + 1):
        setup.write({"latent/3": 1.0}, due)
        setup.write_steps({(2, "kick"): 1.0}, None, due)
    for due in (DUE, DUE + 1):
        setup.calls.clear()
        setup.until(due - LATENCY_S + INSTANT)
        setup.until(due)
        assert setup.calls == [{"latent/3": 1.0}, ({(2, "kick"): 1.0}, None), ("decode", True, due - PUBLISHING_S)]


def test_a_change_without_a_time_to_come_is_made_at_once_and_whole() -> None:
    setup = Setup()
    for due in (None, setup.now):
        setup.calls.clear()
        setup.write({"level": -12.0, "latent/3": 1.0}, due, prompt=False)
        setup.write_steps({(2, "kick"): 1.0, (0, "mute"): 0.5}, None, due)
        setup.write({"level": -12.0}, due)
        assert setup.calls == [
            {"level": -12.0, "latent/3": 1.0},
            ("decode", False, AT_ONCE),
            ({(2, "kick"): 1.0, (0, "mute"): 0.5}, None),
            ("decode", True, AT_ONCE),
            {"level": -12.0},
        ]
    assert setup.triggered == []


def test_when_too_many_changes_wait_one_is_made_at_once() -> None:
    setup = Setup(limit=0)
    setup.write({"level": -12.0, "latent/3": 1.0}, DUE)
    assert setup.calls == [{"level": -12.0}, {"latent/3": 1.0}, ("decode", True, AT_ONCE)]
