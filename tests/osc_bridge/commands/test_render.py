from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadInput
from engine.files.preset_bank import write_preset
from engine.files.presets import preset
from engine.files.session_log import sha256_of
from engine.spec import SPEC
from osc_bridge.commands.render import length, render


@given(st.integers(1, 64), st.floats(40, 300))
def test_bars_are_cut_to_the_sample(bars: int, tempo: float) -> None:
    assert length(bars, None, tempo) == round(bars * 240 / tempo * SPEC.rate)


def test_a_length_is_said_once_and_makes_sense() -> None:
    assert length(None, None, 120) == 8 * SPEC.rate
    assert length(None, 1.5, 120) == round(1.5 * SPEC.rate)
    for bars, seconds in ((4, 2.0), (0, None), (None, -1.0), (None, float("nan")), (10_000, None)):
        with pytest.raises(BadInput):
            length(bars, seconds, 120)


def test_texture_is_as_much_as_suits_the_model_unless_it_is_said(tmp_path: Path) -> None:
    tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: pip install 'vamen[train]'")
    model = tiny.tiny_model(tmp_path / "tiny.onnx")

    def bytes_of(texture: float | None) -> bytes:
        out = tmp_path / f"{texture}.wav"
        render(out, seconds=0.5, model=model, texture=texture, quality="live")
        return out.read_bytes()

    own = bytes_of(None)
    assert own == bytes_of(tiny.card()["texture"])
    assert own not in (bytes_of(0.0), bytes_of(1.5))
    assert bytes_of(2.0) == bytes_of(99.0)


def test_a_preset_is_played_as_it_is_and_what_is_said_beside_it_stands_in_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: pip install 'vamen[train]'")
    model = tiny.tiny_model(tmp_path / "tiny.onnx")
    values = {"latent/2": 1.5, "tempo": 90, "seed": 7, "texture": 0.5}
    for name, cells in (("plain", {}), ("stepped", {(4, "snare"): 2.0})):
        write_preset(tmp_path / f"{name}.json", preset(name, values, cells, "tiny", sha256_of(model)))

    def bytes_of(number: int, **said: Any) -> bytes:
        out = tmp_path / f"{number}.wav"
        render(out, bars=1, model=model, quality="live", **said)
        return out.read_bytes()

    kept = bytes_of(0, preset=str(tmp_path / "plain.json"))
    by_hand = {"latents": [0.0, 0.0, 1.5], "seed": 7, "texture": 0.5}
    assert kept == bytes_of(1, tempo=90, **by_hand)
    assert "90 BPM, seed 7" in capsys.readouterr().out
    assert bytes_of(2, preset=str(tmp_path / "plain.json"), tempo=200) == bytes_of(3, tempo=200, **by_hand)
    assert bytes_of(4, preset=str(tmp_path / "stepped.json")) != kept
    assert capsys.readouterr().err == ""


def test_a_preset_of_another_model_is_rendered_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny = pytest.importorskip("tests.tiny_model", reason="onnx is missing: pip install 'vamen[train]'")
    model = tiny.tiny_model(tmp_path / "tiny.onnx")
    write_preset(tmp_path / "x.json", preset("x", {}, {}, "amen", "0" * 64))
    render(tmp_path / "x.wav", seconds=0.2, model=model, preset=str(tmp_path / "x.json"), quality="live")
    assert "was made with amen (000000000000)" in capsys.readouterr().err
