"""A set goes on when its terminal, files, port, descriptors or memory fail, or when one of its processes is stopped."""

import contextlib
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.errors import BadInput
from engine.realtime.shared_memory import PLAYING
from engine.realtime.stall_detector import STALL_TIMEOUT_S
from tests.disks import fill, small_disk
from tests.engine.waiting import wait_until
from tests.live import COMMAND, ROOT, Live, ask, children, command_of, send, started

from .tiny_model import tiny_model

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc and /dev/shm")
REPLACEMENT_S = 10.0  # within which a stopped process is replaced: 2 s on an idle machine


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture
def port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def printing_into(stream: int, model: Path, port: int) -> Iterator[Live]:
    """Run a set whose standard output and error are a file descriptor."""
    words = [*COMMAND, "play", "--null", "--model", str(model), "--osc-port", str(port)]
    process = subprocess.Popen(
        words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=stream, stderr=stream, text=True, start_new_session=True
    )
    live = Live(process, line=f"OSC on 127.0.0.1 port {port}")
    try:
        wait_until(live.answers)
        yield live
    finally:
        live.end(signal.SIGTERM)


def replace(live: Live, which: str, number: int) -> None:
    """Send a signal to the player or the control process, and wait until another one is at work."""
    before = getattr(live, which)
    with live.shared() as shared:

        def at_work() -> bool:
            pids = (
                [shared.player_pid]
                if which == "player"
                else [pid for pid in children(live.process.pid) if is_control(pid)]
            )
            return bool(pids) and before not in pids and shared.state == PLAYING and live.answers()

        os.kill(before, number)
        wait_until(at_work)


def is_control(pid: int) -> bool:
    return " play " in command_of(pid)


def closed_pipe() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


def full_disk() -> int:
    return os.open("/dev/full", os.O_WRONLY)


def terminal_that_has_gone() -> int:
    master, slave = pty.openpty()
    os.close(master)
    return slave


@pytest.mark.parametrize("output", [closed_pipe, full_disk, terminal_that_has_gone])
def test_a_set_that_cannot_print_replaces_its_processes(output: Callable[[], int], model: Path, port: int) -> None:
    stream = output()
    try:
        with printing_into(stream, model, port) as live:
            replace(live, "player", signal.SIGKILL)
            replace(live, "control", signal.SIGKILL)
            time.sleep(0.6)  # until the new one has looked for notes to print
            assert live.answers()
    finally:
        os.close(stream)


def test_a_stopped_terminal_stops_neither_osc_nor_the_end(model: Path, port: int) -> None:
    master, slave = pty.openpty()
    try:
        with printing_into(slave, model, port) as live:
            os.read(master, 4096)
            os.write(master, b"\x13")  # Ctrl-S
            for _ in range(3):
                send(port, "/vamen/nothing/of/this/name", 1)
                assert ask(port, "/vamen/ping", 7) == [7]
                time.sleep(0.4)  # refusals are printed once a second
            assert live.end() == 0
    finally:
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize("which", ["player", "control"])
def test_a_stopped_process_is_replaced(model: Path, which: str) -> None:
    with started("--model", str(model), "--null") as live:
        began = time.monotonic()
        replace(live, which, signal.SIGSTOP)
        assert time.monotonic() - began < REPLACEMENT_S
        wait_until(lambda: any(f"did not respond for {STALL_TIMEOUT_S:g} s" in line for line in live.errors))


def test_a_pause_of_all_processes_replaces_none(model: Path) -> None:
    with started("--model", str(model), "--null") as live:
        before = live.player, live.control
        for number in (signal.SIGSTOP, signal.SIGCONT):  # as a suspended laptop, or Ctrl-Z and fg
            for pid in (live.process.pid, *before):
                os.kill(pid, number)
            time.sleep(2.0)
        assert (live.player, live.control) == before
        assert not any("again" in line for line in live.errors)


def test_failing_files_and_ports_do_not_end_a_set(model: Path, tmp_path: Path) -> None:
    copy, home, records = tmp_path / "copy.onnx", tmp_path / "home", tmp_path / "records"
    settings, user_map = home / "vamen/vamen.toml", home / "vamen/midi.toml"
    copy.write_bytes(model.read_bytes())
    records.mkdir()
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[play]\nnull = true\ntempo = 97\nmodel = "{copy}"\n')
    with started("--record", str(records / "set.wav"), env=os.environ | {"XDG_CONFIG_HOME": str(home)}) as live:
        send(live.port, "/vamen/latent/3", 1.5)
        assert ask(live.port, "/vamen/latent/3") == [1.5]
        player, control = live.player, live.control
        settings.write_text("[play\n")
        user_map.write_text("[map\n")
        copy.unlink()
        for path in records.iterdir():
            path.unlink()
        records.rmdir()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as thief:
            os.kill(live.process.pid, signal.SIGSTOP)  # until the port is taken
            os.kill(control, signal.SIGKILL)
            wait_until(lambda: taken(thief, live.port))
            os.kill(live.process.pid, signal.SIGCONT)
            wait_until(lambda: any("exit code 8" in line for line in live.errors))
        wait_until(live.answers)
        assert live.player == player
        assert (ask(live.port, "/vamen/latent/3"), ask(live.port, "/vamen/tempo")) == ([1.5], [97.0])
        assert ask(live.port, "/vamen/status")[0] == 1
        said = ("port", "set.wav", "midi.toml", "copy.onnx")
        wait_until(lambda: all(any(word in line for line in live.errors) for word in said))
        assert live.end() == 0


def taken(thief: socket.socket, port: int) -> bool:
    try:
        thief.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


WITHOUT_DESCRIPTORS = """
import os, resource, signal, sys, time
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
from pathlib import Path
from engine.model.model_file import Model
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
with Session(lambda: Model.load(Path(sys.argv[1])), output=OutputChoice(null=True)) as session:
    taken = []
    try:
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        pass
    before = session._shared.player_pid
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 15
    while session._shared.player_pid == before or "was started again" not in session.note:
        assert time.monotonic() < deadline, session.note
        time.sleep(0.01)
"""


def test_a_player_is_replaced_when_all_descriptors_are_taken(model: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DESCRIPTORS, str(model)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def segments() -> set[Path]:
    return set(Path("/dev/shm").glob("vamen-*"))


def test_the_memory_of_killed_sets_is_cleared_and_that_of_others_kept(model: Path) -> None:
    with started("--model", str(model), "--null") as other:
        [in_use] = segments()
        with started("--model", str(model), "--null") as live:
            [left] = segments() - {in_use}
            live.kill()
        assert segments() == {in_use, left}
        with started("--model", str(model), "--null"):
            assert in_use in segments() and left not in segments()
        replace(other, "control", signal.SIGKILL)
        assert segments() == {in_use}
    assert not segments()


def test_too_little_shared_memory_is_refused_with_a_sentence(model: Path, tmp_path: Path) -> None:
    words = [*COMMAND, "play", "--null", "--osc-port", "0", "--model", str(model)]
    with small_disk(tmp_path / "shm", 2**20) as disk:
        fill(disk, 0)
        command = ["unshare", "-m", "sh", "-c", f'mount --bind {disk} /dev/shm && exec "$@"', "sh", *words]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert [path.name for path in disk.iterdir()] == [".filling"]
    assert (done.returncode, done.stdout) == (BadInput.exit_code, ""), done.stderr
    [line] = done.stderr.splitlines()
    assert "MB of shared memory (No space left on device)" in line
