"""`vamen play` in a process of its own, as a user starts it, and OSC messages to it.

started  arguments and environment in, a running command that has printed its first line out
send     sends an OSC message in a datagram; `ask` also returns the answer
"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from engine.realtime.shared_memory import PLAYING, SharedState
from tests.engine.waiting import wait_until

COMMAND = [sys.executable, "-m", "engine"]
ROOT = Path(__file__).parents[1]
START_TIMEOUT = 30.0  # seconds until a command that prints nothing counts as stuck


@dataclass
class Live:
    """A running `vamen play`."""

    process: subprocess.Popen[str]
    line: str = ""  # the first one on stdout
    errors: list[str] = field(default_factory=list)  # lines on stderr

    @property
    def events(self) -> list[str]:
        """Lines on stderr, but for those about underruns, which a busy machine has."""
        return [line for line in self.errors if "underrun" not in line]

    @property
    def port(self) -> int:
        """Port on which it receives OSC."""
        found = re.search(r"OSC on \S+ port (\d+)", self.line)
        assert found, self.line
        return int(found[1])

    @property
    def panel(self) -> int:
        """Port of the panel and OSCQuery."""
        found = re.search(r"OSCQuery on port (\d+)", self.line)
        assert found, self.line
        return int(found[1])

    @property
    def control(self) -> int:
        """PID of the control process, which the supervisor has started."""
        return next(child for child in children(self.process.pid) if " play " in command_of(child))

    @contextlib.contextmanager
    def shared(self) -> Iterator[SharedState]:
        """Attach to the memory that control process and player share."""
        maps = Path(f"/proc/{self.control}/maps").read_text()
        name = re.search(r"/dev/shm/(vamen-\S+)", maps)
        assert name, maps
        shared = SharedState.attach(name[1], persistent=True)
        try:
            yield shared
        finally:
            shared.close()

    @property
    def player(self) -> int:
        """PID of the player, once it plays: the PID in shared memory is 0 until one is started, and a signal to process
        0 goes to the whole process group of the tests.
        """
        with self.shared() as shared:
            wait_until(lambda: shared.state == PLAYING and shared.player_pid > 0)
            return shared.player_pid

    def answers(self) -> bool:
        """Return whether a ping is answered within 0.1 s."""
        try:
            return ask(self.port, "/vamen/ping", 1, timeout=0.1) == [1]
        except (TimeoutError, ConnectionError):
            return False

    def end(self, number: int = signal.SIGINT) -> int:
        """Send a signal, by default that of Ctrl-C; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(START_TIMEOUT)

    def kill(self) -> None:
        """Kill all its processes at once: none of them acts after the end of another one. Its shared memory stays."""
        pids = [self.process.pid]
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
            pids += children(pid)  # a process that is stopped starts no more
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()


@contextlib.contextmanager
def started(*words: str, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> Iterator[Live]:
    """Run `vamen play` within the context, from its first line on; by default on a free OSC port.

    Args:
        words: its arguments.
        env: its environment; by default that of this process.
        cwd: the folder from which it runs, whose packages are used first.
    """
    command = [*COMMAND, "play", *([] if "--osc-port" in words else ["--osc-port", "0"]), *words]
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=dict(env or os.environ),
        stdin=subprocess.DEVNULL,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    live = Live(process)
    assert process.stdout and process.stderr
    stderr = process.stderr
    reader = threading.Thread(target=lambda: live.errors.extend(stderr), daemon=True)
    reader.start()
    watchdog = threading.Timer(START_TIMEOUT, process.kill)
    watchdog.start()
    try:
        live.line = process.stdout.readline().strip()
        watchdog.cancel()
        if not live.line:
            process.wait(START_TIMEOUT)
            reader.join(START_TIMEOUT)
            raise AssertionError(f"vamen play printed nothing and ended with {process.returncode}: {live.errors}")
        yield live
    finally:
        watchdog.cancel()
        if process.poll() is None:
            live.end()
        reader.join(START_TIMEOUT)
        process.stdout.close()
        stderr.close()


def children(pid: int) -> list[int]:
    """Return the PIDs of the children of all threads of a process."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            found += [int(pid) for pid in path.read_text().split()]
    return found


def descendants(pid: int) -> list[int]:
    """Return the PIDs of all descendants of a process."""
    return [each for child in children(pid) for each in (child, *descendants(child))]


def command_of(pid: int) -> str:
    """Return the command line of a process; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def datagram(address: str, *values: Any) -> bytes:
    """Return an OSC message as a datagram."""
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(value)
    return bytes(builder.build().dgram)


def send(port: int, address: str, *values: Any) -> None:
    """Send a message to a local port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(datagram(address, *values), ("127.0.0.1", port))


def ask(port: int, address: str, *values: Any, timeout: float = 5.0) -> list[Any]:
    """Send a message and return the arguments of the answer; TimeoutError or ConnectionError if none comes."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.settimeout(timeout)
        connection.sendto(datagram(address, *values), ("127.0.0.1", port))
        return list(OscMessage(connection.recv(65_536)).params)
