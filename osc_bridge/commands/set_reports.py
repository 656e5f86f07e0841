"""The reports of a set that plays: what its parts know of themselves -> Reports (see osc_bridge.osc.reports)."""

from typing import TYPE_CHECKING

from engine.files.preset_bank import PresetBank
from engine.files.session_recorder import SessionRecorder
from engine.session.live_session import Session
from osc_bridge.osc.reports import Reports

from .model_commands import ModelCommands
from .notes import NoteBoard
from .preset_commands import PresetCommands

if TYPE_CHECKING:  # it needs libraries that would delay the first sound
    from osc_bridge.midi.midi_system import MidiSystem


def register_reports(
    reports: Reports,
    session: Session,
    midi: "MidiSystem",
    bank: PresetBank,
    presets: PresetCommands,
    models: ModelCommands,
    recorder: SessionRecorder,
    board: NoteBoard,
) -> None:
    """Register what the parts of a set report; the caller holds the lock when a report is read."""
    reports.text("output", lambda: output_line(session))
    reports.text("provider", lambda: session.status().provider)
    reports.text("model", lambda: models.current or session.status().model)
    reports.add("models", lambda: models.names)
    reports.text("clock", lambda: midi.clock_name)
    reports.text("midi", lambda: midi.note)
    reports.text("learning", lambda: midi.learning)
    reports.add("mapped", lambda: midi.mapped)
    reports.add("preset", lambda: presets.history.recalled)
    reports.add("own", lambda: tuple(bank.own_names))
    reports.text("recording", lambda: recorder.file)
    reports.text("note", lambda: board.newest)


def output_line(session: Session) -> str:
    """Return the device that plays, its block and its rate; or why nothing is heard."""
    meters, note = session.meters, session.note
    if note:
        return note
    return f"{session.status().output}, {meters.block:g} frames at {meters.rate:g} Hz"
