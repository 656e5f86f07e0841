"""Runs `vamen encode` on an upload in a process with limits: paths in, its result or refusal out.

The process has its own limits and a low priority (see engine/commands/encode_limited.py); beside them, it is killed
after a time, and when vamen ends. What it refuses is said with the name that the client gave the file.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import engine
from engine.commands.encode_limited import ENCODE_LIMIT_S
from engine.errors import BadInput, VamenError

PROCESS_MODULE = "engine.commands.encode_limited"


class EncodeProcess:
    """Runs one process at a time."""

    def __init__(self, limit_s: float = ENCODE_LIMIT_S, module: str = PROCESS_MODULE) -> None:
        """`limit_s`: seconds after which the process is killed; `module`: what it runs."""
        self._limit_s, self._module = limit_s, module
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def open(self) -> None:
        """Allow processes again after `close`."""
        self._closed = False

    def close(self) -> None:
        """Kill the process, and start no other."""
        with self._lock:
            self._closed = True
            if self._process:
                _kill(self._process)

    def run(self, source: Path, out: Path, title: str, beats: float | None, model: Path | None) -> dict[str, Any]:
        """Encode a file; returns what `vamen encode --json` prints.

        Args:
            source: the audio file.
            out: the preset to be written; the learned break is written beside it.
            title: what the client calls the file.
            beats: its length in quarter notes; None to find it.
            model: the model's file; None for the bundled one.

        Raises:
            BadInput: it is refused, or the process needs too much time or memory.
            VamenError: this object is closed.
        """
        given = {"source": source, "out": out, "name": title, "beats": beats, "model": model and model.absolute()}
        with self._started(title) as process:  # closes the pipes
            try:
                answer = process.communicate(json.dumps(given, default=str).encode(), self._limit_s)[0].decode()
            except (subprocess.TimeoutExpired, UnicodeError):
                answer = ""
            finally:
                _kill(process)
        with self._lock:
            self._process = None
        if process.returncode == 0:
            return dict(json.loads(answer))
        if self._closed:
            raise VamenError(f"the set has ended, and {title} is not encoded; drop it in the next one")
        for ours, theirs in ((str(source), title), (f" ({source.name})", ""), (source.name, title)):
            answer = answer.replace(ours, theirs)
        raise BadInput(answer or f"{title} needs too much time or memory; cut it to one, two or four bars")

    def _started(self, title: str) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._closed:
                raise VamenError(f"the set has ended, and {title} is not encoded; drop it in the next one")
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", self._module],
                    cwd=Path(engine.__file__).parents[1],  # from which the packages are imported
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C in the terminal ends vamen, which ends it
                )
            except OSError as error:
                raise BadInput(f"{title} cannot be encoded ({error.strerror}); close other programs") from error
            return self._process


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End a process and those that it has started, if it has not ended."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
