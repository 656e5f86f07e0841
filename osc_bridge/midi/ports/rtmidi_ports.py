"""The machine's MIDI through python-rtmidi: names of ports out; open ports, raw bytes from them or into them.

Linux has two systems: the ALSA sequencer where there is a /dev/snd/seq, else JACK where a server runs. On ALSA, JACK
and CoreMIDI we also have an input and an output called "vamen" that other programs can connect to. Ports of ours, and
of another vamen, are not listed: two that play each other never stop. Nothing is written to stderr when there is no
MIDI at all: the C libraries are told to keep quiet.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from engine.errors import BadConfig, NoDevice

from .jack_probe import JackProbe, Servers, servers, silence_library_logs
from .protocol import Open, PortBackend, Receive, Wire

NAME = "vamen"
BACKENDS = ("auto", "alsa", "jack")
ROOM = 8192  # bytes that may be on their way to JACK between two of its cycles; RtMidi's own buffer is twice that
PASSES = 3  # cycles in which what was sent has surely reached its target
FLUSH = 0.3  # seconds that these may take; a server that stands still must not keep us
HEADER = 4  # bytes that RtMidi keeps beside each message

_ALSA = Path("/dev/snd/seq")
_OURS = re.compile(rf"{NAME}(-out)?(-\d+)?(:|$)")


class _Api(NamedTuple):
    """One of the systems that RtMidi knows."""

    name: str
    number: int
    missing: str  # what to say when it does not answer
    doors: bool = True  # whether programs can offer ports


def connect(backend: str, receive: Receive) -> PortBackend[Open]:
    """The MIDI inputs of this machine; `receive` gets what comes, from "vamen" what others send to our own port.

    Raises:
        NoDevice: there is no MIDI; the sentence says what was looked for.
        BadConfig: `backend` is not one of BACKENDS.
    """
    return RtMidiSources(_choose(backend), receive)


def connect_outputs(backend: str) -> PortBackend[Wire]:
    """The MIDI outputs of this machine; raises as `connect`."""
    return RtMidiTargets(_choose(backend))


def _choose(backend: str) -> _Api:
    if backend not in BACKENDS:
        raise BadConfig(f"there is no MIDI backend {backend!r}; choose one of {', '.join(BACKENDS)}")
    try:
        import rtmidi
    except ImportError as error:
        raise NoDevice(f"no MIDI: python-rtmidi does not load ({error}); install it again") from error
    if not sys.platform.startswith("linux"):
        silent = "no MIDI: the system does not answer"
        if sys.platform == "darwin":
            return _Api("CoreMIDI", rtmidi.API_MACOSX_CORE, silent)
        return _Api("Windows MIDI", rtmidi.API_WINDOWS_MM, silent, doors=False)
    silence_library_logs()
    if backend == "alsa" or (backend == "auto" and _ALSA.exists()):
        missing = f"no MIDI: the ALSA sequencer {_ALSA} does not open; load snd-seq, or join the group audio"
        return _Api("ALSA", rtmidi.API_LINUX_ALSA, missing)
    missing = "no MIDI: no JACK server runs; start one"
    if backend == "auto":
        missing = f"no MIDI: there is no ALSA sequencer ({_ALSA}) and no JACK server; plug in a device or start one"
    return _Api("JACK", rtmidi.API_UNIX_JACK, missing)


class _RtMidi:
    """One direction of a system. One client lists the ports and is the port that others connect to."""

    def __init__(self, api: _Api, kind: str, client: str) -> None:
        """Connect as `client`; `kind` is "MidiIn" or "MidiOut". NoDevice when there is no such system."""
        import rtmidi

        self.name = api.name
        self._kind: Callable[..., Any] = getattr(rtmidi, kind)
        self._api, self._client, self._error = api, client, rtmidi.RtMidiError
        self._servers: Servers = frozenset()
        self._witness: JackProbe | None = None
        try:
            self._door = self._make()
            if api.name == "JACK":
                self._servers = servers()
                self._witness = JackProbe(f"{client}-watch")
        except (self._error, NoDevice) as error:
            raise NoDevice(api.missing) from error

    def ports(self) -> dict[str, int]:
        """Names of all ports; two of the same name are "name (1 of 2)" and "name (2 of 2)"."""
        try:
            names = self._door.get_ports()
        except self._error as error:
            raise NoDevice(f"{self.name} does not list its MIDI ports: {error}") from error
        theirs = [name for name in names if not _OURS.match(name)]
        births = (self._witness.birth(name) if self._witness else 0 for name in theirs)
        return dict(zip(distinct(theirs), births, strict=True))

    def alive(self) -> bool:
        """Whether the JACK server is the one that we connected to; the other systems do not go away."""
        return self._witness is None or servers() == self._servers

    def close(self) -> None:
        """Take away the port that others connect to."""
        _close(self._door)
        if self._witness:
            self._witness.close()

    def _make(self) -> Any:
        return self._kind(rtapi=self._api.number, name=self._client)

    def _join(self, port: Any, target: str, name: str) -> Any:
        """Connect an rtmidi port to one of the others."""
        try:
            names = port.get_ports()
            listed = [index for index, label in enumerate(names) if not _OURS.match(label)]
            labels = distinct(names[index] for index in listed)
            if target not in labels:
                port.delete()
                raise NoDevice(f"the MIDI port {target!r} has just gone; plug it in again")
            port.open_port(listed[labels.index(target)], name)
        except self._error as error:
            raise NoDevice(f"the MIDI port {target!r} does not open: {error}") from error
        return port


class RtMidiSources(_RtMidi):
    """Inputs."""

    def __init__(self, api: _Api, receive: Receive) -> None:
        """Connect; raises NoDevice."""
        super().__init__(api, "MidiIn", NAME)
        self._receive = receive
        if api.doors:
            self._listen(self._door, NAME).open_virtual_port(NAME)

    def open(self, port: str) -> Open:
        """Receive from a source."""
        return _Source(self._join(self._listen(self._make(), port), port, "in"))

    def _listen(self, port: Any, source: str) -> Any:
        """Before it is opened: what came earlier would lie in RtMidi's queue for ever."""
        receive = self._receive
        port.ignore_types(sysex=True, timing=False, active_sense=True)
        port.set_callback(lambda event, _: receive(source, event[0]))
        return port


