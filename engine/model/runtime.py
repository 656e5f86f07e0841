"""An ONNX model in, an onnxruntime session and its execution provider out, with CUDA's libraries loaded before.

"auto" uses CUDA where it works, else the CPU. A provider that was named and does not run every node is an error. CUDA
graphs are recorded where onnxruntime can.
"""

import contextlib
import ctypes
import functools
import io
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engine.errors import BadParameter, NoDevice, install_command, muted_stderr

from .task_graphs import not_playable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
MAX_MODEL_MEMORY = 2**29  # bytes for weights and tensors; a model of vamen takes about 50 MB
MAX_MESSAGE = 300  # characters
ORT_FATAL = 4  # severity for onnxruntime's log: its warnings are not for users, and errors are raised
CUDA_DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}
LOAD_FAILURE = re.compile(r"Failed to load (.+?): ")  # printed by onnxruntime for a missing library


class Opened(NamedTuple):
    """A session, and how it runs."""

    session: "InferenceSession"
    provider: str  # "cpu" or "cuda"
    records: bool  # whether it records CUDA graphs


def open_session(content: bytes, path: Path, provider: str, threads: int, record: bool = False) -> Opened:
    """Open a model from the file at `path`, where possible so that it records CUDA graphs if `record`.

    Raises:
        BadParameter: fewer than one thread.
        ModelMismatch: not ONNX.
        NoDevice: the named provider does not run all of the model.
    """
    if threads < 1:
        raise BadParameter(f"a model cannot run on {threads} CPU threads; choose 1 or more")
    if provider != "auto" and provider not in PROVIDERS:
        raise NoDevice(f"there is no provider {provider!r}; use auto, {' or '.join(PROVIDERS)}")
    with muted_stderr():  # while it is imported, onnxruntime probes for GPUs and prints warnings from C++
        import onnxruntime  # here, because it takes 0.25 s

    onnxruntime.disable_telemetry_events()  # of older versions on Windows, which do not read ORT_DISABLE_TELEMETRY
    onnxruntime.set_default_logger_severity(ORT_FATAL)
    if provider != "cpu" and PROVIDERS["cuda"] in onnxruntime.get_available_providers():
        preload_cuda()
        for records in (True, False) if record else (False,):
            # with missing or outdated libraries it raises, or falls back to the CPU silently
            with contextlib.suppress(Exception):
                session = _create(content, threads, "cuda", provider == "cuda", records)
                if session.get_providers()[0] == PROVIDERS["cuda"]:
                    return Opened(session, "cuda", records)
    try:
        session = _create(content, threads, "cpu")
    except Exception as error:  # onnxruntime's errors have no common type
        raise not_playable(path, first_line(error)) from error
    if provider == "cuda":
        raise NoDevice(
            "the cuda provider does not run the whole model, because its libraries or the GPU are missing; "
            f"run {install_command('cuda')}, or use --provider auto or cpu"
        )
    return Opened(session, "cpu", False)


def first_line(error: Exception) -> str:
    """Return the message of an onnxruntime error without its traceback, at most MAX_MESSAGE characters."""
    return f"{str(error).partition(chr(10))[0]:.{MAX_MESSAGE}}"


def has_cuda_driver() -> bool:
    """Return whether an NVIDIA driver is installed."""
    name = CUDA_DRIVERS.get(sys.platform)
    if name is None:
        return False
    with contextlib.suppress(OSError):
        ctypes.CDLL(name)
        return True
    return False


def preload_cuda() -> tuple[str, ...]:
    """Load CUDA's libraries, from the system or from pip, and return the missing ones; no-op without a driver."""
    import onnxruntime

    # only recent GPU builds have this function
    preload = getattr(onnxruntime, "preload_dlls", None)
    if preload is None or not has_cuda_driver():
        return ()
    from platformdirs import user_cache_path

    # compiled kernels would go to ~/.nv
    os.environ.setdefault("CUDA_CACHE_PATH", str(user_cache_path("vamen", appauthor=False) / "cuda"))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        preload()
    return failed_libraries(printed.getvalue().splitlines())


def failed_libraries(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the missing libraries in the output of onnxruntime."""
    found = (LOAD_FAILURE.match(line) for line in lines)
    return tuple(dict.fromkeys(match[1].rpartition("/")[2].rpartition("\\")[2] for match in found if match))


@functools.cache
def _limit_memory() -> None:
    """Limit the memory of all models on the CPU of this process: one may ask for any amount with some knobs only."""
    import onnxruntime as ort

    place = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    ort.create_and_register_allocator(place, ort.OrtArenaCfg(MAX_MODEL_MEMORY, -1, -1, -1))  # -1: its defaults


def _create(
    content: bytes, threads: int, provider: str, strict: bool = False, records: bool = False
) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = ORT_FATAL
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # a spinning thread would take the core from the audio thread
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if provider == "cpu":
        _limit_memory()
        options.add_session_config_entry("session.use_env_allocators", "1")
    if strict:  # no node may fall back to the CPU
        options.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
    # TF32, the default of recent GPUs, has 10 bits: its errors are visible after the flow
    settings = {"use_tf32": "0", "enable_cuda_graph": str(int(records))} if provider == "cuda" else {}
    return onnxruntime.InferenceSession(
        content, options, providers=[(PROVIDERS[provider], settings)], enable_fallback=0
    )
