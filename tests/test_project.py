"""Packaging: names, pinned versions, declared dependencies, make targets, commands of the documents."""

import ast
import importlib.util
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
    """Return the shell commands of a document, each as a list of words."""
    text = (ROOT / document).read_text("utf-8")
    blocks = [block for block in FENCE.findall(text) if not block.startswith("#!")]  # scripts are run by other tests
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.strip()]


def requirements(*extras: str) -> list[Requirement]:
    """Return the requirements of pyproject.toml with these extras."""
    lines = [*PROJECT["project"]["dependencies"]]
    for extra in extras:
        lines += PROJECT["project"]["optional-dependencies"][extra]
    return [Requirement(line) for line in lines]


def pins() -> list[Requirement]:
    """Return the pins of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def environment(system: str, machine: str, python: str) -> dict[str, str]:
    """Return the values of requirement markers on a machine."""
    values = {"sys_platform": system, "platform_machine": machine, "python_version": python}
    return {**default_environment(), **values, "python_full_version": f"{python}.0"}  # type: ignore[dict-item]


def applies(requirement: Requirement, place: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(place)


def test_no_other_distribution_provides_our_package_names() -> None:
    owners = packages_distributions()
    for name in PACKAGES:
        assert set(owners.get(name, ())) <= {"vamen"}, f"{name} comes with another package too"


def test_the_command_is_installed_under_its_name() -> None:
    assert PROJECT["project"]["scripts"] == {"vamen": "engine.commands.cli:main"}


@pytest.mark.parametrize(("system", "machine", "python"), MACHINES)
def test_every_dependency_has_one_fitting_pin(system: str, machine: str, python: str) -> None:
    place = environment(system, machine, python)
    pinned = {canonicalize_name(pin.name): pin for pin in pins() if applies(pin, place)}
    assert len(pinned) == sum(applies(pin, place) for pin in pins()), "a version is pinned twice"
    for requirement in requirements("train", "dev"):
        if applies(requirement, place):
            pin = pinned[canonicalize_name(requirement.name)]
            [exact] = pin.specifier
            assert exact.operator == "==", f"{pin} is no exact version"
            assert requirement.specifier.contains(exact.version), f"{pin} does not fit {requirement}"


@pytest.mark.parametrize(("system", "machine", "python"), MACHINES)
def test_there_is_exactly_one_onnxruntime(system: str, machine: str, python: str) -> None:
    place = environment(system, machine, python)
    names = [item.name for item in requirements() if item.name.startswith("onnxruntime") and applies(item, place)]
    expected = "onnxruntime-gpu" if (system, machine) == ("linux", "x86_64") else "onnxruntime"
    assert names == [expected]


def test_the_player_needs_no_training_library() -> None:
    assert {item.name for item in requirements()}.isdisjoint({"torch", "librosa", "onnx", "safetensors"})


def imports(package: str) -> set[str]:
    """Return the first names of all modules that a package imports, inside functions too."""
    names = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize(
    ("extra", "packages"),
    [("", ("engine", "osc_bridge")), ("train", ("training", "export")), ("link", ("osc_bridge",))],
    ids=["core", "train", "link"],
)
def test_the_packages_import_what_is_declared_for_them(extra: str, packages: tuple[str, ...]) -> None:
    project, owners = PROJECT["project"], packages_distributions()
    imported = {name for package in packages for name in imports(package)}
    for requirement in map(Requirement, project["optional-dependencies"][extra] if extra else project["dependencies"]):
        name = canonicalize_name(requirement.name)
        modules = {module for module, owner in owners.items() if name in map(canonicalize_name, owner)}
        if requirement.marker is None or requirement.marker.evaluate():
            assert modules & imported, f"{requirement.name} is declared but not imported by {' or '.join(packages)}"


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", *(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))])
def test_the_commands_of_a_document_exist(document: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for words in commands(document):
        while "=" in words[0]:
            words = words[1:]
        if words[0] == "vamen":
            build().parse_args(words[1:], exit_on_error=False, print_error=False)
        elif words[0] == "torchrun":
            build().parse_args(words[words.index("engine") + 1 :], exit_on_error=False, print_error=False)
        elif words[0] == "make":
            assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), words
        elif words[:2] == ["python", "-m"]:
            assert importlib.util.find_spec(words[2]), words
        else:
            assert words[0] == "oscsend", f"{words[0]} is not tested here"


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
@pytest.mark.parametrize(
    "target", ["help", "play", "test", "check", "wheel", "clean", "environment", "train-environment"]
)
def test_the_makefile_knows_its_targets(target: str) -> None:
    dry = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (dry.returncode, dry.stderr) == (0, "")


def test_the_source_package_has_every_folder() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    folders = {name.partition("/")[0] for name in tracked if "/" in name and not name.startswith(".")}
    assert {f"/{folder}" for folder in folders} <= set(PROJECT["tool"]["scikit-build"]["sdist"]["include"])


def test_the_licence_is_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
