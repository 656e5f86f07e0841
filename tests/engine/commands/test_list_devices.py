"""The command `vamen devices`, with and without PortAudio."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.commands.list_devices import devices
from tests.portaudio import Library


def test_the_preferred_output_is_marked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "engine.commands.list_devices.load_portaudio", lambda: Library(("card", 2, 44_100), ("desk", 8, 48_000))
    )
    devices()
    text = capsys.readouterr().out
    assert "* ALSA" in text
    assert '--device "card"' in text
    devices(json=True)
    entries = json.loads(capsys.readouterr().out)["outputs"]
    assert [entry["chosen"] for entry in entries] == [True, False]


def run_without_portaudio(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    root = Path(__file__).parents[3]
    path = os.pathsep.join((str(tmp_path), str(root)))
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_without_portaudio_the_install_command_is_shown(tmp_path: Path) -> None:
    done = run_without_portaudio(
        tmp_path, "from engine.commands.list_devices import devices; devices(); devices(json=True)"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "PortAudio's library is missing; install it" in done.stdout
    assert "silent output" in done.stdout
    assert json.loads(done.stdout[done.stdout.index("{") :])["outputs"] == []
