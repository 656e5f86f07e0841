"""Latents in, tapes out: the model's own thread, in the control process.

target   knobs (LATENTS,), grid (32, 19) of single sixteenths, texture; the sound follows within `glide` seconds
decoder  what loops and paints: a Model
publish  takes each tape, and how it was painted

However many writes come in, there is at most one decode at a time and per hop; the last write wins. A tape is painted
for the moment at which it will be ready, so a slow model makes the glide coarser, not later. Where only the texture
moves, the last picture is textured anew; where only single sixteenths move, no new loop is made.

Where a whole picture takes longer than a hop, the sixteenths around the playhead are painted and published first, and
the others afterwards. While the targets are still being followed the others wait, but no longer than STALE.
"""

import threading
import time
from collections.abc import Callable
from typing import NamedTuple, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.parameters import INDEX, LATENTS
from engine.spec import SPEC
from engine.step_edits import SHAPE, Grid, Macros, apply_edits, unsupported_strokes
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage

from .recipe import DecodeRequest
from .runner import WINDOW_STEPS
from .smoothing import LinearRamp, MovingAverage
from .tape_builder import TapeBuilder

Latents = NDArray[np.float64]
Clock = Callable[[], float]

HOP = SPEC.hop / SPEC.rate  # seconds
PATIENCE = 3.0  # seconds for a decode under way, at the end
STALE = 0.1  # seconds for which what is far from the playhead may show an earlier place
GPU_KEEPALIVE = 0.2  # seconds without a decode until a GPU is given one, so that it does not clock down


