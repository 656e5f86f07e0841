"""`vamen doctor`: this machine in, findings out, in plain words.

Each probe runs in a process of its own, with a time limit and a closed mouth: sound and MIDI drivers print, hang and
crash, and the doctor has to say so, not to share their fate. A probe imports what it probes, as that may be broken.
"""

import contextlib
import multiprocessing
import os
import platform
import socket
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from json import dumps
from multiprocessing.connection import Connection
from typing import Literal

import numpy as np

from engine import __version__
from engine.errors import NoDevice, VamenError
from engine.realtime.devices import choose_device, list_outputs, load_portaudio
from engine.realtime.realtime_priority import CPU_DMA_LATENCY, can_set_realtime_priority, can_hold_cpu_awake
from engine.spec import SPEC

DOCTOR_TIMEOUT = 15.0  # seconds for all probes together
LIMITS_FILE = "/etc/security/limits.d/audio.conf"
TIMED_DECODES, TIMED_HOPS = 10, 200  # that are timed
PLAYER_PACKAGES = ("numpy", "scipy", "onnxruntime-gpu", "onnxruntime", "sounddevice", "python-osc", "mido", "python-rtmidi")
TRAINER_PACKAGES = ("torch", "librosa", "safetensors", "onnx")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is so: fine, worth knowing, or in the way of playing."""

    topic: str
    state: Literal["ok", "note", "bad"]
    text: str


Probe = Callable[[], list[Finding]]


def doctor(*, json: bool = False) -> None:
    """Say what is there, what is missing and what to do about it.

    Args:
        json: machine-readable.
    """
    findings = [*versions(), *examine(PROBES)]
    if json:
        print(dumps({"version": __version__, "findings": [asdict(finding) for finding in findings]}, indent=2))
        return
    marks = {"ok": " ", "note": "-", "bad": "!"}
    for finding in findings:
        print(f"{marks[finding.state]} {finding.topic:<9} {finding.text}")
    worst = [finding.topic for finding in findings if finding.state == "bad"]
    print(f"needs attention: {', '.join(worst)}" if worst else "ready to play")


def versions() -> list[Finding]:
    """What is installed."""
    player, trainer = _installed(PLAYER_PACKAGES), _installed(TRAINER_PACKAGES)
    return [
        Finding("vamen", "ok", f"{__version__}, Python {platform.python_version()}, {platform.platform()}"),
        Finding("player", "ok", ", ".join(f"{name} {number}" for name, number in player.items())),
        Finding("trainer", "ok", ", ".join(f"{name} {number}" for name, number in trainer.items()))
        if len(trainer) == len(TRAINER_PACKAGES)
        else Finding("trainer", "note", "not installed, and only needed for training: pip install 'vamen[train]'"),
    ]


def sound() -> list[Finding]:
    """PortAudio, its host APIs and where sound would go."""
    try:
        library = load_portaudio()
        apis = ", ".join(api["name"] for api in library.query_hostapis()) or "no host API"
        head = f"{library.get_portaudio_version()[1].partition(',')[0]}: {apis}"
        outputs = list_outputs(library)
        chosen = choose_device(outputs)
    except NoDevice as refusal:
        return [Finding("sound", "note", f"{refusal}; until then vamen plays into the silent output")]
    place = f"{chosen.name} of {chosen.host_api} at {chosen.rate} Hz"
    return [Finding("sound", "ok", f"{head}; {len(outputs)} outputs, {place} is used unless told otherwise")]


def core() -> list[Finding]:
    """The compiled sound path, and how much of its time a hop takes."""
    try:
        from engine.core import StreamingGriffinLim
    except VamenError as error:
        return [Finding("core", "bad", str(error))]
    inverter = StreamingGriffinLim()
    rows = np.full((inverter.rows, SPEC.bins), 0.1, np.float32)
    began = time.perf_counter()
    for _ in range(TIMED_HOPS):
        inverter(rows)
    share = (time.perf_counter() - began) / TIMED_HOPS * SPEC.rate / SPEC.hop
    return [Finding("core", "ok", f"compiled; making sound takes {share:.1%} of the time that it lasts")]


def midi() -> list[Finding]:
    """MIDI systems and their inputs."""
    os.environ["JACK_NO_START_SERVER"] = "1"  # looking must not start anything
    import rtmidi

    systems, inputs = [], []
    for api in rtmidi.get_compiled_api():
        # what is compiled in need not run on this machine; rtmidi's error is its own type or the built-in one
        with contextlib.suppress(rtmidi.RtMidiError, SystemError):
            inputs += rtmidi.MidiIn(api).get_ports()
            systems.append(rtmidi.get_api_display_name(api))
    if not systems:
        return [Finding("midi", "note", "no MIDI system runs here; OSC works without it")]
    heard = ", ".join(inputs) or "no inputs; they are found when they are plugged in"
    return [Finding("midi", "ok", f"{', '.join(systems)}: {heard}")]


def decoder() -> list[Finding]:
    """The bundled model, what really runs it, how long that takes, and what CUDA lacks."""
    from engine.model.model_file import Model, bundled

    try:
        path = bundled()
        model = Model.load(path)
    except VamenError as error:
        return [Finding("model", "bad", str(error))]
    size = path.stat().st_size / 1e6
    began = time.perf_counter()
    for seed in range(TIMED_DECODES):
        model.decode_loop(np.zeros(model.card.latents), seed)
    each = (time.perf_counter() - began) / TIMED_DECODES
    return [
        Finding("model", "ok", f"{path.name}, {size:.1f} MB, {model.card.licence}"),
        Finding("decoder", "ok", f"runs on {model.provider}, {1e3 * each:.0f} ms for a new loop and its picture"),
        *graphics(model.provider),
    ]


def graphics(provider: str) -> list[Finding]:
    """What there is of CUDA, and what of it is missing while `provider` runs the model."""
    import onnxruntime

    from engine.model.runtime import PROVIDERS, has_cuda_driver, preload_cuda

    if PROVIDERS["cuda"] not in onnxruntime.get_available_providers():
        return [Finding("cuda", "note", "this onnxruntime was built without CUDA; the CPU paints")]
    if not has_cuda_driver():
        return [Finding("cuda", "note", "no NVIDIA driver is here; the CPU paints")]
    missing = preload_cuda()
    if provider == "cuda":
        return [Finding("cuda", "ok", "driver and libraries are here and run the model")]
    lack = f"{', '.join(missing)} cannot be loaded" if missing else "the GPU does not run all of the model"
    return [Finding("cuda", "note", f"{lack}; pip install 'vamen[cuda]', until then the CPU paints")]


def network(port: int = 7770) -> list[Finding]:
    """Whether the default OSC port is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            text = f"port {port} is taken, perhaps by another vamen; choose another one with --osc-port"
            return [Finding("osc", "note", text)]
    return [Finding("osc", "ok", f"port {port} is free")]


