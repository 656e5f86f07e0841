"""What of CUDA is on this machine: its driver and its libraries, loaded before onnxruntime looks for them.

The libraries may come with the system or with pip (`vamen[cuda]`), where only onnxruntime itself knows to find them.
"""

import contextlib
import ctypes
import io
import re
import sys
from collections.abc import Iterable

DRIVERS = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}
REFUSED = re.compile(r"Failed to load (.+?): ")  # what onnxruntime prints of a library


def has_driver() -> bool:
    """There is an NVIDIA driver; without one its libraries need not be looked for."""
    name = DRIVERS.get(sys.platform)
    if name is None:
        return False
    with contextlib.suppress(OSError):
        ctypes.CDLL(name)
        return True
    return False


def preload() -> tuple[str, ...]:
    """Load CUDA's libraries into this process, and name those that are missing; nothing happens without a driver."""
    import onnxruntime

    # only builds for GPUs bring the function along, and only newer ones
    load = getattr(onnxruntime, "preload_dlls", None)
    if load is None or not has_driver():
        return ()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        load()
    return refused(said.getvalue().splitlines())


def refused(lines: Iterable[str]) -> tuple[str, ...]:
    """Names of the libraries that these lines of onnxruntime say are missing."""
    found = (REFUSED.match(line) for line in lines)
    return tuple(dict.fromkeys(match[1].rpartition("/")[2].rpartition("\\")[2] for match in found if match))
