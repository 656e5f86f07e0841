"""Commands that meet a full or read-only disk: one sentence, exit code 3, older files as before, nothing left."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.commands.cli import main
from engine.errors import EXIT_INTERRUPTED, BadInput
from tests.disks import fill, make_read_only, small_disk
from tests.engine.waiting import wait_until
from tests.live import COMMAND, ROOT, ask, children, command_of

from .sound import break_loop
from .tiny_model import tiny_model

WRITERS = {
    "render": ["render", "{disk}/new.wav", "--bars", "8", "--model", "{home}/tiny.onnx"],
    "render FLAC": ["render", "{disk}/new.flac", "--bars", "8", "--model", "{home}/tiny.onnx"],
    "render over a file": ["render", "{disk}/old.wav", "--bars", "8", "--model", "{home}/tiny.onnx"],
    "resynth": ["resynth", "{home}/loop.wav", "{disk}/new.wav"],
    "resynth over a file": ["resynth", "{home}/loop.wav", "{disk}/old.flac"],
    "encode": ["encode", "{home}/loop.wav", "{disk}/new.json", "--bars", "2", "--model", "{home}/tiny.onnx"],
    "encode over a file": [
        "encode",
        "{home}/loop.wav",
        "{disk}/old.json",
        "--bars",
        "2",
        "--model",
        "{home}/tiny.onnx",
    ],
    "patches": ["patches", "{disk}/new", "--model", "{home}/tiny.onnx"],
    "patches over files": ["patches", "{disk}", "--model", "{home}/tiny.onnx"],
    "kit": ["kit", "{disk}/new", "--model", "{home}/tiny.onnx"],
    "kit over files": ["kit", "{disk}", "--model", "{home}/tiny.onnx"],
    "dataset": ["dataset", "{home}", "{disk}/new/set", "--count", "16", "--synth-share", "1"],
    "evaluate": ["evaluate", "--model", "{home}/tiny.onnx", "--samples", "16", "--save", "{disk}/new.json"],
}
SMALL_WRITERS = {"encode", "encode over a file", "evaluate", "patches", "patches over files"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    tiny_model(folder / "tiny.onnx")
    soundfile.write(folder / "loop.wav", break_loop(), 44_100)
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with some older files."""
    with small_disk(tmp_path / "disk", 2**20) as folder:
        for name in ("old.wav", "old.flac", "old.json", "vamen.pd", "Vamen.sc", "01.wav"):
            (folder / name).write_bytes(b"older")
        yield folder


@pytest.fixture
def refused(home: Path, disk: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[list[str]], str]:
    """Return a function that runs a command, which must be refused and change nothing, and returns its sentence."""

    def run(words: list[str]) -> str:
        before = contents(disk)
        code = main([word.format(home=home, disk=disk) for word in words])
        said = capsys.readouterr()
        assert (code, said.out) == (BadInput.exit_code, ""), said
        assert said.err.startswith("vamen: ") and said.err.count("\n") == 1, said.err
        assert contents(disk) == before
        return said.err

    return run


def contents(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*")}


@pytest.mark.parametrize("name", WRITERS)
def test_a_read_only_disk_is_refused(refused: Callable[[list[str]], str], disk: Path, name: str) -> None:
    make_read_only(disk)
    assert "Read-only file system" in refused(WRITERS[name])


@pytest.mark.parametrize(
    ("name", "room"),
    [(name, room) for name in WRITERS for room in ((0,) if name in SMALL_WRITERS else (0, 4096, 100_000))],
)
def test_a_full_disk_is_refused(refused: Callable[[list[str]], str], disk: Path, name: str, room: int) -> None:
    fill(disk, room)
    said = refused(WRITERS[name])
    assert "No space left" in said or "disk is full" in said or "GB free" in said


@pytest.mark.parametrize("name", ["render", "resynth", "encode", "patches", "kit"])
def test_a_limit_on_the_size_of_files_is_refused(home: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "out").mkdir()
    words = [word.format(home=home, disk=tmp_path / "out") for word in WRITERS[name]]
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)); "
        "from engine.commands.cli import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-B", "-c", limited, *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == BadInput.exit_code, done
    assert done.stderr.count("\n") == 1 and "cannot be written" in done.stderr
    assert not list((tmp_path / "out").rglob("*"))


