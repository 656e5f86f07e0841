"""The command `vamen play`: a model, a sound card, OSC and MIDI in; sound out, until Ctrl-C.

This runs in the control process. Its parent is the supervisor (see engine.realtime.supervisor): when this process
exits unexpectedly, the next one takes over the player, the state and the ports, as saved in the session's handover.

The main thread prints what plays and where it listens, then what changes, until a signal ends it. In a terminal, a
thread draws what plays and reads keys (see osc_bridge.terminal).
"""

import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from engine.files.last_bars import LastBars
from engine.files.preset_bank import PresetBank, find_preset
from engine.files.presets import model_mismatch_note, start_values
from engine.files.scene_bank import SceneBank
from engine.files.session_recorder import SessionRecorder
from engine.parameters import parameter
from engine.realtime.lifeline import take_lifeline
from engine.realtime.outputs import OutputChoice
from engine.session.event_timing import lookahead_seconds
from engine.session.live_session import Session
from osc_bridge.lifecycle import freeze_gc_and_prioritise, handle_termination
from osc_bridge.osc.server import OSC_PORT, OscServer
from osc_bridge.osc.sockets import LOCALHOST

from .lazy_model import LazyModel
from .notes import NoteBoard
from .panel_server import panel_access, panel_server
from .saved_state import SavedState, StateKeeper, last_state
from .set_commands import SetCommands
from .set_reports import SetNotes, register_reports, welcome_line
from .set_terminal import has_desktop, open_browser, own_address, set_screen, stdout_is_terminal


