"""Standard input, output and error: the null device where they are closed or useless, escapes, no errors in a set."""

import contextlib
import io
import os
import sys

from engine.realtime.lifeline import is_supervised
from engine.realtime.terminal import ignore_write_errors
from engine.untrusted import printable


def prepare_streams() -> None:
    """Make the standard streams usable: open, able to print any character, and never failing in a supervised process.

    Where one was closed, as by `vamen play >&-`, the null device is opened: otherwise the next file that is opened
    takes its place and receives what is printed.
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
    if is_supervised():
        ignore_write_errors()
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
