"""A dataset and hyperparameters so small that a whole training takes a second or two."""

import json
from pathlib import Path

import numpy as np

from engine.spec import SPEC
from training.config import TrainingConfig
from training.dataset.dataset_folder import DATASET_FORMAT, SHARDS_FOLDER
from training.dataset.images import Origin, RenderedImage, quantise
from training.dataset.shards import read_notes, shard_numbers, write_shard
from training.loop.previews import Preview
from training.loop.train import train
from training.loop.training_state import TrainingState

TINY = TrainingConfig(
    channels=8,
    loop_width=16,
    flow_width=16,
    flow_depth=1,
    heun_steps=2,
    step_batch=2,
    step_crop=4,
    loop_batch=4,
    flow_batch=4,
    warm_up=2,
)


STEPS = 12  # of the first stage; three of the second, six of the last
NO_PREVIEW = Preview([[np.zeros((8, 8), np.float32)]], np.zeros(8, np.float32))  # in place of a slow one


def tiny_dataset(path: Path, *, count: int = 48, held_out: int = 8, seed: int = 0) -> Path:
    """Write a dataset of attacks on the sixteenth grid; return `path`."""
    random = np.random.default_rng(seed)
    strength = random.random((count, SPEC.steps, 1, 1)) * (random.random((count, SPEC.steps, 1, 1)) < 0.6)
    slope = np.linspace(1, 0, SPEC.mels) ** random.uniform(0.2, 2, (count, SPEC.steps, 1, 1))
    decay = np.exp(-np.arange(SPEC.step_frames) / 6)[:, None]
    images = (strength * decay * slope).reshape(count, SPEC.frames, SPEC.mels)
    (path / SHARDS_FOLDER).mkdir(parents=True)
    rendered = [RenderedImage(quantise(image), Origin.LOOPS, "made up", 0.0, ()) for image in images]
    hashes = []
    for shard, numbers in enumerate(shard_numbers(count)):
        write_shard(path / SHARDS_FOLDER, shard, [rendered[number] for number in numbers])
        hashes.append(read_notes(path / SHARDS_FOLDER, shard, len(numbers)).sha256)
    card = {
        "format": DATASET_FORMAT,
        "vamen": "0.1.0",
        "spec": SPEC.to_dict(),
        "count": count,
        "seed": seed,
        "held_out": held_out,
        "licence": "CC0-1.0",
        "sources": [{"file": "made_up.wav", "beats": 8, "tempo": 160.0, "beats_from": "file name"}],
        "files": [{"folder": "breaks", "file": "made_up.wav", "sha256": "0" * 64}],
        "origins": {"L": count},
        "shards": hashes,
    }
    (path / "dataset.json").write_text(json.dumps(card))
    return path


def go(data: Path, out: Path, **more: object) -> TrainingState:
    """Train a run, or resume it, with the same seed each time."""
    options = {"steps": STEPS, "hparams": TINY, "seed": 3, "evaluate_every": 5, "device": "cpu", "threads": 1} | more
    return train(data, out, **options)  # type: ignore[arg-type]
