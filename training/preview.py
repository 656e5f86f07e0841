"""Levels to something a person can judge: a picture and a sound.

levels  float32 (frames, bands)  0..1
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine import mel
from engine.spec import Spec

from .batches import Images, to_levels
from .nets import Nets

# from silence to full scale: lightness rises evenly, so that equal steps in dB look equal
PALETTE = np.array(
    [(6, 6, 16), (44, 22, 88), (126, 34, 106), (204, 66, 74), (246, 138, 48), (252, 216, 120), (255, 255, 255)]
)
GAP = 6  # pixels between pictures
SHOWN = 3  # loops of a preview


def colours(levels: mel.Floats) -> NDArray[np.uint8]:
    """Picture (bands, frames, 3): time to the right, low bands at the bottom."""
    at = np.linspace(0, 1, len(PALETTE))
    flipped = np.clip(levels.T[::-1], 0, 1)
    return np.stack([np.interp(flipped, at, PALETTE[:, channel]) for channel in range(3)], -1).astype(np.uint8)


def picture(path: Path, rows: Sequence[Sequence[mel.Floats]]) -> None:
    """Write a PNG: each row pictures of one loop side by side (real, reconstructed, ...)."""
    from PIL import Image

    def joined(parts: list[NDArray[np.uint8]], axis: int) -> NDArray[np.uint8]:
        shape = list(parts[0].shape)
        shape[axis] = GAP
        spaced = [piece for part in parts for piece in (part, np.full(shape, 90, np.uint8))]
        return np.concatenate(spaced[:-1], axis)

    Image.fromarray(joined([joined([colours(levels) for levels in row], 1) for row in rows], 0)).save(path)


def sound(path: Path, loops: Sequence[mel.Floats], spec: Spec, iterations: int = 32) -> None:
    """Write a mono WAV of loops one after another at their native tempo, by Griffin-Lim (Perraudin et al. 2013)."""
    import librosa
    import soundfile

    tape = np.concatenate(list(loops))
    magnitudes = mel.to_magnitudes(mel.from_levels(tape, spec), spec)
    audio = librosa.griffinlim(
        magnitudes.T, n_iter=iterations, hop_length=spec.hop, n_fft=spec.fft, window="hann", random_state=0
    )
    soundfile.write(path, audio / max(1.0, float(np.abs(audio).max())), spec.rate)


@torch.no_grad()
def preview(folder: Path, nets: Nets, stage: str, step: int, data: Images, spec: Spec) -> None:
    """Write `<stage>-<step>.png` and `.wav` of held-out loops; what can be shown depends on the stage.

    step: real | reconstructed. loop: real | as w expects it. flow: real | two variations of its w.
    """
    device = nets.latent_mean.device
    real = to_levels(data.images[-data.held_out :][:SHOWN], device)
    latents = nets.step.encoder(real).mean
    if stage == "step":
        painted = [nets.step.decoder(latents)]
    elif stage == "loop":
        guess = nets.loop.decoder(nets.loop_of(latents).mean).reshape(latents.shape)
        painted = [nets.step.decoder(guess * nets.latent_sd + nets.latent_mean)]
    else:
        w = nets.whitened(nets.loop_of(latents).mean)
        generator = np.random.default_rng(0)
        noises = [generator.standard_normal(latents.shape, dtype=np.float32) for _ in range(2)]
        painted = [nets.step.decoder(nets.latents(w, torch.from_numpy(noise).to(device))) for noise in noises]
    rows = [[levels.clamp(0, 1).cpu().numpy() for levels in row] for row in zip(real, *painted, strict=True)]
    name = f"{stage}-{step:08d}"
    picture(folder / f"{name}.png", rows)
    sound(folder / f"{name}.wav", [levels for row in rows for levels in row], spec)
