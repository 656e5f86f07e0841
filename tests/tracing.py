"""Running a command under strace: what its processes send, and which files they write.

A command runs with a home folder of its own. Afterwards its system calls are read: addresses that any of its processes
has connected or sent to, and files that it has opened for writing, made or renamed.
"""

import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import ifaddr
import pytest

from .live import ROOT

CALLS = (
    "connect,sendto,sendmsg,sendmmsg,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,"
    "link,linkat,symlink,symlinkat,mknod,mknodat"
)
ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?inet_(?:addr|pton)\((?:AF_INET6, )?"([^"]+)"')
CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
NAME = re.compile(r'(?:(?:AT_FDCWD|\d+)(?:<([^>]*)>)?, )?"((?:[^"\\]|\\.)*)"')
WRITING = re.compile(r"O_(?:WRONLY|RDWR|CREAT|TRUNC)")
# zeroconf (mDNS) and Link
MULTICAST = {"224.0.0.251", "ff02::fb", "224.76.78.75", "ff12::8080"}
DNS_PORT = 53
SYSTEM = ("/dev/", "/proc/")  # the shared memory of a set is a file in /dev/shm
PLAY_S = 4.0  # how long `play` runs
RUN_TIMEOUT_S = 300.0


def strace_works() -> bool:
    """Return whether strace is installed and may trace."""
    return (
        bool(shutil.which("strace")) and not subprocess.run(["strace", "-o/dev/null", "true"], check=False).returncode
    )


traced = pytest.mark.skipif(
    not strace_works(), reason="strace is missing or may not trace here: apt-get install strace"
)


@dataclass
class Trace:
    """What the processes of a command did."""

    addresses: list[tuple[str, int]]  # host, port
    written: list[Path]
    output: str = ""

    def foreign(self) -> list[tuple[str, int]]:
        """Return the addresses other than multicast and this machine's; a name look-up is one, wherever it goes."""
        own = {str(ip.ip if ip.is_IPv4 else ip.ip[0]) for adapter in ifaddr.get_adapters() for ip in adapter.ips}
        return [
            (host, port)
            for host, port in self.addresses
            if port == DNS_PORT or not (ipaddress.ip_address(host).is_loopback or host in MULTICAST | own)
        ]

    def outside(self, *folders: Path) -> list[Path]:
        """Return the files written outside these folders, Python's caches of compiled modules and the system's own."""
        return [
            path
            for path in self.written
            if not str(path).startswith(SYSTEM)
            and "__pycache__" not in path.parts
            and not any(path.is_relative_to(folder) or folder.is_relative_to(path) for folder in folders)
        ]


def read_trace(lines: Sequence[str], cwd: Path) -> Trace:
    """Return addresses and written files of strace's output; names are relative to `cwd` or to a folder of the call."""
    addresses, written = [], []
    for line in lines:
        call = CALL.match(line)
        if call is None:
            continue
        name, arguments = call.groups()
        addresses += [(host, int(port)) for port, host in ADDRESS.findall(arguments) if int(port)]
        if name.startswith(("connect", "send")) or (name.startswith("open") and not WRITING.search(arguments)):
            continue
        found = NAME.findall(arguments)
        if found and " = -1 " not in arguments:
            folder, path = found[-1] if name.startswith("rename") else found[0]
            written.append(Path(os.path.normpath(cwd / folder / path)))
    return Trace(addresses, written)


@dataclass
class Place:
    """A home folder and a working folder."""

    home: Path
    work: Path
    temporary: Path

    @property
    def own(self) -> tuple[Path, ...]:
        """Folders that vamen may write into."""
        kept = [self.home / name / "vamen" for name in (".cache", ".config", ".local/share", ".local/state")]
        return self.work, self.temporary, *kept

    def start(self, words: Sequence[str], **environment: str) -> subprocess.Popen[str]:
        """Start a program under strace."""
        named = {"HOME": str(self.home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT), **environment}
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "ORT_", "NUMBA_"))}
        command = [
            "strace",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-y",
            "-s",
            "4096",
            "-o",
            str(self.home.parent / "trace"),
            "-e",
            f"trace={CALLS}",
        ]
        return subprocess.Popen(
            [*command, sys.executable, *words],
            cwd=self.work,
            env={**kept, **named},
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def trace(self) -> Trace:
        """Return what the program did that has ended."""
        return read_trace((self.home.parent / "trace").read_text("utf-8", "replace").splitlines(), self.work)

    def run(self, words: Sequence[str], **environment: str) -> Trace:
        """Run a program under strace to its end."""
        process = self.start(words, **environment)
        output, _ = process.communicate(timeout=RUN_TIMEOUT_S)
        assert process.returncode == 0, output
        return replace(self.trace(), output=output)

    def play(self, *words: str, seconds: float = PLAY_S, **environment: str) -> Trace:
        """Run `vamen play` for a while under strace."""
        process = self.start(["-m", "engine", "play", "--osc-port", "0", *words], **environment)
        assert process.stdout
        said = ""
        while "OSC on" not in said and (line := process.stdout.readline()):
            said += line
        time.sleep(seconds)
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            os.kill(int(child), signal.SIGINT)
        rest, _ = process.communicate(timeout=RUN_TIMEOUT_S)
        assert "OSC on" in said and process.returncode == 0, said + rest
        return self.trace()

    def require_private(self, trace: Trace) -> None:
        """Fail if the trace has a foreign address or a file outside vamen's folders."""
        assert trace.foreign() == []
        assert trace.outside(*self.own) == []
        assert list(self.temporary.iterdir()) == []