class RtMidiTargets(_RtMidi):
    """Outputs; the one that others connect to is listed with them, and called "vamen"."""

    def __init__(self, api: _Api) -> None:
        """Connect; raises NoDevice."""
        super().__init__(api, "MidiOut", f"{NAME}-out")
        if api.doors:
            self._door.open_virtual_port(NAME)

    def ports(self) -> dict[str, int]:
        """Names of all outputs, our own first."""
        return ({NAME: 1} if self._api.doors else {}) | super().ports()

    def open(self, port: str) -> Wire:
        """Send to a target."""
        if port == NAME and self._api.doors:
            return _Target(self._door, self._witness, keep=True)
        return _Target(self._join(self._make(), port, "out"), self._witness)


class _Source:
    def __init__(self, port: Any) -> None:
        self._port = port

    def close(self) -> None:
        _close(self._port)


class _Target:
    """An open output.

    RtMidi waits for room in JACK's buffer with the interpreter's lock held: while the server stands still, everything
    here would stand still. So no more is put in than fits, until the server has gone through another cycle.
    """

    def __init__(self, port: Any, witness: JackProbe | None, *, keep: bool = False) -> None:
        self._port, self._witness, self._keep = port, witness, keep
        self._cycle, self._waiting = 0, 0

    def send(self, data: Sequence[int]) -> bool:
        if self._port is None:
            return False
        if self._witness:
            cycle = self._witness.cycle()
            if cycle != self._cycle:
                self._cycle, self._waiting = cycle, 0
            self._waiting += len(data) + HEADER
            if self._waiting > ROOM:
                return False
        self._port.send_message(data)
        return True

    def close(self) -> None:
        self._flush()
        port, self._port = self._port, None
        if port is not None and not self._keep:
            _close(port)

    def _flush(self) -> None:
        """Let JACK pass on what was sent last: with a port, it forgets what lies in it."""
        if self._witness is None or not self._waiting:
            return
        deadline, cycles = time.monotonic() + FLUSH, {self._witness.cycle()}
        while len(cycles) <= PASSES and time.monotonic() < deadline:
            time.sleep(0.001)
            cycles.add(self._witness.cycle())


def distinct(names: Iterable[str]) -> list[str]:
    """Names that differ. When one of two twins goes, the other's name changes too, so that it is opened anew."""
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
