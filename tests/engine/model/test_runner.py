"""Tasks run in buffers of their own; when the GPU fails during a call, the CPU returns its result."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from engine.model import runner as module
from engine.model.card import METADATA_KEY, Card
from engine.model.decode_request import WINDOW_STEPS
from engine.model.digest import read_model
from engine.model.model_file import Model
from engine.model.runner import RECEPTIVE_FIELD_STEPS, BoundCall, FailoverRunner, Runner, task_outputs
from engine.model.runtime import open_session
from engine.model.signature import Task
from engine.spec import SPEC
from tests.tiny_model import INPUTS, tiny_model

KNOBS = np.zeros(16, np.float32)
IMAGE_OUTPUTS = {"image": (7 * SPEC.step_frames, SPEC.mels), "grain": (28, SPEC.mels // 8)}


class FailingSession:
    """A session whose GPU fails permanently after some calls."""

    def __init__(self, session: onnxruntime.InferenceSession, calls: int) -> None:
        self.session, self.left = session, calls

    def io_binding(self) -> Any:
        return self.session.io_binding()

    def run_with_iobinding(self, binding: Any) -> None:
        self.left -= 1
        if self.left < 0:
            raise RuntimeError("CUDA failure 719: unspecified launch failure\nat line 1")
        self.session.run_with_iobinding(binding)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture(scope="module")
def session(path: Path) -> onnxruntime.InferenceSession:
    return open_session(read_model(path), "cpu", 1)[0]


@pytest.fixture(scope="module")
def card(session: onnxruntime.InferenceSession) -> Card:
    return Card.from_json(session.get_modelmeta().custom_metadata_map[METADATA_KEY])


def test_every_task_gives_the_declared_shapes(session: onnxruntime.InferenceSession, card: Card) -> None:
    runner = Runner(session, "cpu", card)
    latents = runner.run(Task.LOOP, knobs=KNOBS, variation=np.zeros((32, 16), np.float32))[0]
    image, grain = runner.run(Task.DECODE, latents=latents)
    place, back = runner.run(Task.ENCODE, levels=image)
    assert (latents.shape, image.shape, grain.shape) == ((32, 16), (512, 512), (128, 64))
    assert (place.shape, back.shape) == ((16,), (32, 16))
    assert list(task_outputs(card, Task.DECODE, 7).values()) == [
        (7 * SPEC.step_frames, SPEC.mels),
        (28, SPEC.mels // 8),
    ]


def test_the_warm_up_makes_the_buffers_of_live_playing(session: onnxruntime.InferenceSession, card: Card) -> None:
    runner = Runner(session, "cpu", card)
    runner.warm_up()
    assert set(runner._calls) == {
        (Task.LOOP, 0),
        (Task.DECODE, 32),
        (Task.DECODE, WINDOW_STEPS + 2 * RECEPTIVE_FIELD_STEPS),
    }
    kept = dict(runner._calls)
    runner.run(Task.DECODE, latents=np.zeros((32, 16), np.float32))
    assert runner._calls == kept


def test_a_call_during_which_the_gpu_fails_returns_the_result_of_the_cpu(
    session: onnxruntime.InferenceSession, card: Card, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = module.BoundCall
    monkeypatch.setattr(module, "BoundCall", lambda session, device, *rest: make(session, "cpu", *rest))
    opened: list[Runner] = []

    def fallback() -> Runner:
        opened.append(Runner(session, "cpu", card))
        return opened[0]

    gpu = Runner(FailingSession(session, 3), "cuda", card)  # type: ignore[arg-type]
    model, other = Model(FailoverRunner(gpu, fallback), card), Model.load(path)
    for call in range(5):
        knobs = KNOBS + call / 10
        image, wanted = model.decode_loop(knobs, 1), other.decode_loop(knobs, 1)
        assert np.array_equal(image.levels, wanted.levels) and np.array_equal(image.grain, wanted.grain)
        # an image needs two calls, and the fourth call fails first
        assert (model.provider, model.faults) == (("cuda", 0) if call == 0 else ("cpu", 1))
    assert len(opened) == 1
    assert model.note.startswith("the GPU failed (CUDA failure 719") and "\n" not in model.note
    assert model.note.endswith("the CPU decodes from now on")


def test_the_duration_of_the_last_decode_is_kept(session: onnxruntime.InferenceSession, card: Card) -> None:
    times = iter([0.0, 5.0, 5.25])
    runner = FailoverRunner(Runner(session, "cpu", card), clock=lambda: next(times))
    latents = runner.run(Task.LOOP, knobs=KNOBS, variation=np.zeros((32, 16), np.float32))[0]
    assert runner.decode_seconds == 0
    runner.run(Task.DECODE, latents=latents)
    assert runner.decode_seconds == 0.25


def test_without_a_fallback_the_failure_is_raised(session: onnxruntime.InferenceSession, card: Card) -> None:
    runner = FailoverRunner(Runner(FailingSession(session, 0), "cpu", card))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="CUDA failure"):
        runner.run(Task.LOOP, knobs=KNOBS)
    assert (runner.faults, runner.note) == (0, "")


def test_the_error_of_a_fallback_that_does_not_open_is_raised(
    session: onnxruntime.InferenceSession, card: Card
) -> None:
    def fallback() -> Runner:
        raise OSError("no such file")

    runner = FailoverRunner(Runner(FailingSession(session, 0), "cpu", card), fallback)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="no such file"):
        runner.run(Task.LOOP, knobs=KNOBS)


def feeds(latents: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    shapes = {name: [size if isinstance(size, int) else 0 for size in shape] for name, shape in INPUTS.items()}
    idle = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    return {**idle, "latents": latents, "task": np.array(Task.DECODE, np.int64)}


def latents_of(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((7, 16)).astype(np.float32)


def test_a_bound_call_gives_the_bytes_of_session_run_in_fresh_arrays(session: onnxruntime.InferenceSession) -> None:
    bound = BoundCall(session, "cpu", feeds(latents_of(0)), IMAGE_OUTPUTS)
    made = [bound(latents=latents_of(seed)) for seed in (1, 2, 1)]
    for seed, arrays in zip((1, 2, 1), made, strict=True):
        plain = session.run(list(IMAGE_OUTPUTS), feeds(latents_of(seed)))
        for mine, theirs in zip(arrays, plain, strict=True):
            assert np.array_equal(mine, theirs)
    assert not np.array_equal(made[0][0], made[1][0])
    assert made[0][0].flags.owndata


def test_the_arrays_of_the_caller_are_copied(session: onnxruntime.InferenceSession) -> None:
    latents = latents_of(1)
    bound = BoundCall(session, "cpu", feeds(latents), IMAGE_OUTPUTS)
    bound(latents=latents_of(2))
    assert np.array_equal(latents, latents_of(1))
    wide = np.repeat(latents_of(3), 2, axis=1)[:, ::2]  # not contiguous
    assert np.array_equal(bound(latents=wide)[0], bound(latents=latents_of(3))[0])


def test_another_shape_than_that_of_the_buffers_is_refused(session: onnxruntime.InferenceSession) -> None:
    bound = BoundCall(session, "cpu", feeds(latents_of(0)), IMAGE_OUTPUTS)
    with pytest.raises(ValueError, match=r"latents has the shape \(3, 16\), its buffer \(7, 16\)"):
        bound(latents=latents_of(0)[:3])
