"""Real programs reach the instrument: the tools of liblo, Pure Data, a MIDI program on JACK."""

import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine.controls import Action, Event
from osc_bridge.error_log import RateLimitedLog
from osc_bridge.midi.ports.inputs import MidiInputs
from osc_bridge.osc.server import OscServer
from tests import jack
from tests.fake_controls import FakeControls
from tests.osc_bridge.midi.plain import router_for
from tests.tiny_client import TinyClient

pytestmark = pytest.mark.bridge

TOOL_TIMEOUT_S = 10.0

# from right to left: connect, set the latent, ask for it; the answer is printed and ends Pd
PATCH = """#N canvas 0 0 600 400 12;
#X obj 10 10 loadbang;
#X msg 10 40 connect 127.0.0.1 {port};
#X obj 150 40 t b b b;
#X msg 150 70 0.75;
#X obj 150 100 oscformat vamen latent 0;
#X msg 220 70 bang;
#X obj 10 150 list prepend send;
#X obj 10 180 list trim;
#X obj 10 210 netsend -u -b;
#X obj 10 240 oscparse;
#X obj 10 270 print reply;
#X obj 300 240 t b;
#X msg 300 270 \\; pd quit;
#X connect 0 0 2 0;
#X connect 2 2 1 0;
#X connect 1 0 8 0;
#X connect 2 1 3 0;
#X connect 2 0 5 0;
#X connect 3 0 4 0;
#X connect 5 0 4 0;
#X connect 4 0 6 0;
#X connect 6 0 7 0;
#X connect 7 0 8 0;
#X connect 8 1 9 0;
#X connect 9 0 10 0;
#X connect 9 0 11 0;
#X connect 11 0 12 0;
"""

PLAYER = """
import sys
import mido
mido.set_backend("mido.backends.rtmidi/UNIX_JACK")
port = mido.open_output("out", virtual=True, client_name="controller")
for line in sys.stdin:
    port.send(mido.Message.from_bytes(bytes.fromhex(line)))
port.close()
"""


