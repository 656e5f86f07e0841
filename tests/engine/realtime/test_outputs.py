"""Choosing an output, and the pace of the silent one."""

import threading
from collections.abc import Callable, Iterator

import pytest

from engine.errors import BadInput, NoDevice
from engine.realtime.outputs import SILENT_OUTPUT, OutputChoice, SilentOutput, open_output
from engine.realtime.shared_memory import SharedState
from engine.tape.magnitudes import silent_tape
from tests.engine.segments import shared_with
from tests.portaudio import Library, player_for


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedState]:
    with shared_with(silent_tape()) as segment:
        yield segment


def test_without_a_card_the_silent_output_plays_and_the_note_says_why(
    library: Callable[..., Library], shared: SharedState
) -> None:
    library()
    output, _, note = open_output(OutputChoice(), player_for(shared))
    output.stop()
    assert output.name == SILENT_OUTPUT
    assert "no sound card" in note
    assert SILENT_OUTPUT in note


def test_the_silent_output_replaces_a_card_in_use(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 2, 44_100)).busy = True
    output, _, note = open_output(OutputChoice(), player_for(shared))
    output.stop()
    assert output.name == SILENT_OUTPUT
    assert "does not open (Device unavailable)" in note


def test_the_silent_output_replaces_a_card_that_asks_for_no_sound(
    library: Callable[..., Library], shared: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(("card", 2, 44_100)).mute = True
    monkeypatch.setattr("engine.realtime.soundcard.FIRST_BLOCK_TIMEOUT_S", 0.01)
    output, _, note = open_output(OutputChoice(), player_for(shared))
    output.stop()
    assert (output.name, "asks for no sound" in note) == (SILENT_OUTPUT, True)


def test_a_named_device_that_is_missing_is_refused(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 2, 44_100))
    with pytest.raises(NoDevice, match="no output 'Scarlett'"):
        open_output(OutputChoice(device="Scarlett"), player_for(shared))


def test_with_fallback_the_default_card_replaces_a_missing_one(
    library: Callable[..., Library], shared: SharedState
) -> None:
    library(("card", 2, 44_100))
    output, _, note = open_output(OutputChoice(device="Scarlett"), player_for(shared), fallback=True)
    assert output.name == "card (ALSA)"
    assert note.endswith("playing into card (ALSA) at 44100 Hz")


def test_missing_channels_are_noted(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 4, 44_100))
    output, _, note = open_output(OutputChoice(channels=8), player_for(shared))
    assert output.channels == 4
    assert note == "card (ALSA) has 4 channels, and not 8; playing into card (ALSA) at 44100 Hz"


@pytest.mark.parametrize("channels", [0, 1, 3, 10])
def test_odd_numbers_of_channels_are_refused(channels: int) -> None:
    with pytest.raises(BadInput, match="choose one of 2, 4, 6, 8"):
        OutputChoice(channels=channels)


def test_an_unsupported_rate_is_noted(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 2, 48_000), rates=(48_000,))
    output, _, note = open_output(OutputChoice(rate=96_000), player_for(shared))
    assert output.rate == 48_000
    assert note == "card (ALSA) cannot run at 96000 Hz; playing into card (ALSA) at 48000 Hz"


def test_a_chosen_silent_output_has_no_note(shared: SharedState) -> None:
    output, _, note = open_output(OutputChoice(null=True), player_for(shared))
    output.stop()
    assert (output.name, note) == (SILENT_OUTPUT, "")


@pytest.mark.parametrize("choice", [{"block": 8}, {"block": 100_000}, {"rate": 100}])
def test_choices_out_of_range_are_refused(choice: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="cannot be played; choose"):
        OutputChoice(**choice)  # type: ignore[arg-type]


class FakePlayer:
    """A player whose blocks take `cost` seconds, and a clock that only it and `sleep` advance."""

    rate = 48_000

    def __init__(self) -> None:
        self.now, self.cost = 50.0, 0.0
        self.blocks = self.underruns = 0
        self.enough = threading.Event()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def play(self, frames: int, now: float, lead: float, underrun: bool) -> None:
        self.now += self.cost
        self.blocks += 1
        self.underruns += underrun
        if self.blocks == 1000:
            self.enough.set()
            threading.Event().wait(0.01)


@pytest.mark.parametrize("cost", [0.0, 0.001])
def test_the_silent_output_keeps_the_pace_of_a_card(cost: float) -> None:
    player = FakePlayer()
    player.cost = cost
    output = SilentOutput(48_000, 96, player.clock, player.sleep)
    output.start(player)  # type: ignore[arg-type]
    assert output.alive
    assert player.enough.wait(10)
    output.stop()
    assert not output.alive
    assert player.now - 50.0 == pytest.approx(player.blocks * 96 / 48_000, abs=0.003)
    assert player.underruns == 0


def test_a_silent_output_that_is_too_slow_counts_underruns() -> None:
    player = FakePlayer()
    player.cost = 0.003
    output = SilentOutput(48_000, 96, player.clock, player.sleep)
    output.start(player)  # type: ignore[arg-type]
    assert player.enough.wait(10)
    output.stop()
    assert player.underruns == pytest.approx(player.blocks * 0.001 / 0.25, abs=2)
