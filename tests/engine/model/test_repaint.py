"""Tapes that a painter published are painted again from their recipes, cell by cell."""

import numpy as np
import pytest

from engine.model.decode_worker import DecodeWorker, Target
from engine.model.model_file import Model
from engine.model.recipe import DecodeRequest
from engine.model.repaint import RecipeReplayer
from engine.parameters import TABLE
from engine.step_edits import SHAPE
from engine.tape.magnitudes import Tape
from tests.tiny_model import tiny_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return Model.load(tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx"), provider="cpu")


class Slow:
    """A clock by which every look takes time, so that windows are painted before the whole."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        self.now += 0.01
        return self.now


def test_windows_wholes_and_single_sixteenths_come_out_the_same(model: Model) -> None:
    published: list[tuple[Tape, DecodeRequest]] = []
    values, grid = np.array([entry.default for entry in TABLE]), np.zeros(SHAPE)
    columns = iter(range(0, 5000, 37))
    painter = DecodeWorker(
        lambda: model,
        lambda tape, recipe: published.append((Tape(tape.magnitudes.copy(), tape.attacks.copy()), recipe)),
        Target.of(values, grid),
        0.01,
        Slow(),
        where=lambda: float(next(columns) % 512),
    )
    painter.paint()
    for turn in range(6):
        values[-16:] = np.random.default_rng(turn).uniform(-1, 1, 16)
        grid[turn, 16] = 0.5
        painter.aim(Target.of(values, grid.copy()))
        for _ in range(3):
            painter.paint()
    assert {recipe.window is None for _, recipe in published} == {True, False}
    again = RecipeReplayer(model, {number: recipe for number, (_, recipe) in enumerate(published, 1)})
    for number in range(2, len(published) + 1, 2):  # a playhead does not read all of them
        tape, (wanted, _) = again(number), published[number - 1]
        np.testing.assert_array_equal(tape.magnitudes, wanted.magnitudes)
        np.testing.assert_array_equal(tape.attacks, wanted.attacks)
    with pytest.raises(ValueError, match="asked for after"):
        again(1)
