"""What a person sees of a long training: a progress bar on a terminal, a plain line every ten seconds elsewhere.

Everything goes to standard error, so that a pipe carries nothing of it.
"""

import time
from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

QUIET = 10.0  # seconds between two plain lines


class ProgressLog:
    """Use as a context; one stage after another."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        live = self._console.is_terminal
        self._bar = Progress(*columns, TextColumn("{task.fields[note]}"), console=self._console, disable=not live)
        self._live = live
        self._said = time.monotonic()

    def __enter__(self) -> "ProgressLog":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._bar.stop()

    def stage(self, name: str, total: int, done: int) -> None:
        """A stage of `total` steps begins, of which some may be done."""
        for task in self._bar.task_ids:
            self._bar.remove_task(task)
        self._name, self._total = name, total
        self._task = self._bar.add_task(f"stage {name}", total=total, completed=done, note="")

    def step(self, done: int, loss: float) -> None:
        """So many steps of the stage are done."""
        note = f"loss {loss:.4f}"
        self._bar.update(self._task, completed=done, note=note)
        now = time.monotonic()
        if not self._live and now - self._said >= QUIET:
            self._said = now
            self.say(f"{self._name} {done}/{self._total}  {note}")

    def figures(self, done: int, figures: Mapping[str, float]) -> None:
        """The stage was judged on held-out loops."""
        told = "  ".join(f"{name.replace('_', ' ')} {value:.3f}" for name, value in figures.items())
        self.say(f"{self._name} {done}/{self._total}  {told}")

    def say(self, sentence: str) -> None:
        """A line that stays."""
        self._console.print(sentence, highlight=False, markup=False, soft_wrap=True)