def tool(name: str, package: str) -> str:
    """Return the path of a program; skip the test and name its package when it is missing."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is missing: apt-get install {package}")
    return path


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + TOOL_TIMEOUT_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("arguments", "value"),
    [(["f", "0.5"], 0.5), (["i", "2"], 2.0), (["d", "0.1"], 0.1), (["h", "1"], 1.0), (["T"], 1.0), (["s", "-1"], -1.0)],
    ids=lambda argument: argument[0] if isinstance(argument, list) else "",
)
def test_liblo_sets_a_latent(
    server: OscServer, client: TinyClient, controls: FakeControls, arguments: list[str], value: float
) -> None:
    subprocess.run(
        [tool("oscsend", "liblo-tools"), "127.0.0.1", str(server.port), "/vamen/latent/0", *arguments], check=True
    )
    until(lambda: controls.read("latent/0") == value)


def test_liblo_plays_a_slice_and_a_wildcard(server: OscServer, controls: FakeControls) -> None:
    oscsend = [tool("oscsend", "liblo-tools"), "127.0.0.1", str(server.port)]
    subprocess.run([*oscsend, "/vamen/slice", "if", "9", "0.5"], check=True)
    subprocess.run([*oscsend, "/vamen/latent/*", "f", "1.5"], check=True)
    until(lambda: controls.read("latent/15") == 1.5)
    assert list(controls.events) == [Event(Action.SLICE, 9, 0.5)]


def test_liblo_sends_over_tcp(server: OscServer, controls: FakeControls) -> None:
    oscsend = [tool("oscsend", "liblo-tools"), f"osc.tcp://127.0.0.1:{server.port}/"]
    subprocess.run([*oscsend, "/vamen/latent/0", "f", "0.5"], check=True)
    subprocess.run([*oscsend, "/vamen/slice", "if", "9", "0.5"], check=True)
    slices = [
        Event(Action.SLICE, 9, 0.5),
        Event(Action.RELEASE, 9, 0.5),
    ]  # a connection that ends lets go of its slices
    until(lambda: controls.read("latent/0") == 0.5 and list(controls.events) == slices)


def test_liblo_subscribes_on_a_fixed_reply_port(controls: FakeControls, tmp_path: Path) -> None:
    oscsend, oscdump = tool("oscsend", "liblo-tools"), tool("oscdump", "liblo-tools")
    with socket.socket(type=socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    said = tmp_path / "said"
    with (
        said.open("w") as file,
        subprocess.Popen(["stdbuf", "-oL", oscdump, str(number)], stdout=file) as listener,
        OscServer(controls, port=0, reply_port=number) as server,
    ):
        try:
            listen = [oscsend, "127.0.0.1", str(server.port), "/vamen/listen", "s", "/vamen/tempo"]
            until(lambda: subprocess.run(listen, check=True) and "/vamen/tempo f 170.0" in said.read_text())
            subprocess.run([oscsend, "127.0.0.1", str(server.port), "/vamen/tempo", "f", "1000"], check=True)
            until(lambda: "/vamen/tempo f 300.0" in said.read_text())
        finally:
            listener.terminate()


def test_pure_data_sets_a_latent_and_reads_the_answer(
    server: OscServer, controls: FakeControls, tmp_path: Path
) -> None:
    patch = tmp_path / "client.pd"
    patch.write_text(PATCH.format(port=server.port))
    pd = [tool("pd", "puredata-core"), "-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr", "-open", str(patch)]
    done = subprocess.run(pd, capture_output=True, text=True, timeout=TOOL_TIMEOUT_S)
    assert "couldn't create" not in done.stderr
    assert controls.read("latent/0") == 0.75
    assert "reply: list vamen latent 0 0.75" in done.stderr


@contextmanager
def controller(server: jack.Server) -> Iterator[Callable[..., None]]:
    """Start a program with a MIDI output on JACK; yield a function that sends messages in hex."""
    with subprocess.Popen([sys.executable, "-c", PLAYER], env=server.env, stdin=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        stream = process.stdin

        def play(*messages: str) -> None:
            stream.writelines(f"{message}\n" for message in messages)
            stream.flush()

        yield play


@pytest.fixture
def on_jack(jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch) -> jack.Server:
    """Return a private JACK server that the MIDI inputs of this process find."""
    for name, value in jack_server.env.items():
        if os.environ.get(name) != value:
            monkeypatch.setenv(name, value)
    return jack_server


def test_a_midi_program_on_jack_plays_the_instrument_also_after_a_restart(
    on_jack: jack.Server, controls: FakeControls
) -> None:
    errors = RateLimitedLog(logging.getLogger("osc_bridge.midi"))
    with MidiInputs(router_for(controls), backend="jack", poll_interval=0.1, errors=errors) as inputs:
        assert inputs.note == "MIDI by JACK: nothing is plugged in yet"
        for turn in range(2):
            controls.write({"latent/0": 0.0})
            controls.events.clear()
            with controller(on_jack) as play:
                until(lambda: inputs.ports)
                play(*(f"b014{value:02x}" for value in range(128)), "902840", "902800", "fa", "b07b00")
                until(lambda: len(controls.events) == 4)
            assert controls.read("latent/0") == 3.0, turn
            slice, *rest = controls.events
            assert slice == Event(Action.SLICE, 4, 64 / 127)
            assert [event.action for event in rest] == [Action.RELEASE, Action.PLAY, Action.PANIC]
            until(lambda: not inputs.ports)
        assert errors.count == 0


def test_other_programs_can_connect_to_the_virtual_port(on_jack: jack.Server, controls: FakeControls) -> None:
    with MidiInputs(router_for(controls), names=[], backend="jack"), controller(on_jack) as play:
        hand = on_jack.client("hand")
        until(lambda: hand.get_ports("controller:", is_midi=True))
        hand.connect("controller:out", "vamen:vamen")
        hand.close()
        play("fa")
        until(lambda: controls.events)
        assert list(controls.events) == [Event(Action.PLAY)]


def test_midi_works_again_after_a_restart_of_the_jack_server(
    controls: FakeControls, monkeypatch: pytest.MonkeyPatch
) -> None:
    with jack.serve() as first:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", first.name)
        monkeypatch.setenv("JACK_NO_START_SERVER", "1")
        inputs = MidiInputs(router_for(controls), backend="jack", poll_interval=0.1)
        inputs.start()
    try:
        until(lambda: inputs.note.startswith("no MIDI"))
        with jack.serve() as second, controller(second) as play:
            monkeypatch.setenv("JACK_DEFAULT_SERVER", second.name)
            until(lambda: inputs.ports)
            play("fa")
            until(lambda: controls.events)
    finally:
        inputs.stop()


def test_bridges_with_one_lock_never_use_the_controls_at_once(server: OscServer) -> None:
    inside = threading.Lock()
    collisions = []

    class ExclusiveControls(FakeControls):
        def trigger(self, event: Event, at: float | None = None, due: float | None = None) -> None:
            if not inside.acquire(blocking=False):
                collisions.append(event)
                return
            time.sleep(0.0005)
            inside.release()
            super().trigger(event, at)

    controls, lock = ExclusiveControls(), threading.Lock()
    inputs = MidiInputs(router_for(controls, lock=lock), poll_interval=60.0, backend="jack")
    with OscServer(controls, port=0, lock=lock) as osc, TinyClient(osc.port) as client, inputs:
        for _ in range(100):
            inputs._receive("pads", [0xFA])
            client.send("/vamen/play")
        client.settle()
        until(lambda: len(controls.events) + len(collisions) == 200)
    assert not collisions
