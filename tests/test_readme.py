"""The README: its length, its exit codes, its links, and its commands.

The commands of a block run one after another, in one folder, in miniature: ADDED and REPLACED say what differs from the
page. `vamen play` plays into silence and ends after a moment. NOT_RUN lists what needs a network or hardware; such
commands are parsed only.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from engine import errors
from engine.commands.cli import COMMANDS, build
from engine.spec import SPEC

from .live import ROOT, started
from .tracing import Place, strace_works

TEXT = (ROOT / "README.md").read_text("utf-8")
BLOCKS = [
    [shlex.split(line) for line in block.splitlines() if line.strip()]
    for block in re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
]
VAMEN, PYTHON = (".venv/bin/vamen", "vamen"), ".venv/bin/python"
INSTALLERS = {"pip", "pipx", "uv"}
INLINE = [
    words
    for code in re.findall(r"`([^`\n]+)`", TEXT)
    if (words := shlex.split(code))[0] in {*VAMEN, PYTHON, "make", *INSTALLERS} and len(words) > 1
]
MOMENT_S = 1.5  # how long `vamen play` plays

NOT_RUN = {  # command: the reason
    "vamen learn kick": "waits for a control of a MIDI controller",
    "vamen play --host-api ALSA --buffer 256": "needs a sound card",
    "vamen play --clock midi --midi-out xl --midi-send clock": "needs a MIDI output",
}
REPLACED = {"4000": "24", "--minutes": "--steps", "120": "2"}
ADDED = {"train": ["--threads", "1"], "evaluate": ["--samples", "8"]}


def run(words: Sequence[str], folder: Path) -> str:
    """Run a command in a folder that is also the home folder; return its output."""
    done = subprocess.run(
        [sys.executable, "-m", "engine", *words],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{shlex.join(words)}: {done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def play(words: Sequence[str], folder: Path) -> None:
    """Play into silence for a moment."""
    files = {word: str(folder / word) for word in words if word.endswith((".wav", ".json", ".onnx"))}
    with started(*(files.get(word, word) for word in words), "--null") as live:
        time.sleep(MOMENT_S)
        assert live.end() == 0, live.errors


def run_traced(words: Sequence[str], folder: Path) -> str:
    """Run a command in a folder as `run` does, under strace: it may send nothing, and write nothing elsewhere."""
    place = Place(Path(f"{folder}-home"), folder, Path(f"{folder}-temporary"))
    place.home.mkdir(exist_ok=True)
    place.temporary.mkdir(exist_ok=True)
    trace = place.run(["-m", "engine", *words])
    place.require_private(trace)
    assert "Traceback" not in trace.output
    return trace.output


def run_all(
    block: Sequence[Sequence[str]], folder: Path, run: Callable[[Sequence[str], Path], str] = run
) -> dict[str, str]:
    """Run the vamen commands of a block in miniature; return their outputs by sub-command."""
    outputs = {}
    for program, name, *words in block:
        assert program == "vamen"
        if f"{program} {name} {' '.join(words)}".strip() in NOT_RUN:
            build().parse_args([name, *words], exit_on_error=False, print_error=False)
            continue
        arguments = [str(folder / word[2:]) if word.startswith("~/") else REPLACED.get(word, word) for word in words]
        if name == "play":
            play(arguments, folder)
        else:
            outputs[name] = run([name, *arguments, *ADDED.get(name, [])], folder)
    return outputs


def block_with(*words: str) -> list[list[str]]:
    """Return the block that has a command beginning with these words."""
    [block] = [block for block in BLOCKS if any(command[: len(words)] == list(words) for command in block)]
    return block


def test_it_has_at_most_1300_words() -> None:
    assert len(TEXT.split()) <= 1300


def test_its_first_screen_has_a_picture_one_command_and_three_things_to_try() -> None:
    screen = TEXT.split("\n## ")[0].splitlines()
    assert len(screen) < 30
    assert sum(line.startswith("![") for line in screen) == 1
    assert BLOCKS[0] == [["make", "play"]]
    assert [line[0] for line in screen if re.match(r"\d\. ", line)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in ROOT.glob("docs/*.md"))]
)
def test_links_lead_to_files(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert not [link for link in links if not ((ROOT / document).parent / link).exists()]


def test_it_names_every_exit_code() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", TEXT, re.MULTILINE))
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.VamenError)]
    assert {str(kind.exit_code) for kind in kinds} | {"0", "2", "130"} == set(table)


def test_every_block_is_run_by_a_test_here() -> None:
    tested = [["make", "play"], ["vamen", "devices"], ["oscsend"], ["vamen", "midi"], ["vamen", "render"]]
    assert [block[0][: len(words)] for block, words in zip(BLOCKS, tested, strict=False)] == tested
    assert BLOCKS[len(tested) :] == [block_with("vamen", "dataset")]
    everything = {" ".join(words) for block in BLOCKS for words in block}
    assert everything >= set(NOT_RUN), "NOT_RUN names a command that the README does not have"


@pytest.mark.parametrize("first", ["devices", "midi"])
def test_listing_commands_run(first: str, tmp_path: Path) -> None:
    run_all(block_with("vamen", first), tmp_path)


def test_the_osc_message_moves_a_latent_of_a_running_instrument() -> None:
    if shutil.which("oscsend") is None:
        pytest.skip("oscsend is missing: apt-get install liblo-tools")
    from .live import ask

    [[*words]] = block_with("oscsend")
    with started("--null") as live:
        subprocess.run([str(live.port) if word == "7770" else word for word in words], check=True)
        assert ask(live.port, words[3]) == [float(words[5])]
        assert live.end() == 0


def test_file_commands_run(tmp_path: Path) -> None:
    outputs = run_all(block_with("vamen", "render"), tmp_path)
    assert "encode" in outputs
    recorded, rate = soundfile.read(tmp_path / "set.wav")
    rendered, _ = soundfile.read(tmp_path / "same.wav")
    assert rate == SPEC.rate
    np.testing.assert_array_equal(recorded, rendered)


@pytest.mark.slow
def test_training_commands_run(tmp_path: Path) -> None:
    """From a folder of breaks to a model that plays: synthetic drums, few steps; nothing leaves the machine."""
    from tests.training.drum_loops import kit, write_folder

    random = np.random.default_rng(0)
    write_folder(tmp_path / "breaks", 5, random)
    (tmp_path / "one-shots").mkdir()
    strokes = kit(random)
    for name in ("kick", "snare", "hat", "tom"):
        soundfile.write(tmp_path / "one-shots" / f"{name}.wav", 0.9 * getattr(strokes, name), SPEC.rate)
    outputs = run_all(block_with("vamen", "dataset"), tmp_path, run_traced if strace_works() else run)
    assert "24 loops" in outputs["dataset"] and "from 5 breaks" in outputs["dataset"] and "1 kick" in outputs["dataset"]
    assert {path.suffix for path in (tmp_path / "run" / "previews").iterdir()} == {".png", ".wav"}
    assert (tmp_path / "my.onnx").stat().st_size <= 16e6
    assert json.loads(run(["check", "my.onnx", "--json"], tmp_path))["sources"] >= 7
    assert (tmp_path / "my.html").stat().st_size > 100_000


@pytest.mark.parametrize("words", INLINE, ids=" ".join)
def test_commands_in_the_text_run_or_exist(words: list[str], tmp_path: Path) -> None:
    program, *rest = words
    if program == "make":  # installing is what test_building checks
        assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    elif program == PYTHON:
        assert (ROOT / rest[0]).is_file()  # test_examples runs it
    elif program in INSTALLERS:
        assert rest[:-1] in (["install"], ["tool", "install"])  # needs a network
    elif len(rest) > 1 or rest[0] in ("doctor", "--help"):
        run(rest, tmp_path)
    else:
        assert rest[0] in COMMANDS
