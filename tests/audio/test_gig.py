"""`vamen play` on a real JACK server, recorded by another client: the break, and what OSC and MIDI change.

OSC comes from liblo's oscsend and from headless Pure Data, MIDI from another process over JACK.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.arrays import Floats
from engine.commands.bench.spectral_error import onset_samples
from engine.spec import SPEC
from tests import jack
from tests.live import Live, ask, started
from tests.sound import decibels, mel_distance

pytestmark = pytest.mark.audio

TEMPO = 170.0
LOOP = round(SPEC.beats * 60 / TEMPO * SPEC.rate)  # samples

PD_PATCH = """#N canvas 0 0 450 300 10;
#X obj 20 20 loadbang;
#X msg 20 50 connect 127.0.0.1 {port};
#X obj 20 200 netsend -u -b;
#X obj 120 20 loadbang;
#X obj 120 45 delay 100;
#X msg 120 70 {value};
#X obj 120 95 oscformat {address};
#X obj 120 120 list prepend send;
#X obj 120 145 list trim;
#X obj 220 20 loadbang;
#X obj 220 45 delay 500;
#X msg 220 70 \\; pd quit;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 3 0 4 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
#X connect 6 0 7 0;
#X connect 7 0 8 0;
#X connect 8 0 2 0;
#X connect 9 0 10 0;
#X connect 10 0 11 0;
"""

MIDI_SENDER = """
import os, sys, time, jack
client = jack.Client(f"controller {os.getpid()}", no_start_server=True)
out = client.midi_outports.register("out")
messages = [bytes.fromhex(word) for word in sys.argv[1:]]
connected = 0
def process(frames):
    global connected
    out.clear_buffer()
    connected += frames if out.number_of_connections else 0
    if connected > 10_000 and messages:  # a moment after the connection
        out.write_midi_event(0, messages.pop(0))
client.set_process_callback(process)
with client:
    deadline = time.monotonic() + 10
    while messages and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)
sys.exit(len(messages))
"""


@pytest.fixture(scope="module")
def server() -> Iterator[jack.Server]:
    with jack.serve() as running:
        yield running


@pytest.fixture
def live(server: jack.Server) -> Iterator[Live]:
    """The bundled model, playing into the server."""
    with started("--host-api", "JACK", "--tempo", str(TEMPO), env=server.env) as running:
        yield running


def test_a_recording_has_a_break_at_a_sane_level(server: jack.Server, live: Live) -> None:
    heard = jack.record(server, 20)
    np.testing.assert_array_equal(heard[:, 0], heard[:, 1])
    audio = heard[:, 0]
    assert len(audio) == 20 * SPEC.rate
    assert -30 <= decibels(float(np.sqrt(np.mean(audio**2)))) <= -9
    assert decibels(float(np.abs(audio).max())) <= -0.3
    assert on_the_grid(audio) >= 0.8
    assert live.end() == 0


def on_the_grid(audio: Floats) -> float:
    """Return the share of onsets within 15 ms of the sixteenth grid that fits them best."""
    step = 15 / TEMPO
    at = np.array(onset_samples(audio)) / SPEC.rate
    assert len(at) >= 20
    shares = [
        np.mean(np.abs((at - phase + step / 2) % step - step / 2) <= 0.015) for phase in np.arange(0, step, 0.001)
    ]
    return float(max(shares))


def change(server: jack.Server, act: Callable[[], None]) -> float:
    """Return the distance of two loops before and after an act, as a multiple of that of two loops before it."""
    with jack.Recorder(server) as recorder:
        recorder.take(0.5)
        start = recorder.heard
        recorder.take(2.2 * LOOP / SPEC.rate)
        act()
        acted = recorder.heard
        later = start + LOOP * -(-(acted + SPEC.rate // 4 - start) // LOOP)  # the next whole loop after the act
        while recorder.heard < later + LOOP:
            time.sleep(0.05)
        audio = recorder.audio(start)[:, 0]
    loops = [audio[begin : begin + LOOP] for begin in (0, LOOP, later - start)]
    return mel_distance(loops[1], loops[2]) / mel_distance(loops[0], loops[1])


def by_oscsend(live: Live) -> None:
    if not shutil.which("oscsend"):
        pytest.skip("oscsend is missing: apt-get install liblo-tools")
    subprocess.run(["oscsend", "127.0.0.1", str(live.port), "/vamen/latent/0", "f", "2.0"], check=True, timeout=10)


def by_pure_data(live: Live, folder: Path) -> None:
    if not shutil.which("pd"):
        pytest.skip("Pure Data is missing: apt-get install puredata-core")
    patch = folder / "move.pd"
    patch.write_text(PD_PATCH.format(port=live.port, value=2.0, address="vamen latent 0"))
    command = ["pd", "-nogui", "-noaudio", "-nomidi", "-stderr", "-noprefs", str(patch)]
    subprocess.run(command, check=True, timeout=20, capture_output=True)


def by_midi(server: jack.Server, *messages: str) -> None:
    subprocess.run([sys.executable, "-c", MIDI_SENDER, *messages], env=server.env, check=True, timeout=20)


@pytest.mark.bridge
@pytest.mark.parametrize("peer", ["oscsend", "pd"])
def test_osc_from_a_real_peer_is_heard(server: jack.Server, live: Live, peer: str, tmp_path: Path) -> None:
    ratio = change(server, lambda: by_oscsend(live) if peer == "oscsend" else by_pure_data(live, tmp_path))
    assert ask(live.port, "/vamen/latent/0") == [2.0]
    assert ratio > 3


@pytest.mark.bridge
def test_a_midi_controller_of_another_process_is_heard(server: jack.Server, live: Live) -> None:
    ratio = change(server, lambda: by_midi(server, "b0146a"))  # CC 20 to 106
    assert ask(live.port, "/vamen/latent/0")[0] == pytest.approx(2.0)  # 64 is the middle: (106 - 64) / 63 of 3
    assert ratio > 3


@pytest.mark.bridge
def test_a_midi_note_of_another_process_triggers_its_slice(server: jack.Server, live: Live) -> None:
    with jack.Recorder(server) as recorder:
        recorder.take(0.5)
        start = recorder.heard
        recorder.take(1.1 * LOOP / SPEC.rate)
        note = recorder.heard
        by_midi(server, "902c7f")  # note 44: slice 8
        recorder.take(1.2 * LOOP / SPEC.rate)
        audio = recorder.audio(start)[:, 0]
    loop, after = audio[:LOOP], audio[note - start :]
    assert has_jump(loop, after), "the slice was not played"
    by_midi(server, "b07b00")  # all notes off: panic
    assert np.abs(jack.record(server, 0.5)).max() < 1e-4


def has_jump(loop: Floats, after: Floats) -> bool:
    """Return whether `after` leaves the cycle of `loop`: its end does not follow from its beginning."""
    window = LOOP // 4
    begin, end = after[:window], after[-window:]

    def place(piece: Floats) -> int:
        spectrum = np.fft.rfft(np.abs(loop), LOOP) * np.conj(np.fft.rfft(np.abs(piece), LOOP))
        return int(np.fft.irfft(spectrum, LOOP).argmax())

    expected = (place(begin) + len(after) - window) % LOOP
    off = abs(place(end) - expected)
    return min(off, LOOP - off) > 0.05 * SPEC.rate
