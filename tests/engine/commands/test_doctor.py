"""The doctor says what is there, and survives whatever is not."""

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
from engine.model import cuda, model_file
from engine.model.runtime import PROVIDERS
from tests import jack


def healthy() -> list[Finding]:
    """A probe that finds something, though its library talks."""
    os.write(2, b"chatter of a driver\n")
    return [Finding("healthy", "ok", "here")]


def hanging() -> list[Finding]:
    """A probe whose driver never answers."""
    time.sleep(60)
    return []


def crashing() -> list[Finding]:
    """A probe whose driver takes the process down."""
    os._exit(11)


def raising() -> list[Finding]:
    """A probe of something broken."""
    raise RuntimeError("wires\ncrossed")


def test_probes_that_crash_or_raise_are_findings(capfd: pytest.CaptureFixture[str]) -> None:
    probes = {"raising": raising, "crashing": crashing, "healthy": healthy}
    found = {finding.topic: finding for finding in doctor.examine(probes, patience=60.0)}
    assert found["healthy"] == Finding("healthy", "ok", "here")
    assert found["raising"] == Finding("raising", "bad", "RuntimeError: wires crossed")
    assert found["crashing"].text == "the probe crashed (exit code 11)"
    assert capfd.readouterr().err == ""


def test_a_probe_that_hangs_is_a_finding() -> None:
    [finding] = doctor.examine({"hanging": hanging}, patience=0.5)
    assert finding == Finding("hanging", "bad", "no answer within 0.5 s; its driver hangs")


def test_a_taken_port_is_noticed() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        [finding] = doctor.network(port)
        assert (finding.state, f"port {port} is taken" in finding.text) == ("note", True)
    assert doctor.network(port) == [Finding("osc", "ok", f"port {port} is free")]


def test_a_missing_portaudio_is_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    [finding] = doctor.sound()
    assert (finding.topic, finding.state) == ("sound", "note")
    assert "silent output" in finding.text


def test_a_missing_model_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(model_file, "bundled", lambda: tmp_path / "gone.onnx")
    [finding] = doctor.decoder()
    assert (finding.topic, finding.state) == ("model", "bad")
    assert "gone.onnx" in finding.text


def test_a_model_is_named_with_what_runs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tiny_model = pytest.importorskip(
        "tests.tiny_model", reason="onnx is missing: pip install 'vamen[train]'"
    ).tiny_model
    path = tiny_model(tmp_path / "tiny.onnx")
    monkeypatch.setattr(model_file, "bundled", lambda: path)
    found = {finding.topic: finding for finding in doctor.decoder()}
    assert found["model"].text.startswith("tiny.onnx")
    assert re.fullmatch(r"runs on (cpu|cuda), \d+ ms for a new loop and its picture", found["decoder"].text)
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
def test_what_cuda_lacks_is_named(
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
    monkeypatch.setattr(cuda, "has_driver", lambda: driver)
    monkeypatch.setattr(cuda, "preload", lambda: missing)
    [finding] = doctor.graphics(provider)
    assert (finding.topic, finding.state, said in finding.text) == ("cuda", state, True)


def test_the_compiled_core_is_found_and_timed() -> None:
    [finding] = doctor.core()
    assert (finding.topic, finding.state) == ("core", "ok")
    assert "% of the time" in finding.text


@pytest.mark.audio
def test_the_place_where_sound_goes_is_named(jack_server: jack.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("JACK_DEFAULT_SERVER", "JACK_NO_START_SERVER"):
        monkeypatch.setenv(name, jack_server.env[name])
    [sound, midi] = doctor.examine({"sound": doctor.sound, "midi": doctor.midi})
    assert (sound.state, "JACK" in sound.text, "44100 Hz" in sound.text) == ("ok", True, True)
    assert midi.state == "ok"


def test_the_report_is_plain_words_or_json(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "PROBES", {"healthy": healthy, "raising": raising})
    doctor.doctor()
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "needs attention: raising"
    assert "  healthy   here" in lines
    doctor.doctor(json=True)
    report = json.loads(capsys.readouterr().out)
    assert {"topic": "raising", "state": "bad", "text": "RuntimeError: wires crossed"} in report["findings"]
