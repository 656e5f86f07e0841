"""Replacing standard input, output and error by the null device where they are closed or can no longer be used."""

import contextlib
import io
import os
import sys

from engine.untrusted import printable


def open_closed_streams() -> None:
    """Open the null device for standard streams that were closed, as by `vamen play >&-`.

    Otherwise the next file that is opened takes their place and receives what is printed.
    """
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(descriptor)
        except OSError:
            null = os.open(os.devnull, os.O_RDWR)
            if null != descriptor:  # something below it is closed, too, or Windows
                os.dup2(null, descriptor)
                os.close(null)
            os.set_inheritable(descriptor, True)
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115


def escape_unprintable() -> None:
    """Print characters that an output cannot encode, as in file names of old archives, as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Discard all output, also what is still buffered, after a write failed: its reader has exited or the disk is full.

    Otherwise the interpreter prints an error when it flushes the buffer at exit.
    """
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def print_error(sentence: str) -> None:
    """Print a sentence to standard error, without the control characters that names in it may contain."""
    print(f"vamen: {printable(sentence)}", file=sys.stderr)
