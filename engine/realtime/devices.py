"""Audio devices: PortAudio's list and the user's choice in, the output to play into out.

A device keeps its name but not its index, so it is chosen by name each time it is opened.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import NoDevice, muted_stderr, pip_command

# (host API, start of the device's name), best first: a sound server before a card that another program may hold
OUTPUT_PREFERENCE = (
    ("jack", ""),
    ("alsa", "pipewire"),
    ("alsa", "pulse"),
    ("alsa", "default"),
    ("wasapi", ""),
    ("core", ""),
)
PORTAUDIO_INSTALL_COMMANDS = {
    "linux": "apt-get install libportaudio2",
    "darwin": "brew install portaudio",
    "win32": pip_command("--force-reinstall", "sounddevice"),
}


@dataclass(frozen=True, slots=True)
class Device:
    """An audio output of one host API."""

    index: int  # in the present list of PortAudio
    host_api: str
    name: str
    channels: int
    rate: int  # Hz, its default
    default: bool  # whether it is the default output of its host API

    @property
    def title(self) -> str:
        """Name and host API, which identify the device."""
        return f"{self.name} ({self.host_api})"


def split_title(title: str) -> tuple[str, str]:
    """Return host API and name of a device from its `Device.title`."""
    name, _, host_api = title.removesuffix(")").rpartition(" (")
    return host_api, name


def choose_device(outputs: Sequence[Device], host_api: str | None = None, name: str | None = None) -> Device:
    """Return the output that matches host API and name, or the preferred one of several.

    A host API is given by any part of its name, a device by its name or else by any part of it. Case is ignored.

    Raises:
        NoDevice: no output matches.
    """
    asked = " of ".join(repr(part) for part in (name, host_api) if part)
    if not outputs:
        missing = f", so no output {asked}" if asked else ""
        raise NoDevice(f"there is no sound card or sound server{missing}; start one or plug one in")
    api, wanted = (host_api or "").casefold(), (name or "").casefold()
    matching = [device for device in outputs if api in device.host_api.casefold()]
    exact = [device for device in matching if device.name.casefold() == wanted]
    matching = exact or [device for device in matching if wanted in device.name.casefold()]
    if not matching:
        known = ", ".join(f"{device.name!r} of {device.host_api!r}" for device in outputs)
        raise NoDevice(f"there is no output {asked}; there are {known}")
    return min(matching, key=_preference)


def list_outputs(library: Any) -> list[Device]:
    """Return all outputs that PortAudio lists; line breaks, which some drivers put into names, become spaces."""
    apis = library.query_hostapis()
    return [
        Device(
            index,
            host_api=apis[entry["hostapi"]]["name"],
            name=" ".join(entry["name"].split()),
            channels=entry["max_output_channels"],
            rate=round(entry["default_samplerate"]),
            default=apis[entry["hostapi"]]["default_output_device"] == index,
        )
        for index, entry in enumerate(library.query_devices())
        if entry["max_output_channels"] > 0
    ]


def load_portaudio() -> Any:
    """Import sounddevice, which lists the devices present at its first import in this process.

    Raises:
        NoDevice: PortAudio's library is missing or does not start.
    """
    os.environ.setdefault("JACK_NO_START_SERVER", "1")  # listing devices must not start a server
    with muted_stderr():
        try:
            import sounddevice
        except OSError as error:
            command = PORTAUDIO_INSTALL_COMMANDS.get(sys.platform, "see portaudio.com")
            raise NoDevice(f"PortAudio's library is missing; install it: {command}") from error
        except Exception as error:  # PortAudioError, which cannot be imported without the module
            raise NoDevice(f"PortAudio does not start ({error}); see whether other programs can play") from error
    return sounddevice


def _preference(device: Device) -> tuple[int, bool, int]:
    """Return a sorting key: OUTPUT_PREFERENCE, then the default output of a host API, then the order of the list."""
    api, name = device.host_api.casefold(), device.name.casefold()
    ranks = (rank for rank, (part, start) in enumerate(OUTPUT_PREFERENCE) if part in api and name.startswith(start))
    return next(ranks, len(OUTPUT_PREFERENCE)), not device.default, device.index
