"""Latents in, tapes out: the model's own thread, in the control process.

latents  float64 (LATENTS,)           targets; the sound follows within `glide` seconds, as it does the texture
decode   (latents, seed) -> Picture   levels (frames, mels) and their grain
publish  takes each finished tape, and how it was painted

However many writes come in, there is at most one decode at a time and per hop; the last write wins. A tape is painted
for the moment at which it will be ready, so a slow model makes the glide coarser, not later. Where only the texture
moves, the last picture is textured anew and the model is left alone.
"""

import threading
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .recipe import Recipe
from .spec import SPEC
from .tape import Tape, develop
from .texture import Picture, textured

Latents = NDArray[np.float64]
Decode = Callable[[Latents, int], Picture]
Clock = Callable[[], float]

HOP = SPEC.hop / SPEC.rate  # seconds
PATIENCE = 3.0  # seconds for a decode under way, at the end


class Glide:
    """Values (n,) that go to their targets in straight lines, each within `seconds` of its last change."""

    def __init__(self, values: Latents, seconds: float) -> None:
        self._from, self._to = values.copy(), values.copy()
        self._since = np.full(len(values), -np.inf)
        self._seconds = seconds

    def aim(self, targets: Latents, now: float) -> None:
        """New targets; what keeps its target is not held up."""
        moved = targets != self._to
        self._from[moved] = self.at(now)[moved]
        self._to[moved] = targets[moved]
        self._since[moved] = now

    def at(self, now: float) -> Latents:
        """The values at a time."""
        part = np.clip((now - self._since) / self._seconds, 0, 1)
        return np.where(part < 1, self._from + part * (self._to - self._from), self._to)

    def arrived(self, now: float) -> bool:
        """All values are at their targets."""
        return bool((now - self._since >= self._seconds).all())


class Painter:
    """Keeps the tape painted as the latents say."""

    def __init__(
        self,
        decode: Decode,
        publish: Callable[[Tape, Recipe], None],
        latents: Latents,
        seed: int,
        texture: float,
        glide: float,
        clock: Clock = time.perf_counter,
    ) -> None:
        self.errors = 0  # decodes that failed, cells that were not numbers
        self.note = ""  # what went wrong last
        self._decode, self._publish, self._clock = decode, publish, clock
        self._glide, self._seed = Glide(np.append(latents, texture), glide), seed
        self._picture: Picture | None = None  # the last one, and of which latents and seed
        self._place: tuple[bytes, int] | None = None
        self._cost = 0.0  # seconds that a tape takes, lately
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="painter", daemon=True)

    def start(self, *, anew: bool = False) -> None:
        """Begin to follow; `anew` paints one tape at once, where nothing was painted yet."""
        self._cost = 0.0  # the first paint loaded the model; it says nothing of the next
        if anew:
            self._work.set()
        self._thread.start()

    def stop(self) -> None:
        """End; waits for a decode under way."""
        self._closing = True
        self._work.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def aim(self, latents: Latents, seed: int, texture: float) -> None:
        """New targets, from any thread; returns at once."""
        with self._lock:
            self._glide.aim(np.append(latents, texture), self._clock())
            self._seed = seed
        self._work.set()

    def paint(self) -> bool:
        """Paint and publish one tape now; True when it shows the targets."""
        began = self._clock()
        ready = began + self._cost
        with self._lock:
            values, seed, arrived = self._glide.at(ready), self._seed, self._glide.arrived(ready)
        latents, texture = values[:-1], float(values[-1])
        place = latents.tobytes(), seed
        moved = place != self._place
        if self._picture is None or moved:
            self._picture, self._place = self._decode(latents, seed), place
        tape, repaired = develop(textured(self._picture, seed, texture))
        self._publish(tape, Recipe(latents.tolist(), seed, texture))
        if moved:
            self.errors += repaired > 0
            self._cost += (self._clock() - began - self._cost) / (4 if self._cost else 1)
        return arrived

    def _run(self) -> None:
        arrived = True
        while not self._closing:
            if arrived:
                self._work.wait()
            self._work.clear()
            began = self._clock()
            try:
                arrived = self._closing or self.paint()
                self.note = ""
            except Exception as fault:
                # the last good tape goes on sounding; the next write tries again
                self.errors += 1
                self.note = f"the model failed and the break stays as it is ({type(fault).__name__}: {fault})"
                arrived = True
            time.sleep(max(0.0, began + HOP - self._clock()))
