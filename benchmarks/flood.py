"""What is heard of a set while everything around the player is as bad as it gets: lost and repeated samples, counted.

    python benchmarks/flood.py --block 128 --minutes 10
    python benchmarks/flood.py --block 64 --minutes 2

A JACK server without a card (`jackd -d dummy`, asynchronous: it waits for nobody), a session with the bundled model
that plays into it and records itself, 1000 OSC messages a second that move latents and strike slices, and a thread in
the control process that holds the interpreter for 30 ms, twice a second. An outside client of the server, in a process
of its own, keeps what it hears; afterwards every sample of it is looked for in the player's own recording.

Needs jackd2 and the library JACK-Client. Whatever else runs on the machine is heard too: let it rest.
"""

import argparse
import ctypes
import json
import multiprocessing
import os
import socket
import sys
import tempfile
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from engine.outputs import OutputChoice
from engine.recorder import Recorder
from engine.session import Session
from osc_bridge.play import Later
from osc_bridge.server import OscServer
from tests.jack import serve
from tests.live import packed

HOLD = 0.03  # seconds
TINY = 2e-7  # 24 bits
AUDIBLE = 1e-3
SETTLED = 1.0  # seconds after the start that are not judged


def hog(ended: threading.Event) -> None:
    """Hold the interpreter, as a C library does that forgets to let it go."""
    library = ctypes.PyDLL(None)
    while not ended.wait(0.5 - HOLD):
        library.usleep(round(1e6 * HOLD))


def flood(port: int, rate: int, ended: Any) -> None:
    """Send messages, paced; a process of its own."""
    random = np.random.default_rng(0)
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    knobs = [packed(f"/vamen/latent/{i}", float(v)) for i in range(8) for v in np.linspace(-1, 1, 9)]
    slices = [packed("/vamen/slice", step) for step in range(32)]
    began, sent = time.perf_counter(), 0
    while not ended.is_set():
        due = round((time.perf_counter() - began) * rate)
        for number in range(sent, due):
            chosen = slices if number % rate == 0 else knobs
            out.sendto(chosen[random.integers(len(chosen))], ("127.0.0.1", port))
        sent = due
        time.sleep(0.001)


def listen(pipe: Connection) -> None:
    """Keep what the player sends to the server; a process of its own. Answers with blocks and their frames."""
    import jack

    client = jack.Client("judge", no_start_server=True)
    inport = client.inports.register("in")
    blocks: list[tuple[int, Any]] = []
    xruns = [0]

    def process(frames: int) -> None:
        blocks.append((client.last_frame_time, inport.get_array().copy()))

    def stalled(delay: float) -> None:
        xruns[0] += 1

    client.set_process_callback(process)
    client.set_xrun_callback(stalled)
    client.activate()
    while not (ports := client.get_ports("PortAudio", is_audio=True, is_output=True)):
        time.sleep(0.02)
    client.connect(ports[0], inport)
    pipe.send("connected")
    pipe.recv()
    client.deactivate()
    np.savez(pipe.recv(), frames=np.array([f for f, _ in blocks]), sound=np.concatenate([b for _, b in blocks]))
    pipe.send(xruns[0])


def compare(heard: np.ndarray, frames: np.ndarray, block: int, played: np.ndarray) -> dict[str, Any]:
    """How the heard blocks follow each other in what was played.

    glitches  places where samples were lost or repeated, or where there was something else
    stalls    places where the server skipped cycles by its own count of frames, and nothing was lost
    missed    places where it is the judge who was not called, and the player was
    """
    places, stalls, missed, at = [], 0, 0, None
    for number, piece in enumerate(heard.reshape(-1, block)):
        skipped = int(frames[number] - frames[number - 1]) - block if number else 0
        if at is None and np.abs(piece).max() < AUDIBLE:
            continue  # it has not begun, and one silence is like another
        if at is None or np.abs(piece - played[at : at + block]).max(initial=0) > TINY:
            found = _find(piece, played, at)
            if at is not None and found != at:
                if skipped > 0 and found == at + skipped:
                    missed += 1
                else:
                    lost = "not found" if found is None else found - at
                    places.append({"second": round(number * block / 44_100, 3), "samples": lost, "skipped": skipped})
            at = found
        elif skipped > 0:
            stalls += 1
        at = None if at is None else at + block
    return {
        "judged_s": round(len(heard) / 44_100, 1),
        "glitches": len(places),
        "stalls": stalls,
        "missed": missed,
        "places": places[:20],
    }


def _find(piece: np.ndarray, played: np.ndarray, near: int | None) -> int | None:
    """Where a block begins in what was played: close to where it should, else anywhere."""
    spans = [(0, len(played))] if near is None else [(max(near - 44_100, 0), near + 44_100), (0, len(played))]
    best = int(np.abs(piece).argmax())
    for begin, end in spans:
        for place in np.flatnonzero(np.abs(played[begin:end] - piece[best]) <= TINY) + begin - best:
            if place >= 0 and np.abs(played[place : place + len(piece)] - piece[: len(played) - place]).max() <= TINY:
                return int(place)
    return None


def run(block: int, minutes: float, rate: int, folder: Path) -> dict[str, Any]:
    """One set; everything that was counted."""
    context = multiprocessing.get_context("spawn")
    with serve(block, patient=False) as server:
        os.environ.update(server.env)
        near, far = context.Pipe()
        judge = context.Process(target=listen, args=(far,), daemon=True)
        judge.start()
        sys.setswitchinterval(1e-4)
        later, lock, ended = Later(None), threading.Lock(), threading.Event()
        stop = context.Event()
        recorder = Recorder(folder / "set.wav", later.identity)
        session = Session(
            later.decode, output=OutputChoice(host_api="JACK", block=block), recorder=recorder, model=later_name(later)
        )
        with session, OscServer(session, port=0, lock=lock) as osc:
            near.recv()
            time.sleep(SETTLED)
            sender = context.Process(target=flood, args=(osc.port, rate, stop), daemon=True)
            holder = threading.Thread(target=hog, args=(ended,), daemon=True)
            sender.start()
            holder.start()
            time.sleep(60 * minutes)
            stop.set()
            ended.set()
            sender.join()
            holder.join()
            status, refused = session.status(), osc.refused
            near.send("stop")
            near.send(str(folder / "heard.npz"))
            xruns = near.recv()
        judge.join()
    table = np.load(folder / "heard.npz")
    played = soundfile.read(recorder.path, dtype="float32")[0][:, 0]
    report = compare(table["sound"], table["frames"], block, played)
    return {
        "block": block,
        "messages_per_s": rate,
        **report,
        "xruns_of_jackd": xruns,
        "underruns": status.underruns,
        "late": status.late,
        "errors": status.errors,
        "refused": refused,
        "load": round(status.load, 2),
        "recorder": recorder.note,
    }


def later_name(later: Later) -> Any:
    """The model's name, when somebody asks."""
    return lambda: later.model.card.name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--block", type=int, default=128)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=int, default=1000, help="OSC messages per second")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(words.block, words.minutes, words.rate, Path(folder)), indent=2))


if __name__ == "__main__":
    main()
