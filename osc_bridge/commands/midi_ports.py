"""The commands `vamen midi` and `vamen learn`.

midi    the machine's MIDI -> a list of inputs with their maps, outputs, and the paths of map files
learn   a target, what a knob or pad is to move -> /vamen/learn to a running `vamen play`, and its answer
"""

import socket
import time
from collections.abc import Mapping
from contextlib import closing
from json import dumps
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from engine.errors import BadConfig, BadParameter, NoDevice
from engine.untrusted import read_toml
from osc_bridge.midi.mapping.map_file import read_map_text
from osc_bridge.midi.mapping.map_library import CONTROLLER_MAPS_FOLDER, USER_MAP_FILE, load_maps
from osc_bridge.midi.mapping.midi_learn import LEARN_TIMEOUT_S
from osc_bridge.midi.mapping.targets import NO_TARGET
from osc_bridge.midi.ports.rtmidi_ports import RtMidiInputs, RtMidiOutputs
from osc_bridge.midi.routed_input import MapSections
from osc_bridge.osc.addresses import ERROR_PATH, PONG_PATH, ROOT
from osc_bridge.osc.server import OSC_PORT

from .lazy_model import LazyModel

MAP_POLL_INTERVAL_S = 0.05
OSC_ANSWER_TIMEOUT_S = 5.0  # from the same machine


class Entries(NamedTuple):
    """The entries of a map, and what changes whenever its file is written."""

    version: tuple[int, int] | None = None
    table: Mapping[str, object] = MappingProxyType({})


def maps_folder() -> Path:
    """Return the folder of the user's maps."""
    from platformdirs import user_config_path

    return user_config_path("vamen", appauthor=False)


def midi(*, backend: str = "auto", json: bool = False) -> None:
    """List MIDI inputs, the map that each is played by, and outputs.

    Args:
        backend: auto, or on Linux alsa or jack.
        json: Machine-readable.
    """
    found = midi_report(backend, maps_folder())
    if json:
        print(dumps(found, indent=2))
        return
    for name, map in found["inputs"].items():
        print(f"in   {name}: {map}")
    for name in found["outputs"]:
        print(f"out  {name}")
    for note in filter(None, (found["note"], *found["refused"])):
        print(note)
    print(f"your map is {found['map']}, maps for controllers lie in {found['maps']}")


def midi_report(backend: str, folder: Path) -> dict[str, Any]:
    """Return what `vamen midi` lists: inputs (name -> name of its map), outputs, and the paths of map files.

    "note" is a text line for the user if MIDI or inputs are missing, else empty. `folder` has the user's maps; names
    of latents in them are those of the bundled model.

    Raises:
        BadConfig: there is no such backend, or a map is not valid.
    """
    library, note = load_maps(folder, latents=LazyModel(None).latents), ""
    inputs: list[str] = []
    outputs: list[str] = []
    try:
        with closing(RtMidiInputs(backend, lambda source, data: None)) as system:
            inputs = list(system.ports())
        with closing(RtMidiOutputs(backend)) as outgoing:
            outputs = list(outgoing.ports())
    except NoDevice as missing:
        note = str(missing)
    if not note and not inputs:
        note = "nothing is plugged in"
    return {
        "inputs": {name: library.for_port(name).name for name in inputs},
        "outputs": outputs,
        "note": note,
        "refused": [note for map in library.maps for note in MapSections(map, f"the map {map.name}").refused],
        "map": str(folder / USER_MAP_FILE),
        "maps": str(folder / CONTROLLER_MAPS_FOLDER),
    }


def learn(target: str, /, *, forget: bool = False, osc_port: int = OSC_PORT) -> None:
    """Map the next MIDI control that you move to a target, in the vamen that plays on this machine.

    Args:
        target: A parameter like latent/8 or tempo, the name of a latent like kick, or slice/3, play, stop, panic,
            preset/2, tap, half, double.
        forget: Remove the target from your map instead.
        osc_port: Port on which that vamen receives OSC.
    """
    name, path = "unlearn" if forget else "learn", maps_folder() / USER_MAP_FILE
    before = map_entries(path)
    if refusal := send_command(f"{ROOT}/{name}", target, osc_port):
        raise BadParameter(refusal)
    if forget:
        changed = map_entries(path).version != before.version
        print("taken out of your map" if changed else f"{target} is not in your map")
        return
    if target == NO_TARGET:
        print("nothing waits for a control")
        return
    print(f"{target} waits: move a control within {LEARN_TIMEOUT_S:.0f} s", flush=True)
    print(f"learned: {learned_control(path, before, target)} sets {target}")


def learned_control(path: Path, before: Entries, target: str, timeout: float = LEARN_TIMEOUT_S + 1) -> str:
    """Wait until the user's map, which the playing vamen writes, has a new entry; return the control.

    Args:
        path: file of the user's map.
        before: its `map_entries` before the target was armed.
        target: name of the target, for messages; only the playing vamen knows which latent a name stands for.
        timeout: seconds.

    Raises:
        NoDevice: no control was moved in time.
    """
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        now = map_entries(path)
        if now.version != before.version:
            new = [name for name, entry in now.table.items() if before.table.get(name) != entry]
            return " and ".join(new) or "the same control as before"
        time.sleep(MAP_POLL_INTERVAL_S)
    raise NoDevice(
        f"no control was moved within {timeout:.0f} s, so {target} is not learned; see vamen midi, try again"
    )


def map_entries(path: Path) -> Entries:
    """Return the entries of a map as they are in its file; none for a file that is missing or not a map."""
    try:
        status = path.stat()
        table = read_toml(read_map_text(path)).get("map", {})
    except (OSError, ValueError, BadConfig):
        return Entries()
    return Entries((status.st_mtime_ns, status.st_ino), table if isinstance(table, dict) else {})


def send_command(address: str, argument: str, port: int) -> str:
    """Send a command to a vamen on this machine; return the sentence of its refusal, empty if it was accepted.

    Raises:
        BadConfig: there is no such port.
        NoDevice: no vamen answers within OSC_ANSWER_TIMEOUT_S.
    """
    if not 0 < port < 65_536:
        raise BadConfig(f"there is no port {port}; choose --osc-port from 1 to 65535")
    token = f"{time.monotonic()}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as connection:
        connection.settimeout(OSC_ANSWER_TIMEOUT_S)
        try:
            connection.connect(("127.0.0.1", port))
            connection.send(_datagram(address, argument))
            connection.send(_datagram(f"{ROOT}/ping", token))  # answered after the command
            refusal = ""
            while True:
                message = OscMessage(connection.recv(65_536))
                if message.address == ERROR_PATH:
                    refusal = str(message.params[0])
                elif message.address == PONG_PATH and message.params == [token]:
                    return refusal
        except (TimeoutError, ConnectionError) as error:
            raise NoDevice(f"no vamen answers on port {port}; start vamen play, or name its --osc-port") from error


def _datagram(address: str, argument: str) -> bytes:
    builder = OscMessageBuilder(address)
    builder.add_arg(argument)
    return bytes(builder.build().dgram)
