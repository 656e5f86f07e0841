"""Measure the panel in a real browser: from the pointer to OSC, frame rate, meters, the sound in the browser, glitches.

python -m benchmarks.panel --seconds 60     (Linux, with chromium and jackd2; pip install JACK-Client numba)

pointer   a mouse drags a knob while latents move; from the time of the event to the change in shared memory
listen    the page plays the sound; the latency that it states and its dropouts, through both interfaces of browsers
glitches  two panels move everything and one listens, at 64 frames; samples that the sound card never gets

Run it on a quiet machine, in a network of its own, where the page has an address that is not secure:
unshare -n -m sh -c "ip link set lo up; ip addr add 10.9.8.7 dev lo; mount -t tmpfs tmpfs /dev/shm; python -m ..."
"""

import argparse
import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page

from benchmarks.callbacks.glitches import count_glitches
from benchmarks.callbacks.player import play_set
from engine.parameters import INDEX, TABLE
from engine.realtime.launch import start_process
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.jack import serve
from tests.live import Live, send, started
from tests.osc_bridge.panel.browser import READY, SIZES, chromium

NETWORK_ADDRESS = "10.9.8.7"  # of this machine, given to the loopback interface
DRAG_STEPS = 400
DRAG_INTERVAL_S = 0.02
POLL_INTERVAL_S = 0.0005
SETTLE_S = 5.0  # of listening, before dropouts count
PERIOD = 64  # samples

# notes the time of each pointer event and the value after it, and counts frames and meters
WATCH = """
window.moves = []; window.frames = 0; window.peaks = 0;
addEventListener("pointerrawupdate", (event) => setTimeout(async () => {
  moves.push([performance.timeOrigin + event.timeStamp, vamen.store.get("latent/0")]);
}), true);
const count = () => { frames += 1; requestAnimationFrame(count); };
requestAnimationFrame(count);
"""
COUNT_PEAKS = '() => vamen.connection.on("/vamen/meter/peak", () => window.peaks++)'
STATS = "document.querySelector('v-listen').stats"


def opened(browser: Browser, address: str, script: str = "") -> Page:
    """Return a page with the panel, connected."""
    width, height = SIZES["desktop"]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.add_init_script(script)
    page.goto(address)
    while not page.evaluate(READY):
        page.wait_for_timeout(20)
    return page


@contextlib.contextmanager
def moving(port: int) -> Iterator[None]:
    """Move a latent by OSC within the context, so that the tape is painted all the time."""
    ending = threading.Event()

    def run() -> None:
        number = 0
        while not ending.wait(0.03):
            number += 1
            send(port, "/vamen/latent/3", float(np.sin(number / 10)))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


def drag(page: Page, id: str, steps: int) -> None:
    """Move a knob up and down with the mouse."""
    box = page.locator(f'[for="{id}"]').bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(steps):
        page.mouse.move(x, y + 60 * np.sin(step / 9.7))
        page.wait_for_timeout(DRAG_INTERVAL_S * 1000)
    page.mouse.up()


def pointer(browser: Browser, live: Live) -> None:
    """Print the delay from the pointer, the frame rate and the rate of the meters."""
    page = opened(browser, f"http://127.0.0.1:{live.panel}/", WATCH)
    page.evaluate(COUNT_PEAKS)
    page.wait_for_timeout(2000)
    seen: list[tuple[float, float]] = []
    ending = threading.Event()

    def look(shared: SharedState) -> None:
        values, before = np.empty(len(TABLE)), np.nan
        while not ending.wait(POLL_INTERVAL_S):
            shared.parameters.read(values)
            if (now := float(values[INDEX["latent/0"]])) != before:
                seen.append((time.time() * 1000, now))
                before = now

    with live.shared() as shared, moving(live.port):
        thread = threading.Thread(target=look, args=(shared,), daemon=True)
        thread.start()
        frames, peaks, began = page.evaluate("frames"), page.evaluate("peaks"), time.perf_counter()
        drag(page, "latent/0", DRAG_STEPS)
        lasted = time.perf_counter() - began
        rates = [(page.evaluate(name) - before) / lasted for name, before in (("frames", frames), ("peaks", peaks))]
        moves = page.evaluate("moves")
        ending.set()
        thread.join()
    delays = delays_of(moves, seen)
    p50, p95 = np.percentile(delays, [50, 95])
    print(f"| pointer to OSC | p50 {p50:.1f}, p95 {p95:.1f} ms of {len(delays)} movements | 30 ms |")
    print(f"| meters; frames with the tape moving | {rates[1]:.0f} Hz; {rates[0]:.0f} fps | 20; 30 |", flush=True)
    page.close()


