"""The declarations in C and in Python agree on memory layout and geometry."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine import core
from engine.controls import Action
from engine.core.library import LIBRARY_FILE, address, declarations, ffi, geometry, lib
from engine.parameters import CORE_PARAMETERS, TABLE
from engine.realtime.event_log import EVENT_LOG_LAYOUT as JOURNAL
from engine.realtime.meters import Meters
from engine.realtime.output_monitor import MONITOR_LAYOUT as TAP
from engine.realtime.shared_memory import layout
from engine.spec import SPEC

ROOT = Path(__file__).parents[3]
NUMBERS = {"double": "<f8", "int64_t": "<i8"}


def fields(name: str) -> list[tuple[str, str, int]]:
    """Names, types and offsets of the fields of a struct."""
    return [(name, NUMBERS[field.type.cname], field.offset) for name, field in ffi.typeof(name).fields]


def columns(kind: np.dtype[np.void]) -> list[tuple[str, str, int]]:
    """Names, types and offsets of the fields of a numpy record."""
    return [(name, kind.fields[name][0].str, kind.fields[name][1]) for name in kind.names or ()]  # type: ignore[index]


SEGMENT = layout()


@pytest.mark.parametrize(
    ("struct", "record"),
    [
        ("vamen_event", SEGMENT["ring"]["slots"].base),
        ("vamen_entry", np.dtype(JOURNAL)["entries"].base),
        ("vamen_mark", np.dtype(TAP)["marks"].base),
    ],
)
def test_structs_and_records_of_the_segment_have_the_same_layout(struct: str, record: np.dtype[np.void]) -> None:
    assert fields(struct) == columns(record)
    assert ffi.sizeof(struct) == record.itemsize


def test_the_meters_have_the_same_fields_in_c_and_python() -> None:
    assert [name for name, _, _ in fields("vamen_meters")] == list(Meters._fields)
    assert {kind for _, kind, _ in fields("vamen_meters")} == {"<f8"}
    assert ffi.sizeof("vamen_meters") == SEGMENT["meters"]["values"].itemsize


def test_every_word_of_the_segment_is_aligned() -> None:
    """Otherwise another process could read half of a word."""

    def misplaced(kind: np.dtype[np.void], at: int) -> list[str]:
        found = []
        for name in kind.names or ():
            part, offset = kind.fields[name][:2]  # type: ignore[index]
            if part.base.names:
                found += misplaced(part.base, at + offset)
            elif part.base.kind in "iuf" and (at + offset) % part.base.itemsize:
                found.append(name)
        return found

    assert misplaced(SEGMENT, 0) == []
    assert SEGMENT["tapes"]["slots"].base.itemsize % 8 == 0


def test_the_library_is_compiled_for_the_geometry_and_the_core_parameters() -> None:
    for name in ("rate", "fft", "hop", "frames", "steps"):
        assert getattr(geometry, name) == getattr(SPEC, name)
    assert geometry.parameters <= CORE_PARAMETERS
    header = (ROOT / "engine/core/parameters.hpp").read_text("utf-8")
    enumeration = re.search(r"enum Parameter \{(.*?),\s*PARAMETERS\s*\}", header, re.DOTALL)
    assert enumeration
    names = re.findall(r"\w+", enumeration[1])
    assert [entry.id.replace("/", "_").upper() for entry in TABLE[: geometry.parameters]] == names
    assert geometry.preroll + core.CHAIN_BLOCK == core.LATENCY
    assert pytest.approx(10 ** (-1 / 20)) == core.CEILING


def test_the_actions_have_the_same_numbers_in_c_and_python() -> None:
    source = Path(core.__file__).with_name("events.hpp").read_text("utf-8")
    words = source.split("enum Action : int32_t {")[1].split("}")[0].replace(" ", "").split(",")
    assert words[0].split("=") == ["PLAY", "1"]
    assert [word.split("=")[0] for word in words] == [action.name for action in Action]
    assert [int(action) for action in Action] == list(range(1, len(Action) + 1))


def test_every_declared_function_is_in_the_library() -> None:
    text = declarations(Path(core.__file__).with_name("vamen.h").read_text("utf-8"))
    names = {word.split("(")[0].lstrip("*") for word in text.split() if "(" in word and "vamen_" in word.split("(")[0]}
    assert len(names) > 15
    for name in names:
        assert getattr(lib, name)
    assert LIBRARY_FILE.exists()


def test_an_array_that_is_not_contiguous_is_refused() -> None:
    with pytest.raises(ValueError, match="not contiguous"):
        address(np.zeros((4, 4), np.float32)[:, :2])


def test_without_the_library_a_command_is_refused_in_one_sentence(tmp_path: Path) -> None:
    script = "import sys, pathlib; there = pathlib.Path.is_file; "
    script += "pathlib.Path.is_file = lambda path: 'vamen_core' not in path.name and there(path); "
    script += "from engine.commands.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", script, "render", "out.wav"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"vamen: the compiled core {LIBRARY_FILE} is missing; install vamen again")
    assert len(done.stderr.splitlines()) == 1
