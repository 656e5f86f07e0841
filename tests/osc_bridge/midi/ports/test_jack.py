"""MIDI between processes on a real JACK server: replugged, flooded, and stopped."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from mido import Message

from osc_bridge.midi.ports.inputs import VANISHED, MidiInputs, TimedMessage
from osc_bridge.midi.ports.outputs import OUTPUT_QUEUE_SIZE, MidiOutputs
from tests import jack
from tests.osc_bridge.midi.fake import until

pytestmark = pytest.mark.bridge

# another program: "in" opens its output, "out" closes it, "again" does both at once, anything else is sent
PEER = """
import sys
import rtmidi
def plug():
    port = rtmidi.MidiOut(rtapi=rtmidi.API_UNIX_JACK, name="pad")
    port.open_virtual_port("out")
    return port
def unplug(port):
    port.close_port()
    port.delete()
for line in sys.stdin:
    word = line.strip()
    if word in ("out", "again"):
        unplug(port)
    if word in ("in", "again"):
        port = plug()
    if word not in ("in", "out", "again"):
        port.send_message(bytes.fromhex(word))
    print("done", flush=True)
"""
# sends poly pressure as a counter of 18 bits, at a rate per second
FLOOD = """
import sys, time
import rtmidi
name, count, rate = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
port = rtmidi.MidiOut(rtapi=rtmidi.API_UNIX_JACK, name=name)
port.open_virtual_port("out")
sys.stdin.readline()
begin = time.perf_counter()
for number in range(count):
    wait = begin + number / rate - time.perf_counter()
    if wait > 0.001:
        time.sleep(wait)
    elif wait < -0.05:
        begin -= wait  # held up: made up for at once, it would not fit into what the library holds for a cycle
    port.send_message([0xA0 | number >> 14 & 15, number >> 7 & 127, number & 127])
sys.stdin.readline()
"""


@pytest.fixture
def on_jack(jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch) -> jack.Server:
    """A private JACK server that this process finds."""
    monkeypatch.setenv("JACK_DEFAULT_SERVER", jack_server.name)
    monkeypatch.setenv("JACK_NO_START_SERVER", "1")
    return jack_server


@contextmanager
def peer(server: jack.Server) -> Iterator[Callable[[str], None]]:
    """Run another program; yield a function that makes it follow a word."""
    command = [sys.executable, "-c", PEER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=server.env, text=True, **pipes) as process:  # type: ignore[call-overload]

        def do(word: str) -> None:
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            assert process.stdout.readline() == "done\n"

        yield do
        process.stdin.close()


def arrives(do: Callable[[str], None], message: bytes, got: list[TimedMessage]) -> bool:
    """Send a message and return whether it came in; it is lost while the port is not open again."""
    do(message.hex())
    return any(tuple(data) == tuple(message) for _, _, data in list(got))


def held() -> tuple[int, int]:
    """Return the counts of file descriptors and threads of this process."""
    return len(os.listdir("/proc/self/fd")), len(os.listdir("/proc/self/task"))


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="what a process holds is counted in /proc: run this on Linux"
)
def test_a_port_that_is_replugged_repeatedly_plays_and_leaks_nothing(on_jack: jack.Server) -> None:
    got = list[TimedMessage]()
    with (
        closing(on_jack.client("onlooker")) as client,
        peer(on_jack) as do,
        MidiInputs(got.extend, backend="jack") as inputs,
    ):
        do("in")
        until(lambda: inputs.ports)
        before = held(), len(client.get_ports(is_midi=True))
        for number in range(12):
            if number % 2:
                do("again")  # within one poll interval
            else:
                do("out")
                do("in")
            until(lambda: arrives(do, bytes((0x90, number, 100)), got))  # noqa: B023
        for word in ("fe", "f04210f7", "f8"):  # clock comes through, active sensing and system exclusive do not
            do(word)
        until(lambda: tuple(got[-1][2]) == (0xF8,))
        assert {source for _, source, _ in got} == {"pad:out"}
        assert {data[0] for _, _, data in got if data != VANISHED} == {0x90, 0xF8}
        until(lambda: (held(), len(client.get_ports(is_midi=True))) == before)
        assert inputs.errors.count + inputs.lost == 0


@contextmanager
def without_gc() -> Iterator[None]:
    """Turn garbage collection off: after a thousand tests, one takes longer than RtMidi's buffer covers."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_floods_of_two_programs_arrive_completely_and_in_order(on_jack: jack.Server) -> None:
    names, count = ("left", "right"), 5000
    got = list[TimedMessage]()
    commands = [[sys.executable, "-c", FLOOD, name, str(count), "2500"] for name in names]

    def numbers(name: str) -> list[int]:
        """Each number once: JACK repeats the last buffer of a client that misses a cycle."""
        messages = [data for _, source, data in list(got) if source == f"{name}:out"]
        return list(dict.fromkeys((data[0] & 15) << 14 | data[1] << 7 | data[2] for data in messages))

    with without_gc(), MidiInputs(got.extend, backend="jack") as inputs:
        floods = [subprocess.Popen(command, env=on_jack.env, stdin=subprocess.PIPE) for command in commands]
        try:
            until(lambda: len(inputs.ports) == 2)
            for flood in floods:
                assert flood.stdin is not None
                flood.stdin.write(b"\n")
                flood.stdin.flush()
            until(lambda: len(got) >= 2 * count)
            until(lambda: all(len(numbers(name)) == count for name in names))
        finally:
            for flood in floods:
                flood.communicate(b"\n")
        assert inputs.errors.count + inputs.lost == 0
    assert [at for at, _, _ in got] == sorted(at for at, _, _ in got)
    for name in names:
        assert numbers(name) == list(range(count))


def test_messages_reach_another_client_and_never_our_own_input(on_jack: jack.Server) -> None:
    heard, came = list[bytes](), list[TimedMessage]()
    client = on_jack.client("synth")
    port = client.midi_inports.register("in")
    client.set_process_callback(lambda frames: heard.extend(bytes(data) for _, data in port.incoming_midi_events()))
    with client, MidiInputs(came.extend, backend="jack") as inputs:
        with MidiOutputs(["synth"], backend="jack") as outputs:
            assert outputs.ports == ("vamen", "synth:in")
            for number in range(100):
                outputs.send(Message("note_on", note=number, velocity=1), "synth:in")
            until(lambda: len(heard) == 100)
        until(lambda: len(heard) == 200)
        assert heard == [bytes((status, number, status == 0x90)) for status in (0x90, 0x80) for number in range(100)]
        assert inputs.ports == ()
        assert came == []


def test_a_stopped_jack_server_does_not_stop_this_process(on_jack: jack.Server) -> None:
    ticks, stopping = [0.0], threading.Event()

    def tick() -> None:
        while not stopping.wait(0.01):
            ticks.append(time.perf_counter())

    with MidiOutputs(backend="jack") as outputs:
        ticking = threading.Thread(target=tick)
        on_jack.process.send_signal(signal.SIGSTOP)
        try:
            ticking.start()
            for _ in range(20):  # more than JACK has room for; RtMidi would wait with the interpreter's lock held
                until(lambda: outputs._queue.qsize() == 0)
                for _ in range(OUTPUT_QUEUE_SIZE):
                    assert outputs.send(Message("control_change", control=20, value=1))
            until(lambda: outputs.dropped > 10 * OUTPUT_QUEUE_SIZE)
            until(lambda: len(ticks) > 10)
        finally:
            on_jack.process.send_signal(signal.SIGCONT)
            stopping.set()
            ticking.join()
