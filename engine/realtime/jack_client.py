"""The name of a client -> a client of the JACK server that runs here, through the JACK-Client library."""

from functools import cache
from typing import Any


def open_jack_client(name: str) -> Any | None:
    """Open a `jack.Client` without ports; None where libjack is not installed or no server runs.

    Starts no server, and keeps libjack from writing to stderr.
    """
    jack = _library()
    if jack is None:
        return None
    try:
        return jack.Client(name, no_start_server=True)
    except jack.JackOpenError:
        return None


@cache
def _library() -> Any | None:
    """Import the library, once: where libjack is missing, the search for it starts a compiler."""
    try:
        import jack
    except (ImportError, OSError):  # OSError: libjack is not installed
        return None
    jack.set_error_function(lambda message: None)
    jack.set_info_function(lambda message: None)
    return jack
