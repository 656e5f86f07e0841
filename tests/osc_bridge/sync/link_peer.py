"""A peer of a Link session in its own process, and two of them in a network namespace.

hub   on stdin, lines "0 tempo 133" for the first peer, "1 pulse 12.5" for the second; their replies on stdout
peer  the same without the number: peers, tempo BPM, play, stop, pulse SECONDS -> a line of JSON; after "follow" an
      instrument follows the session: turn BPM sets its tempo, instrument reports it
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack

from osc_bridge.sync.link import LinkClock
from osc_bridge.sync.tempo_control import TempoControl
from tests.fake_controls import FakeControls


def set_playing(clock: LinkClock, playing: bool) -> None:
    """Start or stop all peers that share it; they start on a bar."""
    state = clock._link.captureAppSessionState()
    if state.isPlaying() != playing:
        state.setIsPlaying(playing, clock._link_time(time.perf_counter()))
        clock._link.commitAppSessionState(state)


def peer(lines: Iterable[str], tempo: float) -> None:
    """Execute commands until the input ends."""
    controls, lock = FakeControls(), threading.Lock()
    controls.write({"tempo": tempo})
    with LinkClock(tempo) as clock, ExitStack() as stack:
        for line in lines:
            word, *numbers = line.split()
            answer: object = None
            if word == "peers":
                answer = clock.peers
            elif word == "tempo":
                clock.publish(float(numbers[0]))
            elif word == "pulse":
                answer = clock.pulse(float(numbers[0]))
            elif word == "follow":
                follower = stack.enter_context(TempoControl(controls, {2: clock}, lock=lock))
                with lock:
                    follower.choose(2, time.perf_counter())
            elif word == "turn":
                with lock:
                    controls.write({"tempo": float(numbers[0])})
            elif word == "instrument":
                answer = controls.read("tempo")
            else:
                set_playing(clock, word == "play")
            print(json.dumps(answer), flush=True)


def hub(lines: Iterable[str]) -> None:
    """Pass commands to two peers."""
    peers = [
        subprocess.Popen(
            [sys.executable, "-m", __spec__.name, tempo], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for tempo in ("120", "90")
    ]
    for line in lines:
        number, _, request = line.partition(" ")
        process = peers[int(number)]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(request)
        process.stdin.flush()
        print(process.stdout.readline(), end="", flush=True)
    for process in peers:
        process.communicate(timeout=10)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        peer(sys.stdin, float(sys.argv[1]))
    else:
        hub(sys.stdin)
