"""A model file in, a running onnxruntime session out, and what really runs it; nothing here knows what a model is for.

A provider that was asked for and does not run every node itself is an error said out loud. "auto" takes CUDA where it
runs, else the CPU.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import BadInput, ModelMismatch, NoDevice

from .cuda import preload

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LARGEST = 64 * 2**20  # bytes of a model file
PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}
SILENT = 4  # onnxruntime's severity "fatal": its warnings are for its developers, ours are exceptions


def open_session(path: Path, provider: str, threads: int) -> tuple["InferenceSession", str]:
    """A session on a model file, and "cpu" or "cuda": what really runs it.

    Raises:
        BadInput: no such file.
        ModelMismatch: not ONNX, or too large.
        NoDevice: the provider was asked for and does not run, or leaves something to the CPU.
    """
    if provider != "auto" and provider not in PROVIDERS:
        raise NoDevice(f"there is no provider {provider!r}; use auto, {' or '.join(PROVIDERS)}")
    content = _bytes(path)
    with _muted():
        import onnxruntime  # here, not above: it takes a quarter of a second

    onnxruntime.set_default_logger_severity(SILENT)
    if provider != "cpu" and PROVIDERS["cuda"] in onnxruntime.get_available_providers():
        preload()
        # a provider whose libraries are missing or too old raises, or leaves the work to the CPU without a word
        with suppress(Exception):
            session = _created(content, threads, "cuda", strict=provider == "cuda")
            running = "cuda" if session.get_providers()[0] == PROVIDERS["cuda"] else "cpu"
            if provider in ("auto", running):
                return session, running
    try:
        session = _created(content, threads, "cpu")
    except Exception as error:  # onnxruntime's errors have no type in common
        said = first_line(error)
        raise ModelMismatch(f"{path} is not a playable ONNX file ({said}); use one from vamen export") from error
    if provider == "cuda":
        raise NoDevice(
            "the cuda provider was asked for and does not run the whole model, for want of its libraries or of a card; "
            "pip install 'vamen[cuda]', or use --provider auto or cpu"
        )
    return session, "cpu"


def first_line(error: Exception) -> str:
    """What onnxruntime says, without its traceback."""
    return str(error).partition("\n")[0]


def _created(content: bytes, threads: int, provider: str, strict: bool = False) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = SILENT
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # a thread that spins while it waits takes the core from the sound
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    if strict:  # no node may go to the CPU
        options.add_session_config_entry("session.disable_cpu_ep_fallback", "1")
    # products of 10 bits, which new GPUs take by themselves, would be seen behind the flow
    exact = {"use_tf32": "0"} if provider == "cuda" else {}
    return onnxruntime.InferenceSession(content, options, providers=[(PROVIDERS[provider], exact)], enable_fallback=0)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ModelMismatch(
                f"{path} has {size >> 20} MB, a model has at most {LARGEST >> 20}; use one from vamen export"
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} is not a readable file ({error.strerror}); name a model from vamen export") from error


@contextmanager
def _muted() -> Iterator[None]:
    """Standard error goes nowhere: while it is imported, onnxruntime looks for graphics cards and complains from C."""
    if sys.stderr is None:
        yield
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
