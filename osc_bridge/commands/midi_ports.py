"""The commands `vamen midi` and `vamen learn`: what is plugged in, and a word to the vamen that plays.

midi    the machine's MIDI -> inputs with their maps, outputs, and where maps lie
learn   a target -> the order /vamen/learn to a running `vamen play`, which says what became of it
"""

import socket
import time
from json import dumps
from pathlib import Path
from typing import Any

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from engine.errors import BadParameter, NoDevice
from osc_bridge.midi.mapping.map_library import FILE, FOLDER, load
from osc_bridge.midi.ports import rtmidi_ports
from osc_bridge.osc.addresses import ROOT
from osc_bridge.osc.interpret import ERROR, PONG
from osc_bridge.osc.server import PORT

PATIENCE = 1.0  # seconds for an answer from the same machine


def folder() -> Path:
    """Where a user's maps lie."""
    from platformdirs import user_config_path

    return user_config_path("vamen", appauthor=False)


def midi(*, backend: str = "auto", json: bool = False) -> None:
    """List MIDI inputs, the map that each is played by, and outputs.

    Args:
        backend: auto, or on Linux alsa or jack.
        json: Machine-readable.
    """
    found = report(backend, folder())
    if json:
        print(dumps(found, indent=2))
        return
    for name, map in found["inputs"].items():
        print(f"in   {name}: {map}")
    for name in found["outputs"]:
        print(f"out  {name}")
    if found["note"]:
        print(found["note"])
    print(f"your map is {found['map']}, maps for controllers lie in {found['maps']}")


def report(backend: str, place: Path) -> dict[str, Any]:
    """The same as data. `place`: the folder of the user's maps.

    Raises:
        BadConfig: there is no such backend, or a map makes no sense.
    """
    shelf, note = load(place), ""
    inputs: list[str] = []
    outputs: list[str] = []
    try:
        sources = rtmidi_ports.connect(backend, lambda source, data: None)
        try:
            inputs = list(sources.ports())
        finally:
            sources.close()
        targets = rtmidi_ports.connect_outputs(backend)
        try:
            outputs = list(targets.ports())
        finally:
            targets.close()
    except NoDevice as missing:
        note = str(missing)
    if not note and not inputs:
        note = "nothing is plugged in"
    return {
        "inputs": {name: shelf.for_port(name).name for name in inputs},
        "outputs": outputs,
        "note": note,
        "map": str(place / FILE),
        "maps": str(place / FOLDER),
    }


def learn(target: str, /, *, forget: bool = False, osc_port: int = PORT) -> None:
    """Let the next control that is moved be for something, in the vamen that plays on this machine.

    Args:
        target: A parameter like latent/8, or slice/3, play, stop, panic, preset/2, tap, half, double.
        forget: Take it out of your map instead.
        osc_port: Port on which that vamen receives OSC.
    """
    name = "unlearn" if forget else "learn"
    if refusal := ordered(f"{ROOT}/{name}", target, osc_port):
        raise BadParameter(refusal)
    print("taken out of your map" if forget else f"{target} waits: move a control; vamen play says what it has learned")


def ordered(address: str, word: str, port: int, patience: float = PATIENCE) -> str:
    """Send an order to this machine; the sentence with which it was refused, or nothing.

    Raises:
        NoDevice: nobody answers.
    """
    token = f"{time.monotonic()}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(patience)
        try:
            line.connect(("127.0.0.1", port))
            line.send(_packed(address, word))
            line.send(_packed(f"{ROOT}/ping", token))  # answered after the order
            refusal = ""
            while True:
                message = OscMessage(line.recv(65_536))
                if message.address == ERROR:
                    refusal = str(message.params[0])
                elif message.address == PONG and message.params == [token]:
                    return refusal
        except (TimeoutError, ConnectionError) as error:
            raise NoDevice(f"no vamen answers on port {port}; start vamen play, or name its --osc-port") from error


def _packed(address: str, word: str) -> bytes:
    builder = OscMessageBuilder(address)
    builder.add_arg(word)
    return bytes(builder.build().dgram)
