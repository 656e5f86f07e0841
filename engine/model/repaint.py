"""The tapes of a set, painted again: recipes by their numbers in, tapes out.

A window lies over what was painted before it, so recipes are followed in the order of their numbers, also those that
no playhead ever read.
"""

from collections.abc import Mapping

import numpy as np

from engine.step_edits import apply_edits
from engine.tape.magnitudes import Tape

from .decode_worker import Decoder
from .recipe import DecodeRequest
from .tape_builder import TapeBuilder


class RecipeReplayer:
    """A canvas that is painted as once before; tapes must be asked for in order."""

    def __init__(self, decoder: Decoder, recipes: Mapping[int, DecodeRequest]) -> None:
        self._decoder, self._waiting = decoder, sorted(recipes.items(), reverse=True)
        self._canvas = TapeBuilder()
        self._done = 0
        self._tape: Tape | None = None

    def __call__(self, number: int) -> Tape:
        """The tape of a number.

        Raises:
            ValueError: there is none, or a later one was asked for already.
        """
        while self._waiting and self._waiting[-1][0] <= number:
            self._done, recipe = self._waiting.pop()
            self._tape = self._paint(recipe)
        if self._tape is None or self._done != number:
            raise ValueError(f"tape {number} is asked for after {self._done}")
        return self._tape

    def _paint(self, recipe: DecodeRequest) -> Tape:
        decoder = self._decoder
        latents = apply_edits(decoder.loop(np.array(recipe.knobs), recipe.seed), recipe.grid, decoder.macros)
        if recipe.window is None or self._canvas.blank:
            return self._canvas.whole(decoder.paint(latents), recipe.seed, recipe.texture)[0]
        window = decoder.paint(latents, *recipe.window)
        return self._canvas.window(window, recipe.window[0], recipe.seed, recipe.texture)
