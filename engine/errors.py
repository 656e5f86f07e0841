"""The exceptions of vamen. Their text is one sentence for the user: what was found, what was expected, what to do.

VamenError                  base class
 |- BadInput                an unusable file or folder: missing, empty, not audio, too short
 |- BadParameter            an unknown parameter, or a value that is not a finite number
 |- BadConfig               a configuration file with an unknown key or a value of the wrong type
 |- ModelMismatch           an ONNX file that is not a vamen model, is damaged, or has another geometry
 |- NoDevice                a missing sound card, MIDI port or library
 |- PortBusy                a network port that is already in use

`quoted` returns a value as such a text shows it, `install_command` the command that installs a missing library.
`muted_stderr` silences the messages that C libraries print themselves.
"""

import contextlib
import os
import reprlib
import shlex
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

EXIT_INTERRUPTED = 130  # after Ctrl-C, as shells expect it
# by extra of pyproject.toml: its modules, and the target of the Makefile that installs it
OPTIONAL_LIBRARIES = {
    "train": ("torch", "lightning_fabric", "librosa", "safetensors", "onnx", "PIL", "sklearn", "tensorboard"),
    "ray": ("ray",),
    "link": ("link",),
}
MAKE_TARGETS = {"train": "train-environment"}


class VamenError(Exception):
    """Base class; `exit_code` is the exit code of the command that fails with it."""

    exit_code = 1


class BadInput(VamenError):
    """A file or folder that cannot be used."""

    exit_code = 3


class BadParameter(VamenError):
    """An unknown parameter, or a value that is not a finite number."""

    exit_code = 4


class BadConfig(VamenError):
    """A configuration with an unknown key or a value of the wrong type."""

    exit_code = 5


class ModelMismatch(VamenError):
    """A model file that is not a vamen model, is damaged, or has another geometry."""

    exit_code = 6


class NoDevice(VamenError):
    """A requested device or system library is missing."""

    exit_code = 7


class PortBusy(VamenError):
    """A network port that is already in use."""

    exit_code = 8


class _ShortRepr(reprlib.Repr):
    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = self.maxlong = 60  # characters
        self.maxlist = self.maxtuple = self.maxdict = 4
        self.maxlevel = 2


def quoted(value: object) -> str:
    """Return the repr of a value of unknown length for a message: of a long text the beginning and the end."""
    return _ShortRepr().repr(value)


@contextlib.contextmanager
def muted_stderr() -> Iterator[None]:
    """Discard everything that any thread or C library of this process writes to standard error."""
    if sys.stderr is None:  # a Windows program without a console
        yield
        return
    sys.stderr.flush()
    saved, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)
        os.close(null)


def extra_of(library: str) -> str | None:
    """Return the optional dependency group (extra) of pyproject.toml that installs a library, given its module name."""
    return next((extra for extra, libraries in OPTIONAL_LIBRARIES.items() if library in libraries), None)


def pip_command(*words: str) -> str:
    """Return the command `pip install` with the arguments `words`; `uv pip install` if this environment lacks pip."""
    python = shlex.quote(sys.executable)
    pip = f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
    return f"{pip} {shlex.join(words)}"


def install_command(extra: str, root: Path = Path(__file__).parents[1]) -> str:
    """Return the command that installs an extra (optional dependency group) into the environment of this process.

    Args:
        extra: its name in pyproject.toml.
        root: the folder that the packages are imported from: a clone of the repository, or site-packages.
    """
    if not (root / "pyproject.toml").is_file():
        return pip_command(f"vamen[{extra}]")  # the extras of the installed package, which needs no index
    if extra in MAKE_TARGETS and Path(sys.prefix).resolve() == (root / ".venv").resolve():
        elsewhere = "" if Path(".").samefile(root) else f"-C {shlex.quote(str(root))} "
        return f"make {elsewhere}{MAKE_TARGETS[extra]}"
    return pip_command("-e", f"{root}[{extra}]")
