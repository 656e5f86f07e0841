"""The command `vamen latency`: this machine in, the seconds from a datagram or a MIDI note to its sound out.

main process   as `vamen play`: OSC, the model, and a player that plays into the real output
judge          a process of its own that sends datagrams and listens (see trials and ears)

The model decodes as always, but what it paints is replaced by a hit or a tone, whose changes can be timed. What is
measured ends where the card begins; the card's share is what its driver says, and stands beside it.
"""

import json as json_format
import multiprocessing
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from engine.arrays import Floats
from engine.errors import BadInput, VamenError
from engine.model.decode_worker import Latents
from engine.model.model_file import Model
from engine.parameters import INDEX, LATENTS
from engine.realtime.outputs import OutputChoice
from engine.session.live_session import Session
from engine.spec import SPEC
from engine.step_edits import Macros
from engine.tape.noise_texture import DecodedImage
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.commands.play import seconds_ahead
from osc_bridge.lifecycle import freeze_gc_and_prioritise
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.server import OscServer

from .stimulus import HELD, HOLE, STALL, UNSETTLED, levels_of
from .trials import LONGEST, Job, Result, Row, run_measurement

SHORTEST = 5.0  # seconds; fewer trials than that tell nothing
PATIENCE = 30.0  # seconds that the judge may take beyond its longest measurement
KNOB = INDEX["latent/1"] - INDEX["latent/0"]  # the latent that chooses between hit and tone
WORDS = (
    ("trigger", "slice to half of its attack"),
    ("note", "MIDI note to half of its attack"),
    ("morph", "latent to 90 % of the change"),
)
CAUSES = {
    STALL: "beside a stall of the card",
    HOLE: "where the recording lost a part",
    HELD: "that left nobody knows when",
    UNSETTLED: "where the change before was not over",
}


