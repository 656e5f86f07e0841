"""The command `vamen doctor`: checks this machine and prints findings.

Each probe runs in its own process, with a time limit and without standard error, because sound and MIDI drivers print,
hang and crash, and the doctor must report that. A probe imports the libraries that it tests, as they may be broken.
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
from engine.errors import NoDevice, VamenError, install_command, muted_stderr
from engine.realtime.devices import choose_device, list_outputs, load_portaudio
from engine.realtime.realtime_priority import CPU_DMA_LATENCY, can_hold_cpu_awake, can_set_realtime_priority
from engine.spec import SPEC

DOCTOR_TIMEOUT = 15.0  # seconds for all probes together
LIMITS_FILE = "/etc/security/limits.d/audio.conf"
TIMED_DECODES, TIMED_HOPS = 10, 200  # averaged
AUDIO_PACKAGES = ("numpy", "scipy", "onnxruntime-gpu", "onnxruntime", "sounddevice")
BRIDGE_PACKAGES = ("python-osc", "mido", "python-rtmidi")
TRAINER_PACKAGES = ("torch", "librosa", "safetensors", "onnx")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a probe: a line of the report."""

    topic: str
    state: Literal["ok", "note", "bad"]  # bad: it prevents playing
    text: str


Probe = Callable[[], list[Finding]]


def doctor(*, json: bool = False) -> None:
    """Check this machine: what works, what is missing and what to do about it.

    Args:
        json: print JSON.
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
    """Return the installed versions."""
    player, trainer = _installed(AUDIO_PACKAGES + BRIDGE_PACKAGES), _installed(TRAINER_PACKAGES)
    return [
        Finding("vamen", "ok", f"{__version__}, Python {platform.python_version()}, {platform.platform()}"),
        Finding("player", "ok", ", ".join(f"{name} {number}" for name, number in player.items())),
        Finding("trainer", "ok", ", ".join(f"{name} {number}" for name, number in trainer.items()))
        if len(trainer) == len(TRAINER_PACKAGES)
        else Finding("trainer", "note", f"not installed; for training, run {install_command('train')}"),
    ]


def sound() -> list[Finding]:
    """Probe PortAudio, its host APIs and the output that play would use."""
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
    """Probe the compiled core, and measure its load."""
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
    return [Finding("core", "ok", f"compiled; rendering takes {share:.1%} of real time")]


def midi() -> list[Finding]:
    """Probe the MIDI systems and list their inputs."""
    os.environ["JACK_NO_START_SERVER"] = "1"  # a probe must not start a server
    import rtmidi

    systems, inputs = [], []
    for api in rtmidi.get_compiled_api():
        # a compiled-in system may not run on this machine; rtmidi raises its own SystemError or the built-in one
        with contextlib.suppress(rtmidi.RtMidiError, SystemError):
            inputs += rtmidi.MidiIn(api).get_ports()
            systems.append(rtmidi.get_api_display_name(api))
    if not systems:
        return [Finding("midi", "note", "no MIDI system runs here; OSC works without it")]
    listed = ", ".join(inputs) or "no inputs; they are found when they are plugged in"
    return [Finding("midi", "ok", f"{', '.join(systems)}: {listed}")]


def decoder() -> list[Finding]:
    """Probe the bundled model, its execution provider and decoding time, and CUDA."""
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
        Finding("decoder", "ok", f"runs on {model.provider}, {1e3 * each:.0f} ms to decode a new loop"),
        *cuda(model.provider),
    ]


def cuda(provider: str) -> list[Finding]:
    """Probe the driver and libraries of CUDA, given the execution provider of the model."""
    import onnxruntime

    from engine.model.runtime import PROVIDERS, has_cuda_driver, preload_cuda

    if PROVIDERS["cuda"] not in onnxruntime.get_available_providers():
        return [Finding("cuda", "note", "this onnxruntime was built without CUDA; the CPU decodes")]
    if not has_cuda_driver():
        return [Finding("cuda", "note", "there is no NVIDIA driver; the CPU decodes")]
    missing = preload_cuda()
    if provider == "cuda":
        return [Finding("cuda", "ok", "driver and libraries run the model")]
    fault = f"{', '.join(missing)} cannot be loaded" if missing else "the GPU does not run all of the model"
    return [Finding("cuda", "note", f"{fault}, so the CPU decodes; run {install_command('cuda')}")]


def network(port: int = 7770) -> list[Finding]:
    """Probe the default OSC port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            text = f"port {port} is taken, perhaps by another vamen; choose another one with --osc-port"
            return [Finding("osc", "note", text)]
    return [Finding("osc", "ok", f"port {port} is free")]


def realtime_rights() -> list[Finding]:
    """Probe the permissions for real-time priority and for CPU wake-up latency, which only Linux restricts."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    if not can_set_realtime_priority():
        missing.append(f"real-time priority (a line '@audio - rtprio 95' in {LIMITS_FILE}, and join the group audio)")
    if CPU_DMA_LATENCY.exists() and not can_hold_cpu_awake():
        missing.append(f"to keep the processor awake (a udev rule that gives {CPU_DMA_LATENCY} to the group audio)")
    if missing:
        text = f"this user may not have {' nor '.join(missing)}; small buffers may crackle under load"
        return [Finding("realtime", "note", text)]
    return [Finding("realtime", "ok", "the player gets real-time priority and keeps the processor awake")]


PROBES: Mapping[str, Probe] = {
    "core": core,
    "sound": sound,
    "midi": midi,
    "model": decoder,
    "osc": network,
    "realtime": realtime_rights,
}


def examine(probes: Mapping[str, Probe], timeout: float = DOCTOR_TIMEOUT) -> list[Finding]:
    """Return the findings of all probes, each run in its own process; a crash or a timeout is a finding too."""
    context = multiprocessing.get_context("spawn")
    running = []
    for topic, probe in probes.items():
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=_report, args=(sender, topic, probe), daemon=True)
        process.start()
        sender.close()
        running.append((topic, receiver, process))
    findings = []
    deadline = time.monotonic() + timeout
    for topic, receiver, process in running:
        try:
            if receiver.poll(max(0.0, deadline - time.monotonic())):
                findings += receiver.recv()
            else:
                findings.append(Finding(topic, "bad", f"no answer within {timeout:g} s; its driver hangs"))
        except EOFError:
            process.join()
            findings.append(Finding(topic, "bad", f"the probe crashed (exit code {process.exitcode})"))
        finally:
            receiver.close()
            process.kill()
            process.join()
    return findings


def _report(sender: Connection, topic: str, probe: Probe) -> None:
    try:
        with muted_stderr():
            findings = probe()
    except Exception as error:  # anything that a driver or a broken installation raises
        findings = [Finding(topic, "bad", " ".join(f"{type(error).__name__}: {error}".split()))]
    sender.send(findings)


def _installed(names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
