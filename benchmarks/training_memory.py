"""Measure the memory of training on large sets: numbers of loops in, megabytes of each stage out.

python -m benchmarks.training_memory data --counts 10000 100000 --steps 300     (Linux)

in    `data`, a training set of 256 loops or more; the large ones are made of links to its first shard
out   a Markdown table on standard output: median and most of each stage, and the whole run's seconds

Own memory is that of the process alone. Resident memory has the mapped pages of shards, too, which the system takes
back when it needs them. A stage's row has what is measured before its first step, such as the latents of loops; the
row "end" has the figures and the page of the run.
"""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from training.dataset.dataset_folder import CARD_FILE, SHARDS_FOLDER, open_dataset
from training.dataset.shards import SHARD_IMAGES, images_file, notes_file

HELD_OUT_SHARE = 20  # one in so many
SAMPLE_S = 0.2
COLUMNS = ("loops", "stage", "own MB, median", "most", "resident MB, most")


def large_set(data: Path, out: Path, count: int) -> None:
    """Write a set of `count` loops, a multiple of SHARD_IMAGES, whose shards are all the first one of `data`."""
    card = json.loads((data / CARD_FILE).read_text("utf-8"))
    folder, shards = out / SHARDS_FOLDER, count // SHARD_IMAGES
    folder.mkdir(parents=True)
    for shard in range(shards):
        for file in (images_file, notes_file):
            os.link(file(data / SHARDS_FOLDER, 0), file(folder, shard))
    card |= {"count": count, "held_out": count // HELD_OUT_SHARE, "shards": card["shards"][:1] * shards}
    (out / CARD_FILE).write_text(json.dumps(card), "utf-8")


def memory(pid: int) -> tuple[float, float]:
    """Return own and resident memory of a process, MB."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    own, resident = (int(lines[name].split()[0]) / 1024 for name in ("Anonymous", "Rss"))
    return own, resident


def measure(data: Path, out: Path, steps: int) -> dict[str, list[tuple[float, float]]]:
    """Train, and return stage -> samples of its memory; "step" begins with opening the set."""
    command = [sys.executable, "-m", "engine", "train", str(data), "--out", str(out), "--steps", str(steps)]
    found, stage = defaultdict[str, list[tuple[float, float]]](list), "step"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        ended = threading.Event()

        def sample() -> None:
            while not ended.wait(SAMPLE_S):
                with contextlib.suppress(OSError):  # it has just ended
                    found[stage].append(memory(process.pid))

        sampler = threading.Thread(target=sample)
        sampler.start()
        assert process.stderr
        for line in process.stderr:
            if begins := re.match(r"stage (\w+):", line):
                stage = begins[1]
            elif re.match(rf"{stage} (\d+)/\1 ", line):  # its last step: what follows is measured for the next one
                stage = {"step": "loop", "loop": "flow", "flow": "sampler"}.get(stage, "end")
        ended.set()
        sampler.join()
    if process.returncode:
        raise SystemExit(f"training has failed with exit status {process.returncode}")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path, help="training set of 256 loops or more")
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000], help="loops of the large sets")
    parser.add_argument("--steps", type=int, default=300, help="of the first stage; the others follow")
    asked = parser.parse_args()
    if len(open_dataset(asked.data).images) < SHARD_IMAGES:
        parser.error(f"{asked.data} has fewer than {SHARD_IMAGES} loops")
    print(f"| {' | '.join(COLUMNS)} |\n" + "|---" * len(COLUMNS) + "|")
    for count in asked.counts:
        whole = -(-count // SHARD_IMAGES) * SHARD_IMAGES
        with TemporaryDirectory(dir=asked.data.parent) as folder:  # on the same disk, for links
            large_set(asked.data, Path(folder) / "data", whole)
            began = time.perf_counter()
            for stage, samples in measure(Path(folder) / "data", Path(folder) / "run", asked.steps).items():
                own, resident = np.array(samples).T
                print(f"| {whole} | {stage} | {np.median(own):.0f} | {own.max():.0f} | {resident.max():.0f} |")
            print(f"| {whole} | all | {time.perf_counter() - began:.0f} s | | |", flush=True)


if __name__ == "__main__":
    main()
