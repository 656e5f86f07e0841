"""A missing library is refused with a command that works where the refusal is read."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engine import errors
from engine.errors import MAKE_TARGETS, OPTIONAL_LIBRARIES, extra_of, install_command, pip_command
from tests.live import ROOT

DECLARED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]


WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == "{library}":
            raise ModuleNotFoundError("No module named {library}", name=name)

sys.meta_path.insert(0, Missing())
"""


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with its own environment, in which this process seems to run, and the working folder."""
    root = tmp_path / "my clone"
    (root / ".venv" / "bin").mkdir(parents=True)
    (root / "pyproject.toml").touch()
    monkeypatch.setattr(sys, "prefix", str(root / ".venv"))
    monkeypatch.setattr(sys, "executable", str(root / ".venv" / "bin" / "python"))
    monkeypatch.chdir(root)
    return root


def test_a_clone_with_its_own_environment_has_a_make_target_for_training(clone: Path) -> None:
    assert install_command("train", clone) == "make train-environment"


def test_in_another_folder_the_clone_is_named(clone: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert shlex.split(install_command("train", clone)) == ["make", "-C", str(clone), "train-environment"]


def test_a_link_to_the_clone_is_the_clone(clone: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(clone)
    monkeypatch.chdir(link)
    assert install_command("train", link) == install_command("train", clone) == "make train-environment"


def test_a_folder_that_is_gone_is_no_obstacle(clone: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    try:
        assert install_command("train", clone).startswith("make -C ")
    finally:
        os.chdir(clone)


@pytest.mark.parametrize("extra", ["link", "cuda"])
def test_other_extras_of_a_clone_are_installed_by_the_pip_of_its_environment(clone: Path, extra: str) -> None:
    python = str(clone / ".venv" / "bin" / "python")
    assert shlex.split(install_command(extra, clone)) == [python, "-m", "pip", "install", "-e", f"{clone}[{extra}]"]


def test_a_clone_in_another_environment_is_installed_there(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "prefix", "/opt/conda")
    monkeypatch.setattr(sys, "executable", "/opt/conda/bin/python")
    assert install_command("train", clone) == f"/opt/conda/bin/python -m pip install -e '{clone}[train]'"


def test_an_installed_wheel_gets_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/home/me/pipx/venvs/vamen/bin/python")
    command = install_command("train", tmp_path)
    assert command == "/home/me/pipx/venvs/vamen/bin/python -m pip install 'vamen[train]'"


def test_an_environment_without_pip_gets_a_command_of_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/uv tools/vamen/bin/python")
    monkeypatch.setattr(errors, "find_spec", lambda name: None)
    assert install_command("train", tmp_path) == "uv pip install --python '/uv tools/vamen/bin/python' 'vamen[train]'"
    assert pip_command("sounddevice").endswith("bin/python' sounddevice")


def test_pip_takes_the_extra_of_the_installed_package_without_an_index() -> None:
    words = shlex.split(pip_command("--no-index", "--dry-run", "--quiet", "vamen[train]"))
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("extra", OPTIONAL_LIBRARIES)
def test_every_library_of_an_extra_leads_to_it(extra: str) -> None:
    owners = packages_distributions()
    for requirement in map(Requirement, DECLARED[extra]):
        name = canonicalize_name(requirement.name)
        modules = {module for module, owner in owners.items() if name in map(canonicalize_name, owner)}
        assert extra in {extra_of(module) for module in modules}, f"no module of {requirement.name} is listed"
    assert extra_of("numpy") is None


@pytest.mark.parametrize("library", ["torch", "safetensors", "onnx", "sklearn"])
def test_commands_without_a_library_name_the_make_target(library: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT.format(library=library))
    commands = ["train . --out run", "export run mine.onnx", "evaluate data --model m.onnx"]
    said = set()
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "engine", *command.split()],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr and "internal error" not in done.stderr, done.stderr
        said.add(done.stderr.strip())
    assert f"vamen: this command needs {library}, which is not installed; run {install_command('train')}" in said


@pytest.mark.skipif(shutil.which("make") is None, reason="make is missing: apt-get install make")
@pytest.mark.parametrize("target", MAKE_TARGETS.values())
def test_the_make_target_installs_and_tests_nothing(target: str) -> None:
    dry = subprocess.run(["make", "-n", "-W", "pyproject.toml", target], cwd=ROOT, capture_output=True, text=True)
    assert dry.returncode == 0, dry.stderr
    assert "'.[train]'" in dry.stdout and "pytest" not in dry.stdout and ",dev]" not in dry.stdout


def test_no_text_of_the_product_names_an_extra_of_the_index() -> None:
    """Before a release, `pip install 'vamen[...]'` works only in the environment in which vamen is installed."""
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    for path in documents:
        assert not re.search(r"install ['\"]?vamen\b", path.read_text("utf-8")), path
    for package in ("engine", "export", "training", "osc_bridge"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and path.name != "errors.py":
                    assert not re.search(r"vamen\[|(?<!or )pip install", node.value), f"{path}: {node.value}"
