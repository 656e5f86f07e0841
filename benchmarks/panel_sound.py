"""Measure the sound that the panel plays in the browser against the sound of the set: latency and faults, end to end.

python -m benchmarks.panel_sound --seconds 60     (Linux, with chromium)

in    what the player hands to its device, from shared memory, with the time of each sample
out   what the audio graph of the page gives to the loudspeaker, looked at twice a second, with the time at which the
      browser says that it is heard; a Markdown table on standard output

The latency of a look is the time from the player's device to the browser's for the same sound. Frames of 10 ms that are
silent in the page and not in the set are counted, beside the dropouts and gaps that the page itself counts.
The page is opened by a name that browsers do not trust, too: there it has no AudioWorklet.
"""

import argparse
import base64
import os
import threading
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import soxr
from playwright.sync_api import Browser

from engine.arrays import Floats
from engine.realtime.shared_memory import SharedState
from engine.spec import SPEC
from tests.live import Live, send, started
from tests.osc_bridge.panel.browser import HOST_NAME, chromium, opened
from tests.osc_bridge.panel.tapped import place

SETTLE_S = 6.0  # from the click on, until the buffer has adapted
LOOK_INTERVAL_S = 0.5
PIECE = SPEC.rate // 10  # samples that are compared at once
FRAME = SPEC.rate // 100  # samples whose level is compared
LONGEST_S = 1.0  # latency that is looked for
AUDIBLE_DB, FALL_DB = -40, 15  # level of a frame that is judged; fall that makes it silent
ALIKE = 0.8  # least correlation
BARS_MS = {"worklet": 150, "script": 250}
# keeps what goes to the loudspeaker; a look returns its last 0.7 s, and how its end relates to the clock of the page
TAP = """
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (target, ...rest) {
  if (target instanceof AudioDestinationNode && !window.look) {
    const { context } = target;
    const analyser = new AnalyserNode(context, { fftSize: 32768 });
    connect.call(this, analyser);
    const samples = new Float32Array(32768);
    window.look = () => {
      let end;
      do {
        end = context.currentTime;
        analyser.getFloatTimeDomainData(samples);
      } while (end !== context.currentTime);
      const { contextTime, performanceTime } = context.getOutputTimestamp();
      const bytes = new Uint8Array(samples.buffer);
      let text = "";
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return {
        samples: btoa(text), rate: context.sampleRate, outputLatency: context.outputLatency,
        heard: performance.timeOrigin + performanceTime + 1000 * (end - contextTime),
        now: performance.timeOrigin + performance.now(), stats: document.querySelector("v-listen").stats,
      };
    };
  }
  return connect.call(this, target, ...rest);
};
"""


class Source:
    """What the player has handed out since the start, in a thread, as a context manager."""

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self.first = self._end = shared.monitor.end  # number of the first sample
        self._parts: list[Floats] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Source":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()

    def between(self, first: int, last: int) -> Floats:
        """Return samples of the left channel, by their numbers."""
        return np.concatenate(self._parts)[max(first - self.first, 0) : max(last - self.first, 0)]

    def number_at(self, seconds: float) -> int:
        """Return the number of the sample that is handed out at a time, in seconds since 1970."""
        recording = self._shared.monitor.last(0.1)
        start = recording.start + time.time() - time.perf_counter()
        return self._shared.monitor.end - len(recording.samples) + round((seconds - start) * SPEC.rate)

    def _run(self) -> None:
        while not self._ending.wait(0.2):
            end, samples = self._shared.monitor.since(self._end)
            assert samples is not None, "this machine is too busy to measure"
            self._parts.append(samples[:, 0].astype(np.float64))
            self._end = end


@dataclass
class Agreement:
    """The figures of one run."""

    latencies: list[float] = field(default_factory=list)  # ms
    lost: int = 0  # looks that were not found in the sound of the set
    frames: int = 0  # that were compared
    silent: int = 0  # that the page played without their sound
    stats: dict[str, Any] = field(default_factory=dict)  # of the page, at the end

    def add(self, look: dict[str, Any], source: Source) -> None:
        """Judge what a look has returned."""
        raw = np.frombuffer(base64.b64decode(look["samples"]), "<f4").astype(np.float64)
        played = soxr.resample(raw, look["rate"], SPEC.rate)
        last = source.number_at(look["heard"] / 1e3)
        first = max(last - len(played) - round(LONGEST_S * SPEC.rate), source.first)
        around = source.between(first, last)
        loudest = int(np.argmax([np.mean(piece**2) for piece in pieces(played)])) * PIECE
        at, alike = place(played[loudest : loudest + PIECE], around)
        if alike < ALIKE:
            self.lost += 1
            return
        begin = at - loudest  # of `played` in `around`
        self.latencies.append(1e3 * (last - (first + begin + len(played))) / SPEC.rate)
        given, heard = (levels(samples) for samples in (around[max(begin, 0) :][: len(played)], played))
        size = min(len(given), len(heard))
        self.frames += size
        self.silent += int(np.sum((given[:size] > AUDIBLE_DB) & (heard[:size] < given[:size] - FALL_DB)))


def levels(samples: Floats) -> Floats:
    """Return the loudest sample of each frame in dB, (n,)."""
    rows = np.abs(samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)).max(axis=1)
    return np.asarray(20 * np.log10(np.maximum(rows, 1e-6)))


def pieces(samples: Floats) -> Floats:
    """Return samples as rows of PIECE."""
    return samples[: len(samples) // PIECE * PIECE].reshape(-1, PIECE)


def measure(browser: Browser, live: Live, address: str, seconds: float) -> Agreement:
    """Listen on a page for some time."""
    heard = Agreement()
    with opened(browser, live, address, script=TAP) as panel, live.shared() as shared, Source(shared) as source:
        panel.problems = NoProblems()
        panel.page.click("v-listen button")
        panel.page.wait_for_timeout(SETTLE_S * 1000)
        before = panel.page.evaluate("look().stats")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            panel.page.wait_for_timeout(LOOK_INTERVAL_S * 1000)
            heard.add(panel.page.evaluate("look()"), source)
        heard.stats = panel.page.evaluate("look()")
        after = heard.stats["stats"]
        heard.stats |= {name: after[name] - before[name] for name in ("dropouts", "gaps")}
    return heard


class NoProblems(list[str]):
    """Problems of a page that are not collected: a deprecated node is what is measured."""

    def append(self, _: str) -> None:
        """Forget it."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("| node | latency: least, median, most | the page states | silent frames | dropouts, gaps | bar |")
    print("|---" * 6 + "|")
    with chromium() as browser, started("--null", "--panel-port", "0", "--midi", "none") as live:
        send(live.port, "/vamen/level", -6.0)
        for address in ("", f"http://{HOST_NAME}:{live.panel}/"):
            heard = measure(browser, live, address, asked.seconds)
            stats, mode = heard.stats["stats"], heard.stats["stats"]["mode"]
            least, median, most = np.percentile(heard.latencies or [np.nan], (0, 50, 100))
            print(
                f"| {mode}, {asked.seconds:.0f} s | {least:.0f}, {median:.0f}, {most:.0f} ms "
                f"| {stats['latency']:.0f} ms, {1e3 * heard.stats['outputLatency']:.0f} of the device "
                f"| {heard.silent} of {heard.frames}, {heard.lost} looks lost "
                f"| {heard.stats['dropouts']}, {heard.stats['gaps']} "
                f"| {BARS_MS[mode]} ms, 0 |",
                flush=True,
            )
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
