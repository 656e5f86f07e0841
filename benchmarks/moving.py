"""Measure what effects, LFOs and gestures cost while they move: faults of the sound, and computing time by thread.

python -m benchmarks.moving --seconds 300 --period 64     (Linux, with jackd2; pip install JACK-Client numba)

in    `vamen play` on a private `jackd -d dummy` in its asynchronous mode, moved by OSC; the bundled model
out   a Markdown table on standard output; faults as benchmarks.callbacks counts them, from outside the set

Shares are of one core, from the kernel's times of each thread. The player is the process with the audio callback, the
sequencer the thread that ticks 100 times a second, the decoder the thread that paints the tape. The last column is what
a state costs beyond the plain one, all processes and threads counted. Run it on a quiet machine, in a network of its
own: unshare -n -m sh -c "ip link set lo up; mount -t tmpfs tmpfs /dev/shm; python -m benchmarks.moving"
"""

import argparse
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.callbacks.glitches import Glitches, count_glitches
from benchmarks.callbacks.player import play_set
from benchmarks.hostile_network import free_port, wait_for_start
from engine.parameters import parameter
from engine.realtime.launch import start_process
from engine.spec import SPEC
from tests.jack import serve
from tests.live import ask, descendants, send

SETTLE_S = 3.0  # from a change of the state on, until it is measured
GESTURE_S = 6.0  # two bars at 170 BPM, from the next bar on
SHARE_OF_OTHERS = 0.1  # of the time of the last state, that each other one is measured
TICKS = os.sysconf("SC_CLK_TCK")
PLAIN, ALL = "plain", "all of these"

EFFECTS: dict[str, float] = {
    "filter/low": 6000.0,
    "filter/high": 100.0,
    "filter/resonance": 0.5,
    "crush/bits": 10.0,
    "crush/rate": 20_000.0,
    "punch": 0.5,
    "room": 0.4,
    "drive": 0.5,
    "width": 0.7,
    "swing": 58.0,
    "shuffle/chance": 0.3,
}
CORE_LFOS = {1: "filter/low", 2: "drive"}
LATENT_LFOS = {3: "latent/0", 4: "latent/3"}


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds of computing so far, by thread or process."""

    player: float
    sequencer: float
    decoder: float
    rest: float  # of the control process

    @classmethod
    def of(cls, control: int) -> "Load":
        """Return the load of a set whose control process is `control`, and whose player is a child of it."""
        threads = dict.fromkeys(("scheduler", "decoder"), 0.0)
        whole = 0.0
        for task in Path(f"/proc/{control}/task").iterdir():
            name, seconds = computed(task / "stat")
            whole += seconds
            if name in threads:
                threads[name] += seconds
        children = sum(computed(Path(f"/proc/{child}/stat"))[1] for child in descendants(control))
        return cls(children, threads["scheduler"], threads["decoder"], whole - sum(threads.values()))

    def shares(self, before: "Load", seconds: float) -> list[float]:
        """Return the shares of a core since another load: player, sequencer, decoder, rest."""
        pairs = ((self.player, before.player), (self.sequencer, before.sequencer))
        pairs += ((self.decoder, before.decoder), (self.rest, before.rest))
        return [(now - then) / seconds for now, then in pairs]


def computed(stat: Path) -> tuple[str, float]:
    """Return name and seconds of computing of a thread or process."""
    head, _, tail = stat.read_text().rpartition(")")
    fields = tail.split()
    return head.partition("(")[2], (int(fields[11]) + int(fields[12])) / TICKS


def states(port: int) -> Iterator[str]:
    """Set one state after the other by OSC, and yield its name."""
    yield PLAIN
    for id, value in EFFECTS.items():
        send(port, f"/vamen/{id}", value)
    yield "all effects"
    still(port)
    swing(port, CORE_LFOS)
    yield "two LFOs on the filter and drive"
    still(port)
    swing(port, LATENT_LFOS)
    yield "two LFOs on latents"
    still(port)
    send(port, "/vamen/drift/amount", 0.5)
    yield "drift of all latents"
    still(port)
    record(port)
    yield "a gesture of a latent, the filter and slices"
    send(port, "/vamen/drift/amount", 0.5)
    swing(port, CORE_LFOS | LATENT_LFOS)
    for id, value in EFFECTS.items():
        send(port, f"/vamen/{id}", value)
    yield ALL


def still(port: int) -> None:
    """Return to the plain state."""
    send(port, "/vamen/gesture/clear")
    for number in CORE_LFOS | LATENT_LFOS:
        send(port, "/vamen/lfo/target", number, "")
    for id in ("drift/amount", *EFFECTS):
        send(port, f"/vamen/{id}", parameter(id).default)


def swing(port: int, targets: dict[int, str]) -> None:
    """Let LFOs move parameters, once in a bar."""
    for number, target in targets.items():
        send(port, f"/vamen/lfo/{number}/depth", 0.4)
        send(port, f"/vamen/lfo/{number}/beats", 4.0)
        send(port, "/vamen/lfo/target", number, target)


def record(port: int) -> None:
    """Record two bars in which a hand moves something all the time."""
    send(port, "/vamen/gesture/record", 2)
    began = time.monotonic()
    while (passed := time.monotonic() - began) < GESTURE_S:
        send(port, "/vamen/latent/5", abs(passed % 2 - 1))
        send(port, "/vamen/filter/high", 20 + 300 * abs(passed % 1 - 0.5))
        if int(passed / 0.02) % 40 == 0:
            send(port, "/vamen/slice", int(passed * 3) % SPEC.steps)
        time.sleep(0.02)
    state = ask(port, "/vamen/report/gesture")[0]
    if not state.startswith("plays"):
        raise RuntimeError(f"the gesture {state or 'is empty'}; this machine is too busy to measure")


def row(name: str, shares: list[float], plain: float, found: Glitches) -> str:
    """Return a row of the table."""
    cells = [f"{share:.1%}" for share in [*shares, sum(shares) - plain]]
    faults = f"{found.places} places, {found.lost:.1f} ms; beside stalls of the host {found.host}"
    return f"| {name}, {found.seconds:.0f} s | {' | '.join(cells)} | {faults} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=300.0, help="of the last state; others take a tenth")
    parser.add_argument("--period", type=int, default=64, help="samples")
    asked = parser.parse_args()
    from benchmarks.callbacks.capture import Capture  # it needs libraries that may be missing

    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {asked.period} frames")
    print("| state | player | sequencer | decoder | rest | beyond plain | lost in the sound |\n" + "|---" * 7 + "|")
    osc, panel, plain = free_port(), free_port(), 0.0
    with serve(asked.period, SPEC.rate, synchronous=False) as server, TemporaryDirectory() as folder:
        os.environ.update(server.env)
        process = start_process(play_set, osc, panel, "127.0.0.1", Path(folder))
        try:
            wait_for_start(osc, panel)
            assert process.pid
            with Capture(server.name, 2.5 * asked.seconds + 120) as capture:
                capture.connect("PortAudio:out_1")
                for name in states(osc):
                    time.sleep(SETTLE_S)
                    seconds = asked.seconds * (1 if name == ALL else SHARE_OF_OTHERS)
                    capture.begin()
                    before, began = Load.of(process.pid), time.monotonic()
                    time.sleep(seconds)
                    shares = Load.of(process.pid).shares(before, time.monotonic() - began)
                    plain = sum(shares) if name == PLAIN else plain
                    print(row(name, shares, plain, count_glitches(capture.recording())), flush=True)
        finally:
            process.terminate()
            process.join(10)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
