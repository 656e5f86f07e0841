import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from engine.arrays import Floats, Tape
from engine.controls import Action, Event
from engine.core import Instrument
from engine.parameters import INDEX, TABLE
from engine.realtime.launch import start
from engine.realtime.outputs import SILENT, OutputChoice
from engine.realtime.player_process import main, play
from engine.realtime.shared_memory import DONE, FAILED, NO_DEVICE, PLAYING, SharedState
from engine.spec import SPEC
from tests.engine.segments import Live, Reader, shared_with, write_meters
from tests.sound import break_loop, tape_of

BLOCK = 128
FADE = 441  # samples of the fade at the beginning and the end of a player
AT_ONCE = 64  # events that a block takes


@pytest.fixture(scope="module")
def tape() -> Tape:
    return tape_of(break_loop())


@pytest.fixture
def shared(tape: Tape) -> Iterator[SharedState]:
    with shared_with(tape) as segment:
        yield segment


class Time:
    """A clock that stands unless it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def offline(tape: Tape, samples: int) -> Floats:
    instrument = Instrument(tape)
    instrument.schedule(Event(Action.PLAY))
    return instrument.process(samples).copy()


def test_what_is_heard_is_what_the_instrument_renders(shared: SharedState, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    np.testing.assert_array_equal(Live(shared).heard(12_800), offline(tape, 12_800))


def test_parameters_events_and_tapes_reach_the_instrument_in_the_next_block(shared: SharedState, tape: Tape) -> None:
    player = Live(shared)
    assert not player.heard(1280).any()
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
    np.testing.assert_array_equal(player.heard(6400), instrument.process(6400))


def test_parameters_that_are_being_written_are_taken_a_block_later(shared: SharedState) -> None:
    player, values = Live(shared), np.array([entry.default for entry in TABLE])
    shared.events.push(Event(Action.PLAY))
    player.heard(1280)
    values[INDEX["level"]] = -60.0
    shared.parameters.write(values)
    shared.record["parameters"]["sequence"][...] += 1  # odd: a writer is in the way
    assert player.heard(12_800)[6400:].any()
    shared.parameters.write(values)
    assert not player.heard(12_800)[6400:].round(4).any()


def test_a_flood_of_events_is_taken_in_portions(shared: SharedState) -> None:
    player = Live(shared)
    for number in range(AT_ONCE + 10):
        shared.events.push(Event(Action.SLICE, number), 10**9)
    player(BLOCK)
    reader, left = Reader(shared), 0
    while reader.pop():
        left += 1
    assert left == 10


def test_what_is_not_a_number_is_silence_and_counted_and_the_sound_goes_on(shared: SharedState, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    player = Live(shared)
    player.heard(2560)
    shared.tapes.write(tape._replace(magnitudes=tape.magnitudes * np.float32(np.nan)))
    assert not player.heard(2560)[512:].round(3).any()
    assert shared.meters.errors > 0
    shared.tapes.write(tape)
    assert player.heard(25_600).any()


def test_meters_tell_the_truth(shared: SharedState) -> None:
    shared.events.push(Event(Action.PLAY))
    player = Live(shared, lambda: 1000.0)
    player.expect(0.02)
    audio = np.concatenate([player(BLOCK, underrun=number in (5, 6, 9)) for number in range(345)])
    meters = shared.meters
    assert meters.playing == 1
    assert meters.clock == len(audio)
    assert meters.beat == pytest.approx(TABLE[INDEX["tempo"]].default / 60, abs=0.01)
    assert meters.peak == pytest.approx(np.abs(audio).max())
    assert (meters.latency, meters.ahead, meters.rate) == (0.02, 0.0, 44_100)
    assert meters.underruns == 3
    assert meters.delay == Instrument.latency
    assert 0 < meters.load < 1
    assert player.calls == 345


def test_a_fade_out_is_short_and_ends_in_silence(shared: SharedState, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    player = Live(shared)
    player.heard(1280)
    assert not player.silent
    player.fade_out()
    fading = player.heard(1280)
    ramp = np.clip(1 - np.arange(1, 1281) / FADE, 0, 1)[:, None]
    np.testing.assert_allclose(fading, offline(tape, 2560)[1280:] * ramp, atol=1e-6)
    assert player.silent


@pytest.mark.parametrize("away", [0.0, 0.75, 5.0])
def test_a_successor_goes_on_where_the_beat_would_be_and_fades_in(shared: SharedState, away: float) -> None:
    clock = Time()
    tape = tape_of((0.3 * np.sin(np.arange(SPEC.frames * SPEC.hop))).astype(np.float32))
    shared.tapes.write(tape)
    shared.events.push(Event(Action.PLAY))
    shared.events.push(Event(Action.SLICE, 21))  # where the playhead is then, the beat does not tell
    first = Live(shared, clock)
    for number in range(700):
        first(BLOCK, underrun=number < 2)
        clock.now += BLOCK / SPEC.rate
    past = shared.meters
    clock.now += away

    audio = Live(shared, clock).heard(12_800)
    instrument = Instrument(tape)
    instrument.resume(past.beat, past.straight, round(away * SPEC.rate))
    np.testing.assert_allclose(audio, instrument.process(12_800), atol=1e-4)
    assert np.abs(audio[:FADE]).max() <= np.abs(audio).max()
    assert not audio[0].any()
    assert shared.meters.underruns == 2


def test_a_successor_of_a_stopped_player_stays_silent(shared: SharedState) -> None:
    write_meters(shared, due=999.0, beat=7.0, playing=0.0)
    assert not Live(shared).heard(2560).any()
    assert not shared.meters.playing


def test_a_peak_is_held_for_a_tenth_of_a_second_and_then_forgotten(shared: SharedState) -> None:
    shared.events.push(Event(Action.SLICE, 0))
    player = Live(shared)
    player.heard(1280)
    loud = shared.meters.peak
    shared.events.push(Event(Action.PANIC))
    player.heard(2560)
    assert shared.meters.peak == loud > 0.01
    player.heard(10_000)
    assert shared.meters.peak < 0.01


def test_a_player_plays_until_it_is_told_to_stop(shared: SharedState) -> None:
    never = threading.Event()
    shared.events.push(Event(Action.PLAY))
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(play(shared, OutputChoice(null=True), never.wait)))
    thread.start()
    deadline = time.monotonic() + 10
    while shared.meters.beat < 0.5 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (shared.state, shared.name) == (PLAYING, SILENT)
    assert shared.meters.block == BLOCK
    shared.stopping = True
    thread.join()
    assert codes == [DONE]


def test_a_player_ends_when_its_parent_does(shared: SharedState) -> None:
    assert play(shared, OutputChoice(null=True), lambda patience: True) == DONE


def test_a_player_whose_set_has_ended_before_it_came_leaves_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    process = start(main, "vamen-tests-no-such-set", OutputChoice(null=True))
    process.join(60)
    assert process.exitcode == DONE
    assert capfd.readouterr().err == ""


def test_a_player_that_cannot_have_its_device_says_so(shared: SharedState) -> None:
    code = play(shared, OutputChoice(device="no such device"), lambda patience: True)
    assert (code, shared.state) == (NO_DEVICE, FAILED)
    assert shared.note


def test_the_player_loads_no_model_network_or_midi() -> None:
    code = "import sys, engine.player; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "numpy" in loaded
    assert not loaded & {
        "scipy",
        "onnxruntime",
        "mido",
        "rtmidi",
        "pythonosc",
        "torch",
        "librosa",
        "cyclopts",
        "soundfile",
    }
