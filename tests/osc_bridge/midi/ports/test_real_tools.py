"""Other programs on a real JACK server: jack_midi_clock drives a session, and a .mid file is played into it."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import mido
import numpy as np
import pytest

from engine.arrays import Floats
from engine.commands.bench.spectral_error import onset_samples
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.sync.clock_follower import output_delay
from engine.tape.noise_texture import DecodedImage
from osc_bridge.midi.midi_system import ClockChoice, MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from tests import jack
from tests.engine.decoding import decoder_of
from tests.engine.waiting import wait_until
from tests.sound import break_loop, image_of

pytestmark = [pytest.mark.audio, pytest.mark.bridge]

TEMPO = 132.0  # BPM of the clock
FILE_TEMPO = 96.0  # BPM of the file
PADS = (36, 44, 52, 60)  # keys of sixteenths 0, 8, 16 and 24, the only ones with a hit
CONTROLS = {20: 13, 21: 101, 22: 64, 23: 0, 24: 127}  # control changes, and the last value of each
TICKS = 480  # per quarter note, of the file
# (ticks since the last one, pad): two bars, no two equal gaps in a row, and no hit of the break between
NOTES = ((0, 0), (240, 2), (480, 1), (360, 3), (600, 2), (240, 0), (720, 3), (480, 1))

# another program, which starts the transport of JACK from its beginning, and stops it on the next line
TRANSPORT = """
import sys, jack
with jack.Client("conductor", no_start_server=True) as client:
    client.transport_stop()
    client.transport_locate(0)
    sys.stdin.readline()
    client.transport_start()
    sys.stdin.readline()
    client.transport_stop()
"""
# another program, which plays a file, each message at its sample, and prints the frame at which it began
PLAYER = """
import sys, jack, mido
client = jack.Client("sequencer", no_start_server=True)
port = client.midi_outports.register("out")
due, now = [], 0.0
for message in mido.MidiFile(sys.argv[1]):
    now += message.time
    if not message.is_meta:
        due.append((round(now * client.samplerate), message.bytes()))
begin, going = [0], []
def process(frames):
    port.clear_buffer()
    here = client.last_frame_time
    if not going:
        begin[0] = here + frames
        return
    while due and begin[0] + due[0][0] < here + frames:
        frame, message = due.pop(0)
        port.write_midi_event(max(begin[0] + frame - here, 0), message)
client.set_process_callback(process)
with client:
    sys.stdin.readline()
    going.append(True)
    print(begin[0], flush=True)
    sys.stdin.readline()
