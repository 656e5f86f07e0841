"""A bundle for later reaches the controls early and with its time, also when the sender's clock is wrong."""

import queue
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pythonosc.osc_message import OscMessage

from engine.controls import Action, Cell, Cells, Event
from engine.sync.scheduler import Scheduler
from osc_bridge.osc.handler import LEAD_S, OscHandler
from osc_bridge.osc.sender_clock import FALLBACK_DELAY_S
from tests.fake_controls import FakeControls
from tests.tiny_client import bundle, pack, tag_at

from .peer import Inbox, Peer
from .test_handler import RecordingControls


class TimedControls(FakeControls):
    """Controls that record each call, its due time and the time of the call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: queue.SimpleQueue[tuple[Any, float | None, float]] = queue.SimpleQueue()

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        self.calls.put((dict(values), due, time.perf_counter()))
        return super().write(values, due)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self.calls.put((event, due, time.perf_counter()))

    def write_steps(self, cells: Cells, due: float | None = None, learned: str | None = None) -> dict[Cell, float]:
        self.calls.put((dict(cells), due, time.perf_counter()))
        return super().write_steps(cells, due, learned)


@pytest.fixture
def peer() -> Iterator[Peer]:
    """Return a peer whose scheduler runs; it is 1000 seconds after 1970 when `time.perf_counter` is 0."""
    peer = Peer(TimedControls(), wall=lambda: 1000.0 + time.perf_counter())
    peer.handler.start()
    yield peer
    peer.handler.stop()


def test_the_controls_get_a_dated_bundle_early_and_its_queries_wait(peer: Peer) -> None:
    controls = peer.controls
    assert isinstance(controls, TimedControls)
    replies: queue.SimpleQueue[tuple[bytes, float]] = queue.SimpleQueue()

    class TimedInbox(Inbox):
        def send(self, packet: bytes) -> None:
            replies.put((packet, time.perf_counter()))

    came = time.perf_counter()
    due = came + 0.4
    changes = pack("/vamen/tempo", 120.0), pack("/vamen/slice", 3), pack("/vamen/step/0/mute", 0.5)
    parts = *changes, pack("/vamen/step/0/kick", 1.0), pack("/vamen/tempo")
    peer.handler.handle(bundle(*parts, tag=tag_at(1000.0 + due)), TimedInbox(), came)
    for what in ({"tempo": 120.0}, {(0, "mute"): 0.5}, Event(Action.SLICE, 3)):
        call, when, moment = controls.calls.get(timeout=5)
        assert call == what
        assert when == pytest.approx(due, abs=1e-3)
        assert moment >= due - LEAD_S
    call, when, moment = controls.calls.get(timeout=5)
    assert (call, when) == ({(0, "kick"): 1.0}, None)
    assert moment >= due - 1e-3
    packet, moment = replies.get(timeout=5)
    assert OscMessage(packet).params == [120.0]
    assert moment >= due - 1e-3


def test_scheduled_values_and_events_come_early_and_single_sixteenths_at_their_time() -> None:
    controls, now = RecordingControls(), 5.0
    peer = Peer(controls, clock=lambda: now, wall=lambda: 1000.0)
    parts = pack("/vamen/play"), pack("/vamen/step/0/kick", 1.0)
    peer.send(bundle(*parts, tag=tag_at(1002.0)))
    for due, call in ((7.0 - LEAD_S, Event(Action.PLAY)), (7.0, {(0, "kick"): 1.0})):
        now, before = due - 1e-3, list(controls.notes)
        peer.handler.scheduler.run_due()
        assert controls.notes == before
        now = due + 1e-3
        peer.handler.scheduler.run_due()
        assert controls.notes[-1] == call


def test_a_dated_bundle_is_one_change_and_its_query_gets_the_new_value() -> None:
    now = 5.0
    scheduler = Scheduler(lambda: now)

    class LateControls(FakeControls):
        """Controls that make a dated write true at its time, as a session does."""

        def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
            if due is not None and due > now:
                scheduler.add(due, lambda: super(LateControls, self).write(values))
                return dict(values)
            return super().write(values)

    peer = Peer(LateControls(), clock=lambda: now, wall=lambda: 1000.0, scheduler=scheduler)
    peer.send(bundle(pack("/vamen/tempo"), pack("/vamen/tempo", 99.0), tag=tag_at(1002.0)))
    assert len(scheduler) == 1
    for moment in (7.0 - LEAD_S, 7.0):
        now = moment
        assert peer.inbox.take() == []
        scheduler.run_due()
    assert peer.inbox.take() == [("/vamen/tempo", [99.0])]


def test_a_bundle_that_is_due_within_the_lead_reaches_the_controls_at_once(peer: Peer) -> None:
    controls = peer.controls
    assert isinstance(controls, TimedControls)
    came = time.perf_counter()
    peer.handler.handle(bundle(pack("/vamen/tempo", 90.0), tag=tag_at(1000.2 + came)), peer.inbox, came)
    _, due, _ = controls.calls.get_nowait()
    assert due == pytest.approx(came + 0.2, abs=1e-3) or time.perf_counter() > came + 0.2


def test_clocks_are_read_again_when_another_thread_ran_in_between() -> None:
    ours = iter([0.0, 0.2, 0.2, 0.2, 0.2, 0.2])  # another thread ran at the first reading
    controls = TimedControls()
    handler = OscHandler(controls, clock=lambda: next(ours), wall=lambda: 1000.2)
    handler.handle(bundle(pack("/vamen/tempo", 90.0), tag=tag_at(1000.3)), Inbox())
    assert controls.calls.get_nowait()[1] == pytest.approx(0.3, abs=1e-6)


def test_bundles_of_a_clock_that_is_wrong_by_a_minute_keep_their_distances(peer: Peer) -> None:
    controls = peer.controls
    assert isinstance(controls, TimedControls)
    came = time.perf_counter() + 1.0  # so that nothing is due before it is handled
    for beat in range(3):
        tag = tag_at(1060.0 + came + 0.01 * beat)
        peer.handler.handle(bundle(pack("/vamen/play"), tag=tag), peer.inbox, came + 0.01 * beat)
    due = [controls.calls.get(timeout=5)[1] for _ in range(3)]
    assert due == pytest.approx([came + FALLBACK_DELAY_S + 0.01 * beat for beat in range(3)], abs=1e-3)
