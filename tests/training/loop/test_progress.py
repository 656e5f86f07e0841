"""A terminal sees a bar; a pipe sees plain lines, and few of them."""

import io

import pytest
from rich.console import Console

from training.loop.progress import ProgressLog


def test_a_pipe_sees_a_plain_line_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("training.loop.progress.time.monotonic", lambda: now)
    text = io.StringIO()
    with ProgressLog(Console(file=text)) as journal:
        journal.stage("step", 100, 0)
        for step in range(1, 51):
            now += 0.5
            journal.step(step, 0.25)
        journal.figures(50, {"error_db": 3.5})
    assert text.getvalue().splitlines() == [
        "step 20/100  loss 0.2500",
        "step 40/100  loss 0.2500",
        "step 50/100  error db 3.500",
    ]


def test_a_terminal_sees_a_bar() -> None:
    text = io.StringIO()
    with ProgressLog(Console(file=text, force_terminal=True, width=100)) as journal:
        journal.stage("flow", 8, 3)
        journal.step(4, 0.125)
    assert "stage flow" in text.getvalue() and "4/8" in text.getvalue()