sys.exit(len(due))
"""


class PlayerRecorder:
    """Records the player, with the frame of JACK and of its transport at which each block began."""

    def __init__(self, server: jack.Server) -> None:
        self._client = server.client("recorder")
        self._port = self._client.inports.register("in")
        self._blocks: list[tuple[int, int, Floats]] = []
        self._client.set_process_callback(self._process)
        self._client.activate()
        wait_until(lambda: self._client.get_ports("PortAudio:out_1"))
        self._client.connect("PortAudio:out_1", "recorder:in")

    def _process(self, frames: int) -> None:
        position = self._client.transport_query_struct()[1]
        self._blocks.append((self._client.last_frame_time, position.frame, self._port.get_array().copy()))

    def wait_for_transport(self, seconds: float) -> None:
        wait_until(lambda: self._blocks and self._blocks[-1][1] >= seconds * SPEC.rate)

    def wait(self, frame: int) -> None:
        wait_until(lambda: self._blocks and self._blocks[-1][0] >= frame)

    def onsets(self, *, transport: bool) -> Floats:
        """Frames of all onsets, of JACK or of its transport while it ran."""
        blocks = [block for block in list(self._blocks) if block[1] > 0 or not transport]
        starts = np.array([block[1 if transport else 0] for block in blocks])
        size = len(blocks[0][2])
        found = np.array(onset_samples(np.concatenate([block[2] for block in blocks])))
        return starts[found // size] + found % size

    def close(self) -> None:
        self._client.deactivate()
        self._client.close()


@contextmanager
def program(server: jack.Server, *words: str) -> Iterator["subprocess.Popen[str]"]:
    """Run another program, which ends with the end of its input."""
    command = [sys.executable, "-c", *words]
    process = subprocess.Popen(
        command, env=server.env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")
    finally:
        process.kill()
        process.wait()


def go(process: "subprocess.Popen[str]") -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def run_midi(
    server: jack.Server,
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    stack: ExitStack,
    every: int,
    follow: ClockChoice,
) -> tuple[Session, MidiSystem]:
    """Run a stopped session with a hit on each `every`-th sixteenth, and its MIDI."""
    for name, value in server.env.items():
        monkeypatch.setenv(name, value)
    picture = DecodedImage.smooth(image_of(break_loop(tuple(range(0, SPEC.steps, every)))))
    choice, values = OutputChoice(host_api="JACK", block=server.period), {"tempo": 80.0}
    session = Session(decoder_of(lambda *_: picture), output=choice, autoplay=False, values=values)
    stack.enter_context(session)
    system = MidiSystem(session, CommandRegistry(), lock=threading.Lock(), folder=folder, backend="jack", follow=follow)
    return session, stack.enter_context(system)


def test_jack_midi_clock_drives_a_session_and_every_beat_is_in_time(
    jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stack: ExitStack
) -> None:
    if not shutil.which("jack_midi_clock"):
        pytest.skip("jack_midi_clock is missing: apt-get install jack-midi-clock")
    session, system = run_midi(jack_server, monkeypatch, tmp_path, stack, 4, "midi")
    recorder = PlayerRecorder(jack_server)
    stack.callback(recorder.close)
    clock = subprocess.Popen(
        ["jack_midi_clock", "-b", str(TEMPO)],
        env=jack_server.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    stack.callback(clock.wait)
    stack.callback(clock.terminate)
    with program(jack_server, TRANSPORT) as conductor:
        wait_until(lambda: any("jack_midi_clock" in port for port in system.inputs.ports))
        go(conductor)
        recorder.wait_for_transport(7.0)
        assert session.read("tempo") == pytest.approx(TEMPO, rel=0.03)  # approximately, while the phase is corrected
        heard = output_delay(session.meters).heard * SPEC.rate
        go(conductor)
    wait_until(lambda: not session.status().playing)
    at = recorder.onsets(transport=True)
    beats = (at[at > 3 * SPEC.rate] + heard) / SPEC.rate * TEMPO / 60
    assert len(beats) >= 8
    off = (beats - np.round(beats)) * 60 / TEMPO
    np.testing.assert_array_equal(np.diff(np.round(beats)), 1)  # each beat once
    assert abs(float(np.median(off))) < 0.015


def write_file(path: Path) -> Floats:
    """Write a file of two bars, notes and control changes; return the seconds of its notes."""
    file = mido.MidiFile(ticks_per_beat=TICKS)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(FILE_TEMPO)))
    controls = [(control, value) for control, last in CONTROLS.items() for value in (90, last)]
    for number, (wait, pad) in enumerate(NOTES):
        track.append(mido.Message("note_on", note=PADS[pad], velocity=110, time=wait))
        for control, value in controls[2 * number : 2 * number + 2]:
            track.append(mido.Message("control_change", control=control, value=value))
        track.append(mido.Message("note_off", note=PADS[pad], time=0))
    file.save(path)
    return np.cumsum([wait for wait, _ in NOTES]) * 60 / FILE_TEMPO / TICKS


def test_a_midi_file_plays_each_note_in_time_and_sets_every_control(
    jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, stack: ExitStack
) -> None:
    notes = write_file(tmp_path / "two bars.mid")
    session, system = run_midi(jack_server, monkeypatch, tmp_path, stack, 8, "internal")
    session.write({"tempo": 40.0})  # three seconds from one hit of the break to the next, more than between two notes
    recorder = PlayerRecorder(jack_server)
    stack.callback(recorder.close)
    with program(jack_server, PLAYER, str(tmp_path / "two bars.mid")) as player:
        wait_until(lambda: "sequencer:out" in system.inputs.ports)
        go(player)
        assert player.stdout
        begin = int(player.stdout.readline())
        recorder.wait(begin + round((notes[-1] + 1.0) * SPEC.rate))
    heard = (recorder.onsets(transport=False) - begin) / SPEC.rate
    assert len(heard) == len(notes)
    late = heard - notes
    assert 0 < float(np.median(late)) < 0.05
    assert float(np.median(np.abs(late - np.median(late)))) < 0.003
    assert float(np.abs(late - np.median(late)).max()) < 0.05
    for number, (control, value) in enumerate(CONTROLS.items()):
        wanted = -3 + 6 * value / 127 if value != 64 else 0.0
        assert session.read(f"latent/{number}") == pytest.approx(wanted, abs=0.05), control
