"""The clock of a stream: times of output, latency and block size in the meters of a player."""

from collections.abc import Iterator

import numpy as np
import pytest

from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from engine.tape.magnitudes import silent_tape
from tests.engine.segments import ManualPlayer, shared_with

BLOCK, CALLS = 128, 12
BEGIN = 100.0  # seconds, output time of sample 0


@pytest.fixture
def shared() -> Iterator[SharedState]:
    with shared_with(silent_tape()) as segment:
        yield segment


class Card:
    """A card whose calls are made by the test."""

    def __init__(self, shared: SharedState, rate: int = SPEC.rate) -> None:
        self.now, self.rate, self._shared, self._played = 0.0, rate, shared, 0
        self._player = ManualPlayer(shared, lambda: self.now, rate)

    def ask(self, late: float = 0.0, frames: int = BLOCK, lead: float = -1.0, since: float = BEGIN) -> float:
        """One call with this delay; returns the output time of sample 0 by the meters."""
        self.now = since + self._played / self.rate + late
        self._played += frames
        self._player(frames, lead)
        return self._shared.meters.output_time - self._shared.meters.clock / SPEC.rate

    def burst(self, period: int, lead: float, late: float = 0.0) -> None:
        """The calls of a server whose period has several blocks, all made at its beginning."""
        at = BEGIN + self._played / self.rate + late
        for block in range(period // BLOCK):
            self.now = at + 2e-5 * block
            self._player(BLOCK, lead + block * BLOCK / self.rate)
        self._played += period


def test_late_calls_do_not_move_the_clock(shared: SharedState) -> None:
    card, delays = Card(shared), np.random.default_rng(0).exponential(0.001, 1000)
    delays[::7] = 0.0
    np.testing.assert_allclose([card.ask(late) for late in delays], BEGIN, atol=1e-9)


def test_an_earlier_call_moves_the_clock_at_once(shared: SharedState) -> None:
    card = Card(shared)
    for _ in range(50):
        card.ask()
    assert card.ask(-0.003) == pytest.approx(BEGIN - 0.003)


def test_a_lasting_delay_moves_the_clock_within_some_calls(shared: SharedState) -> None:
    card = Card(shared)
    for _ in range(50):
        card.ask()
    found = [card.ask(0.004) for _ in range(CALLS)]
    assert found[0] == pytest.approx(BEGIN)
    assert found[-1] == pytest.approx(BEGIN + 0.004)


def test_a_restarted_card_moves_the_clock_at_once(shared: SharedState) -> None:
    card = Card(shared)
    for _ in range(50):
        card.ask()
    assert card.ask(0.1) == pytest.approx(BEGIN + 0.1)


def test_the_latency_is_that_reported_by_the_card(shared: SharedState) -> None:
    card = Card(shared)
    for late in np.random.default_rng(0).exponential(0.0002, 100):
        card.ask(late, lead=0.01 - late)  # a late call leaves less in the buffer
    assert shared.meters.latency == pytest.approx(0.01, abs=0.0002)


def test_where_the_card_tells_nothing_the_drivers_word_counts(shared: SharedState) -> None:
    card = Card(shared)
    card._player.expect(0.02)
    card.ask()
    assert shared.meters.latency == 0.02


@pytest.mark.parametrize("period", [512, 1024])
def test_a_burst_of_calls_is_one_block(shared: SharedState, period: int) -> None:
    card = Card(shared)
    for late in np.random.default_rng(0).exponential(0.0002, 40):
        card.burst(period, 0.02, late)
    meters = shared.meters
    assert meters.block == period
    assert meters.output_time - meters.clock / SPEC.rate == pytest.approx(BEGIN, abs=0.0005)
    assert meters.latency == pytest.approx(0.02, abs=1e-4)


def test_a_change_of_the_period_is_detected(shared: SharedState) -> None:
    card = Card(shared)
    for period in (256, 1024, 128):
        for _ in range(20):
            card.ask(frames=period, lead=2 * period / SPEC.rate)
        assert shared.meters.block == period
        assert shared.meters.latency == pytest.approx(2 * period / SPEC.rate)


def test_a_burst_after_a_stall_is_not_a_period(shared: SharedState) -> None:
    card = Card(shared)
    for _ in range(20):
        card.ask(lead=0.01)
    card.burst(4 * BLOCK, 0.002)
    for _ in range(3):
        card.ask(lead=0.01)
    assert shared.meters.block == BLOCK


def test_samples_rendered_ahead_are_reported(shared: SharedState) -> None:
    card = Card(shared)
    for _ in range(30):
        card.ask()
    assert shared.meters.ahead == 0
    card = Card(shared, 48_000)
    for _ in range(30):
        card.ask()
    assert 32 / SPEC.rate <= shared.meters.ahead <= 66 / SPEC.rate  # half a filter, and up to one chain block
