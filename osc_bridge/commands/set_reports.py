"""What a set that plays says of itself: its parts in, reports (osc_bridge.osc.reports) and lines for the user out."""

from typing import TYPE_CHECKING

from engine.realtime.outputs import SILENT_OUTPUT
from engine.session.live_session import Session
from osc_bridge.osc.reports import Reports
from osc_bridge.osc.server import OscServer
from osc_bridge.oscquery.http_server import WebServer

from .notes import NoteBoard, UnderrunNote
from .saved_state import StateKeeper
from .set_commands import SetCommands

if TYPE_CHECKING:  # it needs libraries that would delay the first sound
    from osc_bridge.midi.midi_system import MidiSystem


def register_reports(
    reports: Reports, session: Session, midi: "MidiSystem", commands: SetCommands, board: NoteBoard
) -> None:
    """Register what the parts of a set report; the caller holds the lock when a report is read."""
    reports.text("output", lambda: output_line(session))
    reports.text("provider", lambda: session.status().provider)
    reports.text("decode", lambda: commands.lazy.decode_time)
    reports.text("model", lambda: commands.models.current or session.status().model)
    reports.add("models", lambda: commands.models.names)
    reports.text("clock", lambda: midi.clock_name)
    reports.text("midi", lambda: midi.note)
    reports.text("learning", lambda: midi.learning)
    reports.add("mapped", lambda: midi.mapped)
    reports.add("preset", lambda: commands.presets.history.recalled)
    reports.add("locks", lambda: commands.locks.names)
    reports.add("own", lambda: tuple(commands.bank.own_names))
    reports.add("scenes", lambda: commands.scenes.names)
    reports.add("scene", lambda: commands.scenes.current)
    reports.text("recording", lambda: commands.recorder.file)
    reports.add("queued", lambda: commands.sequences.queued)
    reports.add("lfos", lambda: commands.sequences.lfos)
    reports.text("gesture", lambda: commands.sequencer.gesture.state)
    reports.text("note", lambda: board.newest)


def output_line(session: Session) -> str:
    """Return the device that plays, its block and its rate; without a device, why."""
    meters, output = session.meters, session.status().output
    if output == SILENT_OUTPUT and session.note:
        return session.note
    return f"{output}, {meters.block:g} frames at {meters.rate:g} Hz"


def welcome_line(session: Session, osc: OscServer, panel: WebServer, midi: str) -> str:
    """Return one line: model, tempo, output, ports of OSC and OSCQuery; `midi`: the text line of the MIDI system."""
    status = session.status()
    output = session.note or f"on {status.output}"
    return (
        f"playing {status.model} at {session.read('tempo'):g} BPM, {output}; OSC on {osc.host} port {osc.port}, "
        f"OSCQuery on port {panel.port}; {midi}; Ctrl-C ends it"
    )


class SetNotes:
    """The lines in which the parts of a set report their state, for the user to see when they change.

    `underruns` has a line of its own, as panels and the terminal count them elsewhere.
    """

    def __init__(self, session: Session, midi: "MidiSystem", commands: SetCommands, keeper: StateKeeper) -> None:
        self._session, self._midi, self._commands, self._keeper = session, midi, commands, keeper
        self.underruns = UnderrunNote(lambda: int(session.meters.underruns))

    def __call__(self) -> tuple[str, ...]:
        """Return the present lines, some of them empty; the sound is remembered for undo if it has rested."""
        self._commands.observe()
        midi = self._midi
        clocks = midi.clock_source_note, midi.clock_note.note
        own = self._session.note, midi.note, midi.router.note, *self._commands.notes, self._keeper.note
        return (*own, *clocks, *midi.port_notes)
