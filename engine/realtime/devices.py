"""Sound cards: what PortAudio lists in, the one to play into out; and `vamen devices`, which shows the list.

Device   one output of one host API; its name lasts, its index does not, so choices are made by name at every open
choose   devices, wishes -> Device
hushed   the C libraries under PortAudio print what they try on the terminal; within this, they do not
"""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from json import dumps
from typing import Any

from engine.errors import NoDevice

# where sound goes when nobody says: a sound server before a bare card, which another program may hold
PREFERRED = (("jack", ""), ("alsa", "pipewire"), ("alsa", "pulse"), ("alsa", "default"), ("wasapi", ""), ("core", ""))

INSTALL = {
    "linux": "apt-get install libportaudio2",
    "darwin": "brew install portaudio",
    "win32": "pip install --force-reinstall sounddevice",
}


@dataclass(frozen=True, slots=True)
class Device:
    """One output."""

    index: int  # of this moment
    host_api: str
    name: str
    channels: int
    rate: int  # Hz, that it runs at by itself
    default: bool  # of its host API

    @property
    def title(self) -> str:
        """Its name and its host API's, which together mean this device and no other."""
        return f"{self.name} ({self.host_api})"


def devices(*, json: bool = False) -> None:
    """List what sound can come out of.

    Args:
        json: machine-readable.
    """
    try:
        outputs = listed(portaudio())
        chosen: Device | None = choose(outputs)
        note = ""
    except NoDevice as refusal:
        outputs, chosen, note = [], None, str(refusal)
    if json:
        entries = [asdict(device) | {"chosen": device == chosen} for device in outputs]
        print(dumps({"outputs": entries, "note": note}, indent=2))
        return
    for device in outputs:
        mark = "*" if device == chosen else " "
        print(f"{mark} {device.host_api:<28} {device.name:<40} {device.channels:>3} channels {device.rate:>7} Hz")
    if chosen:
        print(f'* is used unless told otherwise: vamen play --host-api "{chosen.host_api}" --device "{chosen.name}"')
    else:
        print(f"{note}; until then vamen plays into the silent output")


def choose(outputs: Sequence[Device], host_api: str | None = None, name: str | None = None) -> Device:
    """The output that fits the wishes, or the friendliest one.

    A host API is named by any part of its name, a device by its name or, failing that, by any part of it; case does
    not matter.

    Raises:
        NoDevice: nothing fits.
    """
    asked = " of ".join(repr(wish) for wish in (name, host_api) if wish)
    if not outputs:
        wanted = f", so no output {asked}" if asked else ""
        raise NoDevice(f"there is no sound card or sound server{wanted}; start one or plug one in")
    api, wanted = (host_api or "").casefold(), (name or "").casefold()
    fitting = [device for device in outputs if api in device.host_api.casefold()]
    exact = [device for device in fitting if device.name.casefold() == wanted]
    fitting = exact or [device for device in fitting if wanted in device.name.casefold()]
    if not fitting:
        known = ", ".join(f"{device.name!r} of {device.host_api!r}" for device in outputs)
        raise NoDevice(f"there is no output {asked}; there are {known}")
    return min(fitting, key=_preference)


def listed(library: Any) -> list[Device]:
    """All outputs that PortAudio knows. Names are cleared of line breaks, which some drivers put in."""
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


def portaudio() -> Any:
    """The sounddevice module; its list of devices is that of its first import in this process.

    Raises:
        NoDevice: PortAudio's library is missing or does not start.
    """
    os.environ.setdefault("JACK_NO_START_SERVER", "1")  # looking must not start anything
    with muted_stderr():
        try:
            import sounddevice
        except OSError as error:
            cure = INSTALL.get(sys.platform, "see portaudio.com")
            raise NoDevice(f"PortAudio's library is missing; install it: {cure}") from error
        except Exception as error:  # PortAudioError, of the module that could not be imported
            raise NoDevice(f"PortAudio does not start ({error}); see whether other programs can play") from error
    return sounddevice


@contextlib.contextmanager
def muted_stderr() -> Iterator[None]:
    """Send what anybody in this process writes to the terminal's error stream to nowhere. Keep it short."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _preference(device: Device) -> tuple[int, bool, int]:
    """Sorting key: preferred places first, then what a host API calls its default, then as listed."""
    api, name = device.host_api.casefold(), device.name.casefold()
    ranks = (rank for rank, (place, part) in enumerate(PREFERRED) if place in api and name.startswith(part))
    return next(ranks, len(PREFERRED)), not device.default, device.index
