"""The decoder's thread, in the process that receives OSC and MIDI: targets of parameters in, decoded tapes out.

target   knobs (LATENTS,) of the loop, grid (32, 39) of step edits, texture; the tape follows in `smoothing` seconds;
         locks, seeds and learned break, which change at once
decoder  a Model: computes the latents of sixteenths from knobs, and levels and grain (see noise_texture) from these
publish  receives each tape and the request that it was decoded from

At most one decode runs at a time, at most once per hop, whatever the rate of writes; the last write wins. A tape is
decoded for the moment at which it will be ready, so a slow model follows in coarser steps, not later. A change of
texture alone is applied to the last decoded levels; a change of step edits alone does not recompute the loop's latents.
A target with a time is decoded early, and its first tape is held until then; what comes meanwhile waits for it.

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

from .decode_pace import Clock, DecodePace, DecodeTimes
from .decode_request import (
    TEXTURE_SEED,
    WINDOW_STEPS,
    DecodeRequest,
    DecodeTarget,
    ImageDecoder,
)
from .tape_builder import TapeBuilder
from .target_ramp import TargetRamp

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
        sleep: Callable[[float], object] = time.sleep,
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
            sleep: waits for some seconds of that clock.
        """
        self._open, self._publish, self._clock, self._playhead = decoder, publish, clock, playhead
        self._keepalive, self._smoothing, self._pace = keepalive, smoothing, DecodePace(clock, sleep)
        self._decoder: ImageDecoder | None = None
        self._next_decoder: ImageDecoder | None = None
        self._ramp, self._publish_at = TargetRamp(target, smoothing), -np.inf
        self._loop: tuple[tuple[bytes, Seeds], Floats] | None = None  # latents, after the knobs and seeds of them
        self._latents: Floats | None = None  # of the last decode
        self._image: DecodedImage | None = None  # the last whole one
        self._image_key: tuple[bytes, bytes, str] | None = None  # its latents, locks and learned break
        self._images = LockedImages()
        self._builder, self._decoded_at = TapeBuilder(), -np.inf
        self._errors, self._failure, self._missing_macros, self._missing_learned = 0, "", "", ""
        self._lock = threading.Lock()
        self._closing = False
        self._thread, self._times = threading.Thread(target=self._run, name="decoder", daemon=True), DecodeTimes()

    @property
    def errors(self) -> int:
        """Number of failed decodes, of decoded loops with levels that were not finite, and of GPU failures."""
        return self._errors + (self._decoder.faults if self._decoder else 0)

    @property
    def lead(self) -> float:
        """Seconds from a new target to its tape, as far as that is known."""
        return self._times.lead

    @property
    def note(self) -> str:
        """Message for the user, one line, about the last problem; usually empty."""
        provider_note = self._decoder.note if self._decoder else ""
        return "; ".join(filter(None, (self._failure, provider_note, self._missing_macros, self._missing_learned)))

    def start(self, *, redecode: bool = False) -> None:
        """Start the thread; with `redecode` it decodes a tape at once, without waiting for new targets."""
        self._times = DecodeTimes()  # the first decode included loading the model
        if redecode:
            self._pace.add(prompt=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread; waits for a decode in progress."""
        self._closing = True
        self._pace.add(prompt=True)
        if self._thread.is_alive():
            self._thread.join(STOP_TIMEOUT)

    def set_target(self, target: DecodeTarget, *, prompt: bool = True, at: float = -np.inf) -> None:
        """Set new targets and return at once; callable from any thread.

        Args:
            target: the new ones.
            prompt: False for those that move by themselves, which are taken seldom and without a ramp.
            at: seconds at which the first tape of prompt ones is published, if it is ready by then.
        """
        with self._lock:
            begin = max(self._clock(), at - self.lead)
            self._ramp.set_target(target, begin - (0 if prompt else self._smoothing))
            self._publish_at = max(at if prompt else -np.inf, self._publish_at)
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
        with self._lock:
            at, self._publish_at = self._publish_at, -np.inf
            ready = max(self._clock() + self.lead, at)
            target, arrived = self._ramp.at(ready), self._ramp.arrived(ready)
            spare, replacement, self._next_decoder = self._pace.take(arrived), self._next_decoder, None
        if replacement is not None:
            self._errors += self._decoder.faults if self._decoder else 0
            self._decoder, self._loop, self._image, self._image_key = replacement, None, None, None
            self._images = LockedImages()
        elif self._decoder is None:
            self._decoder = self._open()
        target = target._replace(learned=self._usable(self._decoder, target.learned))
        latents, grid = self._edited_latents(self._decoder, target), target.grid
        key = latents.tobytes(), grid[:, IMMEDIATE_COLUMNS].tobytes(), target.learned
        request = DecodeRequest.of(target)
        changed = key != self._image_key
        if changed and self._times.slow:
            self._decode_window(self._decoder, latents, grid, request, SPARE_STEPS if spare else WINDOW_STEPS, at)
            stale = self._clock() - self._decoded_at
            if stale < MAX_SPARE_STALE if spare else not arrived and stale < MAX_STALE:
                self._pace.owed = spare
                return arrived  # a whole image would be out of date before it is heard
        self._pace.owed = False
        began = self._clock()
        if self._image is None or changed:
            self._image = self._images.decode(self._decoder, latents, grid, learned=target.learned)
        tape, repaired = self._builder.whole(self._image, TEXTURE_SEED, target.texture, grid)
        began += self._pace.wait_until(at)
        self._publish(tape, request)
        if changed:
            self._image_key, self._decoded_at = key, self._clock()
            self._errors += repaired > 0
            self._times.image.add(self._decoded_at - began)
        return arrived

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

    def _edited_latents(self, decoder: ImageDecoder, target: DecodeTarget) -> Floats:
        """Return the edited latents of all sixteenths; the unedited are computed only for new knobs or seeds."""
        key = target.knobs.tobytes(), target.seeds
        if self._loop is None or self._loop[0] != key:
            began = self._clock()
            self._loop = key, decoder.loop_latents(target.knobs, target.seeds)
            self._times.loop.add(self._clock() - began)
        missing = " and ".join(unsupported_macros(target.grid, decoder.macros))
        self._missing_macros = (
            f"this model has no direction for {missing}, so a step's amount does nothing" if missing else ""
        )
        self._latents = apply_edits(self._loop[1], target.grid, decoder.macros)
        return self._latents

    def _decode_window(
        self, decoder: ImageDecoder, latents: Floats, grid: Grid, request: DecodeRequest, count: int, at: float
    ) -> None:
        """Decode `count` sixteenths around the playhead and publish them at `at` within the previous tape."""
        began = self._clock()
        # one sixteenth before the playhead, because it may run backwards
        first = (int(self._playhead() // SPEC.step_frames) - 1) % SPEC.steps
        image = self._images.decode(decoder, latents, grid, first, count, request.learned)
        tape = self._builder.window(image, first, TEXTURE_SEED, request.texture)
        began += self._pace.wait_until(at)
        self._publish(tape, request._replace(window=(first, count)))
        self._times.window.add(self._clock() - began)

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