def play(
    *,
    model: Path | None = None,
    models: Path | None = None,
    preset: str | None = None,
    resume: bool = False,
    bank: Path | None = None,
    set: Path | None = None,
    tempo: float | None = None,
    seed: float | None = None,
    host_api: str | None = None,
    device: str | None = None,
    buffer: int = 128,
    rate: int | None = None,
    outputs: int = 2,
    null: bool = False,
    awake: bool = True,
    lookahead: float | None = None,
    osc_host: str = LOCALHOST,
    osc_port: int = OSC_PORT,
    osc_reply_port: int | None = None,
    panel_host: str | None = None,
    panel_port: int | None = None,
    panel_certificate: Path | None = None,
    panel_key: Path | None = None,
    browser: bool = True,
    midi: list[str] | None = None,
    midi_backend: str = "auto",
    midi_out: list[str] | None = None,
    midi_send: list[Literal["clock", "slices", "attacks"]] | None = None,
    clock: Literal["internal", "midi", "link", "link-transport"] = "internal",
    provider: Literal["auto", "cpu", "cuda"] = "auto",
    threads: int = 1,
    record: Path | None = None,
    recordings: Path | None = None,
) -> None:
    """Play a model live; OSC and MIDI move it. Ctrl-C ends it.

    Args:
        model: Model file; by default the bundled one.
        models: Folder of more models, which /vamen/model can name; by default the usual place for a program's data.
        preset: Number, name or file of a preset to begin with, at its own tempo.
        resume: Go on with the last state: everything that made the sound, tempo and scene included.
        bank: Folder of your own presets; by default the usual place for a program's data.
        set: Folder of the scenes that /vamen/scene and program changes go through; by default one beside the presets.
        tempo: BPM to begin with, 40 to 300; by default 170, or that of the preset.
        seed: Variation to begin with; by default 5, or that of the preset.
        host_api: Part of the name of a host API, like JACK or ALSA.
        device: Part of the name of an output device; `vamen devices` lists them.
        buffer: Frames per block, 16 to 8192, usually 32 to 256; a JACK server has its own. Smaller is sooner.
        rate: Sample rate of the device in Hz; by default its own.
        outputs: Channels of the device to play on: 2; or 4, 6 or 8, with kick, snare and hats in pairs behind the mix.
        null: Play into silence, in real time, without any device.
        awake: Keep the processor out of idle states, where Linux permits it: fewer glitches, more heat.
        lookahead: Milliseconds from the arrival of a slice to its place in the sound, so that slices sound as even as
            they were played; by default a block and 0.5; 0 is at once.
        osc_host: Interface on which OSC is received; by default this machine only, by IPv4 and IPv6; 0.0.0.0 is every
            interface, and OSC has no passwords.
        osc_port: Port on which OSC is received, by UDP and TCP.
        osc_reply_port: UDP port of the sender's machine to which replies go; by default the sender's own.
        panel_host: Interface on which the panel and OSCQuery are open; by default that of OSC, with the panel for this
            machine only. Other machines need the token in the address that is printed.
        panel_port: TCP port of the panel and OSCQuery; 0 is any free one, as by default when 7771 is taken.
        panel_certificate: PEM file of a certificate of yours, for https.
        panel_key: PEM file of its key; by default in the same file.
        browser: Open the panel in the browser, if vamen is started in a terminal of a desktop.
        midi: Parts of the names of MIDI inputs; by default all inputs.
        midi_backend: auto, or on Linux alsa or jack.
        midi_out: Parts of the names of MIDI outputs; lamps and faders of controllers follow the parameters.
        midi_send: What else is sent to these outputs and vamen's own: clock, slices and attacks as notes.
        clock: Clock that sets the tempo: the instrument's own, MIDI clock, or tempo and bar of Ableton Link;
            link-transport starts and stops with the others, too.
        provider: Hardware that runs the model: cuda, cpu, or the best available.
        threads: CPU threads of the model; more than one take their time from the sound.
        record: WAV or FLAC file for what is heard; beside it a .take, which `vamen render --take` plays again. If
            the file exists, a number is added to the new name.
        recordings: Folder of what /vamen/record records; by default the folder vamen in that for music.
    """
    from osc_bridge.midi.midi_system import MidiSystem

    from .midi_ports import maps_folder

    sys.setswitchinterval(1e-4)  # receivers must not wait for computing threads
    lifeline = take_lifeline()
    presets, scenes, lock, saved = PresetBank(bank), SceneBank(set), threading.Lock(), SavedState()
    last = last_state(saved, preset) if resume and not (lifeline and lifeline.inherited) else None
    lazy = LazyModel(model or (saved.model_file(last, models) if last else None), provider, threads, presets.learned)
    recorder = SessionRecorder(record, lazy.identity, required=not (lifeline and lifeline.inherited))
    explicit = {id: value for id, value in (("tempo", tempo), ("seed", seed)) if value is not None}
    range_notes = [parameter(id).range_note(value) for id, value in explicit.items()]
    session = Session(
        lambda: lazy.model,
        output=OutputChoice(host_api, device, buffer, rate, null, awake, outputs),
        provider=lambda: lazy.describe()[2],
        model=lambda: lazy.describe()[0],
        values=explicit,
        lookahead=lookahead_seconds(lookahead),
        lifeline=lifeline,
        recorder=recorder,
    )
    lazy.expect(session.handover.get("model", ()), session.handover.get("model_file"))
    commands = SetCommands(
        session, lazy, presets, scenes, recorder, lock, model=model, models=models, recordings=recordings
    )
    # a resumed session keeps its sound, even if the preset has been deleted since
    first = last if preset is None or session.resumed else find_preset(preset, presets)
    if first:
        start = first.values if last else start_values(first)
        session.write({**start, **explicit}, seeds=None if "seed" in explicit else first.seeds)
        session.write_steps(first.cells, learned=first.learned)
    access = panel_access(osc_host, panel_host, panel_certificate, panel_key, session.handover.get("token", ""))
    with handle_termination() as termination, commands, ExitStack() as stack:
        if lifeline:
            lifeline.watch()
        # ports first: nothing sounds if one is busy; messages wait for the lock until the session plays
        osc = OscServer(
            commands.sequencer,
            osc_host,
            session.handover.get("port", osc_port),
            reply_port=osc_reply_port,
            lock=lock,
            commands=commands.registry,
            scheduler=session.scheduler,
            latents=lazy.latents,
            streams=session,
        )
        stack.enter_context(osc)
        last_bars, before = LastBars(session), session.handover.get("panel")
        panel = panel_server(osc, access, panel_port, before, lazy, last_bars, commands.uploads)
        stack.enter_context(panel)
        with lock:
            stack.enter_context(session)
            last_bars.start()
            stack.callback(last_bars.stop)
            session.save_handover(port=osc.port, panel=panel.port, token=access.token, model=lazy.describe())
            if not session.resumed and not first:
                session.write({"texture": lazy.model.card.texture})
            if last := saved.of_set(session.segment) if session.resumed else last:
                commands.scenes.go_on(last)
        keeper = StateKeeper(saved, commands.capture, commands.state_fields, goes_on=bool(last))
        stack.enter_context(keeper)
        midi_system = MidiSystem(
            session,
            commands.registry,
            controls=commands.sequencer,
            lock=lock,
            folder=maps_folder(),
            names=midi,
            backend=midi_backend,
            outputs=midi_out or (),
            send=midi_send or (),
            follow=clock,
            latents=lazy.latents,
            moved=osc.handler.movement.note,
        )
        stack.enter_context(midi_system)
        board = NoteBoard()
        register_reports(osc.handler.reports, session, midi_system, commands, board)
        notes = SetNotes(session, midi_system, commands, keeper)
        termination.started = True
        if lifeline:
            lifeline.begin_beats()
        panel.serve(osc.port)

        clock_line = [] if clock == "internal" else [midi_system.clock_source_note]
        printed = {*clock_line, *notes()}  # before the welcome, so that a change during the start is printed too
        if session.resumed:  # without a welcome
            printed.discard(session.note)
        if recorder.file:
            board.show(recorder.sentence)
        screen = set_screen(osc, panel, access, termination.requested.set)
        in_terminal = stdout_is_terminal(os.environ)
        if not session.resumed:
            if screen and in_terminal:
                if session.note:
                    board.show(session.note)
                print("? lists the keys, q ends", file=sys.stderr, flush=True)
            else:
                print(welcome_line(session, osc, panel, midi_system.note), flush=True)
            if access.osc_is_open:
                board.show(f"OSC on {osc_host} is open to everyone on this network")
            if access.token and not screen:
                # not on the board: its newest line is a report, which every machine may ask for if OSC is open
                print(f"other machines open the panel at {panel.address}", file=sys.stderr, flush=True)
            mismatch = model_mismatch_note(first, *lazy.identity()) if first else ""
            for note in filter(
                None,
                (*range_notes, *clock_line, *midi_system.port_notes, *presets.warnings, *scenes.warnings, mismatch),
            ):
                board.show(note)
        if screen:
            stack.enter_context(screen)
        freeze_gc_and_prioritise()
        if browser and in_terminal and not session.resumed and has_desktop(os.environ):
            open_browser(own_address(panel, access))
        board.show_changes(notes, termination.requested, printed, lambda: notes.underruns.note)
        if lifeline:
            lifeline.announce_end()
