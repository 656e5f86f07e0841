"""Commands for tests, and what the command line prints."""

import subprocess
import sys
from pathlib import Path

from engine import errors

ROOT = Path(__file__).parents[3]


def echo(note: str = "la", *, tempo: float = 170.0, loud: bool = False) -> int:
    """A command for tests: prints its arguments."""
    print(note, tempo, loud)
    return 0


def count(*, times: int | None = None) -> int:
    """A command for tests: prints a whole number."""
    print(times)
    return 0


def fail(how: str) -> int:
    """A command for tests: fails in the given way."""
    if how.isdigit():
        return int(how)
    if how == "missing":
        raise ModuleNotFoundError("No module named 'torch.nn'", name="torch.nn")
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "fault":
        return 1 // 0
    kind: type[errors.VamenError] = getattr(errors, how)
    raise kind(f"found a {how}, expected none; do without")


def run(
    *words: str, source: str = "from engine.commands.cli import main; sys.exit(main())"
) -> subprocess.CompletedProcess[str]:
    """Run the real command in its own process."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {source}"
    return subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, timeout=60)


def sentence(stderr: str) -> str:
    """Return the one line that a refusal prints."""
    assert stderr.startswith("vamen: ")
    assert stderr.count("\n") == 1
    return stderr.removeprefix("vamen: ").rstrip("\n")
