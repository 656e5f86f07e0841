"""The check describes a good model and refuses a bad one."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine.arrays import Floats
from engine.commands.cli import main
from engine.errors import BadInput, ModelMismatch
from engine.model.model_file import Encoded, Model
from engine.tape.noise_texture import DecodedImage
from export.check import CHECK_DECODES, check
from tests.tiny_model import save_model, tiny_model


class Clock:
    """A clock whose intervals grow with every call."""

    def __init__(self) -> None:
        self.looks, self.now = 0, 0.0

    def __call__(self) -> float:
        self.looks += 1
        self.now += 1e-3 * self.looks
        return self.now


def test_a_good_model_is_described(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    result = check(path, provider="cpu")
    assert (result.name, result.licence, result.sources, result.provider) == ("tiny", "CC0-1.0", 1, "cpu")
    assert result.knobs[:2] == ("accent 0", "accent 1")
    assert result.size == path.stat().st_size
    assert result.digest == Model.load(path).digest
    assert 0 <= result.darkest < result.brightest <= 1


def test_costs_are_measured_with_the_given_clock(tmp_path: Path) -> None:
    result = check(tiny_model(tmp_path / "tiny.onnx"), clock=Clock())
    # decode k, from 1, is between calls 2k + 1 and 2k + 2, so it takes 2k + 2 ms
    assert result.load == 0.002
    assert result.median == pytest.approx(CHECK_DECODES + 3, abs=0.01)
    assert result.worst == pytest.approx(2 * CHECK_DECODES + 2 - 1.98, abs=0.01)


def test_a_blank_image_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="same blank image"):
        check(tiny_model(tmp_path / "silent.onnx", gain=0.0))


def test_nonfinite_output_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match="not finite"):
        check(tiny_model(tmp_path / "nan.onnx", gain=float("nan")))


def test_levels_far_out_of_range_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match=r"levels from .* to \d\.\d*e\+\d+, expected 0 to 1"):
        check(tiny_model(tmp_path / "loud.onnx", gain=1e30))


@pytest.mark.parametrize(
    ("bad", "said"), [(np.nan, "not finite"), (-0.01, "grain from -0.01"), (5.0, "expected 0 to 1"), (1e30, "1e\\+30")]
)
def test_grain_out_of_range_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: float, said: str) -> None:
    decode_loop = Model.decode_loop

    def spoiled(model: Model, knobs: Floats, seed: int) -> DecodedImage:
        levels, grain = decode_loop(model, knobs, seed)
        grain[5, 6] = bad
        return DecodedImage(levels, grain)

    monkeypatch.setattr(Model, "decode_loop", spoiled)
    with pytest.raises(ModelMismatch, match=said):
        check(tiny_model(tmp_path / "tiny.onnx"))


def test_a_model_that_cannot_encode_its_own_images_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Encoded(np.full(16, np.nan, np.float32), np.zeros((32, 16), np.float32))
    monkeypatch.setattr(Model, "encode", lambda model, levels: lost)
    with pytest.raises(ModelMismatch, match="cannot encode"):
        check(tiny_model(tmp_path / "tiny.onnx"))


def test_a_model_that_is_not_reproducible_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decode_loop, count = Model.decode_loop, iter(range(10_000))
    monkeypatch.setattr(Model, "decode_loop", lambda model, knobs, seed: decode_loop(model, knobs, next(count)))
    with pytest.raises(ModelMismatch, match="the same input to different images"):
        check(tiny_model(tmp_path / "tiny.onnx"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.onnx"):
        check(tmp_path / "none.onnx")


def test_the_makers_of_the_sources_are_named_once_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    model = onnx.load(path)
    (entry,) = (entry for entry in model.metadata_props if '"sources"' in entry.value)
    card = json.loads(entry.value)
    credited = {"file": "b.wav", "author": "Ann", "attribution": "Drums by Ann, CC-BY-4.0"}
    card["sources"] = [{"file": "a.wav", "author": "zoe"}, credited] * 2 + [{"file": "c.wav"}]
    entry.value = json.dumps(card)
    save_model(model, path)
    assert check(path, provider="cpu").makers == ("Ann", "zoe")
    assert main(["check", str(path), "--provider", "cpu"]) == 0
    assert "\nsources by Ann, zoe\nattribution: Drums by Ann, CC-BY-4.0\nknobs: " in capsys.readouterr().out
