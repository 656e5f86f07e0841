"""The control process: OSC in, decoded tapes to the player, while a thread holds the interpreter lock.

control  pipe, Cell -> a real session with the player of `player`; sends its OSC port, and a report at the end
packets  a seed -> OSC messages as a busy set sends them: knobs, a tenth of them latents, one slice in 250
"""

import ctypes
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
from pythonosc.osc_message_builder import OscMessageBuilder

import engine.session.live_session
from engine.realtime.outputs import OutputChoice
from engine.realtime.watchdog import PlayerWatchdog
from engine.session.live_session import Session
from engine.spec import SPEC
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.osc.server import OscServer

RATE = 1000  # messages a second
LATENT, SLICE = 10, 250  # one of these every so many messages
KNOBS = ("level", "width", "tempo")
HOLD, EVERY = 0.03, 0.5  # seconds: how long the interpreter lock is held, and the period


@dataclass(frozen=True, slots=True)
class Cell:
    """The conditions of one measurement."""

    what: str  # player, or floor: nothing but a counter
    block: int  # samples
    held: float = 0.0  # share of the time in which the player's interpreter lock is held


class Counted(Session):
    """A session that counts writes."""

    writes = 0

    def write(self, values: Mapping[str, float], *more: Any, **named: Any) -> dict[str, float]:
        """Count, and write as a session does."""
        self.writes += 1
        return super().write(values, *more, **named)


def control(pipe: Connection, cell: Cell) -> None:
    """Run the process: send the port when it plays; end on a message, with a report, or when the pipe closes."""
    from .player import launch

    sys.setswitchinterval(1e-4)  # as `vamen play` does
    engine.session.live_session.PlayerWatchdog = partial(PlayerWatchdog, launch=partial(launch, cell.held))  # type: ignore[attr-defined]
    silent = cell.what == "floor"
    choice = OutputChoice(host_api=None if silent else "JACK", block=cell.block, null=silent)
    later, ending = LazyModel(None), threading.Event()
    session = Counted(lambda: later.model, output=choice, values={"level": -12.0})
    with OscServer(session, port=0, scheduler=session.scheduler) as server, session:
        hog = threading.Thread(target=_hog, args=(ending,), name="hog", daemon=True)
        hog.start()
        pipe.send(server.port)
        try:
            pipe.recv()
        except EOFError:
            return
        finally:
            ending.set()
            hog.join()
        meters = session.meters
        report: dict[str, Any] = {
            "writes": session.writes,
            "refused": server.handler.refused,
            "late": int(meters.late),
            "load": meters.load,
        }
        report |= {"underruns": int(meters.underruns), "errors": int(meters.errors), "note": session.note}
        pipe.send(report)


def _hog(ending: threading.Event) -> None:
    hold = ctypes.PyDLL(None).usleep  # PyDLL: called without releasing the interpreter lock
    while not ending.wait(EVERY - HOLD):
        hold(round(HOLD * 1e6))


def packets(count: int, seed: int = 0, *, only_latents: bool = False) -> list[bytes]:
    """Return OSC messages of a busy set, or of one that only moves latents."""
    random = np.random.default_rng(seed)
    sent = []
    for number in range(count):
        place = float(random.uniform())
        if number % SLICE == 0 and not only_latents:
            sent.append(_packet("/vamen/slice", int(random.integers(SPEC.steps)), 0.5 + place / 2))
        elif only_latents or number % LATENT == 0:
            sent.append(_packet(f"/vamen/latent/{random.integers(8)}", 2 * place - 1))
        else:
            knob = KNOBS[number % len(KNOBS)]
            span = {"level": (-15.0, -9.0), "width": (0.0, 1.0), "tempo": (155.0, 170.0)}[knob]
            sent.append(_packet(f"/vamen/{knob}", span[0] + place * (span[1] - span[0])))
    return sent


def _packet(address: str, *values: float) -> bytes:
    builder = OscMessageBuilder(address)
    for value in values:
        builder.add_arg(value)
    return bytes(builder.build().dgram)