def delays_of(moves: Sequence[Sequence[float]], seen: Sequence[tuple[float, float]]) -> list[float]:
    """Return the milliseconds from each movement to the change that has its value, for those that were seen."""
    found = []
    for when, value in moves:
        after = [at for at, now in seen if at >= when - 2 and abs(now - value) < 1e-5]
        if after:
            found.append(min(after) - when)
    return found


def listen(browser: Browser, address: str, seconds: float) -> None:
    """Print the latency and the dropouts of a page that plays the sound."""
    page = opened(browser, address)
    page.get_by_text("Listen here").first.click()
    page.wait_for_timeout(SETTLE_S * 1000)
    before = page.evaluate(STATS)
    latencies = []
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        page.wait_for_timeout(500)
        stats: dict[str, Any] = page.evaluate(STATS)
        latencies.append(stats["latency"])
    lost, gaps = (stats[name] - before[name] for name in ("dropouts", "gaps"))
    bar = 150 if stats["mode"] == "worklet" else 250
    print(
        f"| {stats['mode']}, {seconds:.0f} s | {max(latencies):.0f} ms at most, {lost} dropouts, {gaps} gaps | "
        f"{bar} ms, 0 |",
        flush=True,
    )
    page.close()


def interactive(browser: Browser, live: Live) -> None:
    """Print the time from the navigation to the first frame with all controls, connected."""
    times = []
    for _ in range(5):
        page = browser.new_page()
        page.add_init_script(
            f"const wait = () => {READY} ? (window.readyAt = performance.now()) : requestAnimationFrame(wait); wait();"
        )
        page.goto(f"http://127.0.0.1:{live.panel}/")
        while not (ready := page.evaluate("window.readyAt")):
            page.wait_for_timeout(20)
        times.append(ready)
        page.close()
    print(
        f"| time to interactive | {np.median(times):.0f} ms, {max(times):.0f} at worst of {len(times)} | 500 ms |",
        flush=True,
    )


def glitches(browser: Browser, seconds: float) -> None:
    """Print what two panels that move and one that listens cost the sound."""
    from benchmarks.callbacks.capture import Capture  # it needs libraries that may be missing
    from benchmarks.hostile_network import free_port, wait_for_start

    osc, panel = free_port(), free_port()
    with serve(PERIOD, SPEC.rate, synchronous=False) as server, TemporaryDirectory() as folder:
        os.environ.update(server.env)
        process = start_process(play_set, osc, panel, "127.0.0.1", Path(folder))
        try:
            wait_for_start(osc, panel)
            pages = [opened(browser, f"http://127.0.0.1:{panel}/") for _ in range(3)]
            pages[2].get_by_text("Listen here").first.click()
            with Capture(server.name, seconds + 60) as capture:
                capture.connect("PortAudio:out_1")
                pages[0].wait_for_timeout(SETTLE_S * 1000)
                for name, panels in (("no panel moves", []), ("two panels move", pages[:2])):
                    capture.begin()
                    deadline, number = time.monotonic() + seconds / (1 if panels else 4), 0
                    while time.monotonic() < deadline:
                        for page in panels:
                            number += 1
                            drag(page, f"latent/{number % 8}", 20)
                        if not panels:
                            pages[2].wait_for_timeout(500)
                    found = count_glitches(capture.recording())
                    print(
                        f"| {name}, one listens, {PERIOD} frames, {found.seconds:.0f} s | {found.places} places lost, "
                        f"{found.lost:.1f} ms; beside stalls of the host {found.host} | 0 |",
                        flush=True,
                    )
        finally:
            process.terminate()
            process.join(10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="of listening")
    parser.add_argument("--glitch-seconds", type=float, default=120.0)
    parser.add_argument("--what", nargs="+", default=["pointer", "interactive", "listen", "glitches"])
    asked = parser.parse_args()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("| what | figure | bar |\n|---|---|---|")
    with chromium() as browser:
        options = ("--null", "--panel-port", "0", "--midi", "none", "--panel-host", "0.0.0.0")
        if {"pointer", "interactive", "listen"} & set(asked.what):
            with started(*options) as live:
                if "interactive" in asked.what:
                    interactive(browser, live)
                if "pointer" in asked.what:
                    pointer(browser, live)
                if "listen" in asked.what:
                    listen(browser, f"http://127.0.0.1:{live.panel}/", asked.seconds)
                    with live.shared() as shared:
                        token = json.loads(shared.handover)["token"]
                    listen(browser, f"http://{NETWORK_ADDRESS}:{live.panel}/?token={token}", asked.seconds)
        if "glitches" in asked.what:
            glitches(browser, asked.glitch_seconds)
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
