import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.errors import NoDevice
from engine.realtime.devices import Device, choose, devices, listed, muted_stderr, portaudio

JACK = "JACK Audio Connection Kit"
CARDS = [
    Device(0, "ALSA", "HDA Intel: ALC269 (hw:0,0)", 2, 44_100, True),
    Device(1, "ALSA", "default", 64, 44_100, False),
    Device(2, "ALSA", "pulse", 32, 44_100, False),
    Device(4, JACK, "Scarlett", 8, 48_000, False),
    Device(5, JACK, "system", 2, 48_000, True),
    Device(7, "MME", "Speakers", 2, 44_100, True),
    Device(8, "Windows WASAPI", "Speakers", 2, 48_000, True),
]


def without(*places: str) -> list[Device]:
    return [device for device in CARDS if device.host_api not in places and device.name not in places]


@pytest.mark.parametrize(
    ("outputs", "host_api", "name", "index"),
    [
        pytest.param(CARDS, None, None, 5, id="a running JACK server first, at its default"),
        pytest.param(without(JACK), None, None, 2, id="then the sound server behind ALSA"),
        pytest.param(without(JACK, "pulse"), None, None, 1, id="then what ALSA calls default"),
        pytest.param(without(JACK, "pulse", "default", "Windows WASAPI", "MME"), None, None, 0, id="then a bare card"),
        pytest.param(without(JACK, "ALSA"), None, None, 8, id="WASAPI before MME"),
        pytest.param(CARDS, "alsa", None, 2, id="a host API in any case"),
        pytest.param(CARDS, "mme", None, 7, id="one that is never chosen by itself"),
        pytest.param(CARDS, None, "speakers", 8, id="a name that two host APIs have"),
        pytest.param(CARDS, "MME", "speakers", 7, id="both"),
        pytest.param(CARDS, None, "ALC269", 0, id="part of a name"),
        pytest.param(
            [*CARDS, Device(9, "ALSA", "default pulse", 2, 44_100, True)], "ALSA", "pulse", 2, id="exact first"
        ),
    ],
)
def test_outputs_are_chosen_by_names(outputs: list[Device], host_api: str | None, name: str | None, index: int) -> None:
    assert choose(outputs, host_api, name).index == index


def test_a_wish_that_nothing_fits_is_refused_with_what_there_is() -> None:
    with pytest.raises(NoDevice, match=r"no output 'Skarlett' of 'JACK'; there are .*'Scarlett' of 'JACK Audio"):
        choose(CARDS, "JACK", "Skarlett")
    with pytest.raises(NoDevice, match="no sound card or sound server"):
        choose([])


class Library:
    """As much of sounddevice as a list of devices needs."""

    @staticmethod
    def query_hostapis() -> list[dict[str, Any]]:
        return [{"name": "ALSA", "default_output_device": 2}, {"name": JACK, "default_output_device": -1}]

    @staticmethod
    def query_devices() -> list[dict[str, Any]]:
        return [
            {"name": "mic", "hostapi": 0, "max_output_channels": 0, "default_samplerate": 44100.0},
            {"name": "Speakers\r\n (2-  USB)", "hostapi": 1, "max_output_channels": 8, "default_samplerate": 48000.0},
            {"name": "default", "hostapi": 0, "max_output_channels": 2, "default_samplerate": 44100.0},
        ]


def test_only_outputs_are_listed_and_their_names_have_one_line() -> None:
    assert listed(Library) == [
        Device(1, JACK, "Speakers (2- USB)", 8, 48_000, False),
        Device(2, "ALSA", "default", 2, 44_100, True),
    ]


def test_the_list_says_what_would_be_used(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.realtime.devices.portaudio", lambda: Library)
    devices()
    text = capsys.readouterr().out
    assert f"* {JACK}" in text
    assert '--device "Speakers (2- USB)"' in text
    devices(json=True)
    entries = json.loads(capsys.readouterr().out)["outputs"]
    assert [entry["chosen"] for entry in entries] == [True, False]


def run_without_portaudio(tmp_path: Path, code: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    root = Path(__file__).parents[3]
    path = os.pathsep.join((str(tmp_path), str(root)))
    environment = os.environ | {"PYTHONPATH": path}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_without_portaudio_the_list_says_how_to_get_it(tmp_path: Path) -> None:
    done = run_without_portaudio(tmp_path, "from engine.realtime.devices import devices; devices(); devices(json=True)")
    assert (done.returncode, done.stderr) == (0, "")
    assert "PortAudio's library is missing; install it" in done.stdout
    assert "silent output" in done.stdout
    assert json.loads(done.stdout[done.stdout.index("{") :])["outputs"] == []


def test_looking_never_starts_a_sound_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JACK_NO_START_SERVER", raising=False)
    try:
        portaudio()
    except NoDevice as refusal:
        pytest.skip(str(refusal))
    assert os.environ["JACK_NO_START_SERVER"] == "1"


def test_chatter_of_libraries_does_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with muted_stderr():
        os.write(2, b"ALSA lib pcm.c: cannot find card 0")
    os.write(2, b"heard")
    assert capfd.readouterr().err == "heard"
