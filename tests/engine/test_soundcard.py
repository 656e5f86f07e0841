import threading
from collections.abc import Callable

import numpy as np
import pytest

import engine.ahead
import engine.urgency
from engine.errors import NoDevice
from engine.soundcard import SoundCard
from engine.spec import SPEC
from engine.urgency import Prompt
from tests.portaudio import Counter, Library


@pytest.mark.parametrize("width", [2, 8])
def test_a_card_plays_on_its_first_two_channels(library: Callable[..., Library], width: int) -> None:
    fake = library(("card", width, 44_100), widths=(width,))
    card = SoundCard(block=64)
    card.start(Counter())
    heard = fake.streams[0].first
    np.testing.assert_array_equal(heard[:, :2], Counter()(64))
    assert (heard[:, 2:] == 0).all()
    assert heard.shape == (64, width)
    assert (card.name, card.rate, card.block, card.alive) == ("card (ALSA)", 44_100, 64, True)
    card.stop()
    assert not card.alive


def test_a_mono_card_plays_the_middle(library: Callable[..., Library]) -> None:
    fake = library(("card", 1, 44_100))
    SoundCard().start(lambda frames: np.tile(np.array([0.5, 0.25], np.float32), (frames, 1)))
    np.testing.assert_allclose(fake.streams[0].first, 0.375)


def test_another_rate_is_never_off_speed(library: Callable[..., Library]) -> None:
    fake = library(("card", 2, 48_000), rates=(48_000,))
    card, counter = SoundCard(), Counter()
    card.start(counter)
    heard = np.concatenate([fake.streams[0].play(128)[:, 0] for _ in range(374)])
    assert (card.rate, fake.streams[0].rate) == (48_000, 48_000)
    assert counter.position == pytest.approx(SPEC.rate, abs=64)
    slope = np.diff(heard[500:-1].astype(np.float64)) * 2**20
    np.testing.assert_allclose(slope.mean(), SPEC.rate / 48_000, rtol=1e-5)
    assert card.latency > fake.latency


@pytest.mark.parametrize(
    ("rates", "asked", "got"),
    [((44_100, 48_000), None, 44_100), ((44_100, 48_000), 48_000, 48_000), ((48_000,), 96_000, 48_000)],
)
def test_the_engines_own_rate_is_taken_unless_another_is_wanted(
    library: Callable[..., Library], rates: tuple[int, ...], asked: int | None, got: int
) -> None:
    library(("card", 2, 48_000), rates=rates)
    assert SoundCard(rate=asked).rate == got


@pytest.mark.parametrize("reported", [97_391.0, float("nan"), -1.0])
def test_a_latency_that_cannot_be_is_not_believed(library: Callable[..., Library], reported: float) -> None:
    library(("card", 2, 44_100)).latency = reported
    card = SoundCard(block=128)
    card.start(Counter())
    assert card.latency == pytest.approx(256 / 44_100)


def test_underruns_are_counted(library: Callable[..., Library]) -> None:
    fake = library(("card", 2, 44_100))
    card = SoundCard()
    card.start(Counter())
    for underflow in (False, True, True, False):
        fake.streams[0].play(64, underflow)
    assert card.underruns == 2


def test_a_card_that_never_asks_for_sound_is_given_up(
    library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = library(("card", 2, 44_100))
    fake.mute = True
    monkeypatch.setattr("engine.soundcard.FIRST", 0.01)
    with pytest.raises(NoDevice, match="asks for no sound"):
        SoundCard().start(Counter())
    assert not fake.streams[0].active


def test_blocks_are_made_ahead_at_the_devices_own_rate(library: Callable[..., Library]) -> None:
    fake = library(("card", 2, 44_100))
    block = 8192  # nobody needs a fifth of a second to count
    card = SoundCard(block=block, ahead=2)
    card.start(Counter())
    heard = np.concatenate([fake.streams[0].first, *(fake.streams[0].play(block) for _ in range(5))])
    card.stop()
    np.testing.assert_array_equal(heard, Counter()(6 * block))
    assert card.ahead == pytest.approx(2 * block / 44_100)
    assert card.underruns == 0


def test_whoever_makes_a_block_and_whoever_waits_for_it_have_priority(
    library: Callable[..., Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried: set[str] = set()
    for room in (engine.urgency, engine.ahead):
        monkeypatch.setattr(room, "hurry", lambda: hurried.add(threading.current_thread().name))
    fake = library(("card", 2, 44_100))
    card = SoundCard(block=64, ahead=1)
    card.start(Prompt(Counter()))
    fake.streams[0].play(64)
    card.stop()
    assert hurried == {"maker", threading.current_thread().name}
