"""Levels to something a person can judge: a picture and a sound.

levels  float32 (frames, bands)  0..1
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from engine.spec import Spec
from engine.tape import mel
from training.dataset.batches import Images, to_levels
from training.nets.bundle import Nets
from training.pictures import picture

SHOWN = 3  # loops of a preview


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
        painted = [nets.step.decoder(latents).levels]
    elif stage == "loop":
        told, free = nets.loop.encode(nets.standardised(latents))
        guess = nets.loop.decode(torch.cat([told, free.mean], -1))
        painted = [nets.step.decoder(guess * nets.latent_sd + nets.latent_mean).levels]
    else:
        w = nets.w_of(latents)
        generator = np.random.default_rng(0)
        noises = [generator.standard_normal(latents.shape, dtype=np.float32) for _ in range(2)]
        painted = [nets.step.decoder(nets.latents(w, torch.from_numpy(noise).to(device))).levels for noise in noises]
    rows = [[levels.clamp(0, 1).cpu().numpy() for levels in row] for row in zip(real, *painted, strict=True)]
    name = f"{stage}-{step:08d}"
    picture(folder / f"{name}.png", rows)
    sound(folder / f"{name}.wav", [levels for row in rows for levels in row], spec)
