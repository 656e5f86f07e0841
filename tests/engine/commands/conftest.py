"""An empty home and working directory, and commands for tests in place of the real ones."""

from pathlib import Path

import pytest

from engine.commands import cli

from . import commands_for_tests


@pytest.fixture
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Install the commands for tests, an empty working directory and an empty home."""
    commands = {
        name: (f"{commands_for_tests.__name__}:{name}", f"{name} for tests") for name in ("echo", "count", "fail")
    }
    commands["broken"] = ("tests.no_such_module:command", "a command whose module is missing")
    monkeypatch.setattr(cli, "COMMANDS", commands)
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path / "home")
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
