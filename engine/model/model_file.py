"""The model: knobs and a seed in, a painted tape out; and a tape in, its place out. numpy and onnxruntime.

knobs      float (16,)          +-1 = 5th and 95th percentile of real breaks
seed       int                  which variation; the same seed is the same noise for ever
latents    float32 (32, 16)     of the sixteenths of a loop
levels     float32 (512, 512)   frames, bands; 0..1
grain      float32 (128, 64)    how far real cells stray from the levels, see texture

One file does three things: `loop` makes latents of knobs, `paint` makes pictures of latents, `encode` goes back. A
model file is data: its size, card, inputs and outputs are checked before anything is played. What it paints is checked
where a tape is made of it: a cell that is no number becomes silence there, and is counted.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from engine.arrays import Floats
from engine.errors import BadInput, BadParameter, ModelMismatch, NoDevice
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.noise_texture import GRAIN_FRAMES, DecodedImage

from .card import KEY, Card, Row
from .runner import RECEPTIVE_FIELD_STEPS, FailoverRunner, Runner
from .runtime import first_line, open_session
from .signature import Task, require

DRAWS, FARTHEST = 8, 1e3  # random breaks that are tried; how far a knob of theirs may lie
KNOBS_REACH, LEVELS_REACH = "numbers from -3 to 3", "levels from 0 to 1"


class Encoded(NamedTuple):
    """Where a loop lies: knobs (16,) and step latents (32, 16)."""

    knobs: Floats
    latents: Floats


def bundled() -> Path:
    """The model that comes with the package.

    Raises:
        BadInput: it is not there.
    """
    folder = Path(__file__).parents[1] / "models"
    found = sorted(folder.glob("*.onnx"))
    if not found:
        raise BadInput(f"there is no model in {folder}; install vamen again, or name a model file with --model")
    return found[0]


def variation(seed: int, steps: int = SPEC.steps, latents: int = LATENTS) -> Floats:
    """The noise (steps, latents) of a seed: standard normal, from numpy's PCG64, drawn as float64, row by row."""
    return np.random.Generator(np.random.PCG64(seed)).standard_normal((steps, latents)).astype(np.float32)


