"""`vamen encode --learn --json` in a process of its own, with limits, for a file from elsewhere.

in   JSON on standard input: source, out (paths), name, beats (null to find it), model (a path, or null)
out  the result as JSON, or a refusal as a sentence, on standard output; the exit code of the refusal

The process has a low priority, so that it takes no time from the sound, and ends itself at the limit.
"""

import json
import os
import signal
import sys
from pathlib import Path

from engine.errors import BadInput, VamenError
from engine.model.process_limits import limit_process

ENCODE_LIMIT_S = 60  # seconds, of the clock and of computing; a break takes 2
MAX_ENCODED_SECONDS = 120.0  # of audio
ENCODE_OPEN_FILES = 64
LOW_PRIORITY = 10  # added to the nice value


def main() -> int:
    """Encode within the limits; returns the exit code."""
    given = json.loads(sys.stdin.buffer.read())
    if hasattr(signal, "alarm"):  # ends this process, also when the one that started it was killed
        signal.alarm(ENCODE_LIMIT_S)
        os.nice(LOW_PRIORITY)
    import onnxruntime  # noqa: F401 - before the limit of memory, because it takes much address space

    from engine.files import audio

    from .encode import encode

    source, model = Path(given["source"]), given["model"] and Path(given["model"])
    limit_process(ENCODE_LIMIT_S, ENCODE_OPEN_FILES)
    try:
        audio.read(source, longest=MAX_ENCODED_SECONDS)
        encode(source, Path(given["out"]), name=given["name"], beats=given["beats"], learn=True, model=model, json=True)
    except VamenError as refusal:
        sentence, code = str(refusal), refusal.exit_code
    except Exception as error:  # of libraries that read files, which have no common type
        reason = "it needs too much memory" if isinstance(error, MemoryError) else type(error).__name__
        sentence, code = f"{source} cannot be encoded ({reason}); export it again as WAV", BadInput.exit_code
    else:
        return 0
    sys.stdout.buffer.write(sentence.encode("utf-8", "replace"))
    return code


if __name__ == "__main__":
    sys.exit(main())
