"""Progress of a training on standard error, and previews of held-out loops as pictures and sounds.

levels  float32 (frames, bands)  0..1
"""

import math
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from engine.files import audio as audiofile
from engine.spec import Spec
from engine.tape import mel
from training.config import STAGES
from training.dataset.batches import to_levels
from training.dataset.dataset_folder import Dataset
from training.nets.bundle import Nets
from training.pictures import write_picture

from .plan import STEP_RATIOS, TIME_SHARES

STAGE_WORDS = {
    "step": "learns to encode each sixteenth, and to paint it again",
    "loop": "learns to describe a whole loop by a few numbers, which the knobs turn",
    "flow": "learns to make the sixteenths of a loop from such numbers, always in another variation",
    "sampler": "learns to do the same faster",
}
FIGURE_WORDS = {
    "error_db": "mean error of painted loops that were not trained on; below 4 is good, above 6 is blurred",
    "onset_correlation": "whether attacks are where they should be: 1 all, above 0.9 is good",
    "texture": "how lively it is between attacks: 1 as real, about 0.5 is usual, as noise is added when it plays",
    "active_latents": "numbers of a sixteenth that carry something, of 16",
    "unexplained": "share of the differences between loops that their descriptions miss: 0 none, 1 all",
    "misread": "share of the named qualities that the encoder reads wrong: 0 none",
    "velocity_error": "error of the flow; only its fall matters",
    "sampler_error": "error of the sampler against the flow; only its fall matters",
}
STEP_COSTS = {name: TIME_SHARES[name] / STEP_RATIOS[name] for name in STAGES}  # time of a step, relative
LINE_INTERVAL_S = 10.0  # between two lines when standard error is not a terminal
PREVIEW_LOOPS = 3


class TimeLeft:
    """Estimates how long the rest of a whole run takes, from the time of the steps that were made."""

    def __init__(self, plan: Mapping[str, int]) -> None:
        """`plan`: stage -> number of its steps."""
        self._plan = plan
        self._seconds: dict[str, float] = {}  # of a step of each stage that has been measured

    def measured(self, stage: str, seconds: float) -> None:
        """Take the seconds of a step; the newest ones count most."""
        known = self._seconds.get(stage, seconds)
        self._seconds[stage] = known + (seconds - known) * 0.05

    def after(self, stage: str, done: int) -> float:
        """Return the seconds that are left when `done` steps of a stage are made; NaN before the first step."""
        if not self._seconds:
            return math.nan
        unit = float(np.mean([seconds / STEP_COSTS[name] for name, seconds in self._seconds.items()]))
        later = list(STAGES)[STAGES.index(stage) :]
        left = {name: self._plan[name] - (done if name == stage else 0) for name in later}
        return sum(steps * self._seconds.get(name, unit * STEP_COSTS[name]) for name, steps in left.items())


class ProgressLog:
    """A progress bar on a terminal, a plain line every ten seconds elsewhere. A context manager."""

    def __init__(self, console: Console | None = None, *, silent: bool = False) -> None:
        """Show progress on `console`, standard error by default; with `silent`, as of a process that helps, nothing."""
        self._console = console or Console(stderr=True, quiet=silent)
        self._live = self._console.is_terminal and not silent
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, TextColumn("{task.fields[note]}"), console=self._console, disable=not self._live)
        self._printed = self._began = time.monotonic()
        self._explained: set[str] = set()

    def __enter__(self) -> "ProgressLog":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, plan: Mapping[str, int]) -> None:
        """Say the plan of a run: stage -> number of its steps."""
        self._plan, self._left = plan, TimeLeft(plan)
        self.say("plan: " + ", ".join(f"{count} steps of stage {name}" for name, count in plan.items()))

    def stage(self, name: str, done: int) -> None:
        """Start a stage, of which `done` steps are done, and say what it learns."""
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._name, self._total = name, self._plan[name]
        self._task = self._bar.add_task(f"stage {name}", total=self._total, completed=done, note="")
        self.say(f"stage {name}: {STAGE_WORDS[name]}")
        self._began = time.monotonic()

    def step(self, done: int, loss: float) -> None:
        """Show the number of steps done, the loss of the last one and the time left for the whole run."""
        now = time.monotonic()
        self._left.measured(self._name, now - self._began)
        self._began = now
        note = f"loss {loss:.4f}  {duration(self._left.after(self._name, done))} left for all"
        self._bar.update(self._task, completed=done, note=note)
        if not self._live and now - self._printed >= LINE_INTERVAL_S:
            self._printed = now
            self.say(f"{self._name} {done}/{self._total}  {note}")

    def figures(self, done: int, figures: Mapping[str, float]) -> None:
        """Print the figures (name -> value) of held-out loops after `done` steps, and once what each means."""
        text = "  ".join(f"{name.replace('_', ' ')} {value:.3f}" for name, value in figures.items())
        self.say(f"{self._name} {done}/{self._total}  {text}")
        for name in figures:
            if name in FIGURE_WORDS and name not in self._explained:
                self.say(f"    {name.replace('_', ' ')}: {FIGURE_WORDS[name]}")
        self._explained |= set(figures)
        self._began = time.monotonic()  # the evaluation is not part of a step

    def say(self, sentence: str) -> None:
        """Print a line."""
        self._console.print(sentence, highlight=False, markup=False, soft_wrap=True)


def duration(seconds: float) -> str:
    """Return seconds as text, such as "1 h 5 min"; "?" if it is not known."""
    if not math.isfinite(seconds):
        return "?"
    minutes = math.ceil(seconds / 60)
    if seconds < 60:
        return f"{math.ceil(seconds)} s"
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


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