class Model:
    """A loaded model. Not for two threads at once. Same input, same bytes."""

    def __init__(self, relay: FailoverRunner, card: Card) -> None:
        self.card = card
        self._relay = relay
        self._grid = (card.spec.steps, card.step_latents)
        self._noise = (0, variation(0, *self._grid))

    @property
    def provider(self) -> str:
        """What really runs it now: "cpu" or "cuda"."""
        return self._relay.provider

    @property
    def note(self) -> str:
        """What the user should know of what runs it, one line; usually empty."""
        return self._relay.note

    @property
    def faults(self) -> int:
        """How often it failed and went on elsewhere."""
        return self._relay.faults

    @property
    def macros(self) -> Mapping[str, Row]:
        """By name: how the latents of a sixteenth move for one sd more of it."""
        return self.card.macros

    @classmethod
    def load(cls, path: Path, *, provider: str = "auto", threads: int = 1) -> "Model":
        """Load a model file, check it, and warm it up.

        Args:
            path: the ONNX file.
            provider: "cpu", "cuda", or "auto": CUDA where it runs, else the CPU.
            threads: of the CPU.

        Raises:
            BadInput: no such file.
            ModelMismatch: not ONNX, not ours, too large, made for another geometry, or with a prior that leads nowhere.
            NoDevice: the provider was asked for and does not run, or not all of the model.
        """
        session, running = open_session(path, provider, threads)
        text = session.get_modelmeta().custom_metadata_map.get(KEY)
        if text is None:
            raise ModelMismatch(
                f"{path} is an ONNX file but no vamen model: it has no {KEY}; use one from vamen export"
            )
        card = Card.from_json(text)
        SPEC.require(card.spec)
        require(session, card)
        runner = Runner(session, running, card)
        _require_prior(cls(FailoverRunner(runner), card), path)
        try:
            runner.warm_up()
        except Exception as error:  # onnxruntime's errors have no type in common
            if running == "cuda" and provider == "auto":  # no room on it, or its libraries are too old
                return cls.load(path, provider="cpu", threads=threads)
            if running == "cuda":
                raise NoDevice(
                    f"{path} cannot run on the GPU ({first_line(error)}); use --provider auto or cpu"
                ) from error
            raise ModelMismatch(f"{path} loads but cannot run ({first_line(error)}); export it again") from error

        def spare() -> Runner:
            other = Runner(open_session(path, "cpu", threads)[0], "cpu", card)
            other.warm_up()
            return other

        return cls(FailoverRunner(runner, spare if running == "cuda" else None), card)

    def loop(self, knobs: ArrayLike, seed: int) -> Floats:
        """Step latents (32, 16) of a place in the space and a variation.

        Raises:
            BadParameter: a shape is wrong, a knob is not finite, or the seed is negative.
        """
        place = _checked("knobs", knobs, (self.card.latents,), KNOBS_REACH)
        return self._relay.run(Task.LOOP, knobs=place, variation=self.noise(seed))[0]

    def paint(self, latents: ArrayLike, first: int = 0, count: int = SPEC.steps) -> DecodedImage:
        """The picture of `count` sixteenths from `first` on: levels (16 count, 512), grain (4 count, 64).

        The loop is a circle, so a window may go over its end. What it shows is what the whole picture shows there.

        Raises:
            BadParameter: a shape is wrong, a latent is not finite, or there is no such window.
        """
        grid, steps = _checked("latents", latents, self._grid, KNOBS_REACH), self.card.spec.steps
        if not (0 <= first < steps and 1 <= count <= steps):
            raise BadParameter(
                f"a window of {count} sixteenths from {first} on does not exist; "
                f"choose 1 to {steps} of them, beginning at 0 to {steps - 1}"
            )
        # all of them close the circle by themselves; a window is cut out of a wider one
        halo = RECEPTIVE_FIELD_STEPS if count + 2 * RECEPTIVE_FIELD_STEPS < steps else 0
        span = count + 2 * halo if halo else steps
        around = grid[np.arange(first - halo, first - halo + span) % steps]
        image, grain = self._relay.run(Task.PAINT, latents=around)
        frames = self.card.spec.step_frames
        begin, end = halo * frames, (halo + count) * frames
        return DecodedImage(image[begin:end], grain[begin // GRAIN_FRAMES : end // GRAIN_FRAMES])

    def picture(self, knobs: ArrayLike, seed: int, steps: ArrayLike | None = None) -> DecodedImage:
        """The picture of a whole loop, with `steps` (32, 16) added to its latents; none = 0.

        Raises:
            BadParameter: as `loop` and `paint`.
        """
        latents = self.loop(knobs, seed)
        return self.paint(latents if steps is None else latents + _checked("steps", steps, self._grid, KNOBS_REACH))

    def decode(self, knobs: ArrayLike, seed: int, steps: ArrayLike | None = None) -> Floats:
        """Levels (512, 512) of a whole loop, without texture; as `picture`."""
        return self.picture(knobs, seed, steps).levels

    def encode(self, levels: ArrayLike) -> Encoded:
        """Knobs and step latents of a tape: the latents paint it again, the knobs make loops like it.

        Raises:
            BadParameter: they are no tape of (512, 512), or a level is not finite.
        """
        tape = _checked("levels", levels, (self.card.spec.frames, self.card.spec.mels), LEVELS_REACH)
        return Encoded(*self._relay.run(Task.ENCODE, levels=tape))

    def sample(self, generator: np.random.Generator) -> Floats:
        """Knobs (16,) of a break drawn at random, as real breaks are distributed."""
        noise, mixture = generator.standard_normal(self.card.latents), self.card.prior.mixture
        if not mixture:
            return self.place(noise)
        shares = np.array([part.share for part in mixture])
        part = mixture[int(generator.choice(len(mixture), p=shares / shares.sum()))]
        return self.place(part.mean + np.array(part.root) @ noise)

    def place(self, w: ArrayLike) -> Floats:
        """Knobs (16,) of a place w (16,) in the space where real breaks are standard normal.

        Raises:
            BadParameter: the shape is wrong, or a number is not finite.
        """
        _checked("w", w, (self.card.latents,), "numbers, most of them from -3 to 3")
        prior = self.card.prior
        with np.errstate(over="ignore"):  # too far for float32 is infinite, which `load` and the tasks refuse
            return np.linalg.solve(np.array(prior.axes).T, np.asarray(w, float) - prior.centre).astype(np.float32)

    def noise(self, seed: int) -> Floats:
        """The variation (32, 16) of a seed.

        Raises:
            BadParameter: the seed is negative.
        """
        if seed < 0:
            raise BadParameter(f"the seed is {seed}; send a whole number from 0")
        if seed != self._noise[0]:
            self._noise = (seed, variation(seed, *self._grid))
        return self._noise[1]


def _require_prior(model: Model, path: Path) -> None:
    """Refuse a prior that draws what nobody could turn a knob to."""
    generator = np.random.default_rng(0)
    try:
        farthest = float(np.abs([model.sample(generator) for _ in range(DRAWS)]).max())
    except np.linalg.LinAlgError as error:
        raise ModelMismatch(f"{path} has a prior whose axes lie in a plane; train and export it again") from error
    if not farthest <= FARTHEST:  # not a number is refused too
        raise ModelMismatch(
            f"{path} has a prior that draws knobs of {farthest:.3g}, expected at most {FARTHEST:g}; "
            "train and export it again"
        )


def _checked(name: str, values: ArrayLike, shape: tuple[int, ...], reach: str) -> Floats:
    try:
        with np.errstate(over="ignore"):  # too large for float32 is infinite, and refused below
            array = np.asarray(values, np.float32)
    except (TypeError, ValueError) as error:
        raise BadParameter(f"{name} are not an array of numbers ({error}); send {reach}") from error
    if array.shape != shape:
        raise BadParameter(f"{name} have the shape {array.shape}, expected {shape}; send {reach}")
    if not np.isfinite(array).all():
        raise BadParameter(f"{name} have a value that is no finite number; send {reach}")
    return array
