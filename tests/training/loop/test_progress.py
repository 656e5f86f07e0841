"""Lines and bars of progress, and the time that is left."""

import io
import math

import pytest
from rich.console import Console

from training.loop.progress import (
    FIGURE_WORDS,
    STAGE_WORDS,
    STEP_COSTS,
    ProgressLog,
    TimeLeft,
    duration,
)


def test_a_pipe_gets_a_line_every_ten_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("training.loop.progress.time.monotonic", lambda: now)
    text = io.StringIO()
    with ProgressLog(Console(file=text)) as log:
        log.begin({"step": 100, "loop": 25, "flow": 50, "sampler": 8})
        log.stage("step", 0)
        for step in range(1, 51):
            now += 0.5
            log.step(step, 0.25)
        log.figures(50, {"error_db": 3.5})
        log.figures(51, {"error_db": 3.4})
    assert text.getvalue().splitlines() == [
        "plan: 100 steps of stage step, 25 steps of stage loop, 50 steps of stage flow, 8 steps of stage sampler",
        f"stage step: {STAGE_WORDS['step']}",
        "step 20/100  loss 0.2500  60 s left for all",
        "step 40/100  loss 0.2500  50 s left for all",
        "step 50/100  error db 3.500",
        f"    error db: {FIGURE_WORDS['error_db']}",
        "step 51/100  error db 3.400",
    ]


def test_the_time_left_is_that_of_all_stages() -> None:
    plan = {"step": 100, "loop": 25, "flow": 50, "sampler": 8}
    left = TimeLeft(plan)
    assert math.isnan(left.after("step", 0))
    left.measured("step", 2.0)
    costs = {name: 2 * STEP_COSTS[name] / STEP_COSTS["step"] for name in plan}
    later = sum(plan[name] * costs[name] for name in ("loop", "flow", "sampler"))
    assert left.after("step", 60) == pytest.approx(40 * 2 + later)
    left.measured("sampler", 5.0)
    assert left.after("sampler", 6) == pytest.approx(10)


@pytest.mark.parametrize(
    ("seconds", "text"), [(9.2, "10 s"), (61, "2 min"), (3600, "1 h 0 min"), (9000, "2 h 30 min"), (math.nan, "?")]
)
def test_durations_are_short(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_a_helping_process_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLog(silent=True) as log:
        log.begin({"step": 1, "loop": 1, "flow": 1, "sampler": 1})
        log.stage("step", 0)
        log.step(1, 0.5)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_progress_bar() -> None:
    text = io.StringIO()
    with ProgressLog(Console(file=text, force_terminal=True, width=100)) as log:
        log.begin({"step": 1, "loop": 1, "flow": 8, "sampler": 1})
        log.stage("flow", 3)
        log.step(4, 0.125)
    assert "stage flow" in text.getvalue() and "4/8" in text.getvalue()
