"""The decode worker follows its targets: smoothed, coalesced, decoded for the moment they are ready."""

import math
import threading
from collections.abc import Callable

import numpy as np
import pytest

from engine.arrays import MIN_MAGNITUDE
from engine.controls import GRID_SHAPE, one_seed
from engine.model.decode_pace import MovingAverage
from engine.model.decode_request import TEXTURE_SEED, DecodeRequest, DecodeTarget, Latents
from engine.model.decode_worker import DecodeWorker
from engine.model.step_edits import Grid, with_cells
from engine.parameters import LATENTS
from engine.spec import SPEC
from engine.tape.magnitudes import Tape, tape_from_levels
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES, DecodedImage, add_texture
from tests.engine.decoding import FunctionDecoder, decoder_of, publish_to
from tests.engine.waiting import wait_until

ORIGIN = np.zeros(LATENTS)
NO_EDITS = np.zeros(GRID_SHAPE)
SMOOTHING = 0.03
SHAPE = (SPEC.frames, SPEC.mels)
NOISY = DecodedImage(
    np.full(SHAPE, 0.5, np.float32),
    np.full((SPEC.frames // GRAIN_FRAMES, SPEC.mels // GRAIN_BANDS), 0.03, np.float32),
)


def knobs(value: float) -> Latents:
    return np.full(LATENTS, value)


class Model:
    """A decoder that records its calls; each takes `cost` seconds of the fake clock."""

    def __init__(self, cost: float = 0.0) -> None:
        self.calls: list[tuple[float, int]] = []
        self.now, self.cost = 100.0, cost
        self.called = threading.Event()
        self.error: Exception | None = None

    def __call__(self, latents: Latents, seed: int) -> DecodedImage:
        self.calls.append((float(latents[0]), seed))
        self.now += self.cost
        self.called.set()
        if self.error:
            raise self.error
        return NOISY

    def clock(self) -> float:
        return self.now


def target(place: Latents = ORIGIN, seed: int = 1, texture: float = 0.0, grid: Grid = NO_EDITS) -> DecodeTarget:
    return DecodeTarget(place, one_seed(seed), texture, grid)


def worker_of(
    model: Model, publish: Callable[[Tape, DecodeRequest], None] = lambda tape, request: None
) -> DecodeWorker:
    return DecodeWorker(decoder_of(model), publish, target(), SMOOTHING, model.clock)


def test_a_tape_is_decoded_for_the_moment_when_it_is_ready() -> None:
    """A model that takes 10 ms is called with the latents as they will be in 10 ms."""
    model = Model(cost=0.01)
    worker = worker_of(model)
    worker.decode()
    worker.set_target(target(knobs(3), 1, 0))
    arrived = [worker.decode(), worker.decode(), worker.decode()]
    assert [latent for latent, _ in model.calls[1:]] == pytest.approx([1, 2, 3])
    assert arrived == [False, False, True]


def test_a_change_of_texture_is_smoothed_and_needs_no_decode() -> None:
    model = Model(cost=0.01)
    published: list[Tape] = []
    worker = worker_of(model, publish_to(published))
    worker.decode()
    worker.set_target(target(ORIGIN, 1, 1.5))
    for _ in range(3):
        worker.decode()
        model.now += 0.01
    assert len(model.calls) == 1
    for tape, amount in zip(published, (0, 0.5, 1, 1.5), strict=True):
        wanted, _ = tape_from_levels(add_texture(NOISY, TEXTURE_SEED, amount))
        np.testing.assert_allclose(tape.magnitudes, wanted.magnitudes, rtol=1e-4)


def test_the_present_loop_is_that_of_the_last_decode_or_computed() -> None:
    model = Model()
    worker = worker_of(model)
    early = worker.present_loop(target(knobs(0.5)))
    assert (early.latents[0] == 0.5).all() and math.isnan(early.gain)
    published: list[Tape] = []
    worker = worker_of(model, publish_to(published))
    worker.decode()
    model.calls.clear()
    edited = with_cells(NO_EDITS, {(0, "3"): 1.5})
    rest = worker.present_loop(target(ORIGIN, 1, grid=edited))
    assert (model.calls, rest.edited[0, 3], rest.latents[0, 3]) == ([], 1.5, 0.0)
    assert rest.gain == published[-1].gain
    assert (worker.present_loop(target(knobs(2), 7)).latents[:2, 0] == (2, 7)).all()


def test_a_lock_is_there_at_once_and_holds_latents_and_gain() -> None:
    requests: list[DecodeRequest] = []
    gains: list[float] = []
    model = Model(cost=0.005)

    def publish(tape: Tape, request: DecodeRequest) -> None:
        requests.append(request)
        gains.append(tape.gain)

    worker = DecodeWorker(decoder_of(model), publish, target(knobs(1)), SMOOTHING, model.clock)
    worker.decode()
    cells = {(0, "lock"): 1.0, (0, "kept/0"): 1.0, (0, "kept/gain"): -4.5}
    worker.set_target(target(knobs(2), grid=with_cells(NO_EDITS, cells)))
    worker.decode()
    assert requests[-1].cells == {"0/lock": 1.0, "0/kept/0": 1.0, "0/kept/gain": -4.5}
    assert 1 < requests[-1].knobs[0] < 2, "the knobs are on their way"
    assert gains[-1] == -4.5 != gains[0]


def test_another_seed_has_the_same_texture() -> None:
    published: list[Tape] = []
    model = decoder_of(Model())
    worker = DecodeWorker(model, publish_to(published), target(ORIGIN, 1, 1.5), SMOOTHING)
    worker.decode()
    worker.set_target(target(ORIGIN, 2, 1.5))
    worker.decode()
    # not to the bit: a product of fewer rows may add them up in another order
    np.testing.assert_allclose(published[0].magnitudes, published[1].magnitudes, rtol=1e-4)


def test_writes_are_coalesced_and_the_last_one_wins() -> None:
    model = Model()
    gate = threading.Event()
    gated = decoder_of(lambda latents, seed: (gate.wait(10), model(latents, seed))[1])
    worker = DecodeWorker(gated, lambda tape, request: None, target(), SMOOTHING)
    worker.start()
    for step in range(1000):
        worker.set_target(target(knobs(step / 1000), step, 1))
    worker.set_target(target(knobs(1.5), 77, 1))
    gate.set()
    wait_until(lambda: bool(model.calls) and model.calls[-1] == (1.5, 77))
    worker.stop()
    assert len(model.calls) < 20


def test_cells_that_are_not_finite_are_repaired_and_counted() -> None:
    published: list[Tape] = []

    def broken(latents: Latents, seed: int) -> DecodedImage:
        levels = NOISY.levels.copy()
        levels[3, 4], levels[5] = np.nan, np.inf
        return DecodedImage(levels, NOISY.grain)

    worker = DecodeWorker(decoder_of(broken), publish_to(published), target(texture=1.0), SMOOTHING)
    worker.decode()
    assert worker.errors == 1
    worker.set_target(target(ORIGIN, 1, 0.5))
    worker.decode()
    assert worker.errors == 1  # the same cells
    assert np.isfinite(published[0].magnitudes).all()
    assert published[0].magnitudes.shape == (SPEC.frames, SPEC.bins)
    assert published[0].magnitudes.max() > MIN_MAGNITUDE


def test_a_failure_of_the_model_is_reported_and_the_next_target_tries_again() -> None:
    model = Model()
    published: list[Tape] = []
    worker = worker_of(model, publish_to(published))
    worker.start()
    model.error = RuntimeError("out of memory")
    worker.set_target(target(knobs(1), 2, 0))
    wait_until(lambda: worker.errors == 1)
    assert "out of memory" in worker.note
    assert not published
    model.error = None
    worker.set_target(target(knobs(2), 3, 0))
    wait_until(lambda: bool(published))
    wait_until(lambda: worker.note == "")
    worker.stop()


def test_the_first_decode_raises_the_errors_of_the_model() -> None:
    model = Model()
    model.error = ValueError("no such file")
    with pytest.raises(ValueError, match="no such file"):
        worker_of(model).decode()


def test_a_moving_average_starts_at_the_first_duration_and_follows() -> None:
    average = MovingAverage()
    assert average.seconds == 0
    average.add(8)
    assert average.seconds == 8
    average.add(0)
    assert average.seconds == 6


def test_another_decoder_decodes_the_whole_tape_anew_in_the_place_of_the_first() -> None:
    one, other, published = Model(), Model(), list[Tape]()
    worker = DecodeWorker(decoder_of(one), publish_to(published), target(knobs(2)), SMOOTHING, one.clock)
    worker.decode()
    worker.replace_decoder(FunctionDecoder(other))
    assert worker.decode()
    worker.set_target(target(knobs(2), 7))
    worker.decode()
    assert one.calls == [(2, 1)] and other.calls == [(2, 1), (2, 7)]
    assert len(published) == 3


def test_another_decoder_that_fails_leaves_the_tape_as_it_is() -> None:
    one, other, published = Model(), Model(), list[Tape]()
    other.error = RuntimeError("out of memory")
    worker = DecodeWorker(decoder_of(one), publish_to(published), target(), SMOOTHING)
    worker.decode()
    worker.start()
    worker.replace_decoder(FunctionDecoder(other))
    wait_until(lambda: "out of memory" in worker.note)
    assert len(published) == 1 and worker.errors == 1
    worker.replace_decoder(FunctionDecoder(one))
    wait_until(lambda: len(published) == 2)
    wait_until(lambda: not worker.note)
    worker.stop()


def test_the_faults_of_the_decoder_before_are_still_counted() -> None:
    worker = worker_of(Model())
    worker.decode()
    faulty = FunctionDecoder(Model())
    faulty.faults = 2
    worker.replace_decoder(faulty)
    worker.decode()
    worker.replace_decoder(FunctionDecoder(Model()))
    worker.decode()
    assert worker.errors == 2
