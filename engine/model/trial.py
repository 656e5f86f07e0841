"""A model file from elsewhere is loaded in a process of its own first, with limits of time, memory and open files.

try_model   a model file -> nothing, or ModelMismatch if it does not load and run there
main        the process: the file on standard input, its path as argument; a refusal on standard output

The digests of files that have passed are kept in vamen's cache folder, so that each file is tried once.
"""

import contextlib
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np

from engine.errors import ModelMismatch, VamenError

from .digest import ModelBytes
from .process_limits import MEMORY_LIMIT, limit_process
from .runtime import first_line

CPU_LIMIT_S, CLOCK_LIMIT_S = 10, 30.0  # to start, load and run each task; a model of vamen takes half a second
MAX_REMEMBERED = 1000  # digests
PASSED_FILE = "passed-models-2"  # in the cache folder: a SHA-256 on each line; another name when other things are tried


def try_model(file: ModelBytes, cpu_limit_s: int = CPU_LIMIT_S, clock_limit_s: float = CLOCK_LIMIT_S) -> None:
    """Load a model file and run its tasks in another process, unless it has passed before.

    Raises:
        ModelMismatch: it cannot be loaded, needs too much time or memory, or the process cannot be started.
    """
    from platformdirs import user_cache_path

    passed = user_cache_path("vamen", appauthor=False) / PASSED_FILE
    digest = hashlib.sha256(file.content).hexdigest()
    if digest in _passed_before(passed):
        return
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(file.path), str(cpu_limit_s)],
            cwd=Path(__file__).parents[2],  # from which the packages are imported
            input=file.content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=clock_limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _exceeded(file, f"{clock_limit_s:g} s") from error
    except OSError as error:
        raise ModelMismatch(
            f"{file.path} cannot be tried in a process of its own ({error.strerror}); close other programs"
        ) from error
    if done.returncode == ModelMismatch.exit_code:
        raise ModelMismatch(done.stdout.decode("utf-8", "replace"))
    if done.returncode:
        raise _exceeded(file, f"{cpu_limit_s} s of computing time")
    _remember(passed, digest)


def main() -> int:
    """Load the model file on standard input within the limits; return 0, or the exit code of the refusal."""
    from .model_file import Model

    path, cpu_limit_s = sys.argv[1:]
    content = sys.stdin.buffer.read()
    import onnxruntime  # noqa: F401 - before no file can be opened

    sys.stderr = None  # it is discarded; muting it would open files
    try:
        limit_process(int(cpu_limit_s), open_files=0)  # tensors in other files, which a model can name, cannot be read
        model = Model.open(ModelBytes(Path(path), content, ""), "cpu")
        knobs = model.sample(np.random.default_rng(0))  # loading has run the tasks with zeros
        model.encode(np.nan_to_num(model.decode_loop(knobs, seed=1).levels))
    except VamenError as refusal:
        sentence = str(refusal)
    except Exception as error:  # onnxruntime's errors have no common type
        sentence = f"{path} loads but cannot run ({first_line(error)}); export it again"
    else:
        return 0
    sys.stdout.buffer.write(sentence.encode("utf-8", "replace"))
    return ModelMismatch.exit_code


def _exceeded(file: ModelBytes, time: str) -> ModelMismatch:
    return ModelMismatch(
        f"{file.path} does not load and run within {time} and {MEMORY_LIMIT >> 20} MB; use one from vamen export"
    )


def _passed_before(path: Path) -> list[str]:
    try:
        return path.read_text("ascii").split()
    except (OSError, ValueError):
        return []


def _remember(path: Path, digest: str) -> None:
    with contextlib.suppress(OSError):  # without a writable cache the file is tried each time
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*_passed_before(path)[1 - MAX_REMEMBERED :], digest, ""]), "ascii")


if __name__ == "__main__":
    sys.exit(main())
