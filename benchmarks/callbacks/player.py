"""The engine's player, whose right channel carries the number of each sample, with its interpreter lock held.

play    segment, output, share -> the body of the process; a thread holds the lock for `share` of every 250 ms
launch  the same, in place of engine.realtime.launch.launch
"""

import ctypes
import threading
import time
from functools import partial
from multiprocessing.connection import Connection

import engine.realtime.player_process
from engine.core import LivePlayer
from engine.realtime.launch import Player, start
from engine.realtime.outputs import OutputChoice

EVERY = 0.25  # seconds


def play(segment: str, choice: OutputChoice, share: float) -> None:
    """Play as the engine does, numbered."""
    engine.realtime.player_process.LivePlayer = partial(LivePlayer, numbered=True)  # type: ignore[attr-defined,misc]
    if share:
        threading.Thread(target=hold, args=(share,), name="hog", daemon=True).start()
    engine.realtime.player_process.main(segment, choice)


def hold(share: float) -> None:
    """Hold the interpreter lock for `share` of the time."""
    sleep = ctypes.PyDLL(None).usleep  # of PyDLL: called without letting go of the lock
    while True:
        sleep(round(share * EVERY * 1e6))
        time.sleep((1 - share) * EVERY)


def launch(share: float, segment: str, choice: OutputChoice, lifeline: Connection | None) -> Player:
    """A player on its way."""
    return start(play, segment, choice, share)
