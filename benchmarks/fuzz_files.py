"""Read mutated files with all readers, in worker processes with limits of memory and time; report what is not refused.

python benchmarks/fuzz_files.py [--files 20000] [--seed 0] [--workers 2] [--keep FOLDER]

A traceback is an exception that is not a VamenError; a hang takes more than 20 s; a crash ends the worker process.
"""

import argparse
import functools
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from engine.errors import VamenError

MEMORY_LIMIT = 2**30  # bytes of address space of a worker beyond what its libraries take
TIME_LIMIT_S = 20.0
PLACES = 4096  # bytes at the beginning and end of a file that most mutations change
OUTCOMES = ("files", "refused", "accepted", "tracebacks", "hangs", "crashes")
TOKENS = [b"\x00", b"\xff" * 4, b"[" * 2000, b'{"a":' * 2000, b"1e999", b"NaN", b"-1", b"9" * 5000, b"a." * 3000]
TOKENS += [b'"', b"'", b"\\ud800", b"\x1b[2J", b"null", b"{}", b"[]", b"0.5", b"true", b"\xef\xbb\xbf", b"\x80" * 5000]
TOKENS += [b"\n", b"\xff\xff\xff\x7f", b"\x00\x00\x00\x80", b"\xe2\x80\xae", b'"""', b"99999999999", b"\r", b"="]

Readers = Mapping[str, Callable[[Path], object]]  # reader -> function of the path of the file
DATASET_FILES = ("dataset.json", "shards/00000.npy", "shards/00000.json")


def readers() -> Readers:
    """Return the readers by name."""
    from engine.commands import config
    from engine.commands.cli import COMMANDS
    from engine.files import audio, preset_bank, session_log
    from engine.files.midi_file import read_midi_file
    from engine.model.model_file import Model
    from osc_bridge.midi.mapping.map_file import read_map
    from training.dataset.dataset_folder import open_dataset
    from training.loop.checkpoint import load_checkpoint
    from training.loop.run_folder import RunFolder
    from training.sources.break_notes import read_notes

    return {
        "audio": audio.read,
        "preset": lambda path: preset_bank.read_preset(path).to_json(),
        "take": session_log.read_log,
        "map": read_map,
        "settings": lambda path: config.as_toml(config.merge([config.read(path, COMMANDS)], {}, COMMANDS)),
        "model": lambda path: Model.load(path, provider="cpu"),
        "checkpoint": load_checkpoint,
        "run": lambda path: RunFolder(path.parent).config(),
        "dataset": lambda path: first_of(open_dataset(path.parents[path.parent.name == "shards"])),
        "notes": read_notes,
        "midi": read_midi_file,
    }


def first_of(data: Any) -> object:
    """Return what a dataset says of its first image."""
    return data.images[0].sum(), data.name(0)


