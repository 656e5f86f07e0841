"""A private JACK server without a sound card, and a client that records other clients.

serve     period in samples -> a running `jackd -d dummy`, two channels unless asked for more, 44 100 Hz
Recorder  the sound of a client -> float32 (samples, channels), bit-exact, -1..1
record    the same for a given time, in one call
"""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.realtime.jack_client import load_jack

JACK_TIMEOUT_S = 10.0  # until a server or a port counts as missing
JACK_POLL_INTERVAL_S = 0.02


@dataclass(frozen=True, slots=True)
class Server:
    """A running JACK server."""

    name: str
    rate: int  # Hz
    period: int  # samples
    process: subprocess.Popen[bytes]

    @property
    def env(self) -> dict[str, str]:
        """The environment in which a program finds this server only."""
        return os.environ | {
            "JACK_DEFAULT_SERVER": self.name,
            "JACK_NO_START_SERVER": "1",
            "JACK_NO_AUDIO_RESERVATION": "1",
        }

    def client(self, name: str) -> Any:
        """Open a JACK client of this server, not yet active."""
        return _jack().Client(name, servername=self.name, no_start_server=True)


@contextlib.contextmanager
def serve(period: int = 128, rate: int = 44_100, *, synchronous: bool = True, channels: int = 2) -> Iterator[Server]:
    """Run a private server; skip the test where JACK is not installed.

    A synchronous server waits up to half a second for a slow client, so that no sample is lost on a busy machine; but a
    client that is killed stops it for ten seconds. Tests that kill a client need an asynchronous one.
    """
    _jack()
    if shutil.which("jackd") is None:
        pytest.skip("jackd is missing: apt-get install jackd2")
    name = _free_name()
    # ordinary users may have no real-time priority; the sound is the same without it
    for priority in (["-R", "-P", "70"], ["-r"]):
        options = [*priority, "-S"] if synchronous else priority
        server = Server(name, rate, period, _launch(name, options, rate, period, channels))
        try:
            if _ready(server):
                yield server
                return
        finally:
            _stop(server.process)
    raise RuntimeError(f"jackd does not start; see `jackd -d dummy -r {rate} -p {period}`")


class Recorder:
    """A client that records another one, as a context manager.

    It connects to the ports as they appear, also when they vanish and come back. The recording begins with the first
    block after the first connection. It is silent until the client plays, and while the client has no ports.
    """

    def __init__(self, server: Server, ports: str | Sequence[str] = "PortAudio", channels: int = 2) -> None:
        """`ports`: the name of a client, whose first `channels` outputs are recorded, or full names of ports."""
        self.server = server
        self._wanted = ports
        self._blocks: list[NDArray[np.float32]] = []
        self._connected = threading.Event()
        self._closing = threading.Event()
        self._client = server.client("recorder")
        count = channels if isinstance(ports, str) else len(ports)
        self._inputs = [self._client.inports.register(f"in_{index}") for index in range(count)]
        self._client.set_process_callback(self._process)
        self._connector = threading.Thread(target=self._connect, daemon=True)

    def __enter__(self) -> "Recorder":
        self._client.activate()
        self._connector.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._connector.join()
        self._client.deactivate()
        self._client.close()

    @property
    def heard(self) -> int:
        """Recorded samples."""
        return len(self._blocks) * self.server.period

    def audio(self, start: int = 0) -> NDArray[np.float32]:
        """Return the recording from sample `start` on, (samples, channels)."""
        blocks = list(self._blocks)
        if not blocks:
            return np.zeros((0, len(self._inputs)), np.float32)
        return np.concatenate(blocks)[start:]

    def take(self, seconds: float) -> NDArray[np.float32]:
        """Record for `seconds` and return (samples, channels), after the first connection.

        Raises:
            TimeoutError: no client plays, or the server is stopped.
        """
        if not self._connected.wait(JACK_TIMEOUT_S):
            raise TimeoutError(f"no port of {self._wanted} within {JACK_TIMEOUT_S:g} s; there are {self._ports()}")
        start, count = self.heard, round(seconds * self.server.rate)
        deadline = time.monotonic() + 3 * seconds + JACK_TIMEOUT_S
        while self.heard < start + count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.heard - start} of {count} samples recorded; the JACK server is too slow")
            time.sleep(JACK_POLL_INTERVAL_S)
        return self.audio(start)[:count]

    def _process(self, frames: int) -> None:
        if self._connected.is_set():
            self._blocks.append(np.stack([port.get_array() for port in self._inputs], axis=1))

    def _connect(self) -> None:
        while not self._closing.wait(JACK_POLL_INTERVAL_S):
            # a port may vanish between two calls
            with contextlib.suppress(_jack().JackError):
                self._connect_ports()

    def _connect_ports(self) -> None:
        for source, target in zip(self._ports(), self._inputs, strict=False):
            if not self._client.get_all_connections(target):
                self._client.connect(source, target)
        if all(self._client.get_all_connections(port) for port in self._inputs):
            self._connected.set()

    def _ports(self) -> list[str]:
        outputs = [port.name for port in self._client.get_ports(is_audio=True, is_output=True)]
        if isinstance(self._wanted, str):
            return [name for name in outputs if name.startswith(f"{self._wanted}:")]
        return [name for name in self._wanted if name in outputs]


def record(
    server: Server, seconds: float, ports: str | Sequence[str] = "PortAudio", channels: int = 2
) -> NDArray[np.float32]:
    """Record a client for `seconds` from now or from its appearance, (samples, channels)."""
    with Recorder(server, ports, channels) as recorder:
        return recorder.take(seconds)


def _jack() -> Any:
    """Import the JACK-Client library; skip the test where libjack is missing."""
    jack = load_jack()
    if jack is None:
        pytest.skip("libjack is missing: apt-get install jackd2")
    return jack


def _free_name() -> str:
    """Return a name that no running server has, of only four: JACK remembers eight servers for each user, and forgets
    one that was killed only when another server has its name.
    """
    jack = _jack()
    for number in range(4):
        name = f"vamen-tests-{number}"
        try:
            jack.Client("probe", servername=name, no_start_server=True).close()
        except jack.JackOpenError:
            return name
    raise RuntimeError("four test servers of JACK are running; end them: killall jackd")


def _launch(name: str, options: list[str], rate: int, period: int, channels: int) -> subprocess.Popen[bytes]:
    # the server ends with the tests, also when these are killed
    prefix = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
    # fewer ports: 45 instead of 100 MB of shared memory
    command = [*prefix, "jackd", "-n", name, *options, "--port-max", "128"]
    command += ["-d", "dummy", "-r", str(rate), "-p", str(period), "-C", "2", "-P", str(channels)]
    environment = os.environ | {"JACK_NO_AUDIO_RESERVATION": "1"}
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _ready(server: Server) -> bool:
    jack = _jack()
    deadline = time.monotonic() + JACK_TIMEOUT_S
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            server.client("probe").close()
        except jack.JackOpenError:
            time.sleep(JACK_POLL_INTERVAL_S)
        else:
            return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
