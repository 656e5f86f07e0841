import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.errors import BadInput, NoDevice
from engine.mel import Floats
from engine.outputs import SILENT, Null, OutputChoice, SoundCard, WavFile, open_output
from engine.spec import SPEC


class Counter:
    """A render function whose n-th sample is n on the left and -n on the right, over 2^20."""

    def __init__(self) -> None:
        self.position = 0

    def __call__(self, frames: int) -> Floats:
        ramp = np.arange(self.position, self.position + frames, dtype=np.float32) / 2**20
        self.position += frames
        return np.stack((ramp, -ramp), axis=1)


class PortAudioError(Exception):
    pass


class Library:
    """A sounddevice whose devices are given; streams are driven by hand."""

    PortAudioError = PortAudioError

    def __init__(
        self, *outputs: tuple[str, int, float], rates: tuple[int, ...] = (44_100,), widths: Any = None
    ) -> None:
        self.outputs, self.rates, self.widths = outputs, rates, widths
        self.latency, self.busy = 0.01, False
        self.streams: list[SimpleNamespace] = []

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": "ALSA", "default_output_device": 0}]

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {"name": name, "hostapi": 0, "max_output_channels": width, "default_samplerate": rate}
            for name, width, rate in self.outputs
        ]

    def check_output_settings(self, device: int, width: int, dtype: str, samplerate: int) -> None:
        if samplerate not in self.rates or (self.widths and width not in self.widths):
            raise PortAudioError("Invalid sample rate")

    def OutputStream(
        self, rate: int, block: int, device: int, width: int, dtype: str, latency: str, callback: Callable[..., None]
    ) -> SimpleNamespace:
        if self.busy:
            raise PortAudioError("Device unavailable")

        def play(frames: int, underflow: bool = False) -> Floats:
            out = np.full((frames, width), np.nan, np.float32)
            callback(out, frames, None, SimpleNamespace(output_underflow=underflow))
            return out

        stream = SimpleNamespace(rate=rate, block=block, device=device, play=play, active=False, latency=self.latency)
        stream.start = lambda: setattr(stream, "active", True)
        stream.close = lambda ignore_errors: setattr(stream, "active", False)
        self.streams.append(stream)
        return stream


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Library]:
    def install(*outputs: tuple[str, int, float], **wishes: Any) -> Library:
        fake = Library(*outputs, **wishes)
        monkeypatch.setattr("engine.outputs.portaudio", lambda: fake)
        return fake

    return install


@pytest.mark.parametrize("width", [2, 8])
def test_a_card_plays_on_its_first_two_channels(library: Callable[..., Library], width: int) -> None:
    fake = library(("card", width, 44_100), widths=(width,))
    card = SoundCard(block=64)
    card.start(Counter())
    heard = fake.streams[0].play(64)
    np.testing.assert_array_equal(heard[:, :2], Counter()(64))
    assert (heard[:, 2:] == 0).all()
    assert heard.shape == (64, width)
    assert (card.name, card.rate, card.block, card.alive) == ("card (ALSA)", 44_100, 64, True)
    card.stop()
    assert not card.alive


def test_a_mono_card_plays_the_middle(library: Callable[..., Library]) -> None:
    fake = library(("card", 1, 44_100))
    SoundCard().start(lambda frames: np.tile(np.float32([0.5, 0.25]), (frames, 1)))
    np.testing.assert_allclose(fake.streams[0].play(32), 0.375)


def test_another_rate_is_never_off_speed(library: Callable[..., Library]) -> None:
    fake = library(("card", 2, 48_000), rates=(48_000,))
    card, counter = SoundCard(), Counter()
    card.start(counter)
    heard = np.concatenate([fake.streams[0].play(128)[:, 0] for _ in range(375)])
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


def test_without_a_card_the_silent_output_plays_and_says_why(library: Callable[..., Library]) -> None:
    library()
    output, note = open_output(OutputChoice(), Counter())
    output.stop()
    assert output.name == SILENT
    assert "no sound card" in note
    assert SILENT in note


def test_a_card_that_is_held_by_somebody_is_as_good_as_none(library: Callable[..., Library]) -> None:
    library(("card", 2, 44_100)).busy = True
    output, note = open_output(OutputChoice(), Counter())
    output.stop()
    assert output.name == SILENT
    assert "does not open (Device unavailable)" in note


def test_a_named_device_that_is_missing_is_refused(library: Callable[..., Library]) -> None:
    library(("card", 2, 44_100))
    with pytest.raises(NoDevice, match="no output 'Scarlett'"):
        open_output(OutputChoice(device="Scarlett"), Counter())


def test_in_the_middle_of_a_set_the_default_card_stands_in(library: Callable[..., Library]) -> None:
    library(("card", 2, 44_100))
    output, note = open_output(OutputChoice(device="Scarlett"), Counter(), lenient=True)
    assert output.name == "card (ALSA)"
    assert note.endswith("playing into card (ALSA)")


def test_silence_by_choice_is_no_news() -> None:
    output, note = open_output(OutputChoice(null=True), Counter())
    output.stop()
    assert (output.name, note) == (SILENT, "")


@pytest.mark.parametrize("choice", [{"block": 8}, {"block": 100_000}, {"rate": 100}])
def test_impossible_wishes_are_refused(choice: dict[str, int]) -> None:
    with pytest.raises(BadInput, match="cannot be played; choose"):
        OutputChoice(**choice)  # type: ignore[arg-type]


class Pace:
    """A clock that only sleep moves; rendering costs what is set."""

    def __init__(self) -> None:
        self.now, self.cost = 50.0, 0.0
        self.blocks = 0
        self.enough = threading.Event()

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def render(self, frames: int) -> Floats:
        self.now += self.cost
        self.blocks += 1
        if self.blocks == 1000:
            self.enough.set()
            threading.Event().wait(0.01)
        return np.zeros((frames, 2), np.float32)


@pytest.mark.parametrize("cost", [0.0, 0.001])
def test_the_silent_output_keeps_the_pace_of_a_card(cost: float) -> None:
    pace = Pace()
    pace.cost = cost
    null = Null(48_000, 96, pace.clock, pace.sleep)
    null.start(pace.render)
    assert null.alive
    assert pace.enough.wait(10)
    null.stop()
    assert not null.alive
    assert pace.now - 50.0 == pytest.approx(pace.blocks * 96 / 48_000, abs=0.003)
    assert null.underruns == 0


def test_a_silent_output_that_is_too_slow_counts_instead_of_piling_up() -> None:
    pace = Pace()
    pace.cost = 0.003
    null = Null(48_000, 96, pace.clock, pace.sleep)
    null.start(pace.render)
    assert pace.enough.wait(10)
    null.stop()
    assert null.underruns == pytest.approx(pace.blocks * 0.001 / 0.25, abs=2)


def test_a_file_gets_every_sample_once(tmp_path: Path) -> None:
    path = tmp_path / "out.wav"
    WavFile(path, 10_000, block=777).start(Counter())
    audio, rate = soundfile.read(path, dtype="float32")
    assert rate == SPEC.rate
    np.testing.assert_allclose(audio, Counter()(10_000), atol=2**-23)


def test_a_file_that_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no folder"):
        WavFile(tmp_path / "missing" / "out.wav", 100).start(Counter())
