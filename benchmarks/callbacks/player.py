"""The engine's player with its interpreter lock held; its right channel carries the number of each sample.

play    segment, output, share -> the process; a thread holds the lock for `share` of every 250 ms
launch  the same, in place of engine.realtime.launch.launch
play_set  `vamen play` with such a player, on JACK; the kernel knows its threads by their names
"""

import ctypes
import threading
import time
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

import engine.realtime.player_process
import engine.session.live_session
from engine.core import LivePlayer
from engine.realtime.launch import PlayerHandle, start_process
from engine.realtime.outputs import OutputChoice
from engine.realtime.watchdog import PlayerWatchdog

EVERY = 0.25  # seconds
PR_SET_NAME = 15  # option of Linux's prctl


def play(segment: str, choice: OutputChoice, share: float) -> None:
    """Play as the engine does, with numbered samples."""
    engine.realtime.player_process.LivePlayer = partial(LivePlayer, numbered=True)  # type: ignore[attr-defined,misc]
    if share:
        threading.Thread(target=hold, args=(share,), name="hog", daemon=True).start()
    engine.realtime.player_process.main(segment, choice)


def hold(share: float) -> None:
    """Hold the interpreter lock for `share` of the time."""
    sleep = ctypes.PyDLL(None).usleep  # PyDLL: called without releasing the lock
    while True:
        sleep(round(share * EVERY * 1e6))
        time.sleep((1 - share) * EVERY)


def launch(share: float, segment: str, choice: OutputChoice, lifeline: Connection | None) -> PlayerHandle:
    """Start the player process."""
    return start_process(play, segment, choice, share)


def name_threads() -> None:
    """Give the kernel the names of all threads that start from now on."""
    run, library = threading.Thread.run, ctypes.CDLL(None)

    def named(self: threading.Thread) -> None:
        library.prctl(PR_SET_NAME, self.name.encode()[:15])
        run(self)

    threading.Thread.run = named  # type: ignore[method-assign]


def play_set(osc: int, panel: int, host: str, bank: Path) -> None:
    """Run `vamen play` without MIDI. `osc`, `panel`: its ports; `bank`: where presets are saved."""
    from osc_bridge.commands.play import play as command

    name_threads()
    engine.session.live_session.PlayerWatchdog = partial(PlayerWatchdog, launch=partial(launch, 0.0))  # type: ignore[attr-defined]
    command(host_api="JACK", osc_port=osc, panel_port=panel, osc_host=host, bank=bank, midi=["none"])
