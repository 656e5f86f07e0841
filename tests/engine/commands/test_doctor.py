"""The doctor reports what works and what is missing, and survives probes that fail."""

import json
import os
import re
import socket
import sys
import time
from pathlib import Path

import onnxruntime
import pytest

from engine.commands import doctor
from engine.commands.doctor import Finding
from engine.model import model_file, runtime
from engine.model.runtime import PROVIDERS
from tests import jack


def healthy() -> list[Finding]:
    """A probe that succeeds although its library prints."""
    os.write(2, b"chatter of a driver\n")
    return [Finding("healthy", "ok", "here")]


def hanging() -> list[Finding]:
    """A probe whose driver never answers."""
    time.sleep(60)
    return []


def crashing() -> list[Finding]:
    """A probe whose driver ends the process."""
    os._exit(11)


def raising() -> list[Finding]:
    """A probe of something broken."""
    raise RuntimeError("wires\ncrossed")


def test_probes_that_crash_or_raise_are_findings(capfd: pytest.CaptureFixture[str]) -> None:
    probes = {"raising": raising, "crashing": crashing, "healthy": healthy}
    found = {finding.topic: finding for finding in doctor.examine(probes, timeout=60.0)}
    assert found["healthy"] == Finding("healthy", "ok", "here")
    assert found["raising"] == Finding("raising", "bad", "RuntimeError: wires crossed")
    assert found["crashing"].text == "the probe crashed (exit code 11)"
    assert capfd.readouterr().err == ""


def test_a_probe_that_hangs_is_a_finding() -> None:
    [finding] = doctor.examine({"hanging": hanging}, timeout=0.5)
    assert finding == Finding("hanging", "bad", "no answer within 0.5 s; its driver hangs")


def test_a_port_in_use_is_a_note() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        [finding] = doctor.network(port)
        assert (finding.state, f"port {port} is taken" in finding.text) == ("note", True)
    assert doctor.network(port) == [Finding("osc", "ok", f"port {port} is free")]


def test_a_missing_portaudio_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    [finding] = doctor.sound()
    assert (finding.topic, finding.state) == ("sound", "note")
    assert "silent output" in finding.text


def test_a_missing_model_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(model_file, "bundled", lambda: tmp_path / "gone.onnx")
    [finding] = doctor.decoder()
    assert (finding.topic, finding.state) == ("model", "bad")
    assert "gone.onnx" in finding.text


def test_a_model_is_reported_with_its_provider(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tiny_model = pytest.importorskip("tests.tiny_model", reason="onnx is missing: make train-environment").tiny_model
    path = tiny_model(tmp_path / "tiny.onnx")
    monkeypatch.setattr(model_file, "bundled", lambda: path)
    found = {finding.topic: finding for finding in doctor.decoder()}
    assert found["model"].text.startswith("tiny.onnx")
    assert re.fullmatch(r"runs on (cpu|cuda), \d+ ms to decode a new loop", found["decoder"].text)
    assert found["cuda"].text


@pytest.mark.parametrize(
    ("built", "driver", "missing", "provider", "state", "said"),
    [
        (False, False, (), "cpu", "note", "built without CUDA"),
        (True, False, (), "cpu", "note", "no NVIDIA driver"),
        (True, True, ("libcublas.so.13", "libcudnn.so.9"), "cpu", "note", "libcublas.so.13, libcudnn.so.9 cannot be"),
        (True, True, (), "cpu", "note", "does not run all of the model"),
        (True, True, (), "cuda", "ok", "run the model"),
    ],
)
def test_missing_parts_of_cuda_are_named(
    monkeypatch: pytest.MonkeyPatch,
    built: bool,
    driver: bool,
    missing: tuple[str, ...],
    provider: str,
    state: str,
    said: str,
) -> None:
    providers = [PROVIDERS["cuda"]] if built else []
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [*providers, PROVIDERS["cpu"]])
    monkeypatch.setattr(runtime, "has_cuda_driver", lambda: driver)
    monkeypatch.setattr(runtime, "preload_cuda", lambda: missing)
    [finding] = doctor.cuda(provider)
    assert (finding.topic, finding.state, said in finding.text) == ("cuda", state, True)


def test_the_compiled_core_is_found_and_timed() -> None:
    [finding] = doctor.core()
    assert (finding.topic, finding.state) == ("core", "ok")
    assert "% of real time" in finding.text


@pytest.mark.audio
def test_the_output_that_play_would_use_is_named(jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER"):
        monkeypatch.setenv(name, jack_server.env[name])
    [sound, midi] = doctor.examine({"sound": doctor.sound, "midi": doctor.midi})
    assert (sound.state, "JACK" in sound.text, "44100 Hz" in sound.text) == ("ok", True, True)
    assert midi.state == "ok"


def test_the_report_is_text_or_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "PROBES", {"healthy": healthy, "raising": raising})
    doctor.doctor()
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "needs attention: raising"
    assert "  healthy   here" in lines
    doctor.doctor(json=True)
    report = json.loads(capsys.readouterr().out)
    assert {"topic": "raising", "state": "bad", "text": "RuntimeError: wires crossed"} in report["findings"]
