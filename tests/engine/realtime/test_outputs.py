import threading
from collections.abc import Callable, Iterator

import pytest

from engine.errors import BadInput, NoDevice
from engine.realtime.outputs import SILENT, Null, OutputChoice, open_output
from engine.realtime.shared_memory import SharedState
from engine.tape.magnitudes import blank
from tests.engine.segments import shared_with
from tests.portaudio import Library, player_for


@pytest.fixture(scope="module")
def shared() -> Iterator[SharedState]:
    with shared_with(blank()) as segment:
        yield segment


def test_without_a_card_the_silent_output_plays_and_says_why(
    library: Callable[..., Library], shared: SharedState
) -> None:
    library()
    output, _, note = open_output(OutputChoice(), player_for(shared))
    output.stop()
    assert output.name == SILENT
    assert "no sound card" in note
    assert SILENT in note


def test_a_card_that_is_held_by_somebody_is_as_good_as_none(
    library: Callable[..., Library], shared: SharedState
) -> None:
    library(("card", 2, 44_100)).busy = True
    output, _, note = open_output(OutputChoice(), player_for(shared))
    output.stop()
    assert output.name == SILENT
    assert "does not open (Device unavailable)" in note


def test_a_card_that_is_silent_for_ever_is_as_good_as_none(
    library: Callable[..., Library], shared: SharedState, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(("card", 2, 44_100)).mute = True
    monkeypatch.setattr("engine.realtime.soundcard.FIRST", 0.01)
    output, _, note = open_output(OutputChoice(), player_for(shared))
    output.stop()
    assert (output.name, "asks for no sound" in note) == (SILENT, True)


def test_a_named_device_that_is_missing_is_refused(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 2, 44_100))
    with pytest.raises(NoDevice, match="no output 'Scarlett'"):
        open_output(OutputChoice(device="Scarlett"), player_for(shared))


def test_in_the_middle_of_a_set_the_default_card_stands_in(
    library: Callable[..., Library], shared: SharedState
) -> None:
    library(("card", 2, 44_100))
    output, _, note = open_output(OutputChoice(device="Scarlett"), player_for(shared), lenient=True)
    assert output.name == "card (ALSA)"
    assert note.endswith("playing into card (ALSA) at 44100 Hz")


def test_a_rate_that_cannot_be_had_is_said(library: Callable[..., Library], shared: SharedState) -> None:
    library(("card", 2, 48_000), rates=(48_000,))
    output, _, note = open_output(OutputChoice(rate=96_000), player_for(shared))
    assert output.rate == 48_000
    assert note == "card (ALSA) cannot run at 96000 Hz; playing into card (ALSA) at 48000 Hz"


def test_silence_by_choice_is_no_news(shared: SharedState) -> None:
    output, _, note = open_output(OutputChoice(null=True), player_for(shared))
    output.stop()
    assert (output.name, note) == (SILENT, "")


@pytest.mark.parametrize("choice", [{"block": 8}, {"block": 100_000}, {"rate": 100}])
def test_impossible_wishes_are_refused(choice: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="cannot be played; choose"):
        OutputChoice(**choice)  # type: ignore[arg-type]


class Pace:
    """A clock that only sleep moves, and a player whose blocks cost what is set."""

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
    pace = Pace()
    pace.cost = cost
    null = Null(48_000, 96, pace.clock, pace.sleep)
    null.start(pace)  # type: ignore[arg-type]
    assert null.alive
    assert pace.enough.wait(10)
    null.stop()
    assert not null.alive
    assert pace.now - 50.0 == pytest.approx(pace.blocks * 96 / 48_000, abs=0.003)
    assert pace.underruns == 0


def test_a_silent_output_that_is_too_slow_counts_instead_of_piling_up() -> None:
    pace = Pace()
    pace.cost = 0.003
    null = Null(48_000, 96, pace.clock, pace.sleep)
    null.start(pace)  # type: ignore[arg-type]
    assert pace.enough.wait(10)
    null.stop()
    assert pace.underruns == pytest.approx(pace.blocks * 0.001 / 0.25, abs=2)
