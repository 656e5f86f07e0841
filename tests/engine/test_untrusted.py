"""Readers of files from elsewhere: limits of size, depth and memory, and what is no regular file."""

import os
import time
import tracemalloc
from pathlib import Path

import pytest

from engine.errors import BadInput, ModelMismatch
from engine.files.session_log import LOG_FORMAT, line, read_log
from engine.model.digest import DIGEST_ENTRY, add_digest
from engine.model.model_file import Model
from engine.spec import SPEC
from engine.untrusted import (
    MAX_KEY_DOTS,
    MAX_NESTING,
    printable,
    printable_values,
    read_bytes,
    read_json,
    read_toml,
)
from tests.tiny_model import card, tiny_model


def test_a_file_of_the_largest_size_is_read_and_a_longer_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 2048)
    assert read_bytes(path, 2048) == b"x" * 2048
    with pytest.raises(OSError, match="more than the 1 kB"):
        read_bytes(path, 2047)


def test_pipes_devices_folders_and_impossible_names_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    began = time.monotonic()
    for path, reason in (
        (tmp_path / "pipe", "not a regular file"),
        (Path("/dev/zero"), "not a regular file"),
        (tmp_path, "directory"),
        (tmp_path / "a\0b", "null byte"),
        (tmp_path / "missing", "No such file"),
    ):
        with pytest.raises(OSError, match=reason):
            read_bytes(path, 100)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        '{"a":' * 30_000,
        "[" * (MAX_NESTING + 1) + "]" * (MAX_NESTING + 1),
        b"\xff{}",
        "1" * 5000,
        "",
        '"\x1b"',
    ],
)
def test_bad_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"^[ -~]+$"):
        read_json(text)


def test_json_of_the_largest_depth_is_read() -> None:
    text = "[" * MAX_NESTING + "]" * MAX_NESTING
    assert str(read_json(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "[play]\n" + "a." * 30_000 + "a = 1\n",
        "[" + "a." * 30_000 + "a]\n",
        "x = {" + "a . " * 300 + "a = 1}\n",
        ".".join(['"b c"'] * 1000) + " = 1\n",
        "x = " + "[" * 30_000,
        "x = " + "{a=" * 10_000,
        b"x = '\xff'",
        "x = " + "1" * 5000,
        "x = '\x1b'",
    ],
)
def test_bad_toml_is_a_value_error_in_little_memory(text: str | bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=r"^[ -~]+$"):
            read_toml(text)
        assert tracemalloc.get_traced_memory()[1] < 30e6
    finally:
        tracemalloc.stop()


def test_dots_in_texts_comments_and_lists_are_not_those_of_keys() -> None:
    dots = "." * 2 * MAX_KEY_DOTS
    text = f"# {dots}\na.b.c = \"{dots}\\\"{dots}\" # {dots}\nd = '{dots}'\ne = [{'0.5, ' * 50}]\nf = '''\n{dots}'''\n"
    assert read_toml("\ufeff" + text)["e"] == [0.5] * 50
    assert read_toml(text.encode())["d"] == dots


def test_control_characters_become_spaces() -> None:
    assert printable("a\x1b[2J\x9b\u202eé\udce9") == "a [2J  é\udce9"
    assert printable_values({"a\n": ["\x07", 1, {"b": None}]}) == {"a ": [" ", 1, {"b": None}]}


def test_a_take_without_a_line_for_an_hour_is_refused_and_one_with_an_interval_read(tmp_path: Path) -> None:
    path = tmp_path / "a.take"
    head = line("take", LOG_FORMAT, "tiny", "0" * 64) + line("begin", 0, 0)
    path.write_text(head + line("length", 3600 * SPEC.rate))
    with pytest.raises(BadInput, match="no line for 60 minutes, expected at most 45"):
        read_log(path)
    path.write_text(head + line("set", 2400 * SPEC.rate, "level", 0.5) + line("length", 4800 * SPEC.rate))
    assert read_log(path).length == 4800 * SPEC.rate


def test_a_card_with_an_infinite_geometry_or_metadata_that_is_not_text_is_refused(tmp_path: Path) -> None:
    import json

    text = json.dumps(card(spec={**SPEC.to_dict(), "rate": float("inf")}))
    with pytest.raises(ModelMismatch, match="rate is not finite"):
        Model.load(tiny_model(tmp_path / "infinite.onnx", text=text), provider="cpu")
    path = tiny_model(tmp_path / "tiny.onnx", text=json.dumps(card(name="QQQQ\x1b[2J")))
    assert Model.load(path, provider="cpu").card.name == "QQQQ [2J"
    content = path.read_bytes()
    path.write_bytes(content[: content.rfind(DIGEST_ENTRY)].replace(b"QQQQ", b"\xff\xff\xff\xff"))
    add_digest(path)
    with pytest.raises(ModelMismatch, match="metadata that is not text"):
        Model.load(path, provider="cpu")
