"""The decoder's thread, in the process that receives OSC and MIDI: targets of parameters in, decoded tapes out.

target   knobs (LATENTS,) of the loop, grid (32, 38) of step edits, texture; the tape follows in `smoothing` seconds;
         locks, seeds and learned break, which change at once
decoder  a Model: computes the latents of sixteenths from knobs, and levels and grain (see noise_texture) from these
publish  receives each tape and the request that it was decoded from

At most one decode runs at a time, at most once per hop, whatever the rate of writes; the last write wins. A tape is
decoded for the moment at which it will be ready, so a slow model follows in coarser steps, not later. A change of
texture alone is applied to the last decoded levels; a change of step edits alone does not recompute the loop's latents.

When decoding the whole loop takes longer than a hop, the sixteenths around the playhead are decoded and published
first. While the targets still move, the other sixteenths keep their old sound, for at most MAX_STALE seconds. Targets
that move by themselves are decoded seldom (see decode_pace), and only around the playhead until they rest.
"""

import threading
import time
from collections.abc import Callable

import numpy as np

from engine.arrays import Floats
from engine.controls import Seeds
from engine.errors import VamenError
from engine.model.step_edits import IMMEDIATE_COLUMNS, Grid, apply_edits, unsupported_macros
from engine.model.step_locks import LockedImages, PresentLoop
from engine.spec import SPEC
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage

from .decode_pace import HOP_SECONDS, Clock, DecodePace, MovingAverage
from .decode_request import (
    SMOOTHED,
    TEXTURE_SEED,
    WINDOW_STEPS,
    DecodeRequest,
    DecodeTarget,
    ImageDecoder,
    unpack,
)
from .linear_ramp import LinearRamp, Numbers
from .tape_builder import TapeBuilder

STOP_TIMEOUT = 3.0  # seconds to wait for a decode in progress
MAX_STALE = 0.1  # seconds for which sixteenths away from the playhead may lag behind the targets
MAX_SPARE_STALE = 2.0  # the same for targets that move by themselves
SPARE_STEPS = 6  # sixteenths that a decode for these replaces: as many as are played until the next one
GPU_KEEPALIVE = 0.2  # seconds without a decode after which a GPU is given one, so that it does not clock down


