"""Libraries that may be missing: a library or an extra of pyproject.toml in, the command that installs it out."""

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

OPTIONAL_LIBRARIES = {
    "train": ("torch", "librosa", "safetensors", "onnx", "PIL", "sklearn", "rich"),
    "link": ("link",),
}
MAKE_TARGETS = {"train": "train-environment"}


def extra_of(library: str) -> str | None:
    """Return the extra that contains a library, by the name of its module."""
    return next((extra for extra, libraries in OPTIONAL_LIBRARIES.items() if library in libraries), None)


def pip_command(*words: str) -> str:
    """Return the command that installs into the environment of this process, which may lack pip."""
    python = shlex.quote(sys.executable)
    pip = f"{python} -m pip install" if find_spec("pip") else f"uv pip install --python {python}"
    return f"{pip} {shlex.join(words)}"


def install_command(extra: str, root: Path = Path(__file__).parents[1]) -> str:
    """Return the command that installs an extra into the environment of this process.

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
