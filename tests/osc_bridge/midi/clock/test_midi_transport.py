"""MIDI start, stop and continue act with any clock and without one, on a simulated player."""

from collections.abc import Sequence

import pytest

from engine.controls import Action, Event

from .clocked_player import ACTS_WITHIN_S, CLOCKS, CONTINUE, START, STOP, ClockedPlayer, period, player_after


def test_stop_stops_at_once(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    player.send(STOP)
    player.run(0.03)
    assert not player.plays
    player.run(1.5)
    assert not player.plays


def test_start_starts_at_the_downbeat(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=False)
    player.send(START)
    player.run(ACTS_WITHIN_S + period(player))
    assert player.plays
    assert 0 <= player.beat < 0.5
    player.run(1.0)
    assert player.plays


def test_continue_is_from_where_it_stopped(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    player.run(1.3)
    player.send(STOP)
    stood = player.beat
    player.run(2.0)
    assert not player.plays
    player.send(CONTINUE)
    player.run(ACTS_WITHIN_S + period(player) + 0.05)
    assert player.plays
    assert stood > 1
    assert player.beat - stood == pytest.approx(0.2, abs=0.3)


def test_stop_stops_what_was_started_otherwise(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=False)
    player.play()
    player.send(STOP)
    player.run(0.03)
    assert not player.plays


def test_start_while_it_plays_goes_back_to_the_downbeat(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    player.run(0.8)
    player.send(START)
    player.run(ACTS_WITHIN_S + period(player))
    assert player.plays
    assert player.beat < 0.5


@pytest.mark.parametrize("messages", [(START, STOP), (START, STOP, START, STOP), (CONTINUE, STOP), (STOP, STOP)])
def test_a_stop_just_after_a_start_holds(ticks: Sequence[tuple[float | None, float]], messages: list[bytes]) -> None:
    player = player_after(ticks, playing=False)
    for message in messages:
        player.send(message)
        player.run(0.01)
    player.run(0.6)
    assert not player.plays


def test_continue_just_after_a_stop_plays() -> None:
    player = player_after(CLOCKS["no ticks"], playing=True)
    player.send(STOP)
    player.run(0.005)
    player.send(CONTINUE)
    player.run(ACTS_WITHIN_S)
    assert player.plays


def test_a_song_position_is_where_continue_begins_without_ticks() -> None:
    player = player_after(CLOCKS["no ticks"], playing=True)
    player.send(STOP)
    player.send(b"\xf2\x10\x00")  # sixteenth 16
    player.send(CONTINUE)
    player.run(ACTS_WITHIN_S)
    assert player.plays
    assert player.beat == pytest.approx(4.1, abs=0.15)


def test_a_first_tick_within_20_ms_is_the_downbeat_and_the_only_start() -> None:
    player = ClockedPlayer()
    player.send(START)
    player.run(0.012)
    player.tempo.poll()
    player.tick(120.0)
    began = player.stage.now
    player.run(0.15)
    assert player.beat == pytest.approx((player.stage.now - began) * 2, abs=0.006)
    player.run(2.0)
    assert len(player.stage.sent_events) == 1


def test_ticks_that_come_long_after_a_start_take_over() -> None:
    player = ClockedPlayer(tempo=140.0)
    player.send(START)
    player.run(3.0)
    assert player.plays and player.stage.read("tempo") == 140
    player.tick(100.0)
    began = player.stage.now
    player.run(4.0)
    assert player.stage.read("tempo") == pytest.approx(100, abs=0.5)
    assert player.beat == pytest.approx((player.stage.now - began) * 100 / 60, abs=0.02)


def test_a_port_that_is_not_followed_stops_nothing() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.router([(player.stage.now, "Keys", STOP)])
    player.run(0.5)
    assert player.plays


def test_continue_without_ticks_leaves_a_break_that_plays_alone() -> None:
    player = ClockedPlayer()
    player.play()
    player.run(1.0)
    before, events = player.beat, len(player.stage.sent_events)
    player.send(CONTINUE)
    player.run(0.5)
    assert player.beat == pytest.approx(before + 1, abs=0.02)
    assert len(player.stage.sent_events) == events


def test_continue_while_the_clock_plays_brings_back_what_was_stopped() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.stage.trigger(Event(Action.STOP))
    player.run(0.5)
    assert not player.plays
    player.send(CONTINUE)
    player.run(1.0)
    pulse = player.clock.pulse(player.stage.now)
    assert pulse and player.beat == pytest.approx(pulse.beat, abs=0.01)


@pytest.mark.parametrize("bpm", [42.0, 60.0, 90.0])
def test_a_start_between_ticks_waits_for_the_next_one(bpm: float) -> None:
    player = player_after([(bpm, 3.0)], playing=False)
    while player.stage.now > player._next_tick - 60 / bpm / 24 + 0.003:
        player.run(0.001)
    player.send(START)
    downbeat = player._next_tick
    player.run(0.2)
    assert player.beat == pytest.approx((player.stage.now - downbeat) * bpm / 60, abs=0.003 * bpm / 60)
    player.run(2.0)
    assert len(player.stage.sent_events) == 1
