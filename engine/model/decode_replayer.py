"""Recorded requests of tapes in, the tapes out: decoded in threads, ahead of the sound that needs them.

The tapes do not depend on the number of threads. A decoder decodes one image at a time; meanwhile, other threads make
tapes of the images before it.
"""

import os
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import NamedTuple

import numpy as np

from engine.errors import BadInput
from engine.tape.magnitudes import Tape
from engine.tape.noise_texture import DecodedImage

from .decode_request import TEXTURE_SEED, DecodeRequest, ImageDecoder
from .step_edits import apply_edits
from .step_locks import LockedImages
from .tape_builder import TapeBuilder

MAX_THREADS = 3  # a third of the time is the decoder's
TAPES_EARLY = 3  # for each thread


class _Whole(NamedTuple):
    """A whole loop: its tape, the number of levels that were not finite, and a builder that has it."""

    tape: Tape
    repaired: int
    builder: TapeBuilder


class DecodeReplayer:
    """Decodes the tapes of recorded requests (tape number -> request) again.

    A request for a window (some sixteenths) changes the tape before it, so all are decoded, played or not.
    """

    def __init__(
        self, decoder: ImageDecoder, requests: Mapping[int, DecodeRequest], threads: int | None = None
    ) -> None:
        """Begin before the first request. `threads`: by default as many as the machine has cores, up to MAX_THREADS."""
        self._decoder, self._pending = decoder, deque(sorted(requests))
        self._requests = dict(requests)
        if self._pending:  # there is no tape before the first one
            self._requests[self._pending[0]] = self._requests[self._pending[0]]._replace(window=None)
        threads = min(threads or os.cpu_count() or 1, MAX_THREADS)
        self._pool, self._ahead = ThreadPoolExecutor(threads, "replayer"), TAPES_EARLY * threads
        self._decoded: dict[int, Future[_Whole | DecodedImage]] = {}
        self._builder, self._images = TapeBuilder(), LockedImages()
        self._number = 0
        self._tape: Tape | None = None
        self.repaired = 0  # cells that were not numbers

    def __call__(self, number: int) -> Tape:
        """Return the tape with this number; numbers must not descend from call to call.

        Raises:
            BadInput: unknown number, or lower than that of an earlier call.
        """
        while self._pending and self._pending[0] <= number:
            for following in islice(self._pending, self._ahead):
                if following not in self._decoded:
                    self._decoded[following] = self._pool.submit(self._decode, self._requests[following])
            self._number = self._pending.popleft()
            self._tape = self._add(self._requests[self._number], self._decoded.pop(self._number).result())
        if self._tape is None or self._number != number:
            raise BadInput(f"the take loads tape {number} after tape {self._number}; record it again")
        return self._tape

    def _decode(self, request: DecodeRequest) -> _Whole | DecodedImage:
        """Decode a request as far as is possible without the tape before it; called by several threads."""
        decoder, grid = self._decoder, request.grid
        latents = apply_edits(decoder.loop_latents(np.array(request.knobs), request.seeds), grid, decoder.macros)
        if request.window is not None:
            return self._images.decode(decoder, latents, grid, *request.window, learned=request.learned)
        image, builder = self._images.decode(decoder, latents, grid, learned=request.learned), TapeBuilder()
        return _Whole(*builder.whole(image, TEXTURE_SEED, request.texture, grid), builder)

    def _add(self, request: DecodeRequest, decoded: _Whole | DecodedImage) -> Tape:
        if isinstance(decoded, _Whole):
            self._builder, self.repaired = decoded.builder, self.repaired + decoded.repaired
            return decoded.tape
        assert request.window
        return self._builder.window(decoded, request.window[0], TEXTURE_SEED, request.texture)
