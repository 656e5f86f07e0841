import threading
from collections.abc import Callable

import numpy as np
import pytest

from engine import step_edits
from engine.model.decode_worker import DecodeWorker, Latents, Target
from engine.model.recipe import DecodeRequest
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.step_edits import Grid
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.mel import TINY
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage, add_texture
from tests.engine.decoding import decoding, onto

NOWHERE = np.zeros(LATENTS)
EVEN = np.zeros(step_edits.SHAPE)
GLIDE = 0.03
SHAPE = (SPEC.frames, SPEC.mels)
NOISY = DecodedImage(
    np.full(SHAPE, 0.5, np.float32),
    np.full((SPEC.frames // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS), 0.03, np.float32),
)


def towards(value: float) -> Latents:
    return np.full(LATENTS, value)


class Model:
    """A decoder that remembers what it was asked; each call lasts `cost` seconds of a clock of its own."""

    def __init__(self, cost: float = 0.0) -> None:
        self.asked: list[tuple[float, int]] = []
        self.now, self.cost = 100.0, cost
        self.called = threading.Event()
        self.fault: Exception | None = None

    def __call__(self, latents: Latents, seed: int) -> DecodedImage:
        self.asked.append((float(latents[0]), seed))
        self.now += self.cost
        self.called.set()
        if self.fault:
            raise self.fault
        return NOISY

    def clock(self) -> float:
        return self.now


def target(knobs: Latents = NOWHERE, seed: int = 1, texture: float = 0.0, grid: Grid = EVEN) -> Target:
    return Target(knobs, seed, texture, grid)


def painter(model: Model, publish: Callable[[Tape, DecodeRequest], None] = lambda tape, recipe: None) -> DecodeWorker:
    return DecodeWorker(decoding(model), publish, target(), GLIDE, model.clock)


def until(condition: Callable[[], bool]) -> None:
    """Wait for another thread, and fail after ten seconds."""
    waiting = threading.Event()
    for _ in range(2000):
        if condition():
            return
        waiting.wait(0.005)
    raise AssertionError("nothing happened within ten seconds")


def test_a_tape_is_painted_for_the_moment_when_it_is_ready() -> None:
    """A model that takes 10 ms is asked for where the latents will be in 10 ms."""
    model = Model(cost=0.01)
    paints = painter(model)
    paints.paint()
    paints.aim(target(towards(3), 1, 0))
    arrived = [paints.paint(), paints.paint(), paints.paint()]
    assert [latent for latent, _ in model.asked[1:]] == pytest.approx([1, 2, 3])
    assert arrived == [False, False, True]


def test_texture_glides_over_the_last_picture_and_the_model_is_left_alone() -> None:
    model = Model(cost=0.01)
    published: list[Tape] = []
    paints = painter(model, onto(published))
    paints.paint()
    paints.aim(target(NOWHERE, 1, 1.5))
    for _ in range(3):
        paints.paint()
        model.now += 0.01
    assert len(model.asked) == 1
    for tape, amount in zip(published, (0, 0.5, 1, 1.5), strict=True):
        wanted, _ = tape_from_levels(add_texture(NOISY, 1, amount))
        np.testing.assert_allclose(tape.magnitudes, wanted.magnitudes, rtol=1e-4)
    paints.aim(target(NOWHERE, 2, 1.5))
    paints.paint()
    assert len(model.asked) == 2
    assert np.array_equal(published[-1].magnitudes, tape_from_levels(add_texture(NOISY, 2, 1.5))[0].magnitudes)


def test_writes_are_coalesced_and_the_last_one_wins() -> None:
    model = Model()
    with_gate = threading.Event()
    gated = decoding(lambda latents, seed: (with_gate.wait(10), model(latents, seed))[1])
    paints = DecodeWorker(gated, lambda tape, recipe: None, target(), GLIDE)
    paints.start()
    for step in range(1000):
        paints.aim(target(towards(step / 1000), step, 1))
    paints.aim(target(towards(1.5), 77, 1))
    with_gate.set()
    until(lambda: bool(model.asked) and model.asked[-1] == (1.5, 77))
    paints.stop()
    assert len(model.asked) < 20


def test_cells_that_are_no_numbers_are_repaired_and_counted() -> None:
    published: list[Tape] = []

    def broken(latents: Latents, seed: int) -> DecodedImage:
        levels = NOISY.levels.copy()
        levels[3, 4], levels[5] = np.nan, np.inf
        return DecodedImage(levels, NOISY.grain)

    paints = DecodeWorker(decoding(broken), onto(published), target(texture=1.0), GLIDE)
    paints.paint()
    assert paints.errors == 1
    paints.aim(target(NOWHERE, 1, 0.5))
    paints.paint()
    assert paints.errors == 1  # the same cells
    assert np.isfinite(published[0].magnitudes).all()
    assert published[0].magnitudes.shape == (SPEC.frames, SPEC.bins)
    assert published[0].magnitudes.max() > TINY


def test_a_model_that_fails_is_said_and_tried_again() -> None:
    model = Model()
    published: list[Tape] = []
    paints = painter(model, onto(published))
    paints.start()
    model.fault = RuntimeError("out of memory")
    paints.aim(target(towards(1), 2, 0))
    until(lambda: paints.errors == 1)
    assert "out of memory" in paints.note
    assert not published
    model.fault = None
    paints.aim(target(towards(2), 3, 0))
    until(lambda: bool(published))
    until(lambda: paints.note == "")
    paints.stop()


def test_the_first_picture_refuses_as_the_model_does() -> None:
    model = Model()
    model.fault = ValueError("no such file")
    with pytest.raises(ValueError, match="no such file"):
        painter(model).paint()
