"""Kick, snare and hats as parts of a tape: how much of each stem arrives in its own part.

    python -m benchmarks.parts ../shared/kits            measures with instruments that were held out
    python -m benchmarks.parts ../shared/kits --fit      fits the network anew and writes engine/tape/parts.npz

Stems are random loops of the kits and of the drum synthesiser, so that the truth is known: `own` is the energy of a
stem that its part keeps, `others` what other parts keep of it, `level` what its part has of other stems, in dB of the
stem. With PICTURE a picture of one loop is written: its levels, the true parts and the found ones.
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn

from engine.arrays import PART_NAMES
from engine.spec import PART_BANDS, SPEC
from engine.tape import parts as tape_parts
from engine.tape.mel import magnitudes, to_bands, to_levels
from engine.tape.parts import CONTEXT, MIDDLE, WEIGHTS_FILE, find_parts, part_levels, part_starts
from training.sources.kit_folder import read_kits
from training.sources.kits import Kits
from training.synthesis.stems import random_stems

LOOPS, HELD_OUT_LOOPS, HIDDEN, STEPS, BATCH = 800, 60, 32, 4000, 8
KIT_SHARE = 0.6  # of loops with one-shots; the others are synthesised
LOSS_EXPONENT = 0.25  # exponent of the power of a cell, which gives its weight in the loss
AUDIBLE = 1e-3  # energy of a stem, relative to the loop's, from which it counts


def loops(kits: Kits, first: int, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield levels (frames, mels) and the power of the stems (frames, PART_BANDS, 3) of random loops."""
    centres = np.arange(SPEC.frames) * SPEC.hop
    for seed in range(first, first + count):
        rng = np.random.default_rng(seed)
        stems = random_stems(rng, kits if rng.random() < KIT_SHARE else None)
        whole, *bands = (to_bands(magnitudes(one, centres, wrap=True)) for one in (stems.sum(0), *stems))
        power = [np.add.reduceat(np.square(one, dtype=np.float64), part_starts(), axis=1) for one in bands]
        yield to_levels(whole), np.stack(power, -1).astype(np.float32)


class Network(nn.Module):
    """The network of engine/tape/parts.py, for batches of loops (n, frames, PART_BANDS)."""

    def __init__(self) -> None:
        super().__init__()
        self.into, self.across = nn.Linear(PART_BANDS * len(CONTEXT), HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.out = nn.Linear(HIDDEN, PART_BANDS * len(PART_NAMES))

    def forward(self, levels: torch.Tensor) -> torch.Tensor:
        context = torch.cat([torch.roll(levels, -offset, 1) for offset in CONTEXT], -1) - float(MIDDLE)
        hidden = torch.relu(self.across(torch.relu(self.into(context))))
        scores: torch.Tensor = self.out(hidden)
        return scores.reshape(*levels.shape[:2], len(PART_NAMES), PART_BANDS)

    def save(self, path: Path) -> None:
        layers = {name: getattr(self, name) for name in ("into", "across", "out")}
        rows = {
            name: torch.cat([layer.weight.T, layer.bias[None]]).detach().numpy().astype(np.float16)
            for name, layer in layers.items()
        }
        np.savez_compressed(path, **rows)


def fit(kits: Kits) -> None:
    """Fit the network to random loops, at random levels and tones, and write its weights."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    found = list(loops(kits, 1000, LOOPS))
    levels = torch.tensor(np.array([part_levels(one) for one, _ in found]))
    power = torch.tensor(np.array([one for _, one in found])).swapaxes(2, 3)
    truth = power / (power.sum(2, keepdim=True) + 1e-9)
    weight = (power.sum(2) + 1e-9) ** LOSS_EXPONENT
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, STEPS)
    for step in range(STEPS):
        drawn = torch.randint(len(levels), (BATCH,))
        tone = 0.04 * torch.randn(BATCH, 1, 1) + torch.cumsum(0.005 * torch.randn(BATCH, 1, PART_BANDS), -1)
        heard = (levels[drawn] + tone + 0.01 * torch.randn(BATCH, SPEC.frames, PART_BANDS)).clamp(0, 1)
        errors = -(truth[drawn] * torch.log_softmax(network(heard), 2)).sum(2)
        loss = (errors * weight[drawn]).sum() / weight[drawn].sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0:
            print(f"step {step}: {loss.item():.3f}", flush=True)
    network.save(WEIGHTS_FILE)
    tape_parts._weights.cache_clear()


def measure(kits: Kits) -> None:
    """Print what arrives where, of loops with held-out instruments."""
    kept, took = [], []
    for levels, power in loops(kits, 90_000, HELD_OUT_LOOPS):
        shares = all_shares(levels)
        kept.append(np.einsum("fbs,fpb->sp", power, shares.astype(np.float64) ** 2))
        took.append(power.sum((0, 1), dtype=np.float64))
    energy, total = np.array(kept), np.array(took)
    for index, part in enumerate(PART_NAMES):
        heard = total[:, index] > AUDIBLE * total.sum(1)
        own, stem = energy[heard, index, index], total[heard, index]
        others = (energy[heard, index].sum(1) - own) / stem
        foreign = 10 * np.log10((energy[heard, :, index].sum(1) - own) / stem)
        share = own / stem
        print(
            f"{part:6} {heard.sum()} loops: own median {np.median(share):.1%}, mean {share.mean():.1%}, lowest tenth "
            f"{np.quantile(share, 0.1):.1%}; others {np.median(others):.1%}; level {np.median(foreign):.1f} dB"
        )


def all_shares(levels: np.ndarray) -> np.ndarray:
    """Return the found shares (frames, 3, PART_BANDS), 0..1."""
    found = find_parts(levels).astype(np.float32) / 255
    return np.concatenate([found, 1 - found.sum(1, keepdims=True)], 1)


def draw(kits: Kits, path: Path) -> None:
    """Write a picture of a loop: its levels, then true and found parts as red, green and blue."""
    from PIL import Image

    levels, power = next(loops(kits, 90_003, 1))
    loud = part_levels(levels).T[::-1, :, None]
    truth = (power / (power.sum(-1, keepdims=True) + 1e-9)).swapaxes(0, 1)[::-1]
    found = all_shares(levels).transpose(2, 0, 1)[::-1]
    rows = [np.repeat(loud, 3, 2), truth * loud, found * loud]
    image = (255 * np.concatenate([np.repeat(one, 6, 0) for one in rows])).clip(0, 255).astype(np.uint8)
    Image.fromarray(np.repeat(image, 2, 1)).save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kits", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--picture", type=Path)
    arguments = parser.parse_args()
    kits = Kits(read_kits(arguments.kits).kits)
    if arguments.fit:
        fit(kits.part(held_out=False))
    measure(kits.part(held_out=True))
    if arguments.picture:
        draw(kits.part(held_out=True), arguments.picture)
    levels, _ = next(loops(kits, 0, 1))
    for frames in (SPEC.frames, 4 * SPEC.step_frames):
        begin = time.perf_counter()
        for _ in range(100):
            find_parts(levels, 0, frames)
        print(f"{frames} frames take {(time.perf_counter() - begin) * 10:.2f} ms")


if __name__ == "__main__":
    main()
