"""The command `vamen latency`: a machine and its output in, the latencies of slices, notes and latents out.

main process   as `vamen play`: OSC, MIDI, the model, and a player with the real output
second process sends the messages and records the sound (see trials and capture)

The model computes as always, but a stimulus whose changes can be timed is played in place of what it decodes. The
measurement ends where the card begins; the latency that its driver reports stands beside the figures.
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

from engine.errors import BadInput, VamenError
from engine.realtime.outputs import OutputChoice
from engine.session.event_timing import lookahead_seconds
from engine.session.live_session import Session
from engine.spec import SPEC
from osc_bridge.commands.lazy_model import LazyModel
from osc_bridge.lifecycle import freeze_gc_and_prioritise
from osc_bridge.midi.midi_system import MidiSystem
from osc_bridge.osc.command_registry import CommandRegistry
from osc_bridge.osc.server import OscServer

from .stimulus import RECORDING_GAP, SEND_TIME, UNSETTLED, XRUN, StimulusDecoder
from .trials import MAX_OVERTIME, Job, Result, TrialSeries, run_measurement

MIN_SECONDS = 5.0  # shorter measurements have too few trials
MAX_SECONDS = 3600.0
MEASUREMENT_MARGIN = 30.0  # seconds for start and end of the second process
FIRST_BLOCK_TIMEOUT = 5.0  # seconds
TRIAL_KINDS = (
    ("trigger", "slice to half of its attack"),
    ("note", "MIDI note to half of its attack"),
    ("morph", "latent to 90 % of the change"),
)
DISCARD_CAUSES = {
    XRUN: "beside an xrun of the card",
    RECORDING_GAP: "with a gap in the recording",
    SEND_TIME: "with an unknown send time",
    UNSETTLED: "before the last change was over",
}


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
    """Measure how long a slice, a MIDI note and a latent take to be heard. It makes sound.

    Args:
        model: Model file; by default the bundled one.
        host_api: Part of the name of a host API, like JACK or ALSA.
        device: Part of the name of an output device; `vamen devices` lists them.
        buffer: Frames per block, 16 to 8192; with a JACK server its period counts.
        rate: Sample rate of the device in Hz; by default its own.
        null: Play into silence, in real time, without any device.
        lookahead: Milliseconds from the arrival of an event to its place in the sound; by default a block and 0.5;
            0 is at once.
        seconds: Duration of the measurement; up to twice as long if more than half of the trials are discarded.
        json: Machine-readable.
    """
    if not MIN_SECONDS <= seconds <= MAX_SECONDS:
        raise BadInput(f"{seconds:g} seconds cannot be measured; give --seconds {MIN_SECONDS:g} to {MAX_SECONDS:g}")
    output = OutputChoice(host_api=host_api, device=device, rate=rate, block=buffer, null=null)
    report = measure(LazyModel(model), output, lookahead_seconds(lookahead), seconds)
    if json:
        print(json_format.dumps(report, indent=2))
    else:
        print_report(report)


def measure(model: LazyModel, output: OutputChoice, lookahead: float | None, seconds: float) -> dict[str, Any]:
    """Run the measurement for `seconds`; return the report of `report_of`. `lookahead`: seconds, None is the default.

    Raises:
        NoDevice: the named device is missing.
        VamenError: the measurement failed.
    """
    sys.setswitchinterval(1e-4)  # receivers must not wait for computing threads
    pipe, child_pipe = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=run_measurement, args=(child_pipe,), daemon=True)
    process.start()
    child_pipe.close()
    session = Session(
        lambda: StimulusDecoder(model.model),
        output=output,
        provider=lambda: model.model.provider,
        model=lambda: model.model.card.name,
        values={"tempo": SPEC.native_tempo, "texture": 1.0},
        lookahead=lookahead,
    )
    try:
        pipe.recv()  # "ready": the process has noted which JACK ports exist before the player's appear
        lock = threading.Lock()
        with session, OscServer(session, port=0, lock=lock, scheduler=session.scheduler) as osc, ExitStack() as stack:
            jack = "JACK" in session.status().output
            if jack and sys.platform == "linux":
                empty = Path(stack.enter_context(TemporaryDirectory()))  # the user's own map must not count
                stack.enter_context(MidiSystem(session, CommandRegistry(), lock=lock, folder=empty, backend="jack"))
            freeze_gc_and_prioritise()
            pipe.send((Job(osc.port, session.segment, block_seconds(session), seconds), jack))
            timeout = MAX_OVERTIME * seconds + MEASUREMENT_MARGIN
            if not pipe.poll(timeout):
                raise VamenError(f"nothing was heard within {timeout:g} s; see what `vamen doctor` says")
            result: Result = pipe.recv()
            if result.fault:
                raise VamenError(f"the measurement failed ({result.fault}); see what `vamen doctor` says about sound")
            return report_of(session, result)
    except EOFError as error:
        raise VamenError("the process that measures has exited; see what `vamen doctor` says about sound") from error
    finally:
        pipe.close()
        process.kill()
        process.join()


def block_seconds(session: Session) -> float:
    """Wait for the player's first block; returns the seconds that a block lasts.

    Raises:
        VamenError: it plays no block.
    """
    deadline = time.monotonic() + FIRST_BLOCK_TIMEOUT
    while not session.meters.rate:
        if time.monotonic() > deadline:
            raise VamenError("the player plays no block; see what `vamen doctor` says about sound")
        time.sleep(0.01)
    return session.meters.block / session.meters.rate


def report_of(session: Session, result: Result) -> dict[str, Any]:
    """Return the JSON report: the session's output and settings, statistics of the trials, and counts of faults."""
    status, meters = session.status(), session.meters
    return {
        "output": status.output,
        "heard_by": result.capture,
        "model": status.model,
        "provider": status.provider,
        "rate": int(meters.rate),
        "block": int(meters.block),
        "lookahead_ms": round(1e3 * session.lookahead, 2),
        "device_ms": round(1e3 * meters.latency, 2),
        "trigger_ms": statistics(result.trigger),
        "morph_ms": statistics(result.morph),
        "note_ms": statistics(result.note),
        "late": status.late,
        "stalls": result.xruns,
        "underruns": status.underruns,
        "errors": status.errors,
    }


