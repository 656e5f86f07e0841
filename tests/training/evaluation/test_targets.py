"""Targets as results and as a table."""

import numpy as np
import pytest

from training.evaluation import targets
from training.evaluation.targets import TARGETS, Target

KNOWN = {bar.name: bar for bar in TARGETS}


def test_every_target_has_its_own_name_and_label() -> None:
    assert len(KNOWN) == len(TARGETS)
    assert len({bar.label for bar in TARGETS}) == len(TARGETS)


@pytest.mark.parametrize(
    ("value", "held"), [(0.89, False), (0.9, True), (1.0, True), (1.1, True), (1.11, False), (float("nan"), False)]
)
def test_every_limit_has_a_result(value: float, held: bool) -> None:
    assert Target("a", "a", low=0.9, high=1.1).holds(value, unseen=False) is held


def test_unseen_breaks_have_limits_of_their_own() -> None:
    assert not KNOWN["error_db"].holds(4.0, unseen=False)
    assert KNOWN["error_db"].holds(4.0, unseen=True)
    assert KNOWN["onset_correlation"].holds(0.92, unseen=True)
    assert not KNOWN["onset_correlation"].holds(0.92, unseen=False)
    assert KNOWN["fsd"].limits(unseen=True) == KNOWN["fsd"].limits(unseen=False)


def test_figures_without_a_limit_have_no_result() -> None:
    figures = {"fsd": float(np.float64(0.2)), "fld": 0.5, "dt": 0.5, "fsd_textured": 9.0}
    assert targets.target_results(figures, unseen=False) == {"fsd": True, "fld": False}


def test_the_table_shows_figure_texture_floor_limit_and_result() -> None:
    lines = list(targets.lines({"fsd": 0.2, "fsd_textured": 0.25, "diversity": 0.7, "dt": 0.5}, {"fsd": 0.04}, False))
    assert lines[0].split() == ["bare", "textured", "real", "bar"]
    assert lines[1].removeprefix(KNOWN["fsd"].label).split() == ["0.200", "0.250", "0.0400", "<=", "0.35", "holds"]
    assert lines[2].removeprefix(KNOWN["diversity"].label).split() == ["0.700", "0.9", "to", "1.1", "falls", "short"]
    assert lines[3].removeprefix(KNOWN["dt"].label).split() == ["0.500"]
    assert len(lines) == 4
