"""Invalid input at the command line: one sentence, a non-zero exit code, and no file is changed."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
import soundfile

from engine.commands.cli import main
from engine.model.card import METADATA_KEY

from .tiny_model import save_model, tiny_model

KEPT = b"an older file of the same name"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of files that cannot be used."""
    folder = tmp_path_factory.mktemp("refused")
    (folder / "text.wav").write_text("these are not samples")
    soundfile.write(folder / "empty.wav", np.zeros(0), 44_100)
    soundfile.write(folder / "single.wav", np.full(1, 0.5), 44_100)
    soundfile.write(folder / "long.wav", np.zeros(8000 * 600, np.int16), 8000)
    (folder / "nothing").mkdir()
    for name in ("text", "empty", "single"):
        (folder / f"only-{name}").mkdir()
        (folder / f"only-{name}" / "loop.wav").write_bytes((folder / f"{name}.wav").read_bytes())
    (folder / "garbage.onnx").write_bytes(os.urandom(2000))
    foreign = onnx.load(tiny_model(folder / "good.onnx"))
    card = {entry.key: entry.value for entry in foreign.metadata_props}[METADATA_KEY]
    del foreign.metadata_props[:]
    onnx.save(foreign, folder / "foreign.onnx")
    other = json.loads(card)
    other["spec"]["hop"] = 512
    onnx.helper.set_model_props(foreign, {METADATA_KEY: json.dumps(other)})
    save_model(foreign, folder / "geometry.onnx")
    return folder


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a function that runs a command in this process, which must be refused, and returns the sentence."""

    def run(*words: str, folder: Path) -> str:
        monkeypatch.chdir(folder)
        code = main(words)
        said = capsys.readouterr()
        assert 0 < code < 100, said
        assert said.out == ""
        assert said.err.startswith("vamen: ")
        assert said.err.count("\n") == 1, said.err
        return said.err

    return run


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("resynth missing.wav OUT", "no file missing.wav"),
        ("resynth text.wav OUT", "not audio"),
        ("resynth empty.wav OUT", "0 samples"),
        ("resynth single.wav OUT", "1 sample"),
        ("resynth long.wav OUT", "more than 300 s"),
        ("resynth nothing OUT", "no file nothing"),
        ("render OUT --model missing.onnx", "missing.onnx"),
        ("render OUT --model garbage.onnx", "not a playable ONNX file"),
        ("render OUT --model foreign.onnx", "without vamen.card"),
        ("render OUT --model geometry.onnx", "hop = 512"),
        ("render OUT --model good.onnx --bars 4 --seconds 3", "give one of them"),
        ("render OUT --model good.onnx --seconds 0", "not possible"),
        ("render OUT --model good.onnx --tempo nan", "tempo cannot be nan"),
        ("render OUT --model good.onnx --tempo fast", "fast"),
        ("render OUT --model good.onnx --quality best", "best"),
        ("render OUT --wrong 3", "wrong"),
        ("dataset missing NEW", "missing"),
        ("dataset nothing NEW", "nothing"),
        ("dataset only-text NEW", "loop.wav"),
        ("dataset only-empty NEW", "loop.wav"),
        ("dataset only-single NEW", "loop.wav"),
        ("train nothing --out NEW", "nothing"),
        ("export nothing OUT", "nothing"),
        ("check garbage.onnx", "not a playable ONNX file"),
        ("check foreign.onnx", "without vamen.card"),
        ("check geometry.onnx", "hop = 512"),
        ("play --null --model geometry.onnx --osc-port 0", "hop = 512"),
        ("play --null --model good.onnx --buffer 3 --osc-port 0", "buffer"),
        ("play --device no-such-card --model good.onnx --osc-port 0", "no-such-card"),
        ("dance", "dance"),
    ],
)
def test_a_refusal_is_one_sentence_and_overwrites_nothing(
    place: Path, tmp_path: Path, refusal: Callable[..., str], words: str, sentence: str
) -> None:
    out = tmp_path / "out.wav"
    out.write_bytes(KEPT)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    assert sentence in refusal(
        *words.replace("OUT", str(out)).replace("NEW", str(tmp_path / "new")).split(), folder=place
    )
    assert out.read_bytes() == KEPT
    assert list(tmp_path.iterdir()) == [out]
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before


def test_a_busy_port_is_named(place: Path, refusal: Callable[..., str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as busy:
        busy.bind(("127.0.0.1", 0))
        port = str(busy.getsockname()[1])
        said = refusal("play", "--null", "--model", "good.onnx", "--osc-port", port, folder=place)
    assert port in said and "--osc-port" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[play]\ntemp = 3\n", ["temp", "vamen.toml"]),
        ("tempo = 3\n", ["tempo", "vamen.toml"]),
        ("[play\n", ["vamen.toml"]),
    ],
    ids=["unknown key", "outside a table", "not TOML"],
)
def test_an_invalid_configuration_is_refused_by_name(
    place: Path, tmp_path: Path, refusal: Callable[..., str], text: str, words: list[str]
) -> None:
    (tmp_path / "vamen.toml").write_text(text)
    model = str(place / "good.onnx")
    said = refusal("play", "--null", "--model", model, "--osc-port", "0", folder=tmp_path)
    assert all(word in said for word in words)
