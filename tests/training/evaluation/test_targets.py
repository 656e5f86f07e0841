"""The table says what holds, and what falls short."""

import numpy as np
import pytest

from training.evaluation import targets
from training.evaluation.targets import TARGETS, Target

KNOWN = {bar.name: bar for bar in TARGETS}


def test_every_line_has_its_own_figure_and_words() -> None:
    assert len(KNOWN) == len(TARGETS)
    assert len({bar.words for bar in TARGETS}) == len(TARGETS)


@pytest.mark.parametrize(
    ("value", "held"), [(0.89, False), (0.9, True), (1.0, True), (1.1, True), (1.11, False), (float("nan"), False)]
)
def test_limits_belong_to_what_holds(value: float, held: bool) -> None:
    assert Target("a", "a", low=0.9, high=1.1).holds(value, unseen=False) is held


def test_unseen_breaks_have_bars_of_their_own_where_they_differ() -> None:
    assert not KNOWN["error_db"].holds(4.0, unseen=False)
    assert KNOWN["error_db"].holds(4.0, unseen=True)
    assert KNOWN["onset_correlation"].holds(0.92, unseen=True)
    assert not KNOWN["onset_correlation"].holds(0.92, unseen=False)
    assert KNOWN["fsd"].limits(unseen=True) == KNOWN["fsd"].limits(unseen=False)


def test_what_has_no_bar_has_no_verdict() -> None:
    figures = {"fsd": float(np.float64(0.2)), "fld": 0.5, "dt": 0.5, "fsd_textured": 9.0}
    assert targets.verdicts(figures, unseen=False) == {"fsd": True, "fld": False}
    assert targets.limits(figures, unseen=False) == {"fsd": (None, 0.35), "fld": (None, 0.45)}


def test_the_table_shows_figure_texture_floor_bar_and_verdict() -> None:
    lines = list(targets.lines({"fsd": 0.2, "fsd_textured": 0.25, "diversity": 0.7, "dt": 0.5}, {"fsd": 0.04}, False))
    assert lines[0].split() == ["bare", "textured", "real", "bar"]
    assert lines[1].removeprefix(KNOWN["fsd"].words).split() == ["0.200", "0.250", "0.0400", "<=", "0.35", "holds"]
    assert lines[2].removeprefix(KNOWN["diversity"].words).split() == ["0.700", "0.9", "to", "1.1", "falls", "short"]
    assert lines[3].removeprefix(KNOWN["dt"].words).split() == ["0.500"]
    assert len(lines) == 4