class Stimulus:
    """A decoder that works as hard as the model and paints what can be measured."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._knobs = np.zeros(LATENTS)

    @property
    def provider(self) -> str:
        """The model's."""
        return self._model.provider

    @property
    def note(self) -> str:
        """The model's."""
        return self._model.note

    @property
    def faults(self) -> int:
        """The model's."""
        return self._model.faults

    @property
    def macros(self) -> Macros:
        """The model's."""
        return self._model.macros

    def loop(self, knobs: Latents, seed: int) -> Floats:
        """The model's latents; the knobs are kept for what is painted of them."""
        self._knobs = knobs.copy()
        return self._model.loop(knobs, seed)

    def paint(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        """The hit, or with knob 1 above 0 the tone, as loud as knob 0 says; smooth."""
        grain = self._model.paint(latents, first, count).grain
        rows = np.arange(first * SPEC.step_frames, (first + count) * SPEC.step_frames) % SPEC.frames
        return DecodedImage(levels_of(float(self._knobs[0]), bool(self._knobs[KNOB] > 0))[rows], np.zeros_like(grain))


def latency(
    *,
    model: Path | None = None,
    host_api: str | None = None,
    device: str | None = None,
    buffer: int = 128,
    rate: int | None = None,
    null: bool = False,
    lookahead: float | None = None,
    seconds: float = 30.0,
    json: bool = False,
) -> None:
    """Measure how long a trigger and a latent take from datagram to sound. It is heard.

    Args:
        model: Model file; the bundled one when nothing is said.
        host_api: Part of the name of a host API, like JACK or ALSA.
        device: Part of the name of an output device; `vamen devices` lists them.
        buffer: Frames per block, 16 to 8192; at a JACK server its period counts.
        rate: Sample rate of the device in Hz; its own when nothing is said.
        null: Play into silence, in real time, without any device.
        lookahead: Milliseconds by which events are placed after they came; by default a block
            and 0.5; 0 is at once.
        seconds: How long to measure; up to twice as long where less than half of it tells something.
        json: Machine-readable.
    """
    if not SHORTEST <= seconds <= 3600:
        raise BadInput(f"{seconds:g} seconds cannot be measured; give --seconds {SHORTEST:g} to 3600")
    choice = OutputChoice(host_api=host_api, device=device, rate=rate, block=buffer, null=null)
    report = measure(LazyModel(model), choice, seconds_ahead(lookahead), seconds)
    if json:
        print(json_format.dumps(report, indent=2))
    else:
        tell(report)


def measure(later: LazyModel, choice: OutputChoice, lookahead: float | None, seconds: float) -> dict[str, Any]:
    """All figures, in milliseconds.

    Raises:
        NoDevice: the device that was named is not there.
        VamenError: nothing could be heard.
    """
    sys.setswitchinterval(1e-4)
    near, far = multiprocessing.get_context("spawn").Pipe()
    listener = multiprocessing.get_context("spawn").Process(target=run_measurement, args=(far,), daemon=True)
    listener.start()
    far.close()
    session = Session(
        lambda: Stimulus(later.model),
        output=choice,
        provider=lambda: later.model.provider,
        model=lambda: later.model.card.name,
        values={"tempo": SPEC.native_tempo, "texture": 1.0},
        lookahead=lookahead,
    )
    try:
        near.recv()  # it has seen which ports there are
        lock = threading.Lock()
        with session, OscServer(session, port=0, lock=lock) as osc, ExitStack() as stack:
            jack = "JACK" in session.status().output
            if jack and sys.platform == "linux":
                nobodys = Path(stack.enter_context(TemporaryDirectory()))  # not by a map of the user's
                stack.enter_context(MidiSystem(session, CommandRegistry(), lock=lock, folder=nobodys, backend="jack"))
            freeze_gc_and_prioritise()
            near.send((Job(osc.port, session.segment, block_of(session), seconds), jack))
            longest = LONGEST * seconds + PATIENCE
            if not near.poll(longest):
                raise VamenError(f"nothing was heard within {longest:g} s; see what `vamen doctor` says")
            verdict: Result = near.recv()
            if verdict.fault:
                raise VamenError(f"the measurement failed ({verdict.fault}); see what `vamen doctor` says about sound")
            return figures(session, verdict)
    except EOFError as error:
        raise VamenError("the process that listens has died; see what `vamen doctor` says about sound") from error
    finally:
        near.close()
        listener.kill()
        listener.join()


def block_of(session: Session) -> float:
    """Seconds that a block of the device lasts, as soon as the player has said so.

    Raises:
        VamenError: it says nothing.
    """
    deadline = time.monotonic() + SHORTEST
    while not session.meters.rate:
        if time.monotonic() > deadline:
            raise VamenError("the player plays no block; see what `vamen doctor` says about sound")
        time.sleep(0.01)
    return session.meters.block / session.meters.rate


def figures(session: Session, verdict: Result) -> dict[str, Any]:
    """A verdict and the state of the session as one report, in milliseconds."""
    status, meters = session.status(), session.meters
    return {
        "output": status.output,
        "heard_by": verdict.ear,
        "model": status.model,
        "provider": status.provider,
        "rate": int(meters.rate),
        "block": int(meters.block),
        "lookahead_ms": round(1e3 * session.lookahead, 2),
        "device_ms": round(1e3 * meters.latency, 2),
        "trigger_ms": spread(verdict.trigger),
        "morph_ms": spread(verdict.morph),
        "note_ms": spread(verdict.note),
        "late": status.late,
        "stalls": verdict.stalls,
        "underruns": status.underruns,
        "errors": status.errors,
    }


def spread(row: Row) -> dict[str, Any]:
    """Percentiles in milliseconds, the jitter: what 98 of 100 lie within; and how many trials were cut, and why."""
    values = 1e3 * np.array(row.found)
    heard = values[np.isfinite(values)]
    table: dict[str, Any] = {"count": len(heard), "missed": len(values) - len(heard)}
    table |= {"cut": row.cut.total(), "causes": dict(row.cut)}
    if len(heard):
        low, *rest = np.percentile(heard, (1, 50, 95, 99)).tolist()
        table |= {name: round(value, 2) for name, value in zip(("p50", "p95", "p99"), rest, strict=True)}
        table["jitter"] = round(rest[-1] - low, 2)
    return table


def tell(report: Mapping[str, Any]) -> None:
    """The figures in plain words."""
    print(f"{report['model']} on {report['provider']}; {report['output']}, ", end="")
    print(f"{report['block']} samples at {report['rate']} Hz")
    print(f"heard by {report['heard_by']}; events are placed {report['lookahead_ms']:.1f} ms after they come")
    for name, about in WORDS:
        row = report[f"{name}_ms"]
        if name == "note" and not row["count"] + row["missed"] + row["cut"]:
            continue  # there is no MIDI to send to oneself
        if not row["count"]:
            print(f"{name:<8} nothing was heard of {row['missed'] + row['cut']}")
            continue
        print(
            f"{name:<8} {about:<32} p50 {row['p50']:5.1f}   p95 {row['p95']:5.1f}   p99 {row['p99']:5.1f} ms   "
            f"jitter {row['jitter']:.1f} ms   ({row['count']} heard, {row['missed']} not, {row['cut']} cut)"
        )
    rows = [report[f"{name}_ms"] for name, _ in WORDS]
    if causes := sum((Counter(row["causes"]) for row in rows), Counter[str]()):
        print("cut      " + ", ".join(f"{count} {CAUSES[cause]}" for cause, count in causes.items()))
    if any(row["cut"] > row["count"] + row["missed"] for row in rows):
        print("         more than counts: measure again when less else runs, or for more --seconds")
    print(f"the device adds {report['device_ms']:.1f} ms, as its driver says")
    print(f"{report['late']} late events, {report['underruns']} underruns, {report['stalls']} stalls of the card")
