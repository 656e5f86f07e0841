"""CC 120 and CC 123 silence with any clock and without one, and give the break back, on a simulated player."""

import math
from collections.abc import Sequence

import pytest

from engine.controls import Action, Event
from engine.sync.transport_follower import MIN_SILENCE_S

from .clocked_player import ALL_NOTES_OFF, ALL_SOUND_OFF, CLOCKS, START, STOP, ClockedPlayer, player_after


def test_all_notes_off_leaves_the_break_alone(ticks: Sequence[tuple[float | None, float]]) -> None:
    player = player_after(ticks, playing=True)
    for _ in range(3):
        player.send(*(bytes((0xB0 | channel, 123, 0)) for channel in range(16)))
        player.run(0.3)
        assert player.plays


@pytest.mark.parametrize("mode", ["one-shot", "gate", "latch"])
@pytest.mark.parametrize("number", [123, 124, 127])
def test_all_notes_off_releases_held_pads(mode: str, number: int) -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True, pads=f'[pads]\nmode = "{mode}"\n')
    player.send(b"\x90\x24\x7f", b"\x90\x28\x7f")
    player.run(0.2)
    assert player.router.inputs["Drums"].pads.held
    player.send(bytes((0xB0, number, 0)))
    assert player.router.inputs["Drums"].pads.held == ()
    player.run(0.3)
    assert player.plays


@pytest.mark.parametrize("bpm", [44.0, 120.0, 174.0, 290.0])
def test_all_sound_off_silences_until_a_beat_of_the_clock(bpm: float) -> None:
    player = player_after([(bpm, 4.0)], playing=True)
    player.run(0.17)
    before = player.beat
    player.send(*(bytes((0xB0 | channel, 120, 0)) for channel in range(16)))
    silent_since = player.stage.now
    player.run(0.05)
    assert not player.plays
    while not player.plays:
        player.run(0.005)
        assert player.stage.now < silent_since + MIN_SILENCE_S + 60 / bpm + 0.02
    begun = [event.value for _, event in player.stage.sent_events if event.action is Action.LOCATE][-1]
    assert begun == round(begun) == math.ceil(before + (MIN_SILENCE_S - 1e-3) * bpm / 60)
    player.run(1.0)
    heard, pulse = player.beat, player.clock.pulse(player.stage.now)
    assert pulse and (heard - pulse.beat) * 60 / bpm == pytest.approx(0, abs=0.003)


@pytest.mark.parametrize("ticking", ["no ticks", "no ticks for 10 s", "36 BPM", "330 BPM"])
def test_all_sound_off_without_a_tempo_of_the_clock_ends_as_well(ticking: str) -> None:
    player = player_after(CLOCKS[ticking], playing=True)
    player.send(ALL_SOUND_OFF)
    player.run(0.05)
    assert not player.plays
    player.run(1.0)
    assert player.plays


@pytest.mark.parametrize("ticking", ["no ticks", "36 BPM", "120 BPM"])
@pytest.mark.parametrize("after", [0.0, 0.02, 0.04, 0.06])
def test_all_sound_off_just_after_a_start_does_not_cancel_it(ticking: str, after: float) -> None:
    player = player_after(CLOCKS[ticking], playing=False)
    player.send(START)
    for _ in range(4):
        player.run(after)
        player.send(*(bytes((0xB0 | channel, 120, 0)) for channel in range(16)))
    player.run(1.5)
    assert player.plays
    player.send(ALL_SOUND_OFF, STOP)
    player.run(1.5)
    assert not player.plays


@pytest.mark.parametrize("after", [0.0, 0.05, 0.2, 0.4, 0.45, 0.49])
def test_a_stop_of_the_clock_cancels_the_return(after: float) -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.send(ALL_SOUND_OFF)
    player.run(after)
    player.send(STOP)
    player.run(2.0)
    assert not player.plays


def test_all_sound_off_does_not_start_what_was_stopped() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True)
    player.stage.trigger(Event(Action.STOP))
    player.run(0.5)
    player.send(ALL_SOUND_OFF)
    player.run(2.0)
    assert not player.plays


@pytest.mark.parametrize("message", [ALL_SOUND_OFF, ALL_NOTES_OFF])
def test_without_a_clock_that_runs_both_silence(message: bytes) -> None:
    player = ClockedPlayer()
    player.play()
    player.send(message)
    player.run(1.0)
    assert not player.plays


@pytest.mark.parametrize("mode", ["gate", "latch"])
@pytest.mark.parametrize("released", [0.1, 0.3, 1.0])
def test_a_pad_hit_in_the_silence_gives_the_break_back(mode: str, released: float) -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True, pads=f'[pads]\nmode = "{mode}"\n')
    player.run(0.2)
    player.send(ALL_SOUND_OFF)
    player.run(0.06)
    assert not player.plays
    player.send(b"\x90\x24\x7f")
    player.run(released)
    player.send(b"\x80\x24\x00" if mode == "gate" else b"\x90\x24\x7f")
    player.run(1.5)
    assert player.plays
    pulse = player.clock.pulse(player.stage.now)
    assert pulse and player.beat == pytest.approx(pulse.beat, abs=0.02)


def test_a_pad_hit_after_all_sound_off_and_a_stop_does_not_start_the_break() -> None:
    player = player_after(CLOCKS["120 BPM"], playing=True, pads='[pads]\nmode = "gate"\n')
    player.send(ALL_SOUND_OFF, STOP)
    player.run(0.3)
    player.send(b"\x90\x24\x7f")
    player.run(0.2)
    player.send(b"\x80\x24\x00")
    player.run(1.5)
    assert not player.plays
