"""Progress of a training on standard error, and previews of held-out loops as pictures and sounds.

levels  float32 (frames, bands)  0..1
"""

import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from engine.files import audio as audiofile
from engine.spec import Spec
from engine.tape import mel
from training.dataset.batches import to_levels
from training.dataset.dataset_folder import Dataset
from training.nets.bundle import Nets
from training.pictures import write_picture

LINE_INTERVAL_S = 10.0  # between two lines when standard error is not a terminal
PREVIEW_LOOPS = 3


class ProgressLog:
    """A progress bar on a terminal, a plain line every ten seconds elsewhere. A context manager."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._live = self._console.is_terminal
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Progress(*columns, TextColumn("{task.fields[note]}"), console=self._console, disable=not self._live)
        self._printed = time.monotonic()

    def __enter__(self) -> "ProgressLog":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def stage(self, name: str, total: int, done: int) -> None:
        """Start a stage of `total` steps, of which `done` are done."""
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._name, self._total = name, total
        self._task = self._bar.add_task(f"stage {name}", total=total, completed=done, note="")

    def step(self, done: int, loss: float) -> None:
        """Show the number of steps done and the loss of the last one, on the bar or in a line."""
        note = f"loss {loss:.4f}"
        self._bar.update(self._task, completed=done, note=note)
        now = time.monotonic()
        if not self._live and now - self._printed >= LINE_INTERVAL_S:
            self._printed = now
            self.say(f"{self._name} {done}/{self._total}  {note}")

    def figures(self, done: int, figures: Mapping[str, float]) -> None:
        """Print the figures (name -> value) of held-out loops after `done` steps."""
        text = "  ".join(f"{name.replace('_', ' ')} {value:.3f}" for name, value in figures.items())
        self.say(f"{self._name} {done}/{self._total}  {text}")

    def say(self, sentence: str) -> None:
        """Print a line."""
        self._console.print(sentence, highlight=False, markup=False, soft_wrap=True)


def write_sound(path: Path, loops: Sequence[mel.Floats], spec: Spec, iterations: int = 32) -> None:
    """Write a mono WAV of the levels of loops, one after another, inverted by Griffin-Lim (Perraudin et al. 2013)."""
    import librosa

    tape = np.concatenate(list(loops))
    magnitudes = mel.to_magnitudes(mel.from_levels(tape, spec), spec)
    audio = librosa.griffinlim(
        magnitudes.T, n_iter=iterations, hop_length=spec.hop, n_fft=spec.fft, window="hann", random_state=0
    )
    scaled = audio / max(1.0, float(np.abs(audio).max()))
    audiofile.write(path, scaled.astype(np.float32), rate=spec.rate)


@torch.no_grad()
def write_preview(folder: Path, nets: Nets, stage: str, step: int, data: Dataset, spec: Spec) -> None:
    """Write held-out loops, each followed by what the nets make of it, as `<stage>-<step>.png` and `.wav`.

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
    write_picture(folder / f"{name}.png", rows)
    write_sound(folder / f"{name}.wav", [levels for row in rows for levels in row], spec)
