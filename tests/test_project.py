"""What surrounds the code keeps its word: packaging, pinned versions, the README's commands."""

import re
import shlex
import shutil
import subprocess
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine import errors
from engine.commands.cli import build

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = ("engine", "export", "training", "osc_bridge")
FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
MACHINES = [
    (system, machine, python)
    for system, machine in (("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64"))
    for python in ("3.11", "3.12")
]


def commands(document: str) -> list[list[str]]:
    """The shell commands of a document, as words."""
    text = (ROOT / document).read_text("utf-8")
    return [shlex.split(line) for block in FENCE.findall(text) for line in block.splitlines() if line.strip()]


def wanted(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, with some of its extras."""
    lines = [*PROJECT["project"]["dependencies"]]
    for extra in extras:
        lines += PROJECT["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def pins() -> list[Requirement]:
    """What constraints.txt allows."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def environment(system: str, machine: str, python: str) -> dict[str, str]:
    """The values of markers on some machine."""
    values = {"sys_platform": system, "platform_machine": machine, "python_version": python}
    return {**default_environment(), **values, "python_full_version": f"{python}.0"}  # type: ignore[dict-item]


def holds(requirement: Requirement, place: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(place)


def test_nobody_else_provides_our_names() -> None:
    owners = packages_distributions()
    for name in PACKAGES:
        assert set(owners.get(name, ())) <= {"vamen"}, f"{name} comes with another package too"


def test_the_command_is_installed_under_its_name() -> None:
    assert PROJECT["project"]["scripts"] == {"vamen": "engine.commands.cli:main"}


@pytest.mark.parametrize(("system", "machine", "python"), MACHINES)
def test_every_dependency_has_one_fitting_pin(system: str, machine: str, python: str) -> None:
    place = environment(system, machine, python)
    pinned = {canonicalize_name(pin.name): pin for pin in pins() if holds(pin, place)}
    assert len(pinned) == sum(holds(pin, place) for pin in pins()), "a version is pinned twice"
    for requirement in wanted("train", "dev"):
        if holds(requirement, place):
            pin = pinned[canonicalize_name(requirement.name)]
            [exact] = pin.specifier
            assert exact.operator == "==", f"{pin} is no exact version"
            assert requirement.specifier.contains(exact.version), f"{pin} does not fit {requirement}"


@pytest.mark.parametrize(("system", "machine", "python"), MACHINES)
def test_there_is_exactly_one_onnxruntime(system: str, machine: str, python: str) -> None:
    place = environment(system, machine, python)
    names = [item.name for item in wanted() if item.name.startswith("onnxruntime") and holds(item, place)]
    expected = "onnxruntime-gpu" if (system, machine) == ("linux", "x86_64") else "onnxruntime"
    assert names == [expected]


def test_the_player_needs_no_training_library() -> None:
    assert {item.name for item in wanted()}.isdisjoint({"torch", "librosa", "onnx", "safetensors"})


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_the_commands_of_a_document_can_be_run(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for words in commands(document):
        while "=" in words[0]:
            words = words[1:]
        if words[0] == "vamen":
            build().parse_args(words[1:], exit_on_error=False, print_error=False)
        elif words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), words
        else:
            assert words[0] in ("oscsend",), f"{words[0]} is not tested here"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
@pytest.mark.parametrize("target", ["help", "play", "test", "check", "wheel", "clean", "environment"])
def test_the_makefile_knows_its_targets(target: str) -> None:
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (dry.returncode, dry.stderr) == (0, "")


def test_the_readme_names_every_exit_code() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.VamenError)]
    assert {str(kind.exit_code) for kind in kinds} | {"0", "2", "130"} == set(table)


def test_the_licence_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
