"""The player: what it renders from shared memory, its meters, its end, and its start after another player."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from engine.arrays import Floats, Tape
from engine.controls import Action, Event
from engine.core import Instrument
from engine.parameters import INDEX, TABLE
from engine.realtime.launch import start_process
from engine.realtime.outputs import SILENT_OUTPUT, OutputChoice
from engine.realtime.player_process import main, play
from engine.realtime.shared_memory import EXIT_DONE, EXIT_NO_DEVICE, FAILED, PLAYING, SharedState
from engine.spec import SPEC
from tests.engine.segments import ManualPlayer, SegmentReader, shared_with, write_meters
from tests.engine.waiting import wait_until
from tests.sound import break_loop, tape_of

BLOCK = 128
FADE_SAMPLES = 441  # at the start and the end of a player
EVENTS_PER_BLOCK = 64


@pytest.fixture(scope="module")
def tape() -> Tape:
    return tape_of(break_loop())


@pytest.fixture
def shared(tape: Tape) -> Iterator[SharedState]:
    with shared_with(tape) as segment:
        yield segment


class ManualClock:
    """A clock that the test advances."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def offline(tape: Tape, samples: int) -> Floats:
    instrument = Instrument(tape)
    instrument.schedule(Event(Action.PLAY))
    return instrument.process(samples).copy()


def test_the_player_outputs_what_the_instrument_renders(shared: SharedState, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    np.testing.assert_array_equal(ManualPlayer(shared).render(12_800), offline(tape, 12_800))


def test_parameters_events_and_tapes_are_applied_in_the_next_block(shared: SharedState, tape: Tape) -> None:
    player = ManualPlayer(shared)
    assert not player.render(1280).any()
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
    np.testing.assert_array_equal(player.render(6400), instrument.process(6400))


def test_parameters_being_written_are_read_a_block_later(shared: SharedState) -> None:
    player, values = ManualPlayer(shared), np.array([entry.default for entry in TABLE])
    shared.events.push(Event(Action.PLAY))
    player.render(1280)
    values[INDEX["level"]] = -60.0
    shared.parameters.write(values)
    shared.record["parameters"]["sequence"][...] += 1  # odd: a write is in progress
    assert player.render(12_800)[6400:].any()
    shared.parameters.write(values)
    assert not player.render(12_800)[6400:].round(4).any()


def test_a_block_applies_a_limited_number_of_events(shared: SharedState) -> None:
    player = ManualPlayer(shared)
    for number in range(EVENTS_PER_BLOCK + 10):
        shared.events.push(Event(Action.SLICE, number), 10**9)
    player(BLOCK)
    reader, left = SegmentReader(shared), 0
    while reader.pop():
        left += 1
    assert left == 10


def test_a_tape_of_nan_is_silent_and_counted_as_an_error(shared: SharedState, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    player = ManualPlayer(shared)
    player.render(2560)
    shared.tapes.write(tape._replace(magnitudes=tape.magnitudes * np.float32(np.nan)))
    assert not player.render(2560)[512:].round(3).any()
    assert shared.meters.errors > 0
    shared.tapes.write(tape)
    assert player.render(25_600).any()


def test_meters_describe_the_output(shared: SharedState) -> None:
    shared.events.push(Event(Action.PLAY))
    player = ManualPlayer(shared, lambda: 1000.0)
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
    assert meters.load > 0  # on a busy machine it may be above 1
    assert player.calls == 345


def test_the_fade_out_is_a_short_ramp_to_silence(shared: SharedState, tape: Tape) -> None:
    shared.events.push(Event(Action.PLAY))
    player = ManualPlayer(shared)
    player.render(1280)
    assert not player.silent
    player.fade_out()
    fading = player.render(1280)
    ramp = np.clip(1 - np.arange(1, 1281) / FADE_SAMPLES, 0, 1)[:, None]
    np.testing.assert_allclose(fading, offline(tape, 2560)[1280:] * ramp, atol=1e-6)
    assert player.silent


@pytest.mark.parametrize("away", [0.0, 0.75, 5.0])
def test_the_next_player_continues_where_the_beat_would_be_and_fades_in(shared: SharedState, away: float) -> None:
    clock = ManualClock()
    tape = tape_of((0.3 * np.sin(np.arange(SPEC.frames * SPEC.hop))).astype(np.float32))
    shared.tapes.write(tape)
    shared.events.push(Event(Action.PLAY))
    shared.events.push(Event(Action.SLICE, 21))  # so that the frame does not follow from the beat
    first = ManualPlayer(shared, clock)
    for number in range(700):
        first(BLOCK, underrun=number < 2)
        clock.now += BLOCK / SPEC.rate
    past = shared.meters
    clock.now += away

    audio = ManualPlayer(shared, clock).render(12_800)
    instrument = Instrument(tape)
    instrument.resume(past.beat, past.base_frame, round(away * SPEC.rate))
    np.testing.assert_allclose(audio, instrument.process(12_800), atol=1e-4)
    assert np.abs(audio[:FADE_SAMPLES]).max() <= np.abs(audio).max()
    assert not audio[0].any()
    assert shared.meters.underruns == 2


def test_the_next_player_stays_silent_when_playback_was_stopped(shared: SharedState) -> None:
    write_meters(shared, output_time=999.0, beat=7.0, playing=0.0)
    assert not ManualPlayer(shared).render(2560).any()
    assert not shared.meters.playing


def test_the_peak_is_held_for_a_thirtieth_of_a_second(shared: SharedState) -> None:
    shared.events.push(Event(Action.SLICE, 0))
    player = ManualPlayer(shared)
    player.render(1280)
    loud = shared.meters.peak
    shared.events.push(Event(Action.PANIC))
    player.render(1280)
    assert shared.meters.peak == loud > 0.01
    player.render(10_000)
    assert shared.meters.peak < 0.01


def test_a_player_plays_until_it_is_asked_to_stop(shared: SharedState) -> None:
    never = threading.Event()
    shared.events.push(Event(Action.PLAY))
    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(play(shared, OutputChoice(null=True), never.wait)))
    thread.start()
    try:
        wait_until(lambda: shared.meters.beat > 0.5 and shared.state == PLAYING)
        assert shared.output_name == SILENT_OUTPUT
        assert shared.meters.block == BLOCK
    finally:
        shared.stopping = True  # before its memory is closed
        thread.join()
    assert codes == [EXIT_DONE]


def test_a_player_exits_when_its_parent_does(shared: SharedState) -> None:
    assert play(shared, OutputChoice(null=True), lambda timeout: True) == EXIT_DONE


def test_a_player_whose_session_has_ended_exits_silently(capfd: pytest.CaptureFixture[str]) -> None:
    process = start_process(main, "vamen-tests-no-such-set", OutputChoice(null=True))
    process.join(60)
    assert process.exitcode == EXIT_DONE
    assert capfd.readouterr().err == ""


def test_a_player_without_its_device_fails_with_a_note(shared: SharedState) -> None:
    code = play(shared, OutputChoice(device="no such device"), lambda timeout: True)
    assert (code, shared.state) == (EXIT_NO_DEVICE, FAILED)
    assert shared.note


def test_the_player_loads_no_model_network_or_midi_code() -> None:
    code = (
        "import sys, engine.realtime.player_process; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
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
