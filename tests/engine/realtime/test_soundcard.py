"""Output through a fake PortAudio: formats, latency, underruns and the compiled callback."""

import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import LivePlayer
from engine.errors import NoDevice
from engine.realtime.shared_memory import SharedState
from engine.realtime.soundcard import SoundCard
from engine.spec import SPEC
from tests.engine.segments import ManualPlayer, shared_with
from tests.playing import values
from tests.portaudio import Library, player_for
from tests.sound import break_loop, tape_of


@pytest.fixture(scope="module")
def segment() -> Iterator[SharedState]:
    with shared_with(tape_of(break_loop())) as shared:
        yield shared


@pytest.fixture
def shared(segment: SharedState) -> SharedState:
    """Shared state of a break that plays from the first block on."""
    segment.record["meters"]["values"][:] = 0
    segment.events.push(Event(Action.PLAY))
    return segment


def started(shared: SharedState, **options: Any) -> tuple[SoundCard, LivePlayer]:
    card = SoundCard(**options)
    player = player_for(shared)(card)
    card.start(player)
    return card, player


def play(stream: SimpleNamespace, blocks: int, frames: int = 128) -> Floats:
    return np.concatenate([stream.first, *(stream.play(frames) for _ in range(blocks))])


def reference(shared: SharedState, frames: int) -> Floats:
    """Return the output of a player without a card, from the beginning."""
    shared.record["meters"]["values"][:] = 0
    shared.events.push(Event(Action.PLAY))
    return ManualPlayer(shared).play(frames, 1000.0)


@pytest.mark.parametrize("width", [2, 8])
def test_a_card_plays_the_first_two_of_its_channels(
    library: Callable[..., Library], shared: SharedState, width: int
) -> None:
    fake = library(("card", width, 44_100), widths=(width,))
    card, _ = started(shared, block=64)
    output = play(fake.streams[0], 100, 64)
    np.testing.assert_array_equal(output[:, :2], reference(shared, 101 * 64))
    assert output[:, :2].any()
    assert (output[:, 2:] == 0).all()
    assert output.shape == (101 * 64, width)
    assert (card.name, card.rate, card.channels, card.alive) == ("card (ALSA)", 44_100, width, True)
    card.stop()
    assert not card.alive


@pytest.mark.parametrize(("device", "asked", "opened"), [(8, 8, 8), (8, 4, 4), (10, 8, 8), (4, 8, 4), (2, 8, 2)])
def test_a_card_is_opened_with_the_channels_asked_for_or_as_many_as_it_has(
    library: Callable[..., Library], shared: SharedState, device: int, asked: int, opened: int
) -> None:
    fake = library(("card", device, 44_100))
    card, _ = started(shared, channels=asked)
    output = play(fake.streams[0], 400)
    assert (card.channels, output.shape[1]) == (opened, opened)
    silent = np.flatnonzero(~output.any(0))
    assert not len(silent), "each part of this break sounds"


def test_a_card_that_opens_with_more_channels_than_asked_for_has_silence_there(
    library: Callable[..., Library], shared: SharedState
) -> None:
    fake = library(("card", 8, 44_100), widths=(8,))
    card, _ = started(shared, channels=4)  # which keeps the player
    output = play(fake.streams[0], 400)
    assert card.channels == 8
    assert output[:, :4].any(0).all() and not output[:, 4:].any()


def test_a_mono_card_plays_the_mean_of_both_channels(library: Callable[..., Library], shared: SharedState) -> None:
    fake = library(("card", 1, 44_100))
    shared.parameters.write(values(tempo=174, width=1))
    started(shared)
    output = play(fake.streams[0], 100)
    both = reference(shared, len(output))
    assert (both[:, 0] != both[:, 1]).any()
    np.testing.assert_allclose(output[:, 0], both.mean(axis=1), atol=1e-7)


def test_a_device_at_another_rate_plays_at_the_right_speed(
    library: Callable[..., Library], shared: SharedState
) -> None:
    fake = library(("card", 2, 48_000), rates=(48_000,))
    card, _ = started(shared)
    play(fake.streams[0], 374)
    assert (card.rate, fake.streams[0].samplerate) == (48_000, 48_000)
    assert shared.meters.clock == pytest.approx(SPEC.rate, abs=64)


@pytest.mark.parametrize(
    ("rates", "asked", "got"),
    [((44_100, 48_000), None, 44_100), ((44_100, 48_000), 48_000, 48_000), ((48_000,), 96_000, 48_000)],
)
def test_the_engines_rate_is_used_unless_another_is_requested(
    library: Callable[..., Library], rates: tuple[int, ...], asked: int | None, got: int
) -> None:
    library(("card", 2, 48_000), rates=rates)
    assert SoundCard(rate=asked).rate == got


def test_a_jack_server_uses_its_own_period(
    library: Callable[..., Library], shared: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = library(("system", 2, 44_100))
    started(shared, block=64)
    monkeypatch.setattr(fake, "query_hostapis", lambda: [{"name": "JACK Audio Kit", "default_output_device": 0}])
    started(shared, block=64)
    assert [stream.blocksize for stream in fake.streams] == [64, 0]


def test_the_latency_of_the_driver_is_published(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 2, 44_100)).latency = 0.0123
    started(shared)
    assert shared.meters.latency == 0.0123


@pytest.mark.parametrize("reported", [97_391.0, float("nan"), -1.0])
def test_an_implausible_latency_is_replaced_by_an_estimate(
    library: Callable[..., Library], shared: SharedState, reported: float
) -> None:
    library(("card", 2, 44_100)).latency = reported
    started(shared, block=128)
    assert 0 < shared.meters.latency < 0.1


def test_underruns_are_counted(library: Callable[..., Library], shared: SharedState) -> None:
    fake = library(("card", 2, 44_100))
    started(shared)
    for underflow in (False, True, True, False):
        fake.streams[0].play(64, underflow)
    assert shared.meters.underruns == 2


def test_a_card_that_asks_for_no_sound_is_refused(
    library: Callable[..., Library], shared: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = library(("card", 2, 44_100))
    fake.mute = True
    monkeypatch.setattr("engine.realtime.soundcard.FIRST_BLOCK_TIMEOUT_S", 0.01)
    with pytest.raises(NoDevice, match="asks for no sound"):
        started(shared)
    assert not fake.streams[0].active


def test_the_callback_runs_without_the_interpreter_lock(library: Callable[..., Library], shared: SharedState) -> None:
    """A Python thread keeps running while another one renders a block of eight seconds."""
    fake = library(("card", 2, 44_100))
    started(shared)
    stop, turns = threading.Event(), [0]

    def compute() -> None:
        while not stop.is_set():
            turns[0] += 1

    thread = threading.Thread(target=compute)
    thread.start()
    before = turns[0]
    fake.streams[0].play(8 * SPEC.rate)
    assert turns[0] - before > 1000
    stop.set()
    thread.join()
