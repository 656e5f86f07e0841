"""The machine's MIDI through python-rtmidi: lists the ports, and opens ports that receive or send bytes.

Linux has two MIDI systems: the ALSA sequencer where there is a /dev/snd/seq, else JACK where a server runs. On ALSA,
JACK and CoreMIDI we also offer an input and an output called "vamen". Ports of vamen are not listed: two instances
would play each other without end. mido's ports do not suffice: listing them opens a new client at each poll, two
ports of one name are one, and sending waits for a JACK server that is stopped.
"""

import re
import sys
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from engine.errors import BadConfig, NoDevice, pip_command
from engine.realtime.jack_client import silence_library_logs

from .jack_probe import JackProbe

ReceiveCallback = Callable[[str, Sequence[int]], None]  # name of the input, bytes of a message; in RtMidi's thread

OWN_PORT = "vamen"
BACKENDS = ("auto", "alsa", "jack")
MAX_JACK_PENDING_BYTES = 8192  # between two cycles of JACK; RtMidi's own buffer is twice that
RTMIDI_HEADER_BYTES = 4  # that RtMidi keeps beside each message
FLUSH_CYCLES = 3  # after which what was sent has reached its target
FLUSH_TIMEOUT_S = 0.3  # for these cycles; a server may be stopped

_ALSA_DEVICE = Path("/dev/snd/seq")
_OWN_NAMES = re.compile(rf"{OWN_PORT}(-out)?(-\d+)?(:|$)")


class _Api(NamedTuple):
    """One of the MIDI systems that RtMidi supports."""

    name: str
    number: int
    missing: str  # the sentence for the user when the system does not answer
    virtual_ports: bool = True  # whether programs can offer ports


def require_backend(backend: str) -> None:
    """Raise BadConfig for an unknown backend."""
    if backend not in BACKENDS:
        raise BadConfig(f"there is no MIDI backend {backend!r}; choose one of {', '.join(BACKENDS)}")


def _choose(backend: str) -> _Api:
    require_backend(backend)
    try:
        import rtmidi
    except ImportError as error:
        command = pip_command("--force-reinstall", "python-rtmidi")
        raise NoDevice(f"no MIDI: python-rtmidi does not load ({error}); run {command}") from error
    if not sys.platform.startswith("linux"):
        missing = "no MIDI: the system does not answer"
        if sys.platform == "darwin":
            return _Api("CoreMIDI", rtmidi.API_MACOSX_CORE, missing)
        return _Api("Windows MIDI", rtmidi.API_WINDOWS_MM, missing, virtual_ports=False)
    silence_library_logs(rtmidi._rtmidi.__file__)  # its own copies of the libraries
    if backend == "alsa" or (backend == "auto" and _ALSA_DEVICE.exists()):
        missing = f"no MIDI: the ALSA sequencer {_ALSA_DEVICE} does not open; load snd-seq, or join the group audio"
        return _Api("ALSA", rtmidi.API_LINUX_ALSA, missing)
    missing = "no MIDI: no JACK server runs; start one"
    if backend == "auto":
        missing = (
            f"no MIDI: there is no ALSA sequencer ({_ALSA_DEVICE}) and no JACK server; plug in a device or start one"
        )
    return _Api("JACK", rtmidi.API_UNIX_JACK, missing)


class RtMidiSystem(ABC):
    """The inputs or the outputs of a MIDI system. One client lists the ports and is our own port for other programs."""

    def __init__(self, backend: str, kind: str, client: str) -> None:
        """Connect to the MIDI system `backend` as client `client`; `kind` is "MidiIn" or "MidiOut".

        Raises:
            NoDevice: there is no MIDI; the sentence says what was looked for.
            BadConfig: `backend` is not one of BACKENDS.
        """
        api = _choose(backend)
        import rtmidi

        self.name = api.name
        self._kind: Callable[..., Any] = getattr(rtmidi, kind)
        self._api, self._client, self._error = api, client, rtmidi.RtMidiError
        self._jack: JackProbe | None = None
        try:
            self._own_port = self._make_port()
            if api.name == "JACK":
                self._jack = JackProbe(f"{client}-watch")
        except (self._error, NoDevice) as error:
            raise NoDevice(api.missing) from error

    def ports(self) -> dict[str, int]:
        """Return the names of all ports, each with a number that changes when the port is removed and added again.

        Two ports of one name are "name (1 of 2)" and "name (2 of 2)"; a number is 0 where the system has none. Raises
        NoDevice when the system fails.
        """
        try:
            names = self._own_port.get_ports()
        except self._error as error:
            raise NoDevice(f"{self.name} does not list its MIDI ports: {error}") from error
        others = [name for name in names if not _OWN_NAMES.match(name)]
        numbers = [self._jack.client_number(name) if self._jack else 0 for name in others]
        return dict(zip(distinct(others), numbers, strict=True))

    @abstractmethod
    def open(self, port: str) -> "RtMidiPort":
        """Open a port; raises NoDevice when it was removed."""

    @property
    def lead(self) -> float:
        """Seconds by which messages come early, on average: JACK hands over those of a cycle when it begins."""
        return self._jack.period / 2 if self._jack else 0.0

    def alive(self) -> bool:
        """Return False when the JACK server has ended or was restarted; then close this and connect again."""
        return self._jack is None or self._jack.is_connected()

    def close(self) -> None:
        """Disconnect, and remove our own port; ports that `open` has returned stay open."""
        _close(self._own_port)
        if self._jack:
            self._jack.close()

    def _make_port(self) -> Any:
        return self._kind(rtapi=self._api.number, name=self._client)

    def _connect_port(self, port: Any, target: str, name: str) -> Any:
        """Connect an rtmidi port, under a name, to a port of another program."""
        try:
            names = port.get_ports()
            listed = [index for index, label in enumerate(names) if not _OWN_NAMES.match(label)]
            labels = distinct(names[index] for index in listed)
            if target not in labels:
                port.delete()
                raise NoDevice(f"the MIDI port {target!r} was removed; plug it in again")
            port.open_port(listed[labels.index(target)], name)
        except self._error as error:
            raise NoDevice(f"the MIDI port {target!r} does not open: {error}") from error
        return port


