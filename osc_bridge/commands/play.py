"""The command `vamen play`: a model, a sound card, OSC and MIDI, until Ctrl-C.

This is the control process. The user's own process is its supervisor (see engine.supervisor): when this one is killed,
the next one finds the sound, its state and the port in the session's legacy and goes on.

main thread   says in a line what plays and where it listens, then what changes, until it is told to end
"""

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from engine.errors import BadInput
from engine.files.preset_bank import Bank, chosen
from engine.files.presets import model_mismatch_note, start_values
from engine.realtime.outputs import OutputChoice
from engine.realtime.supervisor import lifeline
from engine.session.live_session import Session
from osc_bridge.lifecycle import freeze_gc_and_prioritise
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.server import PORT, OscServer
from osc_bridge.oscquery.http_server import WebServer

from .lazy_model import LazyModel
from .preset_commands import PresetCommands
from .signals import Ending, handle_termination

if TYPE_CHECKING:
    from engine.files.recorder import Recorder

LOOK = 0.5  # seconds between two looks at what has changed


class Noted(Protocol):
    """Whatever has something to say in one line."""

    @property
    def note(self) -> str:
        """The line."""


def play(
    *,
    model: Path | None = None,
    preset: str | None = None,
    bank: Path | None = None,
    tempo: float | None = None,
    seed: int | None = None,
    host_api: str | None = None,
    device: str | None = None,
    buffer: int = 128,
    rate: int | None = None,
    null: bool = False,
    awake: bool = True,
    lookahead: float | None = None,
    osc_host: str = "127.0.0.1",
    osc_port: int = PORT,
    osc_reply_port: int | None = None,
    panel_port: int | None = None,
    midi: list[str] | None = None,
    midi_backend: str = "auto",
    midi_out: list[str] | None = None,
    midi_send: list[Literal["clock", "slices", "attacks"]] | None = None,
    clock: Literal["internal", "midi", "link", "link-transport"] = "internal",
    provider: Literal["auto", "cpu", "cuda"] = "auto",
    threads: int = 1,
    record: Path | None = None,
) -> None:
    """Play a model live; OSC and MIDI move it. Ctrl-C ends it.

    Args:
        model: Model file; the bundled one when nothing is said.
        preset: Number, name or file of a preset to begin with, at its own tempo.
        bank: Folder of your own presets; the usual place for a program's data when nothing is said.
        tempo: BPM to begin with, 40 to 300; 170, or the preset's, when nothing is said.
        seed: Variation to begin with; 5, or the preset's, when nothing is said.
        host_api: Part of the name of a host API, like JACK or ALSA.
        device: Part of the name of an output device; `vamen devices` lists them.
        buffer: Frames per block, 16 to 8192, usually 32 to 256; smaller is sooner. At a JACK server its period counts.
        rate: Sample rate of the device in Hz; its own when nothing is said.
        null: Play into silence, in real time, without any device.
        awake: Keep the processor from dozing between two blocks, where Linux permits it: fewer glitches, more heat.
        lookahead: Milliseconds by which slices are placed after they came, so that they sound as even as they were
            played; by default a block and 0.5; 0 is at once.
        osc_host: Interface on which OSC is received; 0.0.0.0 is every interface, and OSC knows no passwords.
        osc_port: Port on which OSC is received, by UDP and TCP.
        osc_reply_port: UDP port of the sender's machine to which replies go; the sender's own when nothing is said.
        panel_port: TCP port of OSCQuery, on the same interface; 0 is any free one. By default 7771, or a free one when
            that is taken.
        midi: Parts of the names of MIDI inputs; all inputs when nothing is said.
        midi_backend: auto, or on Linux alsa or jack.
        midi_out: Parts of the names of MIDI outputs; lamps and faders of controllers are sent what they should show.
        midi_send: What else goes there, and to our own output: clock, slices and attacks as notes.
        clock: Whose time is kept: the instrument's own, that of MIDI clock, or tempo and bar of Ableton Link;
            link-transport starts and stops with the others, too.
        provider: What runs the model: cuda, cpu, or whichever is there.
        threads: CPU threads that paint; more than one take their time from the sound.
        record: WAV or FLAC file for what is heard; beside it a .take, which `vamen render --take` plays again. If
            there is one already, the new one gets a number.
    """
    from osc_bridge.midi.midi_system import MidiSystem

    from .midi_ports import folder

    sys.setswitchinterval(1e-4)  # the receivers must not wait for whoever computes
    thread = lifeline()
    later = LazyModel(model, provider, checked_threads(threads))
    lock = threading.Lock()
    said = {id: value for id, value in (("tempo", tempo), ("seed", seed)) if value is not None}
    session = Session(
        lambda: later.model,
        output=OutputChoice(host_api, device, buffer, rate, null, awake),
        provider=lambda: later.model.provider,
        model=lambda: later.model.card.name,
        values=said,
        lookahead=seconds_ahead(lookahead),
        lifeline=thread,
        recorder=_recorder(record, later),
    )
    presets, orders = Bank(bank), CommandRegistry()
    recall = PresetCommands(session, presets, later.identity)
    recall.offer(orders)
    # a set that goes on does not begin again, even if the preset is gone meanwhile
    begin = None if preset is None or session.inherited else chosen(preset, presets)
    if begin:
        session.write(start_values(begin) | said)
        session.write_steps(begin.cells)
    osc_port = session.legacy.get("port", osc_port)
    with handle_termination() as ending, ExitStack() as stack:
        if thread:
            thread.watch()
        # the port first: who finds it busy should not hear anything before; messages wait until the session plays
        osc = stack.enter_context(
            OscServer(session, osc_host, osc_port, reply_port=osc_reply_port, lock=lock, orders=orders)
        )
        panel = WebServer(session, osc_host, panel_port, before=session.legacy.get("panel"), lock=lock, orders=orders)
        stack.enter_context(panel)
        with lock:
            stack.enter_context(session)
            session.bequeath(port=osc.port, panel=panel.port)
            if not session.inherited and not begin:
                session.write({"texture": later.model.card.texture})
        gear = stack.enter_context(
            MidiSystem(
                session,
                orders,
                lock=lock,
                folder=folder(),
                names=midi,
                backend=midi_backend,
                outputs=midi_out or (),
                send=midi_send or (),
                follow=clock,
            )
        )
        ending.ready = True
        panel.start(osc.port)
        rooms = (session, gear, gear.rig, recall)
        told = notes(rooms)  # what happens from here on, while the rest starts, is told as well
        if not session.inherited:
            print(welcome(session, osc, panel, gear.note), flush=True)
            if osc_host not in ("127.0.0.1", "localhost", "::1"):
                print(f"OSC on {osc_host} is open to everybody on this network", file=sys.stderr, flush=True)
            for line in filter(None, (*presets.remarks, begin and model_mismatch_note(begin, *later.identity()))):
                print(line, file=sys.stderr, flush=True)
        recall.prepare()
        freeze_gc_and_prioritise()
        print_changes(rooms, ending, told)


