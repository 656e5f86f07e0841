"""Opening a client of the JACK server that runs on this machine, with the JACK-Client library."""

import ctypes
from functools import cache
from typing import Any


def open_jack_client(name: str) -> Any | None:
    """Open a `jack.Client` without ports; None where libjack is not installed or no server runs. Starts no server."""
    jack = load_jack()
    if jack is None:
        return None
    try:
        return jack.Client(name, no_start_server=True)
    except jack.JackOpenError:
        return None


@cache
def load_jack() -> Any | None:
    """Import the JACK-Client library and keep it quiet; None where libjack is not installed.

    Cached, because the library starts a compiler to search for libjack.
    """
    try:
        import jack
    except (ImportError, OSError):  # OSError: libjack is not installed
        return None
    silence_library_logs(jack._libname)
    return jack


def silence_library_logs(path: str) -> None:
    """Keep libjack or libasound, the library at `path`, and those that it loads, from writing to stderr.

    C's strlen is set as the function that receives their messages, as it has no effect. A Python function would be
    called in JACK's audio thread, and in threads that libjack kills, perhaps while they hold the interpreter's lock.
    """
    library = ctypes.CDLL(path)
    no_effect = ctypes.cast(ctypes.CDLL(None).strlen, ctypes.c_void_p)
    for name in ("jack_set_error_function", "jack_set_info_function", "snd_lib_error_set_handler"):
        if hasattr(library, name):
            setter = getattr(library, name)
            setter.argtypes, setter.restype = [ctypes.c_void_p], None
            setter(no_effect)