def realtime_rights() -> list[Finding]:
    """Whether the system lets a player have what makes its blocks come in time. Only Linux has to be asked."""
    if not sys.platform.startswith("linux"):
        return []
    lacking = []
    if not can_set_realtime_priority():
        lacking.append(f"real-time priority (a line '@audio - rtprio 95' in {LIMITS_FILE}, and join the group audio)")
    if CPU_DMA_LATENCY.exists() and not can_hold_cpu_awake():
        lacking.append(f"to keep the processor awake (a udev rule that gives {CPU_DMA_LATENCY} to the group audio)")
    if lacking:
        text = f"this user may not have {' nor '.join(lacking)}; small buffers may crackle under load"
        return [Finding("urgency", "note", text)]
    return [Finding("urgency", "ok", "blocks of sound may go before all else; the processor stays awake for them")]


PROBES: Mapping[str, Probe] = {
    "core": core,
    "sound": sound,
    "midi": midi,
    "model": decoder,
    "osc": network,
    "urgency": realtime_rights,
}


def examine(probes: Mapping[str, Probe], patience: float = DOCTOR_TIMEOUT) -> list[Finding]:
    """Findings of all probes, each run in its own process; a crash or a timeout is a finding too."""
    context = multiprocessing.get_context("spawn")
    running = []
    for topic, probe in probes.items():
        near, far = context.Pipe(duplex=False)
        process = context.Process(target=_report, args=(far, topic, probe), daemon=True)
        process.start()
        far.close()
        running.append((topic, near, process))
    findings = []
    deadline = time.monotonic() + patience
    for topic, near, process in running:
        try:
            if near.poll(max(0.0, deadline - time.monotonic())):
                findings += near.recv()
            else:
                findings.append(Finding(topic, "bad", f"no answer within {patience:g} s; its driver hangs"))
        except EOFError:
            process.join()
            findings.append(Finding(topic, "bad", f"the probe crashed (exit code {process.exitcode})"))
        finally:
            near.close()
            process.kill()
            process.join()
    return findings


def _report(answer: Connection, topic: str, probe: Probe) -> None:
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        findings = probe()
    except Exception as error:
        # whatever a driver or a broken install raises is what the doctor is for
        findings = [Finding(topic, "bad", " ".join(f"{type(error).__name__}: {error}".split()))]
    answer.send(findings)


def _installed(names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