def _recorder(path: Path | None, later: LazyModel) -> "Recorder | None":
    if path is None:
        return None
    from engine.files.recorder import Recorder  # here, not above: whoever does not record does not wait for it

    return Recorder(path, later.identity)


def checked_threads(threads: int) -> int:
    """A number of threads.

    Raises:
        BadInput: it is none, or more than this machine has cores.
    """
    cores = os.cpu_count() or 1
    if not 1 <= threads <= cores:
        raise BadInput(f"{threads} threads cannot paint here; choose 1 to {cores}, usually 1")
    return threads


def seconds_ahead(milliseconds: float | None) -> float | None:
    """A lookahead as a session takes it.

    Raises:
        BadInput: it is below 0, too long to play by, or no number.
    """
    if milliseconds is None:
        return None
    if not 0 <= milliseconds <= 500:
        raise BadInput(f"a lookahead of {milliseconds:g} ms cannot be played; choose 0 to 500, usually 5")
    return milliseconds / 1e3


def welcome(session: Session, osc: OscServer, panel: WebServer, midi: str) -> str:
    """One line: what plays, on what, and where it listens."""
    status = session.status()
    place = session.note or f"on {status.output}"
    tempo = session.read("tempo")
    return (
        f"playing {status.model} at {tempo:g} BPM, {place}; OSC on {osc.host} port {osc.port}, "
        f"OSCQuery on port {panel.port}; {midi}; Ctrl-C ends it"
    )


def notes(rooms: Sequence[Noted]) -> set[str]:
    """What all of them say at present."""
    return {"", *(room.note for room in rooms)}


def print_changes(rooms: Sequence[Noted], ending: Ending, said: set[str]) -> None:
    """Say what changes after what was `said`, a line each, until the end."""
    while not ending.told.wait(LOOK):
        now = notes(rooms)
        for line in sorted(now - said):
            print(line, file=sys.stderr, flush=True)
        said = now
