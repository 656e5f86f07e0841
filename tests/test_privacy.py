"""Nothing leaves this machine, and nothing is written outside vamen's own folders: commands run under strace."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine.spec import SPEC

from .live import ROOT
from .tracing import Place, traced

TELEMETRY_S = 18.0  # onnxruntime's telemetry looks up its host after 15 s


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path / "home", tmp_path / "work", tmp_path / "temporary")
    for folder in (place.home, place.work, place.temporary):
        folder.mkdir()
    seconds = np.arange(2 * SPEC.rate) / SPEC.rate
    break_ = 0.5 * np.sin(880 * seconds) * np.exp(-20 * (seconds % 0.25))
    soundfile.write(place.work / "loop_4b.wav", break_, SPEC.rate)
    return place


NOSY = """
import pathlib, socket, sys
pathlib.Path.home().joinpath(".cache", "Other").mkdir(parents=True)
pathlib.Path.home().joinpath(".cache", "Other", "deviceid").write_text("1")
for host, port in (("192.0.2.1", 443), ("127.0.0.1", 53), ("224.0.0.251", 5353)):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        try:
            out.sendto(b"1", (host, port))
        except OSError:
            pass
"""


@traced
@pytest.mark.parametrize(
    "words", [["-c", NOSY], ["-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {NOSY!r}])"]]
)
def test_the_trace_shows_what_a_program_and_its_children_send_and_write(place: Place, words: list[str]) -> None:
    trace = place.run(words)
    assert trace.foreign() == [("192.0.2.1", 443), ("127.0.0.1", 53)]
    other = place.home / ".cache" / "Other"
    assert trace.outside(*place.own) == [other, other / "deviceid"]


@traced
@pytest.mark.parametrize(
    "words",
    [
        "render out.wav --bars 1",
        "render out.flac --bars 1 --preset 3",
        "encode loop_4b.wav mine.json",
        "resynth loop_4b.wav again.wav",
        "dataset . data --count 16",
        "check MODEL",
        "doctor",
        "devices",
        "midi",
        "config",
        "patches --folder patches",
        pytest.param("bench decode --rounds 10", marks=pytest.mark.slow),
    ],
)
def test_a_command_sends_nothing_and_writes_into_own_folders_only(place: Place, words: str) -> None:
    model = str(ROOT / "engine/models/vamen-breaks.onnx")
    place.require_private(place.run(["-m", "engine", *words.replace("MODEL", model).split()]))


@traced
@pytest.mark.parametrize(
    ("words", "environment"),
    [
        ("--null", {}),
        ("--null --record set.wav", {}),
        ("--null --provider auto --preset 2", {"ORT_DISABLE_TELEMETRY": "0"}),
        ("--null --osc-host 0.0.0.0", {"ORT_DISABLE_TELEMETRY": ""}),
        ("", {}),
    ],
)
def test_playing_sends_nothing_and_writes_into_own_folders_only(
    place: Place, words: str, environment: dict[str, str]
) -> None:
    place.require_private(place.play(*words.split(), **environment))


@traced
@pytest.mark.slow
def test_a_set_longer_than_the_delay_of_telemetry_looks_up_no_name(place: Place) -> None:
    place.require_private(place.play("--null", seconds=TELEMETRY_S))


ORT_IMPORT = re.compile(r"^\s*(?:import|from) onnxruntime\b", re.MULTILINE)
PRODUCT = ("engine", "export", "training", "osc_bridge", "benchmarks", "examples", "tests")


def importers() -> list[Path]:
    """Return all files that import onnxruntime."""
    files = (path for package in PRODUCT for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in files if ORT_IMPORT.search(path.read_text("utf-8")))


def test_every_file_that_imports_onnxruntime_imports_the_engine_or_lies_in_it() -> None:
    assert len(importers()) > 3
    for path in importers():
        inside = path.relative_to(ROOT).parts[0] == "engine"
        assert inside or re.search(r"^from engine\b", path.read_text("utf-8"), re.MULTILINE), (
            f"{path} may import onnxruntime with its telemetry; import something of the engine at the top"
        )


@pytest.mark.parametrize("before", [None, "0", "", "no"])
def test_importing_the_engine_switches_telemetry_off_whatever_the_variable_was(before: str | None) -> None:
    script = "import os, engine; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
    environment |= {} if before is None else {"ORT_DISABLE_TELEMETRY": before}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "1"


def test_importing_onnxruntime_before_the_engine_is_warned_of() -> None:
    script = "import sys; sys.modules['onnxruntime'] = sys; import engine"
    for environment, said in (({}, "import engine first"), ({"ORT_DISABLE_TELEMETRY": "1"}, "")):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=True
        )
        assert said in done.stderr and bool(said) == bool(done.stderr)


def test_telemetry_is_off_in_the_tests_too() -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