class RtMidiInputs(RtMidiSystem):
    """The inputs of a MIDI system."""

    def __init__(self, backend: str, receive: ReceiveCallback) -> None:
        """Connect to the MIDI system, and offer our own input; `receive` is called with each message."""
        super().__init__(backend, "MidiIn", OWN_PORT)
        self._receive = receive
        if self._api.virtual_ports:
            self._set_callback(self._own_port, OWN_PORT).open_virtual_port(OWN_PORT)

    def open(self, port: str) -> "RtMidiPort":
        """Open an input; its messages go to the callback."""
        return RtMidiPort(self._connect_port(self._set_callback(self._make_port(), port), port, "in"))

    def _set_callback(self, port: Any, source: str) -> Any:
        """Set the callback of a port before it is opened: earlier messages would stay in RtMidi's queue."""
        receive = self._receive
        port.ignore_types(sysex=True, timing=False, active_sense=True)
        port.set_callback(lambda event, _: receive(source, event[0]))
        return port


class RtMidiOutputs(RtMidiSystem):
    """The outputs of a MIDI system, and our own as "vamen"."""

    def __init__(self, backend: str) -> None:
        """Connect to the MIDI system, and offer our own output."""
        super().__init__(backend, "MidiOut", f"{OWN_PORT}-out")
        if self._api.virtual_ports:
            self._own_port.open_virtual_port(OWN_PORT)

    def ports(self) -> dict[str, int]:
        """Return the names of all outputs, our own first."""
        return ({OWN_PORT: 1} if self._api.virtual_ports else {}) | super().ports()

    def open(self, port: str) -> "RtMidiPort":
        """Open an output for sending."""
        if port == OWN_PORT and self._api.virtual_ports:
            return RtMidiPort(self._own_port, self._jack, keep=True)
        return RtMidiPort(self._connect_port(self._make_port(), port, "out"), self._jack)


class RtMidiPort:
    """An open port.

    RtMidi waits for room in JACK's buffer while it holds the interpreter's lock: a stopped server would stop us. So
    messages beyond what certainly fits are refused until the server has begun another cycle.
    """

    def __init__(self, port: Any, jack: JackProbe | None = None, *, keep: bool = False) -> None:
        """`jack`: tells when JACK has sent messages; None for other ports. `keep`: `close` leaves the port open."""
        self._port, self._jack, self._keep = port, jack, keep
        self._cycle, self._pending_bytes = 0, 0

    def send(self, data: Sequence[int]) -> bool:
        """Send one message; return False when JACK has no room for it or the port is closed."""
        if self._port is None:
            return False
        if self._jack:
            cycle = self._jack.cycle()
            if cycle != self._cycle:
                self._cycle, self._pending_bytes = cycle, 0
            self._pending_bytes += len(data) + RTMIDI_HEADER_BYTES
            if self._pending_bytes > MAX_JACK_PENDING_BYTES:
                return False
        self._port.send_message(data)
        return True

    def close(self) -> None:
        """Close the port, or only stop sending if it is to be kept, after JACK has passed on the last messages."""
        self._flush()
        port, self._port = self._port, None
        if port is not None and not self._keep:
            _close(port)

    def _flush(self) -> None:
        """Wait until JACK has passed on the last messages: closing a port discards them."""
        if self._jack is None or not self._pending_bytes:
            return
        deadline, cycles = time.monotonic() + FLUSH_TIMEOUT_S, {self._jack.cycle()}
        while len(cycles) <= FLUSH_CYCLES and time.monotonic() < deadline:
            time.sleep(0.001)
            cycles.add(self._jack.cycle())


def distinct(names: Iterable[str]) -> list[str]:
    """Number equal names, as in "name (1 of 2)". If one of two is removed, the other's name changes: it is reopened."""
    names = list(names)
    total, seen = Counter(names), Counter[str]()
    labels = []
    for name in names:
        seen[name] += 1
        labels.append(name if total[name] == 1 else f"{name} ({seen[name]} of {total[name]})")
    return labels


def _close(port: Any) -> None:
    if hasattr(port, "cancel_callback"):
        port.cancel_callback()
    port.close_port()
    port.delete()
