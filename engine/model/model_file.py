"""The model: knobs and a seed in, a decoded loop out; or levels of a loop in, its place in the latent space out.

place      float (16,)          latents of a whole loop; -1 and 1 are the 5th and 95th percentile of real breaks
knobs      float (16,)          a place as users set it: without the kit of the seed (see seed_draws)
seed       int                  selects one of the loops at a place
latents    float32 (32, 16)     of the sixteenths of a loop
levels     float32 (512, 512)   frames, bands; 0..1
grain      float32 (128, 64)    amount of noise to add to the levels, see noise_texture

One file holds three tasks: `step_latents` of a place, `decode` of latents to an image, and `encode` of levels. The
size, card, inputs and outputs of a file are checked before it is used. Decoded cells are checked where a tape is built.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from engine.arrays import Floats
from engine.controls import Seeds
from engine.errors import BadInput, BadParameter, ModelMismatch, NoDevice, VamenError
from engine.spec import SPEC
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage

from .card import METADATA_KEY, Card
from .card_fields import RETRAIN, Row
from .digest import ModelBytes, read_model
from .learned_break import LearnedBreaks
from .runner import FailoverRunner, Runner
from .runtime import first_line
from .seed_draws import SeedDraws, place
from .signature import RECEPTIVE_FIELD_STEPS, Task
from .task_graphs import TaskGraphs
from .task_sessions import TaskSessions
from .trial import try_model

BUNDLED_FOLDER = Path(__file__).parents[1] / "models"
PRIOR_DRAWS, MAX_DRAWN_KNOB = 8, 1e3  # random breaks that check a prior; largest absolute knob in them
KNOB_HINT, LEVEL_HINT = "numbers from -3 to 3", "levels from 0 to 1"


class Encoded(NamedTuple):
    """Result of `Model.encode` for a recorded loop.

    knobs (16,) are a place, which describes the loop as a whole: it and a seed decode to similar loops. latents
    (32, 16), a row per sixteenth, decode to this loop as closely as the model can.
    """

    knobs: Floats
    latents: Floats


def bundled() -> Path:
    """Return the path of the bundled model.

    Raises:
        BadInput: it is missing.
    """
    found = sorted(BUNDLED_FOLDER.glob("*.onnx"))
    if not found:
        raise BadInput(f"there is no model in {BUNDLED_FOLDER}; install vamen again, or name a model file with --model")
    return found[0]


class Model:
    """A loaded model, for any number of threads. The same input gives the same bytes."""

    def __init__(self, runner: FailoverRunner, card: Card, file: ModelBytes | None = None) -> None:
        self.card = card
        self.learned = LearnedBreaks()  # those that `decode` finds
        self.digest = file.digest if file else ""  # identity of the model in presets and takes
        self.draws = SeedDraws(card)
        self.runner, self._grid = runner, (card.spec.steps, card.step_latents)

    @property
    def provider(self) -> str:
        """Execution provider in use: "cpu" or "cuda"."""
        return self.runner.provider

    @property
    def note(self) -> str:
        """Message for the user, one line, about the provider; usually empty."""
        return self.runner.note

    @property
    def faults(self) -> int:
        """Number of failures after which the CPU has taken over."""
        return self.runner.faults

    @property
    def macros(self) -> Mapping[str, Row]:
        """Drum -> offset (16,) of a sixteenth's latents that raises the drum's level by one standard deviation."""
        return self.card.macros

    @classmethod
    def load(cls, path: Path, *, provider: str = "auto", threads: int = 1) -> "Model":
        """Load a model file, check it, and warm it up; one that is not bundled is tried in another process before.

        Args:
            path: the ONNX file.
            provider: "cpu", "cuda", or "auto": CUDA where it works, else the CPU.
            threads: number of CPU threads.

        Raises:
            BadInput: no such file.
            ModelMismatch: not a vamen model, damaged, too large, made for another geometry, or with an unusable prior.
            NoDevice: the named provider does not run all of the model.
        """
        file = read_model(path)
        if path.resolve().parent != BUNDLED_FOLDER.resolve():
            try_model(file)
        model = cls.open(file, provider, threads)
        if not file.digest:
            raise ModelMismatch(f"{path} is damaged: the digest at its end is missing; copy or export it again")
        return model

    @classmethod
    def open(cls, file: ModelBytes, provider: str, threads: int = 1, record: bool = True) -> "Model":
        """Open a model file that has been read, without a trial; `record`: see `TaskSessions`; the rest as `load`."""
        path, graphs = file.path, TaskGraphs(file)
        card = Card.from_json(graphs.metadata(METADATA_KEY))
        SPEC.require(card.spec)
        _require_prior(card, path)

        def warm(provider: str, record: bool) -> Runner:
            runner = Runner(TaskSessions(graphs, card, provider, threads, record), card)
            runner.warm_up()
            return runner

        try:
            runner = warm(provider, record)
        except Exception as error:  # onnxruntime's errors have no common type
            if provider != "cpu" and record:
                return cls.open(file, provider, threads, record=False)
            if provider == "auto":  # out of GPU memory, or outdated libraries
                return cls.open(file, "cpu", threads)
            if isinstance(error, VamenError):
                raise
            if provider == "cuda":
                raise NoDevice(f"{path} cannot run on the GPU ({first_line(error)}); use --provider auto") from error
            raise ModelMismatch(f"{path} loads but cannot run ({first_line(error)}); export it again") from error
        fallback = partial(warm, "cpu", False) if runner.provider == "cuda" else None
        return cls(FailoverRunner(runner, fallback), card, file)

    def step_latents(self, place: ArrayLike, seed: int) -> Floats:
        """Return the latents (32, 16) of the loop that this place (16,) and the noise of a seed describe.

        Raises:
            BadParameter: a wrong shape, a number that is not finite, or a negative seed.
        """
        if seed < 0:
            raise BadParameter(f"the seed is {seed}; send a whole number from 0")
        where = _checked("knobs", place, (self.card.latents,), KNOB_HINT)
        return self.runner.run(Task.LOOP, knobs=where, variation=self.draws.noise(((seed, 1.0),)))[0]

    def loop_latents(self, knobs: ArrayLike, seeds: Seeds) -> Floats:
        """Return the latents (32, 16) of a loop; its place is the knobs (16,) plus the kit of a mixture of seeds.

        BadParameter: a wrong shape, or a knob that is not finite.
        """
        where = _checked("knobs", knobs, (self.card.latents,), KNOB_HINT) + self.draws.kit(seeds)
        return self.runner.run(Task.LOOP, knobs=where, variation=self.draws.noise(seeds))[0]

    def decode(self, latents: ArrayLike, first: int = 0, count: int = SPEC.steps, learned: str = "") -> DecodedImage:
        """Return `count` sixteenths from `first` on: levels (16 count, 512), grain (4 count, 64).

        The loop wraps around. The values are those of the same sixteenths in the whole loop. `learned` is the SHA-256
        of a learned break, whose sound replaces the model's near its latents.

        Raises:
            BadParameter: a wrong shape, a latent that is not finite, or `first` or `count` out of range.
            BadInput, ModelMismatch: as `require_learned`.
        """
        grid, steps = _checked("latents", latents, self._grid, KNOB_HINT), self.card.spec.steps
        if not (0 <= first < steps and 1 <= count <= steps):
            raise BadParameter(
                f"a window of {count} sixteenths from {first} on does not exist; "
                f"choose 1 to {steps} of them, beginning at 0 to {steps - 1}"
            )
        # the graph wraps a whole loop around; a window is cut from a wider one
        margin = RECEPTIVE_FIELD_STEPS if count + 2 * RECEPTIVE_FIELD_STEPS < steps else 0
        span = count + 2 * margin if margin else steps
        rows = grid[np.arange(first - margin, first - margin + span) % steps]
        levels, grain = self.runner.run(Task.DECODE, latents=rows)
        frames = self.card.spec.step_frames
        begin, end = margin * frames, (margin + count) * frames
        image = DecodedImage(levels[begin:end], grain[begin // GRAIN_FRAMES : end // GRAIN_FRAMES])
        own = rows[margin : margin + count]
        return self.learned.find(learned, self.digest).refined(image, own) if learned else image

    def require_learned(self, learned: str) -> None:
        """Check that `decode` can use a learned break; BadInput or ModelMismatch says why it cannot."""
        self.learned.find(learned, self.digest)

    def decode_loop(self, place: ArrayLike, seed: int) -> DecodedImage:
        """Return levels of a whole loop, and the noise to add (grain); arguments and errors as `step_latents`."""
        return self.decode(self.step_latents(place, seed))

    def encode(self, levels: ArrayLike) -> Encoded:
        """Return the latents that decode to a loop of levels (512, 512), and the knobs that decode to similar loops.

        Raises:
            BadParameter: not a tape of (512, 512), or a level that is not finite.
        """
        tape = _checked("levels", levels, (self.card.spec.frames, self.card.spec.mels), LEVEL_HINT)
        return Encoded(*self.runner.run(Task.ENCODE, levels=tape))

    def sample(self, generator: np.random.Generator) -> Floats:
        """Return a place (16,) drawn from the distribution of real breaks."""
        return place(self.card.prior, self.card.prior.draw(generator))

    def place(self, w: ArrayLike) -> Floats:
        """Return the place (16,) of a point w (16,); w = centre + place @ axes (see Prior).

        If w is standard normal noise, places are distributed like those of real breaks.

        Raises:
            BadParameter: a wrong shape, or a number that is not finite.
        """
        _checked("w", w, (self.card.latents,), "numbers, most of them from -3 to 3")
        return place(self.card.prior, w)


def _require_prior(card: Card, path: Path) -> None:
    """Refuse a model whose prior, the distribution of the knobs, draws loops outside the range of the knobs."""
    generator = np.random.default_rng(0)
    try:
        draws = [place(card.prior, card.prior.draw(generator)) for _ in range(PRIOR_DRAWS)]
    except np.linalg.LinAlgError as error:
        raise ModelMismatch(f"{path} has a prior whose axes lie in a plane; {RETRAIN}") from error
    largest = float(np.abs(draws).max())
    if not largest <= MAX_DRAWN_KNOB:  # also refuses NaN
        expected = f"expected at most {MAX_DRAWN_KNOB:g}; {RETRAIN}"
        raise ModelMismatch(f"{path} has a prior that draws knobs of {largest:.3g}, {expected}")


def _checked(name: str, values: ArrayLike, shape: tuple[int, ...], hint: str) -> Floats:
    try:
        with np.errstate(over="ignore"):  # an overflow becomes infinity, which is rejected below
            array = np.asarray(values, np.float32)
    except (TypeError, ValueError) as error:
        raise BadParameter(f"{name} are not an array of numbers ({error}); send {hint}") from error
    if array.shape != shape:
        raise BadParameter(f"{name} have the shape {array.shape}, expected {shape}; send {hint}")
    if not np.isfinite(array).all():
        raise BadParameter(f"{name} have a value that is not finite; send {hint}")
    return array
