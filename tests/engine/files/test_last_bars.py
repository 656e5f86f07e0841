"""The last bars as a loop: whole bars, cut at the downbeat to the sample, or a sentence that says why not."""

import io
import math
from typing import Any

import numpy as np
import pytest
import soundfile

from engine.arrays import Floats
from engine.controls import Action, Event
from engine.core import Instrument
from engine.errors import BadParameter
from engine.files.last_bars import KEPT_SAMPLES, LastBars
from engine.parameters import INDEX
from engine.realtime.meters import Meters
from engine.realtime.output_monitor import MONITOR_SIZE
from engine.spec import SPEC
from tests.playing import PLAY, STOP, playing
from tests.riff import read_loop

BLOCK = 512
READ = 9 * BLOCK  # samples between two readings: 0.1 s


class FakeSession:
    """An instrument that plays as fast as it can, and the reader of its last bars."""

    def __init__(self, tempo: float = 170.0, silence: int = READ) -> None:
        self.instrument = playing(tempo)
        self.made: list[Floats] = []
        self.clock = 0
        self.bars = LastBars(self)
        self.meters = Meters()
        if silence:
            self.instrument.reset()
            self.render(silence)
            self.instrument.schedule(PLAY)

    def sound_since(self, clock: int) -> tuple[int, Floats | None]:
        end = sum(map(len, self.made))
        if end - clock > MONITOR_SIZE // 2:
            return end, None
        return end, np.concatenate([np.zeros((0, 2), np.float32), *self.made])[clock if clock <= end else 0 :]

    def render(self, samples: int, interval: int = READ) -> None:
        """Play, and read at intervals."""
        for _ in range(math.ceil(samples / interval)):
            for _ in range(interval // BLOCK):
                self.made.append(self.instrument.process(BLOCK))
            self.look()
            self.bars.read()

    def look(self) -> None:
        it = self.instrument
        self.meters = Meters(clock=float(it.clock), beat=it.beat, playing=float(it.playing))

    def restart(self) -> None:
        """Go on as a restarted player does."""
        beat, frame = self.instrument.beat, self.instrument.frame
        self.instrument = playing(170.0)
        self.instrument.resume(beat, frame, 0)
        self.made.clear()

    @property
    def sound(self) -> Floats:
        return np.concatenate(self.made)


def samples_of(bars: float, tempo: float) -> float:
    return bars * 240 / tempo * SPEC.rate


@pytest.mark.parametrize("tempo", [171.37, 90.0, 300.0])
@pytest.mark.parametrize("bars", [1, 2, 4, 8])
def test_a_loop_is_whole_bars_from_downbeat_to_downbeat(bars: int, tempo: float) -> None:
    session = FakeSession(tempo)
    session.render(round(samples_of(bars + 0.4, tempo)))
    loop = session.bars.loop(bars)
    assert len(loop.samples) == pytest.approx(samples_of(bars, tempo), abs=1)
    assert loop.tempo == pytest.approx(tempo, rel=1e-4)
    downbeat = READ + Instrument.latency  # of the first bar: where a render begins
    expected = session.sound[downbeat:][: len(loop.samples)]
    assert np.abs(loop.samples - expected).max() < 1 / 32_000


def test_the_last_bars_are_taken_not_the_first(tempo: float = 150.0) -> None:
    session = FakeSession(tempo)
    session.render(round(samples_of(5.5, tempo)))
    loop = session.bars.loop(2)
    begin = round(READ + Instrument.latency + samples_of(3, tempo))
    assert np.abs(loop.samples - session.sound[begin:][: len(loop.samples)]).max() < 1 / 32_000


def test_eight_bars_at_the_lowest_tempo_fit_and_older_sound_is_forgotten() -> None:
    session = FakeSession(40.0)
    session.render(round(samples_of(18.9, 40.0)))
    assert len(session.bars.loop(8).samples) == pytest.approx(samples_of(8, 40.0), abs=1)
    assert len(session.bars._beats) <= KEPT_SAMPLES / READ + 3


def test_less_than_was_asked_for_is_refused_and_says_how_much_there_is() -> None:
    session = FakeSession(170.0)
    with pytest.raises(BadParameter, match="no whole bar was played without interruption, expected 1; play on"):
        session.bars.loop(1)
    session.render(round(samples_of(1.5, 170.0)))
    assert session.bars.loop(1)
    with pytest.raises(BadParameter, match="one whole bar was played without interruption, expected 2"):
        session.bars.loop(2)
    for bars in (0, 3, 16, -1):
        with pytest.raises(BadParameter, match="ask for 1, 2, 4 or 8"):
            session.bars.loop(bars)


@pytest.mark.parametrize("how", ["stop", "restart", "locate"])
def test_bars_across_an_interruption_are_refused(how: str) -> None:
    session = FakeSession(170.0)
    session.render(round(samples_of(3.5, 170.0)))
    match how:
        case "stop":
            session.instrument.schedule(STOP)
            session.render(READ)
            session.instrument.schedule(PLAY)
        case "play again":
            session.instrument.schedule(PLAY)
        case "restart":
            session.restart()
        case "locate":
            session.instrument.schedule(Event(Action.LOCATE, 0, 64.0))
    session.render(round(samples_of(2.6, 170.0)))
    assert len(session.bars.loop(1).samples) == pytest.approx(samples_of(1, 170.0), abs=1)
    with pytest.raises(BadParameter, match="without interruption"):
        session.bars.loop(4)


def test_bars_that_were_not_read_in_time_are_refused() -> None:
    session = FakeSession(170.0)
    session.render(round(samples_of(2.5, 170.0)))
    session.render(MONITOR_SIZE, interval=MONITOR_SIZE)
    with pytest.raises(BadParameter, match="without interruption"):
        session.bars.loop(1)
    session.render(round(samples_of(2.2, 170.0)))
    assert session.bars.loop(1)


def test_a_change_of_tempo_is_part_of_a_loop() -> None:
    session = FakeSession(120.0)
    session.render(round(samples_of(1, 120.0)))
    session.instrument.change(INDEX["tempo"], 180.0)
    session.render(round(samples_of(1.3, 180.0)))
    loop = session.bars.loop(2)
    assert 120 < loop.tempo < 180
    assert len(loop.samples) == pytest.approx(samples_of(1, 120.0) + samples_of(1, 180.0), abs=READ)


def test_jumps_of_the_playhead_are_part_of_a_loop() -> None:
    session = FakeSession(170.0)
    for step in (4, 9, 30):
        session.render(round(samples_of(0.4, 170.0)))
        session.instrument.schedule(Event(Action.SLICE, step))
    session.render(round(samples_of(0.9, 170.0)))
    assert len(session.bars.loop(2).samples) == pytest.approx(samples_of(2, 170.0), abs=1)


def test_the_wav_file_has_24_bits_and_the_samples() -> None:
    session = FakeSession(170.0)
    session.render(round(samples_of(1.2, 170.0)))
    loop = session.bars.loop(1)
    with io.BytesIO(loop.wav()) as data:
        info: Any = soundfile.info(data)
        assert (info.format, info.subtype, info.channels, info.samplerate) == ("WAV", "PCM_24", 2, SPEC.rate)
        data.seek(0)
        assert np.abs(soundfile.read(data, dtype="float32")[0] - loop.samples).max() < 2**-22


def test_the_wav_file_has_tempo_beats_and_slices() -> None:
    session = FakeSession(171.37)
    session.render(round(samples_of(2.2, 171.37)))
    loop = session.bars.loop(2)
    found = read_loop(loop.wav())
    assert (found.length, found.beats, len(found.cues)) == (len(loop.samples), 8, 32)
    assert found.tempo == pytest.approx(171.37, rel=1e-4)
    assert found.loops == [(0, len(loop.samples) - 1)]


def test_the_thread_reads_until_it_is_stopped() -> None:
    session = FakeSession(170.0, silence=0)
    session.bars.start()
    session.bars.stop()
    session.bars.stop()
    assert not session.bars._thread.is_alive()
