import gc
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from engine.controls import Action, Event
from engine.fader import FADE
from engine.instrument import Instrument
from engine.launch import start
from engine.mel import Floats
from engine.meters import Meters
from engine.news import BURST
from engine.outputs import SILENT, OutputChoice
from engine.parameters import INDEX, TABLE
from engine.player import main, play
from engine.shared import DONE, FAILED, NO_DEVICE, PLAYING, Shared
from engine.spec import SPEC
from engine.tape import Tape
from engine.voice import Hold, Voice
from tests.engine.segments import shared_with
from tests.sound import break_loop, tape_of

BLOCK = 128


@pytest.fixture(scope="module")
def tape() -> Tape:
    return tape_of(break_loop())


@pytest.fixture
def shared(tape: Tape) -> Iterator[Shared]:
    with shared_with(tape) as segment:
        yield segment


class Time:
    """A clock that stands unless it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Broken(Instrument):
    """An instrument that fails in some of its blocks."""

    failing = False

    def process(self, frames: int) -> Floats:
        if self.failing:
            raise FloatingPointError("a wild value")
        return super().process(frames)


def voice_of(shared: Shared, clock: Time | None = None, kind: type[Instrument] = Instrument) -> Voice:
    return Voice(kind(shared.tapes.take()), shared, clock or Time())


def heard(voice: Voice, samples: int) -> Floats:
    return np.concatenate([voice(BLOCK) for _ in range(samples // BLOCK)])


def offline(tape: Tape, samples: int) -> Floats:
    instrument = Instrument(tape)
    instrument.schedule(Event(Action.PLAY))
    return instrument.process(samples).copy()


def test_what_is_heard_is_what_the_instrument_renders(shared: Shared, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    np.testing.assert_array_equal(heard(voice_of(shared), 12_800), offline(tape, 12_800))


def test_parameters_events_and_tapes_reach_the_instrument_in_the_next_block(shared: Shared, tape: Tape) -> None:
    voice = voice_of(shared)
    assert not heard(voice, 1280).any()
    values = np.array([entry.default for entry in TABLE])
    values[INDEX["level"]] = -6.0
    shared.parameters.write(values)
    moved = tape._replace(magnitudes=np.roll(tape.magnitudes, 16, axis=0))
    shared.tapes.write(moved)
    shared.events.push(Event(Action.SLICE, 4), 1280 + 640)

    instrument = Instrument(moved)
    instrument.process(1280)
    instrument.set(values)
    instrument.schedule(Event(Action.SLICE, 4), 1280 + 640)
    np.testing.assert_array_equal(heard(voice, 6400), instrument.process(6400))


def test_a_flood_of_events_is_taken_in_portions(shared: Shared) -> None:
    voice = voice_of(shared)
    for number in range(BURST + 10):
        shared.events.push(Event(Action.SLICE, number), 10**9)
    voice(BLOCK)
    left = 0
    while shared.events.pop():
        left += 1
    assert left == 10


def test_a_fault_is_silence_counted_and_said_and_the_sound_goes_on(shared: Shared) -> None:
    shared.events.push(Event(Action.PLAY))
    voice = voice_of(shared, kind=Broken)
    heard(voice, 2560)
    voice._instrument.failing = True  # type: ignore[attr-defined]
    assert not heard(voice, 256).any()
    voice._instrument.failing = False  # type: ignore[attr-defined]
    assert heard(voice, 25_600).any()
    assert shared.meters.errors == 2
    assert "FloatingPointError: a wild value" in shared.note


def test_meters_tell_the_truth(shared: Shared) -> None:
    clock = Time()
    shared.events.push(Event(Action.PLAY))
    voice = voice_of(shared, clock)
    voice.latency, voice.ahead, voice.rate, voice.block, voice.underruns = 0.02, 0.003, 48_000, 64, 3
    audio = heard(voice, 44_160)
    meters = shared.meters
    assert meters.playing == 1
    assert meters.clock == 44_160
    assert meters.beat == pytest.approx(TABLE[INDEX["tempo"]].default / 60, abs=0.01)
    assert meters.peak == pytest.approx(np.abs(audio).max())
    assert (meters.latency, meters.ahead, meters.rate, meters.block) == (0.02, 0.003, 48_000, 64)
    assert meters.underruns == 3
    assert meters.due == pytest.approx(clock.now + BLOCK / SPEC.rate)


def test_a_fade_out_is_short_and_ends_in_silence(shared: Shared) -> None:
    shared.events.push(Event(Action.PLAY))
    voice, twin = voice_of(shared), voice_of(shared)
    twin._instrument.schedule(Event(Action.PLAY))
    np.testing.assert_array_equal(heard(voice, 1280), heard(twin, 1280))
    voice.closing = True
    fading, whole = heard(voice, 1280), heard(twin, 1280)
    ramp = np.clip(1 - np.arange(1, 1281) / FADE, 0, 1)[:, None]
    np.testing.assert_allclose(fading, whole * ramp, atol=1e-6)
    assert voice.silent


@pytest.mark.parametrize("away", [0.0, 0.75, 5.0])
def test_a_successor_goes_on_where_the_beat_would_be_and_fades_in(shared: Shared, away: float) -> None:
    clock = Time()
    tape = tape_of((0.3 * np.sin(np.arange(SPEC.frames * SPEC.hop))).astype(np.float32))
    shared.tapes.write(tape)
    shared.events.push(Event(Action.PLAY))
    shared.events.push(Event(Action.SLICE, 21))  # where the playhead is then, the beat does not tell
    first = voice_of(shared, clock)
    first.underruns = 2
    for _ in range(700):
        first(BLOCK)
        clock.now += BLOCK / SPEC.rate
    past = shared.meters
    clock.now += away

    voice = voice_of(shared, clock)
    assert not voice(BLOCK).any()  # nobody has said yet what it plays into
    assert shared.meters == past
    voice.rate = SPEC.rate
    audio = heard(voice, 12_800)
    instrument = Instrument(tape)
    instrument.resume(past.beat, past.straight, round(away * SPEC.rate))
    fade = np.clip(np.arange(1, 12_801) / FADE, 0, 1)[:, None]
    np.testing.assert_allclose(audio, instrument.process(12_800) * fade, atol=1e-4)
    assert shared.meters.underruns == 2


def test_a_successor_of_a_stopped_player_stays_silent(shared: Shared) -> None:
    shared.publish(Meters(due=999.0, beat=7.0, playing=0.0))
    assert not heard(voice_of(shared), 2560).any()
    assert not shared.meters.playing


def test_hold_keeps_a_peak_for_its_span_and_then_forgets_it() -> None:
    hold = Hold(1.0)
    shown = [hold(value, now) for now, value in ((10.0, 0.9), (10.5, 0.1), (11.1, 0.2), (12.2, 0.3), (13.3, 0.0))]
    assert shown == [0.9, 0.9, 0.9, 0.3, 0.3]


def test_thousands_of_blocks_leave_nothing_behind(shared: Shared) -> None:
    """With the collector off, as in the player: no cycles, no growth."""
    shared.events.push(Event(Action.PLAY))
    voice = voice_of(shared)
    gc.collect()
    gc.disable()
    try:
        heard(voice, 1000 * BLOCK)  # fills the interpreter's free lists
        before = sys.getallocatedblocks()
        for turn in range(4000):
            if turn % 40 == 0:
                shared.events.push(Event(Action.SLICE, turn))
            voice(BLOCK)
        assert sys.getallocatedblocks() - before < 200
        assert gc.collect() < 20
    finally:
        gc.enable()


def test_a_player_plays_until_it_is_told_to_stop(shared: Shared) -> None:
    never = threading.Event()
    shared.events.push(Event(Action.PLAY))
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(play(shared, OutputChoice(null=True), never.wait)))
    thread.start()
    deadline = time.monotonic() + 10
    while shared.meters.beat < 0.5 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (shared.state, shared.name) == (PLAYING, SILENT)
    assert shared.meters.latency >= BLOCK / SPEC.rate
    shared.stopping = True
    thread.join()
    assert codes == [DONE]
    assert gc.isenabled()


def test_a_player_ends_when_its_parent_does(shared: Shared) -> None:
    assert play(shared, OutputChoice(null=True), lambda patience: True) == DONE


def test_a_player_whose_set_has_ended_before_it_came_leaves_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    process = start(main, "vamen-tests-no-such-set", OutputChoice(null=True))
    process.join(60)
    assert process.exitcode == DONE
    assert capfd.readouterr().err == ""


def test_a_player_that_cannot_have_its_device_says_so(shared: Shared) -> None:
    code = play(shared, OutputChoice(device="no such device"), lambda patience: True)
    assert (code, shared.state) == (NO_DEVICE, FAILED)
    assert shared.note


def test_the_player_loads_no_model_network_or_midi() -> None:
    code = "import sys, engine.player; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "numpy" in loaded
    assert not loaded & {"onnxruntime", "mido", "rtmidi", "pythonosc", "torch", "librosa", "cyclopts", "soundfile"}
