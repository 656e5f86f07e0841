"""Previews of a training: held-out loops in, pictures and sounds of what the nets make of them out.

levels  float32 (frames, bands)  0..1
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from engine.arrays import Floats
from engine.files import audio as audiofile
from engine.spec import Spec
from engine.tape import mel
from training.dataset.batches import to_levels
from training.dataset.dataset_folder import Dataset
from training.nets.bundle import Nets
from training.pictures import Rows, write_picture

PREVIEW_LOOPS = 3


class Preview(NamedTuple):
    """What was written."""

    rows: Rows  # levels: a row for each loop
    sound: Floats  # (n,)


def sound_of(loops: Sequence[Floats], spec: Spec, iterations: int = 32) -> Floats:
    """Return the sound (n,) of the levels of loops, one after another, by Griffin-Lim (Perraudin et al. 2013)."""
    import librosa

    tape = np.concatenate(list(loops))
    magnitudes = mel.to_magnitudes(mel.from_levels(tape, spec), spec)
    audio = librosa.griffinlim(
        magnitudes.T, n_iter=iterations, hop_length=spec.hop, n_fft=spec.fft, window="hann", random_state=0
    )
    return (audio / max(1.0, float(np.abs(audio).max()))).astype(np.float32)


@torch.no_grad()
def write_preview(folder: Path, nets: Nets, stage: str, step: int, data: Dataset, spec: Spec) -> Preview:
    """Write and return held-out loops, each followed by what the nets make of it, as `<stage>-<step>.png` and `.wav`.

    In stage step, this is the loop decoded from its step latents; in stage loop, from w (the numbers that describe the
    whole loop) by the loop VAE; in the later stages, two versions made from w, with different noise.
    """
    device = nets.latent_mean.device
    real = to_levels(data.images[-data.held_out :][:PREVIEW_LOOPS].stacked(), device)
    latents = nets.step.encoder(real).mean
    if stage == "step":
        decoded = [nets.step.decoder(latents).levels]
    elif stage == "loop":
        text, free = nets.loop.encode(nets.standardised(latents))
        guess = nets.loop.decode(torch.cat([text, free.mean], -1))
        decoded = [nets.step.decoder(nets.restored(guess)).levels]
    else:
        w = nets.w_of(latents)
        generator = np.random.default_rng(0)
        decoded = []
        for _ in range(2):
            noise = torch.from_numpy(generator.standard_normal(latents.shape, dtype=np.float32)).to(device)
            drawn = nets.latents(w, noise) if stage == "sampler" else nets.latents_of_flow(w, noise)
            decoded.append(nets.step.decoder(drawn).levels)
    rows = [[levels.clamp(0, 1).cpu().numpy() for levels in row] for row in zip(real, *decoded, strict=True)]
    name = f"{stage}-{step:08d}"
    sound = sound_of([levels for row in rows for levels in row], spec)
    write_picture(folder / f"{name}.png", rows)
    audiofile.write(folder / f"{name}.wav", sound, rate=spec.rate)
    return Preview(rows, sound)
