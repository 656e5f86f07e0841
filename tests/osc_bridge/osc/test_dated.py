"""What is dated later reaches the controls early and with its time, whatever the sender's clock says."""

import queue
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pythonosc.osc_message import OscMessage

from engine.controls import Action, Cell, Desk, Event
from osc_bridge.osc.handler import EARLY, OscHandler
from osc_bridge.osc.sender_clock import LOOKAHEAD
from tests.tiny_client import bundle, pack, tag_at

from .test_handler import Notebook, Peer


class Punctual(Desk):
    """A desk that says what it was told to do, for when, and when it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: queue.SimpleQueue[tuple[Any, float | None, float]] = queue.SimpleQueue()

    def write(self, values: Mapping[str, float], due: float | None = None) -> dict[str, float]:
        self.told.put((dict(values), due, time.perf_counter()))
        return super().write(values, due)

    def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
        self.told.put((event, due, time.perf_counter()))

    def write_steps(self, cells: Mapping[Cell, float]) -> dict[Cell, float]:
        self.told.put((dict(cells), None, time.perf_counter()))
        return super().write_steps(cells)


@pytest.fixture
def punctual() -> Iterator[Peer]:
    """A peer of a handler whose agenda runs, in a world where it is 1000 seconds after 1970 when our clock says 0."""
    peer = Peer(Punctual(), wall=lambda: 1000.0 + time.perf_counter())
    peer.handler.start()
    yield peer
    peer.handler.stop()


def test_the_controls_learn_of_a_dated_bundle_early_and_its_questions_wait(punctual: Peer) -> None:
    desk = punctual.desk
    assert isinstance(desk, Punctual)
    answers: queue.SimpleQueue[tuple[bytes, float]] = queue.SimpleQueue()
    came = time.perf_counter()
    due = came + 0.4
    parts = pack("/vamen/tempo", 120.0), pack("/vamen/slice", 3), pack("/vamen/step/0/kick", 1.0), pack("/vamen/tempo")
    punctual.handler.handle(
        bundle(*parts, tag=tag_at(1000.0 + due)), lambda packet: answers.put((packet, time.perf_counter())), came
    )
    for what in ({"tempo": 120.0}, Event(Action.SLICE, 3)):
        told, when, moment = desk.told.get(timeout=5)
        assert told == what
        assert when == pytest.approx(due, abs=1e-3)
        assert moment >= due - EARLY
    told, when, moment = desk.told.get(timeout=5)
    assert (told, when) == ({(0, "kick"): 1.0}, None)
    assert moment >= due - 1e-3
    packet, moment = answers.get(timeout=5)
    assert OscMessage(packet).params == [120.0]
    assert moment >= due - 1e-3


def test_what_sounds_is_handed_over_early_and_the_rest_in_time() -> None:
    desk = Notebook()
    peer = Peer(desk, clock=lambda: 5.0, wall=lambda: 1000.0)
    parts = pack("/vamen/play"), pack("/vamen/step/0/kick", 1.0)
    peer.send(bundle(*parts, tag=tag_at(1002.0)))
    for due, note in ((7.0 - EARLY, Event(Action.PLAY)), (7.0, {(0, "kick"): 1.0})):
        assert peer.handler._agenda.due(due - 1e-3) == []
        (task,) = peer.handler._agenda.due(due + 1e-3)
        task()
        assert desk.notes[-1] == note


def test_what_is_due_soon_reaches_the_controls_at_once(punctual: Peer) -> None:
    desk = punctual.desk
    assert isinstance(desk, Punctual)
    came = time.perf_counter()
    punctual.handler.handle(
        bundle(pack("/vamen/tempo", 90.0), tag=tag_at(1000.2 + came)), punctual.packets.append, came
    )
    _, due, _ = desk.told.get_nowait()
    assert due == pytest.approx(came + 0.2, abs=1e-3) or time.perf_counter() > came + 0.2


def test_two_clocks_that_were_not_read_at_the_same_moment_are_read_again() -> None:
    ours = iter([0.0, 0.2, 0.2, 0.2, 0.2, 0.2])  # somebody else had the processor at the first try
    desk = Punctual()
    handler = OscHandler(desk, clock=lambda: next(ours), wall=lambda: 1000.2)
    handler.handle(bundle(pack("/vamen/tempo", 90.0), tag=tag_at(1000.3)), print)
    assert desk.told.get_nowait()[1] == pytest.approx(0.3, abs=1e-6)


def test_a_clock_that_is_wrong_by_a_minute_still_plays(punctual: Peer) -> None:
    desk = punctual.desk
    assert isinstance(desk, Punctual)
    came = time.perf_counter() + 1.0  # so that nothing is due before it is handled
    for beat in range(3):
        tag = tag_at(1060.0 + came + 0.01 * beat)
        punctual.handler.handle(bundle(pack("/vamen/play"), tag=tag), punctual.packets.append, came + 0.01 * beat)
    due = [desk.told.get(timeout=5)[1] for _ in range(3)]
    assert due == pytest.approx([came + LOOKAHEAD + 0.01 * beat for beat in range(3)], abs=1e-3)
