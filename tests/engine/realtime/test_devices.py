"""Choosing an output by names, and listing the outputs of PortAudio."""

import os
from typing import Any

import pytest

from engine.errors import NoDevice
from engine.realtime.devices import Device, choose_device, list_outputs, load_portaudio, split_title

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


def without(*names: str) -> list[Device]:
    return [device for device in CARDS if device.host_api not in names and device.name not in names]


@pytest.mark.parametrize(
    ("outputs", "host_api", "name", "index"),
    [
        pytest.param(CARDS, None, None, 5, id="a running JACK server, at its default output"),
        pytest.param(without(JACK), None, None, 2, id="then a sound server behind ALSA"),
        pytest.param(without(JACK, "pulse"), None, None, 1, id="then ALSA's default"),
        pytest.param(without(JACK, "pulse", "default", "Windows WASAPI", "MME"), None, None, 0, id="then a card"),
        pytest.param(without(JACK, "ALSA"), None, None, 8, id="WASAPI before MME"),
        pytest.param(CARDS, "alsa", None, 2, id="a host API, ignoring case"),
        pytest.param(CARDS, "mme", None, 7, id="a host API that is never preferred"),
        pytest.param(CARDS, None, "speakers", 8, id="a name in two host APIs"),
        pytest.param(CARDS, "MME", "speakers", 7, id="host API and name"),
        pytest.param(CARDS, None, "ALC269", 0, id="part of a name"),
        pytest.param(
            [*CARDS, Device(9, "ALSA", "default pulse", 2, 44_100, True)],
            "ALSA",
            "pulse",
            2,
            id="an exact name before a part of one",
        ),
    ],
)
def test_an_output_is_chosen_by_host_api_and_name(
    outputs: list[Device], host_api: str | None, name: str | None, index: int
) -> None:
    assert choose_device(outputs, host_api, name).index == index


def test_without_a_match_the_error_lists_the_outputs() -> None:
    with pytest.raises(NoDevice, match=r"no output 'Skarlett' of 'JACK'; there are .*'Scarlett' of 'JACK Audio"):
        choose_device(CARDS, "JACK", "Skarlett")
    with pytest.raises(NoDevice, match="no sound card or sound server"):
        choose_device([])


class Library:
    """The part of sounddevice that lists devices."""

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


def test_only_outputs_are_listed_with_names_of_one_line() -> None:
    assert list_outputs(Library) == [
        Device(1, JACK, "Speakers (2- USB)", 8, 48_000, False),
        Device(2, "ALSA", "default", 2, 44_100, True),
    ]


def test_listing_devices_never_starts_a_jack_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JACK_NO_START_SERVER", raising=False)
    try:
        load_portaudio()
    except NoDevice as refusal:
        pytest.skip(str(refusal))
    assert os.environ["JACK_NO_START_SERVER"] == "1"


@pytest.mark.parametrize("name", ["desk", "HDA Intel PCH: ALC257 Analog (hw:0,0)", "Lautsprecher (2- USB) "])
def test_a_title_is_split_into_host_api_and_name(name: str) -> None:
    device = Device(0, "JACK Audio Connection Kit", name, 2, 44_100, True)
    assert split_title(device.title) == (device.host_api, name)
