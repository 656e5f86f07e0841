"""Progress of a training on standard error: the plan, what each stage learns, the time left, and figures in words."""

import math
import time
from collections.abc import Mapping

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from training.config import STAGES

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
