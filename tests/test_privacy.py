"""Nothing leaves this machine, and nothing is written outside vamen's own folders: commands run under strace.

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
from dataclasses import dataclass
from pathlib import Path

import ifaddr
import numpy as np
import pytest
import soundfile

from engine.spec import SPEC

from .live import ROOT
from .training.drum_loops import write_folder

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
TELEMETRY_S = 18.0  # onnxruntime's telemetry looks up its host after 15 s
RUN_TIMEOUT_S = 300.0


def usable() -> bool:
    """Return whether strace is installed and may trace."""
    return (
        bool(shutil.which("strace")) and not subprocess.run(["strace", "-o/dev/null", "true"], check=False).returncode
    )


traced = pytest.mark.skipif(not usable(), reason="strace is missing or may not trace here: apt-get install strace")


@dataclass
class Trace:
    """What the processes of a command did."""

    addresses: list[tuple[str, int]]  # host, port
    written: list[Path]

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
        return self.trace()

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


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "home", tmp_path / "work", tmp_path / "temporary")
    for folder in (place.home, place.work, place.temporary):
        folder.mkdir()
    seconds = np.arange(2 * SPEC.rate) / SPEC.rate
    break_ = 0.5 * np.sin(880 * seconds) * np.exp(-20 * (seconds % 0.25))
    soundfile.write(place.work / "loop_4b.wav", break_, SPEC.rate)
    return place


NOSY = """
import pathlib, socket, sys
pathlib.Path.home().joinpath(".cache", "Other").mkdir(parents=True)
pathlib.Path.home().joinpath(".cache", "Other", "deviceid").write_text("1")
for host, port in (("192.0.2.1", 443), ("127.0.0.1", 53), ("224.0.0.251", 5353)):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        try:
            out.sendto(b"1", (host, port))
        except OSError:
            pass
"""


@traced
@pytest.mark.parametrize(
    "words", [["-c", NOSY], ["-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {NOSY!r}])"]]
)
def test_the_trace_shows_what_a_program_and_its_children_send_and_write(place: Place, words: list[str]) -> None:
    trace = place.run(words)
    assert trace.foreign() == [("192.0.2.1", 443), ("127.0.0.1", 53)]
    other = place.home / ".cache" / "Other"
    assert trace.outside(*place.own) == [other, other / "deviceid"]


@traced
@pytest.mark.parametrize(
    "words",
    [
        "render out.wav --bars 1",
        "render out.flac --bars 1 --preset 3",
        "encode loop_4b.wav mine.json",
        "resynth loop_4b.wav again.wav",
        "dataset . data --count 16",
        "check MODEL",
        "doctor",
        "devices",
        "midi",
        "config",
        "patches --folder patches",
        pytest.param("bench decode --rounds 10", marks=pytest.mark.slow),
    ],
)
def test_a_command_sends_nothing_and_writes_into_own_folders_only(place: Place, words: str) -> None:
    model = str(ROOT / "engine/models/vamen-cc0.onnx")
    place.require_private(place.run(["-m", "engine", *words.replace("MODEL", model).split()]))


@traced
@pytest.mark.parametrize(
    ("words", "environment"),
    [
        ("--null", {}),
        ("--null --record set.wav", {}),
        ("--null --provider auto --preset 2", {"ORT_DISABLE_TELEMETRY": "0"}),
        ("--null --osc-host 0.0.0.0", {"ORT_DISABLE_TELEMETRY": ""}),
        ("", {}),
    ],
)
def test_playing_sends_nothing_and_writes_into_own_folders_only(
    place: Place, words: str, environment: dict[str, str]
) -> None:
    place.require_private(place.play(*words.split(), **environment))


@traced
@pytest.mark.slow
def test_a_set_longer_than_the_delay_of_telemetry_looks_up_no_name(place: Place) -> None:
    place.require_private(place.play("--null", seconds=TELEMETRY_S))


ORT_IMPORT = re.compile(r"^\s*(?:import|from) onnxruntime\b", re.MULTILINE)
PRODUCT = ("engine", "export", "training", "osc_bridge", "benchmarks", "examples", "tests")


def importers() -> list[Path]:
    """Return all files that import onnxruntime."""
    files = (path for package in PRODUCT for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in files if ORT_IMPORT.search(path.read_text("utf-8")))


def test_every_file_that_imports_onnxruntime_imports_the_engine_or_lies_in_it() -> None:
    assert len(importers()) > 3
    for path in importers():
        inside = path.relative_to(ROOT).parts[0] == "engine"
        assert inside or re.search(r"^from engine\b", path.read_text("utf-8"), re.MULTILINE), (
            f"{path} may import onnxruntime with its telemetry; import something of the engine at the top"
        )


@pytest.mark.parametrize("before", [None, "0", "", "no"])
def test_importing_the_engine_switches_telemetry_off_whatever_the_variable_was(before: str | None) -> None:
    script = "import os, engine; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
    environment |= {} if before is None else {"ORT_DISABLE_TELEMETRY": before}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"


def test_telemetry_is_off_in_the_tests_too() -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


@traced
@pytest.mark.slow
def test_training_and_export_send_nothing_and_write_into_own_folders_only(place: Place) -> None:
    write_folder(place.work / "breaks", 5, np.random.default_rng(0))
    for words in (
        "dataset breaks data --count 24",
        "train data --out run --steps 1 --threads 2",
        "export run my.onnx",
        "evaluate data --model my.onnx --samples 8",
    ):
        place.require_private(place.run(["-m", "engine", *words.split()]))
