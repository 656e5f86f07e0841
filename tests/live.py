"""`vamen play` as a user starts it: a process of its own, its first line, and OSC to it.

started  arguments, environment -> a running command that has said what it plays
send     an OSC message in a datagram; ask: the same, and the answer
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

from engine.realtime.shared_memory import SharedState

COMMAND = [sys.executable, "-m", "engine"]
ROOT = Path(__file__).parents[1]
PATIENCE = 30.0  # seconds until a command that says nothing counts as stuck


@dataclass
class Live:
    """A running `vamen play`."""

    process: subprocess.Popen[str]
    line: str = ""  # the first one it said
    errors: list[str] = field(default_factory=list)  # what it wrote to stderr

    @property
    def port(self) -> int:
        """Where it listens for OSC."""
        found = re.search(r"OSC on \S+ port (\d+)", self.line)
        assert found, self.line
        return int(found[1])

    @property
    def control(self) -> int:
        """The process that its supervisor has started."""
        return next(child for child in children(self.process.pid) if " play " in command_of(child))

    @contextlib.contextmanager
    def shared(self) -> Iterator[SharedState]:
        """The memory that control process and player share."""
        maps = Path(f"/proc/{self.control}/maps").read_text()
        name = re.search(r"/dev/shm/(vamen-\S+)", maps)
        assert name, maps
        shared = SharedState.attach(name[1], lasting=True)
        try:
            yield shared
        finally:
            shared.close()

    @property
    def player(self) -> int:
        """The process that plays."""
        with self.shared() as shared:
            return shared.player

    def end(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def started(*words: str, env: Mapping[str, str] | None = None) -> Iterator[Live]:
    """Run `vamen play` until the context ends; entered when it has said its line. The OSC port is a free one."""
    command = [*COMMAND, "play", *([] if "--osc-port" in words else ["--osc-port", "0"]), *words]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
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
    giving_up = threading.Timer(PATIENCE, process.kill)
    giving_up.start()
    try:
        live.line = process.stdout.readline().strip()
        giving_up.cancel()
        if not live.line:
            process.wait(PATIENCE)
            reader.join(PATIENCE)
            raise AssertionError(f"vamen play said nothing and ended with {process.returncode}: {live.errors}")
        yield live
    finally:
        giving_up.cancel()
        if process.poll() is None:
            live.end()
        reader.join(PATIENCE)
        process.stdout.close()
        stderr.close()


def children(pid: int) -> list[int]:
    """Children of a process, whichever of its threads started them."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            found += [int(word) for word in path.read_text().split()]
    return found


def descendants(pid: int) -> list[int]:
    """Everybody whom a process has started, and whom they have."""
    return [each for child in children(pid) for each in (child, *descendants(child))]


def command_of(pid: int) -> str:
    """How a process was started; empty when it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def packed(address: str, *values: Any) -> bytes:
    """An OSC message."""
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(value)
    return bytes(builder.build().dgram)


def send(port: int, address: str, *values: Any) -> None:
    """One datagram to a local port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        out.sendto(packed(address, *values), ("127.0.0.1", port))


def ask(port: int, address: str, *values: Any, patience: float = 5.0) -> list[Any]:
    """The arguments of the answer. TimeoutError or ConnectionError when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as both:
        both.settimeout(patience)
        both.sendto(packed(address, *values), ("127.0.0.1", port))
        return list(OscMessage(both.recv(65_536)).params)
