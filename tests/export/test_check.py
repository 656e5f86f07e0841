"""A good model gets a verdict, a bad one a sentence."""

from pathlib import Path

import numpy as np
import pytest

from engine.arrays import Floats
from engine.errors import BadInput, ModelMismatch
from engine.model.model_file import Encoded, Model
from engine.tape.noise_texture import DecodedImage
from export.check import ROUNDS, check
from tests.tiny_model import tiny_model


class Clock:
    """Each look at it takes longer than the one before."""

    def __init__(self) -> None:
        self.looks, self.now = 0, 0.0

    def __call__(self) -> float:
        self.looks += 1
        self.now += 1e-3 * self.looks
        return self.now


def test_a_good_model_is_described(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    verdict = check(path, provider="cpu")
    assert (verdict.name, verdict.licence, verdict.sources, verdict.provider) == ("tiny", "CC0-1.0", 1, "cpu")
    assert verdict.knobs[:2] == ("accent 0", "accent 1")
    assert verdict.size == path.stat().st_size
    assert 0 <= verdict.darkest < verdict.brightest <= 1
    assert verdict.to_dict()["name"] == "tiny"


def test_times_are_read_from_the_clock(tmp_path: Path) -> None:
    verdict = check(tiny_model(tmp_path / "tiny.onnx"), clock=Clock())
    # decode k, from 1, lies between looks 2k + 1 and 2k + 2, so it lasts 2k + 2 ms
    assert verdict.load == 0.002
    assert verdict.median == pytest.approx(ROUNDS + 3, abs=0.01)
    assert verdict.worst == pytest.approx(2 * ROUNDS + 2 - 1.98, abs=0.01)


def test_a_wall_is_no_break(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="same wall"):
        check(tiny_model(tmp_path / "silent.onnx", gain=0.0))


def test_no_numbers_are_no_break(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="no numbers"):
        check(tiny_model(tmp_path / "nan.onnx", gain=float("nan")))


@pytest.mark.parametrize(
    ("bad", "said"), [(np.nan, "no numbers"), (-0.01, "grain from -0.01"), (5.0, "expected 0 to 1"), (1e30, "1e\\+30")]
)
def test_grain_that_no_break_has_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: float, said: str
) -> None:
    picture = Model.picture

    def spoiled(model: Model, knobs: Floats, seed: int, steps: None = None) -> DecodedImage:
        levels, grain = picture(model, knobs, seed, steps)
        grain[5, 6] = bad
        return DecodedImage(levels, grain)

    monkeypatch.setattr(Model, "picture", spoiled)
    with pytest.raises(ModelMismatch, match=said):
        check(tiny_model(tmp_path / "tiny.onnx"))


def test_a_model_that_cannot_place_its_own_tapes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Encoded(np.full(16, np.nan, np.float32), np.zeros((32, 16), np.float32))
    monkeypatch.setattr(Model, "encode", lambda model, levels: lost)
    with pytest.raises(ModelMismatch, match="cannot place"):
        check(tiny_model(tmp_path / "tiny.onnx"))


def test_a_model_that_is_never_the_same_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture, count = Model.picture, iter(range(10_000))
    monkeypatch.setattr(Model, "picture", lambda model, *asked: picture(model, asked[0], next(count)))
    with pytest.raises(ModelMismatch, match="something else each time"):
        check(tiny_model(tmp_path / "tiny.onnx"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.onnx"):
        check(tmp_path / "none.onnx")
