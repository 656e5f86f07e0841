"""Time the start of `vamen`: commands in, seconds out (median and worst of nine runs, a process each).

python benchmarks/startup.py
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 9
COMMANDS = (["--help"], ["--version"], ["config"], ["bogus"], ["play", "--help"], ["train", "--help"])


def seconds(words: list[str]) -> float:
    """Return the time of one run, from start to exit."""
    command = [sys.executable, "-m", "engine", *words]
    began = time.perf_counter()
    subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=False)
    return time.perf_counter() - began


if __name__ == "__main__":
    for words in COMMANDS:
        runs = [seconds(words) for _ in range(RUNS)]
        print(f"vamen {' '.join(words):<14} median {statistics.median(runs):.3f} s, worst {max(runs):.3f} s")