class DecodeWorker:
    """Decodes and publishes a new tape whenever the targets change, in its own thread or by calls of `decode`."""

    def __init__(
        self,
        decoder: Callable[[], ImageDecoder],
        publish: Callable[[Tape, DecodeRequest], None],
        target: DecodeTarget,
        smoothing: float,
        clock: Clock = time.perf_counter,
        *,
        playhead: Callable[[], float] = lambda: 0.0,
        keepalive: float = GPU_KEEPALIVE,
    ) -> None:
        """Create a worker without a thread.

        Args:
            decoder: returns the decoder; called once, before the first decode, and may load a model.
            publish: receives each tape and its request, in the thread that decodes.
            target: values to start from, without a ramp.
            smoothing: duration of a ramp to new targets, seconds.
            clock: returns the time in seconds.
            playhead: returns the column under the playhead.
            keepalive: seconds without a decode after which a GPU gets one, so that its clock rate stays high.
        """
        self._open, self._publish, self._clock, self._playhead = decoder, publish, clock, playhead
        self._keepalive, self._smoothing, self._pace = keepalive, smoothing, DecodePace(clock)
        self._decoder: ImageDecoder | None = None
        self._next_decoder: ImageDecoder | None = None
        self._ramp, self._seeds = LinearRamp(target.pack(), smoothing, SMOOTHED), target.seeds
        self._learned = target.learned
        self._loop: tuple[tuple[bytes, Seeds], Floats] | None = None  # latents, after the knobs and seeds of them
        self._latents: Floats | None = None  # of the last decode
        self._image: DecodedImage | None = None  # the last whole one
        self._image_key: tuple[bytes, bytes, str] | None = None  # its latents, locks and learned break
        self._images = LockedImages()
        self._builder, self._decoded_at = TapeBuilder(), -np.inf
        self._errors, self._failure, self._missing_macros, self._missing_learned = 0, "", "", ""
        self._lock = threading.Lock()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="decoder", daemon=True)
        self._reset_durations()

    def _reset_durations(self) -> None:
        self._loop_time, self._window_time, self._image_time = MovingAverage(), MovingAverage(), MovingAverage()

    @property
    def errors(self) -> int:
        """Number of failed decodes, of decoded loops with levels that were not finite, and of GPU failures."""
        return self._errors + (self._decoder.faults if self._decoder else 0)

    @property
    def lead(self) -> float:
        """Seconds from a new target to its tape, as far as that is known."""
        return self._loop_time.seconds + (self._window_time if self._is_slow else self._image_time).seconds

    @property
    def note(self) -> str:
        """Message for the user, one line, about the last problem; usually empty."""
        provider_note = self._decoder.note if self._decoder else ""
        return "; ".join(filter(None, (self._failure, provider_note, self._missing_macros, self._missing_learned)))

    def start(self, *, redecode: bool = False) -> None:
        """Start the thread; with `redecode` it decodes a tape at once, without waiting for new targets."""
        self._reset_durations()  # the first decode included loading the model
        if redecode:
            self._pace.add(prompt=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; waits for a decode in progress."""
        self._closing = True
        self._pace.add(prompt=True)
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT)

    def set_target(self, target: DecodeTarget, *, prompt: bool = True) -> None:
        """Set new targets and return at once; callable from any thread.

        `prompt`: False for those that move by themselves, which are taken seldom and without a ramp.
        """
        with self._lock:
            self._ramp.set_target(target.pack(), self._clock() - (0 if prompt else self._smoothing))
            self._seeds, self._learned = target.seeds, target.learned
            self._pace.add(prompt=prompt)

    def present_loop(self, target: DecodeTarget) -> PresentLoop:
        """Return the loop of a target, and the gain of the last tape; callable from any thread.

        The latents are computed, in 4 ms, unless they are those of the last decode.
        """
        loop, decoder = self._loop, self._next_decoder or self._decoder or self._open()
        if loop is None or loop[0] != (target.knobs.tobytes(), target.seeds):
            latents = decoder.loop_latents(target.knobs, target.seeds)
        else:
            latents = loop[1]
        return PresentLoop(latents, apply_edits(latents, target.grid, decoder.macros), self._builder.gain)

    def replace_decoder(self, decoder: ImageDecoder) -> None:
        """Decode with another decoder from the next decode on, the whole tape anew; callable from any thread."""
        with self._lock:
            self._next_decoder = decoder
            self._pace.add(prompt=True)

    def decode(self) -> bool:
        """Decode and publish what has changed; returns whether the whole tape has reached the targets."""
        slow, ready = self._is_slow, self._clock() + self.lead
        with self._lock:
            row, seeds, learned, arrived = self._ramp.at(ready), self._seeds, self._learned, self._ramp.arrived(ready)
            spare, replacement, self._next_decoder = self._pace.take(arrived), self._next_decoder, None
        knobs, grid, texture = unpack(row)
        if replacement is not None:
            self._errors += self._decoder.faults if self._decoder else 0
            self._decoder, self._loop, self._image, self._image_key = replacement, None, None, None
            self._images = LockedImages()
        elif self._decoder is None:
            self._decoder = self._open()
        learned = self._usable(self._decoder, learned)
        latents = self._edited_latents(self._decoder, knobs, seeds, grid)
        key = latents.tobytes(), grid[:, IMMEDIATE_COLUMNS].tobytes(), learned
        request = DecodeRequest.of(knobs, seeds, texture, grid, learned)
        changed = key != self._image_key
        if changed and slow:
            self._decode_window(self._decoder, latents, grid, request, SPARE_STEPS if spare else WINDOW_STEPS)
            stale = self._clock() - self._decoded_at
            if stale < MAX_SPARE_STALE if spare else not arrived and stale < MAX_STALE:
                self._pace.owed = spare
                return arrived  # a whole image would be out of date before it is heard
        self._pace.owed = False
        began = self._clock()
        if self._image is None or changed:
            self._image = self._images.decode(self._decoder, latents, grid, learned=learned)
        tape, repaired = self._builder.whole(self._image, TEXTURE_SEED, texture, grid)
        self._publish(tape, request)
        if changed:
            self._image_key, self._decoded_at = key, self._clock()
            self._errors += repaired > 0
            self._image_time.add(self._decoded_at - began)
        return arrived

    @property
    def _is_slow(self) -> bool:
        return self._image_time.seconds > HOP_SECONDS and not self._builder.empty

    def _usable(self, decoder: ImageDecoder, learned: str) -> str:
        """Return the learned break, or none if the decoder cannot use it; then `note` says why."""
        self._missing_learned = ""
        if learned:
            try:
                decoder.require_learned(learned)
            except VamenError as refusal:
                self._missing_learned = f"{refusal}; the break plays without it"
                return ""
        return learned

    def _edited_latents(self, decoder: ImageDecoder, knobs: Numbers, seeds: Seeds, grid: Grid) -> Floats:
        """Return the edited latents of all sixteenths; the unedited are computed only for new knobs or seeds."""
        key = knobs.tobytes(), seeds
        if self._loop is None or self._loop[0] != key:
            began = self._clock()
            self._loop = key, decoder.loop_latents(knobs, seeds)
            self._loop_time.add(self._clock() - began)
        missing = " and ".join(unsupported_macros(grid, decoder.macros))
        self._missing_macros = (
            f"this model has no direction for {missing}, so a step's amount does nothing" if missing else ""
        )
        self._latents = apply_edits(self._loop[1], grid, decoder.macros)
        return self._latents

    def _decode_window(
        self, decoder: ImageDecoder, latents: Floats, grid: Grid, request: DecodeRequest, count: int
    ) -> None:
        """Decode `count` sixteenths around the playhead and publish them within the previous tape."""
        began = self._clock()
        # one sixteenth before the playhead, because it may run backwards
        first = (int(self._playhead() // SPEC.step_frames) - 1) % SPEC.steps
        image = self._images.decode(decoder, latents, grid, first, count, request.learned)
        tape = self._builder.window(image, first, TEXTURE_SEED, request.texture)
        self._publish(tape, request._replace(window=(first, count)))
        self._window_time.add(self._clock() - began)

    def _run(self) -> None:
        arrived = True
        while not self._closing:
            gpu = self._decoder is not None and self._decoder.provider == "cuda"
            due = self._pace.wait(arrived, self._keepalive if gpu else None)
            began = self._clock()
            try:
                if due:
                    arrived = self._closing or self.decode()
                    self._failure = ""
                elif self._decoder and self._latents is not None:
                    self._decoder.decode(self._latents, 0, WINDOW_STEPS)  # the keep-alive
            except Exception as error:
                # the last good tape keeps playing; the next write tries again
                self._errors += 1
                self._failure = f"the model failed and the break stays as it is ({type(error).__name__}: {error})"
                arrived = True
            self._pace.sleep(began)