@pytest.mark.parametrize("closed", ["1", "2", "1 2", "0 1 2"])
def test_closed_standard_streams_do_no_harm(home: Path, tmp_path: Path, closed: str) -> None:
    words = ["render", str(tmp_path / "a.wav"), "--bars", "1", "--model", str(home / "tiny.onnx")]
    subprocess.run([*COMMAND, *words], cwd=ROOT, check=True, capture_output=True)
    right = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").unlink()
    redirected = " ".join(f"{number}>&-" for number in closed.split())
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {redirected}', "sh", *COMMAND, *words], cwd=ROOT, capture_output=True
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "a.wav").read_bytes() == right


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc, where the processes are found")
def test_play_goes_on_without_standard_streams(home: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [*COMMAND, "play", "--null", "--model", str(home / "tiny.onnx"), "--osc-port", str(port)]
    process = subprocess.Popen(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *words], cwd=ROOT)

    def answers() -> bool:
        try:
            return ask(port, "/vamen/ping", 1, timeout=0.1) == [1]
        except (TimeoutError, ConnectionError):
            return False

    try:
        wait_until(answers)
        os.kill(next(child for child in children(process.pid) if " play " in command_of(child)), signal.SIGKILL)
        wait_until(answers)  # what would be printed about the new process goes nowhere
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, EXIT_INTERRUPTED)  # the latter while the new process still starts
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")
@pytest.mark.parametrize(
    "words", [["devices"], ["config"], ["--help"], ["midi"], ["render", "{tmp}/a.wav", "--bars", "1"]]
)
def test_a_full_standard_output_is_one_sentence(tmp_path: Path, words: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, *(word.format(tmp=tmp_path) for word in words)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path)},
        )
    assert done.returncode == BadInput.exit_code
    assert done.stderr.count("\n") == 1 and "No space left" in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has /dev/full")
def test_a_refusal_has_its_exit_code_where_its_sentence_cannot_be_printed() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, "render", "no/a.wav"], cwd=ROOT, stderr=full)
    assert done.returncode == BadInput.exit_code


@pytest.mark.parametrize("name", ["encode", "patches"])
def test_a_protected_file_is_kept(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for old in ("new.json", "vamen.pd"):
        (tmp_path / old).write_bytes(b"older")
    monkeypatch.setattr("engine.files.writing.os.access", lambda *_: False)  # root may write everything
    words = {"encode": WRITERS["encode"], "patches": WRITERS["patches over files"]}[name]
    assert main([word.format(home=home, disk=tmp_path) for word in words]) == BadInput.exit_code
    assert "may not be written to" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        ("new.json", "vamen.pd"), b"older"
    )


@pytest.mark.parametrize("link", ["same", "other spelling", "symbolic", "hard", "through a folder"])
def test_resynth_never_replaces_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str], link: str) -> None:
    source = tmp_path / "loop.wav"
    soundfile.write(source, break_loop(), 44_100)
    before, out = source.read_bytes(), tmp_path / "link.wav"
    if link == "same":
        out = source
    elif link == "other spelling":
        out = tmp_path / ".." / tmp_path.name / "loop.wav"
    elif link == "symbolic":
        out.symlink_to(source)
    elif link == "hard":
        out.hardlink_to(source)
    else:
        (tmp_path / "folder").symlink_to(tmp_path)
        out = tmp_path / "folder" / "loop.wav"
    assert main(["resynth", str(source), str(out)]) == BadInput.exit_code
    assert "is the file that is read" in capsys.readouterr().err
    assert source.read_bytes() == before and np.isfinite(soundfile.read(source)[0]).all()


def test_a_render_never_replaces_what_it_reads(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    take = tmp_path / "set.take"
    take.write_text('["take",1,"tiny","0"]\n')
    sound, preset = home / "loop.wav", tmp_path / "p.wav"
    preset.hardlink_to(sound)
    (tmp_path / "p.json").hardlink_to(sound)
    model = tmp_path / "m.wav"
    model.write_bytes((home / "tiny.onnx").read_bytes())
    for words in (
        ["render", "--take", str(take), "--midi-out", str(take)],
        ["render", str(model), "--model", str(model)],
        ["render", str(preset), "--preset", str(preset)],
        ["encode", str(sound), str(tmp_path / "p.json")],
        ["evaluate", "--model", str(model), "--save", str(model)],
    ):
        assert main(words) == BadInput.exit_code
        assert "is the file that is read" in capsys.readouterr().err