def statistics(series: TrialSeries) -> dict[str, Any]:
    """Return the figures of one kind of trial: percentiles and jitter (1st to 99th percentile) in ms, and counts.

    Counts: trials that were heard (count), not heard (missed) and discarded (cut), and the causes of the latter.
    """
    values = 1e3 * np.array(series.latencies)
    heard = values[np.isfinite(values)]
    table: dict[str, Any] = {"count": len(heard), "missed": len(values) - len(heard)}
    table |= {"cut": series.discarded.total(), "causes": dict(series.discarded)}
    if len(heard):
        low, *rest = np.percentile(heard, (1, 50, 95, 99)).tolist()
        table |= {name: round(value, 2) for name, value in zip(("p50", "p95", "p99"), rest, strict=True)}
        table["jitter"] = round(rest[-1] - low, 2)
    return table


def print_report(report: Mapping[str, Any]) -> None:
    """Print a report in plain words."""
    print(f"{report['model']} on {report['provider']}; {report['output']}, ", end="")
    print(f"{report['block']} samples at {report['rate']} Hz")
    print(f"heard by {report['heard_by']}; events are placed {report['lookahead_ms']:.1f} ms after they come")
    for name, about in TRIAL_KINDS:
        row = report[f"{name}_ms"]
        if name == "note" and not row["count"] + row["missed"] + row["cut"]:
            continue  # no note was sent, as the player does not play into JACK
        if not row["count"]:
            print(f"{name:<8} nothing was heard of {row['missed'] + row['cut']}")
            continue
        print(
            f"{name:<8} {about:<32} p50 {row['p50']:5.1f}   p95 {row['p95']:5.1f}   p99 {row['p99']:5.1f} ms   "
            f"jitter {row['jitter']:.1f} ms   ({row['count']} heard, {row['missed']} not, {row['cut']} cut)"
        )
    rows = [report[f"{name}_ms"] for name, _ in TRIAL_KINDS]
    if causes := sum((Counter(row["causes"]) for row in rows), Counter[str]()):
        print("cut      " + ", ".join(f"{count} {DISCARD_CAUSES[cause]}" for cause, count in causes.items()))
    if any(row["cut"] > row["count"] + row["missed"] for row in rows):
        print("         most trials were cut: measure again when less else runs, or for more --seconds")
    print(f"the device adds {report['device_ms']:.1f} ms, as its driver says")
    print(f"{report['late']} late events, {report['underruns']} underruns, {report['stalls']} xruns of the card")
