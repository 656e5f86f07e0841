"""The compiled library in this folder, loaded through cffi; its geometry must be that of `SPEC`.

ffi, lib   types and functions of vamen.h
address    a C-contiguous array -> a pointer to its first element; the array must outlive the pointer
"""

import re
import sys
from pathlib import Path
from typing import Any

from cffi import FFI
from numpy.typing import NDArray

from engine.errors import VamenError
from engine.spec import PART_BANDS, SPEC

LIBRARY_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY_FILE = Path(__file__).with_name(f"vamen_core{LIBRARY_SUFFIX}")
POINTERS = {"u1": "uint8_t *", "i4": "int32_t *", "f4": "float *", "f8": "double *"}  # by numpy's type
REINSTALL = "install vamen again (make play, or pip install .); building it needs a C++ compiler"


def declarations(header: str) -> str:
    """Return the declarations of a C header without its preprocessor lines, which cffi cannot parse."""
    plain = re.sub(r"#ifdef __cplusplus.*?#endif", "", header, flags=re.DOTALL)
    return re.sub(r"^#.*$", "", plain, flags=re.MULTILINE)


def _load() -> tuple[Any, Any]:
    if not LIBRARY_FILE.is_file():
        raise VamenError(f"the compiled core {LIBRARY_FILE} is missing; {REINSTALL}")
    ffi = FFI()
    ffi.cdef(declarations(LIBRARY_FILE.with_name("vamen.h").read_text("utf-8")))
    try:
        lib = ffi.dlopen(str(LIBRARY_FILE))
    except OSError as error:
        raise VamenError(f"the compiled core cannot be loaded ({error}); {REINSTALL}") from error
    found = lib.vamen_core_geometry()
    for name in ("rate", "fft", "hop", "frames", "steps"):
        if getattr(found, name) != getattr(SPEC, name):
            raise VamenError(
                f"the compiled core has {name} = {getattr(found, name)}, expected {getattr(SPEC, name)}; {REINSTALL}"
            )
    if found.part_bands != PART_BANDS:
        raise VamenError(f"the compiled core has {found.part_bands} part bands, expected {PART_BANDS}; {REINSTALL}")
    return ffi, lib


ffi, lib = _load()
geometry = lib.vamen_core_geometry()


def address(array: NDArray[Any]) -> Any:
    """Return a pointer to the first element of an array of uint8, int32, float32 or float64.

    Raises:
        ValueError: the array is not C-contiguous.
    """
    if not array.flags.c_contiguous:
        raise ValueError(f"an array of shape {array.shape} is not contiguous; copy it with np.ascontiguousarray")
    return ffi.cast(POINTERS[array.dtype.str[1:]], array.ctypes.data)