class Decoder(Protocol):
    """What the painter asks for pictures; never from two threads at once. As `Model`."""

    @property
    def provider(self) -> str:
        """What runs it now: "cpu" or "cuda"."""

    @property
    def note(self) -> str:
        """What the user should know of that, one line; usually empty."""

    @property
    def faults(self) -> int:
        """How often what ran it failed, and something else went on."""

    @property
    def macros(self) -> Macros:
        """How the latents of a sixteenth move for more of what is named."""

    def loop(self, knobs: Latents, seed: int) -> Floats:
        """Latents (steps, n) of a place in the space and a variation."""

    def paint(self, latents: Floats, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        """The picture of `count` sixteenths from `first` on; the loop is a circle."""


class Target(NamedTuple):
    """Where the tape goes."""

    knobs: Latents
    seed: int
    texture: float
    grid: Grid

    @classmethod
    def of(cls, values: Latents, grid: Grid) -> Self:
        """The target that the values of all parameters and a grid of single sixteenths say."""
        first = INDEX["latent/0"]
        knobs = values[first : first + LATENTS].copy()
        return cls(knobs, int(values[INDEX["seed"]]), float(values[INDEX["texture"]]), grid)

    def numbers(self) -> Latents:
        """All that glides, in one row."""
        return np.concatenate((self.knobs, self.grid.ravel(), [self.texture]))


def unpack(numbers: Latents) -> tuple[Latents, Grid, float]:
    """Knobs, grid and texture of such a row."""
    return numbers[:LATENTS], numbers[LATENTS:-1].reshape(SHAPE), float(numbers[-1])


class DecodeWorker:
    """Keeps the tape painted as the latents say."""

    def __init__(
        self,
        decoder: Callable[[], Decoder],
        publish: Callable[[Tape, DecodeRequest], None],
        target: Target,
        glide: float,
        clock: Clock = time.perf_counter,
        *,
        where: Callable[[], float] = lambda: 0.0,
        awake: float = GPU_KEEPALIVE,
    ) -> None:
        """`decoder` may load a model; `where` says the playhead's column; `awake` is for GPUs, in seconds."""
        self._open, self._publish, self._clock, self._where, self._awake = decoder, publish, clock, where, awake
        self._decoder: Decoder | None = None
        self._glide, self._seed = LinearRamp(target.numbers(), glide), target.seed
        self._loop: tuple[tuple[bytes, int], Floats] | None = None  # latents, and of which knobs and seed
        self._latents: Floats | None = None  # what was painted last
        self._picture: DecodedImage | None = None  # the last whole one, and of which latents and seed
        self._place: tuple[bytes, int] | None = None
        self._canvas, self._whole_at = TapeBuilder(), -np.inf
        self._looping, self._ahead, self._whole = MovingAverage(), MovingAverage(), MovingAverage()
        self._errors, self._fault, self._lacking = 0, "", ""
        self._lock = threading.Lock()
        self._work = threading.Event()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="painter", daemon=True)

    @property
    def errors(self) -> int:
        """Decodes that failed, pictures with cells that were not numbers, GPUs that were given up."""
        return self._errors + (self._decoder.faults if self._decoder else 0)

    @property
    def note(self) -> str:
        """What went wrong last, one line; usually empty."""
        return "; ".join(filter(None, (self._fault, self._decoder.note if self._decoder else "", self._lacking)))

    def start(self, *, anew: bool = False) -> None:
        """Begin to follow; `anew` paints one tape at once, where nothing was painted yet."""
        # the first paint loaded the model; it says nothing of the next
        self._looping, self._ahead, self._whole = MovingAverage(), MovingAverage(), MovingAverage()
        if anew:
            self._work.set()
        self._thread.start()

    def stop(self) -> None:
        """End; waits for a decode under way."""
        self._closing = True
        self._work.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def aim(self, target: Target) -> None:
        """New targets, from any thread; returns at once."""
        with self._lock:
            self._glide.aim(target.numbers(), self._clock())
            self._seed = target.seed
        self._work.set()

    def paint(self) -> bool:
        """Paint and publish what is due now; True when all of the tape shows the targets."""
        slow = self._whole.seconds > HOP and not self._canvas.blank
        ready = self._clock() + self._looping.seconds + (self._ahead if slow else self._whole).seconds
        with self._lock:
            numbers, seed, arrived = self._glide.at(ready), self._seed, self._glide.arrived(ready)
        knobs, grid, texture = unpack(numbers)
        if self._decoder is None:
            self._decoder = self._open()
        latents = self._followed(self._decoder, knobs, seed, grid)
        place = latents.tobytes(), seed
        apply_edits = place != self._place
        if apply_edits and slow:
            self._paint_ahead(self._decoder, latents, DecodeRequest.of(knobs, seed, texture, grid))
            if not arrived and self._clock() - self._whole_at < STALE:
                return False  # the rest would be out of date before it is heard
        began = self._clock()
        if self._picture is None or apply_edits:
            self._picture = self._decoder.paint(latents)
        tape, repaired = self._canvas.whole(self._picture, seed, texture)
        self._publish(tape, DecodeRequest.of(knobs, seed, texture, grid))
        if apply_edits:
            self._place, self._whole_at = place, self._clock()
            self._errors += repaired > 0
            self._whole.add(self._whole_at - began)
        return arrived

    def _followed(self, decoder: Decoder, knobs: Latents, seed: int, grid: Grid) -> Floats:
        """Latents of all sixteenths; a loop is made only where a knob or the seed has moved."""
        key = knobs.tobytes(), seed
        if self._loop is None or self._loop[0] != key:
            began = self._clock()
            self._loop = key, decoder.loop(knobs, seed)
            self._looping.add(self._clock() - began)
        missing = " and ".join(unsupported_strokes(grid, decoder.macros))
        self._lacking = f"this model has no direction for {missing}, so a step's amount does nothing" if missing else ""
        self._latents = apply_edits(self._loop[1], grid, decoder.macros)
        return self._latents

    def _paint_ahead(self, decoder: Decoder, latents: Floats, recipe: DecodeRequest) -> None:
        """Publish the sixteenths around the playhead; the rest stays as it was."""
        began = self._clock()
        # the one before is for a playhead that runs backwards
        first = (int(self._where() // SPEC.step_frames) - 1) % SPEC.steps
        window = decoder.paint(latents, first, WINDOW_STEPS)
        tape = self._canvas.window(window, first, recipe.seed, recipe.texture)
        self._publish(tape, recipe._replace(window=(first, WINDOW_STEPS)))
        self._ahead.add(self._clock() - began)

    def _run(self) -> None:
        arrived = True
        while not self._closing:
            rests = arrived and not self._work.wait(self._rest())
            if not rests:
                self._work.clear()
            began = self._clock()
            try:
                if rests:
                    self._keep_awake()
                else:
                    arrived = self._closing or self.paint()
                    self._fault = ""
            except Exception as fault:
                # the last good tape goes on sounding; the next write tries again
                self._errors += 1
                self._fault = f"the model failed and the break stays as it is ({type(fault).__name__}: {fault})"
                arrived = True
            time.sleep(max(0.0, began + HOP - self._clock()))

    def _rest(self) -> float | None:
        """Seconds that may pass without a decode; None is for ever."""
        return self._awake if self._decoder and self._decoder.provider == "cuda" else None

    def _keep_awake(self) -> None:
        """Paint for nobody: a GPU that rests clocks down, and the next paint would be late."""
        if self._decoder and self._latents is not None:
            self._decoder.paint(self._latents, 0, WINDOW_STEPS)
