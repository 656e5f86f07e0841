"""A damaged model file is refused by everything that loads it."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine.errors import ModelMismatch
from engine.model.digest import DIGEST_ENTRY, DIGEST_LENGTH, MAX_ONNX_BYTES, read_model
from engine.model.model_file import Model, bundled
from tests.live import ROOT
from tests.tiny_model import tiny_model

Damage = Callable[[bytearray], object]


def invert(content: bytearray, begin: int, count: int) -> None:
    content[begin : begin + count] = (np.frombuffer(content, np.uint8)[begin : begin + count] ^ 0xFF).tobytes()


def swap(content: bytearray, one: int, other: int) -> None:
    content[one], content[other] = content[other], content[one]


def damaged(path: Path, damage: Damage) -> Path:
    """Write a damaged copy of the bundled model."""
    content = bytearray(bundled().read_bytes())
    damage(content)
    path.write_bytes(content)
    return path


IN_THE_MIDDLE = 6_500_000  # offset among the weights
DAMAGES: dict[str, Damage] = {
    "4000 inverted bytes": lambda content: invert(content, IN_THE_MIDDLE, 4000),
    "one bit": lambda content: content.__setitem__(IN_THE_MIDDLE, content[IN_THE_MIDDLE] ^ 1),
    "a page of zeros": lambda content: content.__setitem__(slice(IN_THE_MIDDLE, IN_THE_MIDDLE + 4096), bytes(4096)),
    "two bytes swapped": lambda content: swap(content, *different(content)),
    "the card": lambda content: content.__setitem__(content.index(b'"macros"') + 20, ord("9")),
    "the digest": lambda content: content.__setitem__(-1, ord("x")),
    "the name of the digest": lambda content: content.__setitem__(-70, content[-70] ^ 1),
    "a digest whose fields are swapped": lambda content: content.__setitem__(
        slice(-80, None), content[-66:] + content[-80:-66]
    ),
    "a missing byte": lambda content: content.__delitem__(IN_THE_MIDDLE),
    "bytes at the end": lambda content: content.extend(b"\x72\x00"),
    "cut off": lambda content: content.__delitem__(slice(-1000, None)),
}


def different(content: bytearray) -> tuple[int, int]:
    """Return the places of two different bytes."""
    other = next(place for place in range(IN_THE_MIDDLE, len(content)) if content[place] != content[IN_THE_MIDDLE])
    return IN_THE_MIDDLE, other


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_model_is_refused(tmp_path: Path, damage: Damage) -> None:
    with pytest.raises(ModelMismatch, match=r"is damaged|not a playable ONNX file") as refusal:
        Model.load(damaged(tmp_path / "damaged.onnx", damage), provider="cpu")
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    "words", ["check MODEL", "render out.wav --bars 1 --model MODEL", "play --null --osc-port 0 --model MODEL"]
)
def test_commands_refuse_a_damaged_model_in_one_sentence(tmp_path: Path, words: str) -> None:
    path = damaged(tmp_path / "damaged.onnx", DAMAGES["4000 inverted bytes"])
    done = subprocess.run(
        [sys.executable, "-m", "engine", *words.replace("MODEL", str(path)).split()],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 6, done.stderr
    assert done.stderr.startswith(f"vamen: {path} is damaged: ") and done.stderr.count("\n") == 1
    assert not (tmp_path / "out.wav").exists()


def test_the_digest_is_that_of_all_other_bytes() -> None:
    model, file = Model.load(bundled(), provider="cpu"), read_model(bundled())
    assert hashlib.sha256(file.content[: -len(DIGEST_ENTRY) - DIGEST_LENGTH]).hexdigest() == model.digest


def test_a_model_cut_off_just_before_its_digest_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    path.write_bytes(path.read_bytes()[: -len(DIGEST_ENTRY) - DIGEST_LENGTH])
    with pytest.raises(ModelMismatch, match="the digest at its end is missing"):
        Model.load(path)


def test_a_file_saved_again_unchanged_by_onnx_loads_and_a_changed_one_does_not(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    model = onnx.load(path)
    assert [entry.key for entry in model.metadata_props] == ["vamen.card", "vamen.digest"]
    onnx.save(model, path)
    assert Model.load(path).digest
    card = json.loads(model.metadata_props[0].value)
    model.metadata_props[0].value = json.dumps(card | {"licence": "none"})
    onnx.save(model, path)
    with pytest.raises(ModelMismatch, match="is damaged"):
        Model.load(path)


def test_the_bytes_of_an_entry_are_those_of_onnx() -> None:
    model = onnx.ModelProto()
    model.metadata_props.add(key="vamen.digest", value="0" * DIGEST_LENGTH)
    assert model.SerializeToString() == DIGEST_ENTRY + b"0" * DIGEST_LENGTH


def test_a_digest_that_is_not_hexadecimal_is_refused_in_a_printable_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"anything" + DIGEST_ENTRY + b"\x1b[2J\xff\n" * 11)
    with pytest.raises(ModelMismatch, match="is damaged") as refusal:
        read_model(path)
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize("digits", [b"", b"0" * 63], ids=["none", "one less"])
def test_a_digest_that_is_cut_off_is_refused(tmp_path: Path, digits: bytes) -> None:
    path = tmp_path / "a.onnx"
    path.write_bytes(b"anything" + DIGEST_ENTRY + digits)
    with pytest.raises(ModelMismatch, match="is damaged"):
        read_model(path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(MAX_ONNX_BYTES + 1)
    with pytest.raises(ModelMismatch, match="64 MB"):
        read_model(path)