def write_valid_files(folder: Path) -> dict[str, list[Path]]:
    """Write valid files below a folder; return reader -> its files."""
    import mido
    import soundfile
    import torch

    from engine.files.presets import preset
    from engine.files.session_log import line
    from engine.model.digest import add_digest
    from engine.parameters import LATENTS
    from engine.spec import SPEC
    from tests.tiny_model import tiny_model
    from training.config import STAGES, TrainingConfig
    from training.dataset.dataset_folder import DATASET_FORMAT
    from training.dataset.images import Origin, RenderedImage
    from training.dataset.shards import write_shard
    from training.loop.checkpoint import save_checkpoint
    from training.loop.run_folder import RunConfig

    sounds = [("WAV", "PCM_16"), ("WAV", "IMA_ADPCM"), ("WAV", "GSM610"), ("FLAC", "PCM_16"), ("OGG", "VORBIS")]
    sounds += [("MP3", "MPEG_LAYER_III"), ("AIFF", "PCM_24"), ("W64", "FLOAT"), ("CAF", "ALAC_16"), ("RF64", "PCM_16")]
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 6000)
    for kind, subtype in sounds:
        soundfile.write(folder / f"{subtype}.{kind.lower()}", noise, 44100, format=kind, subtype=subtype)
    audio = sorted(folder.iterdir())
    request = {"knobs": [0.1] * LATENTS, "seed": 5, "texture": 1.0, "cells": {"3/kick": 0.5}}
    take = [line("take", 1, "tiny", "0" * 64), line("paint", 1, request), line("begin", 0, 0), line("tape", 0, 1)]
    take += [line("event", 0, "play", 0, 1.0, -1), line("set", 9, "level", 0.5), line("length", 44100)]
    config = RunConfig(TrainingConfig(), SPEC, dict.fromkeys(STAGES, 10), 0, 64, 8, [{"file": "a.wav"}], "CC0-1.0")
    card = {"format": DATASET_FORMAT, "vamen": "0.1.0", "spec": SPEC.to_dict(), "count": 16, "seed": 0, "held_out": 8}
    card |= {"licence": "CC0-1.0", "origins": {"L": 16}, "sources": [{"file": "a.wav"}], "shards": ["0" * 64]}
    card |= {"files": [{"folder": "breaks", "file": "a.wav", "sha256": "0" * 64}]}
    texts = {
        "preset.json": preset("a", {"latent/0": 0.5}, {(3, "kick"): 0.5}).to_json(),
        "a.take": "".join(take),
        "map.toml": 'name = "a"\nports = ["b"]\n[map]\n"cc 20" = "latent/0"\n'
        '"cc 21 channel 3" = { to = "tempo", low = 120, high = 180 }\n[pads]\nchannel = 10\n',
        "vamen.toml": '[play]\nosc-port = 7771\nmodel = "a.onnx"\n[render]\ntempo = 170.5\n',
        "breaks.toml": '["a.wav"]\nbeats = 8\nbpm = 170.0\nabout = "x"\n["b.wav"]\nskip = true\n',
        "config.json": config.to_json(),
        "dataset.json": json.dumps(card),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    tiny_model(folder / "plain.onnx")
    add_digest(tiny_model(folder / "digest.onnx"))
    save_checkpoint(folder / "a.safetensors", {"w": torch.ones(8, 8)}, {"stage": "step", "step": 3})
    (folder / "shards").mkdir()
    blank = RenderedImage(np.zeros((SPEC.frames, SPEC.mels), np.uint8), Origin.LOOPS, "blank", 0.0, ())
    write_shard(folder / "shards", 0, [blank] * 16)
    messages = [mido.Message("note_on", note=40, time=9), mido.MetaMessage("set_tempo", tempo=400_000)]
    mido.MidiFile(tracks=[mido.MidiTrack(messages)]).save(folder / "a.mid")
    names = {"preset": ["preset.json"], "take": ["a.take"], "map": ["map.toml"], "settings": ["vamen.toml"]}
    names |= {
        "model": ["plain.onnx", "plain.onnx", "digest.onnx"],
        "checkpoint": ["a.safetensors"],
        "run": ["config.json"],
    }
    names |= {"dataset": list(DATASET_FILES), "notes": ["breaks.toml"], "midi": ["a.mid"]}
    return {"audio": audio, **{reader: [folder / name for name in files] for reader, files in names.items()}}


def mutated(data: bytes, random: random.Random) -> bytes:
    """Return the data with one to eight changes: bits, bytes, numbers, parts that are cut, doubled or moved, tokens."""
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        edge = min(PLACES, len(data))
        place = random.choice((random.randrange(edge + 1), len(data) - random.randrange(edge + 1)))
        size = random.choice((1, 2, 4, 8, random.randrange(64), random.randrange(4096)))
        head, part, tail = data[:place], data[place : place + size], data[place + size :]
        match random.randrange(7):
            case 0:
                part = bytes(byte ^ (1 << random.randrange(8)) for byte in part[:1]) + part[1:]
            case 1:
                part = random.randbytes(len(part))
            case 2:
                part = b""
            case 3:
                part = part * random.choice((2, 3, 100))
            case 4:
                part = random.choice(TOKENS) + part
            case 5:
                part = random.choice(TOKENS)
            case 6:
                tail = tail if random.random() < 0.7 else b""
                part = part[::-1]
        data = head + part + tail
    return data


def work(connection: Any, valid: Mapping[str, list[Path]], folder: Path, seed: int) -> None:
    """Answer (reader, number of the file) with an outcome and its details until None comes."""
    known = readers()
    read = functools.cache(Path.read_bytes)
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY_LIMIT, size + MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    (folder / "shards").mkdir(exist_ok=True)
    for name in DATASET_FILES:
        (folder / name).write_bytes(read(valid["dataset"][0].parent / name))
    for reader, paths in valid.items():
        for path in paths:
            known[reader](path)  # what is mutated is valid
    while (job := connection.recv()) is not None:
        reader, number = job
        generator = random.Random(f"{seed} {reader} {number}")
        source = generator.choice(valid[reader])
        path = folder / source.relative_to(valid["dataset"][0].parent)
        path.write_bytes(mutated(read(source), generator))
        try:
            known[reader](path)
            found = ("accepted", "")
        except VamenError as error:
            found = ("refused", str(error))
        except BaseException:
            found = ("tracebacks", traceback.format_exc())
        if reader == "dataset":
            path.write_bytes(read(source))
        connection.send(found)


def drive(
    valid: Mapping[str, list[Path]], jobs: list[tuple[str, int]], seed: int, keep: Path | None, counts: Counter[Any]
) -> None:
    """Have a worker process do jobs until there are none, and another one after each hang or crash."""
    context = multiprocessing.get_context("spawn")
    while jobs:
        with tempfile.TemporaryDirectory() as folder:
            ours, theirs = context.Pipe()
            worker = context.Process(target=work, args=(theirs, valid, Path(folder), seed), daemon=True)
            worker.start()
            theirs.close()
            outcome = "accepted"
            while jobs and outcome not in ("hangs", "crashes"):
                reader, number = jobs.pop()
                try:
                    ours.send((reader, number))
                    # the first answer waits for the imports
                    outcome, details = (
                        ours.recv() if ours.poll(TIME_LIMIT_S + 20 * (not counts[folder])) else ("hangs", "")
                    )
                except (EOFError, OSError):
                    outcome, details = "crashes", ""
                counts[folder] += 1
                counts[reader, "files"] += 1
                counts[reader, outcome] += 1
                if outcome in OUTCOMES[3:]:
                    print(f"{reader} {number}: {outcome} {details}", flush=True)
                    for path in Path(folder).iterdir() if keep else ():
                        if keep and path.name in {source.name for source in valid[reader]}:
                            (keep / f"{reader}-{number}-{path.name}").write_bytes(path.read_bytes())
            worker.kill()
            worker.join()


def main() -> int:
    """Print the table; return 1 if there was a traceback, hang or crash."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the files that were not refused properly")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    counts: Counter[Any] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        valid = write_valid_files(Path(folder))
        names = list(valid)
        jobs = [(names[number % len(names)], number) for number in reversed(range(options.files))]
        arguments = (valid, jobs, options.seed, options.keep, counts)
        threads = [threading.Thread(target=drive, args=arguments) for _ in range(options.workers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    print("reader      " + "".join(f"{outcome:>11}" for outcome in OUTCOMES))
    for name in names:
        print(f"{name:<12}" + "".join(f"{counts[name, outcome]:>11}" for outcome in OUTCOMES))
    return int(any(counts[name, outcome] for name in names for outcome in OUTCOMES[3:]))


if __name__ == "__main__":
    sys.exit(main())
