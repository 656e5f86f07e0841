"""Tasks run in buffers of their own; when the GPU fails during a call, the CPU returns its result."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from engine.model import runner as module
from engine.model.card import Card
from engine.model.decode_request import WINDOW_STEPS
from engine.model.digest import read_model
from engine.model.model_file import Model
from engine.model.runner import RECEPTIVE_FIELD_STEPS, BoundCall, FailoverRunner, Runner, output_shapes
from engine.model.signature import Task
from engine.model.task_graphs import TaskGraphs
from engine.model.task_sessions import TaskSessions
from engine.spec import SPEC
from tests.tiny_model import tiny_model

KNOBS = np.zeros(16, np.float32)
IMAGE_OUTPUTS = {"image": (7 * SPEC.step_frames, SPEC.mels), "grain": (28, SPEC.mels // 8)}


class FailingSessions:
    """Sessions whose GPU fails permanently after some calls."""

    def __init__(self, sessions: TaskSessions, calls: int, provider: str = "cpu") -> None:
        self.sessions, self.left, self.provider = sessions, calls, provider
        self.recording = set(Task)

    def session(self, task: Task) -> "FailingSession":
        return FailingSession(self, self.sessions.session(task))


class FailingSession:
    """One of them."""

    def __init__(self, sessions: FailingSessions, session: onnxruntime.InferenceSession) -> None:
        self.sessions, self.session = sessions, session

    def io_binding(self) -> Any:
        return self.session.io_binding()

    def run_with_iobinding(self, binding: Any, options: Any) -> None:
        self.sessions.left -= 1
        if self.sessions.left < 0:
            raise RuntimeError("CUDA failure 719: unspecified launch failure\nat line 1")
        self.session.run_with_iobinding(binding, options)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture(scope="module")
def card(path: Path) -> Card:
    return Model.load(path).card


@pytest.fixture(scope="module")
def sessions(path: Path, card: Card) -> TaskSessions:
    return TaskSessions(TaskGraphs(read_model(path)), card, "cpu", 1)


@pytest.fixture
def session(sessions: TaskSessions) -> onnxruntime.InferenceSession:
    return sessions.session(Task.DECODE)


def test_every_task_gives_the_declared_shapes(sessions: TaskSessions, card: Card) -> None:
    runner = Runner(sessions, card)
    latents = runner.run(Task.LOOP, knobs=KNOBS, variation=np.zeros((32, 16), np.float32))[0]
    image, grain = runner.run(Task.DECODE, latents=latents)
    place, back = runner.run(Task.ENCODE, levels=image)
    assert (latents.shape, image.shape, grain.shape) == ((32, 16), (512, 512), (128, 64))
    assert (place.shape, back.shape) == ((16,), (32, 16))
    assert list(output_shapes(card, Task.DECODE, 7).values()) == [
        (7 * SPEC.step_frames, SPEC.mels),
        (28, SPEC.mels // 8),
    ]


def test_the_warm_up_makes_the_buffers_of_live_playing(sessions: TaskSessions, card: Card) -> None:
    runner = Runner(sessions, card)
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
    sessions: TaskSessions, card: Card, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = module.BoundCall
    monkeypatch.setattr(module, "BoundCall", lambda session, device, *rest: make(session, "cpu", *rest))
    opened: list[Runner] = []

    def fallback() -> Runner:
        opened.append(Runner(sessions, card))
        return opened[0]

    gpu = Runner(FailingSessions(sessions, 3, "cuda"), card)  # type: ignore[arg-type]
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


def test_the_duration_of_the_last_decode_is_kept(sessions: TaskSessions, card: Card) -> None:
    times = iter([0.0, 5.0, 5.25])
    runner = FailoverRunner(Runner(sessions, card), clock=lambda: next(times))
    latents = runner.run(Task.LOOP, knobs=KNOBS, variation=np.zeros((32, 16), np.float32))[0]
    assert runner.decode_seconds == 0
    runner.run(Task.DECODE, latents=latents)
    assert runner.decode_seconds == 0.25


def test_without_a_fallback_the_failure_is_raised(sessions: TaskSessions, card: Card) -> None:
    runner = FailoverRunner(Runner(FailingSessions(sessions, 0), card))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="CUDA failure"):
        runner.run(Task.LOOP, knobs=KNOBS)
    assert (runner.faults, runner.note) == (0, "")


def test_the_error_of_a_fallback_that_does_not_open_is_raised(sessions: TaskSessions, card: Card) -> None:
    def fallback() -> Runner:
        raise OSError("no such file")

    runner = FailoverRunner(Runner(FailingSessions(sessions, 0), card), fallback)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="no such file"):
        runner.run(Task.LOOP, knobs=KNOBS)


def latents_of(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((7, 16)).astype(np.float32)


def test_a_bound_call_gives_the_bytes_of_session_run_in_fresh_arrays(session: onnxruntime.InferenceSession) -> None:
    bound = BoundCall(session, "cpu", {"latents": latents_of(0)}, IMAGE_OUTPUTS)
    made = [bound(latents=latents_of(seed)) for seed in (1, 2, 1)]
    for seed, arrays in zip((1, 2, 1), made, strict=True):
        plain = session.run(list(IMAGE_OUTPUTS), {"latents": latents_of(seed)})
        for mine, theirs in zip(arrays, plain, strict=True):
            assert np.array_equal(mine, theirs)
    assert not np.array_equal(made[0][0], made[1][0])
    assert made[0][0].flags.owndata


def test_the_arrays_of_the_caller_are_copied(session: onnxruntime.InferenceSession) -> None:
    latents = latents_of(1)
    bound = BoundCall(session, "cpu", {"latents": latents}, IMAGE_OUTPUTS)
    bound(latents=latents_of(2))
    assert np.array_equal(latents, latents_of(1))
    wide = np.repeat(latents_of(3), 2, axis=1)[:, ::2]  # not contiguous
    assert np.array_equal(bound(latents=wide)[0], bound(latents=latents_of(3))[0])


def test_another_shape_than_that_of_the_buffers_is_refused(session: onnxruntime.InferenceSession) -> None:
    bound = BoundCall(session, "cpu", {"latents": latents_of(0)}, IMAGE_OUTPUTS)
    with pytest.raises(ValueError, match=r"latents has the shape \(3, 16\), its buffer \(7, 16\)"):
        bound(latents=latents_of(0)[:3])
