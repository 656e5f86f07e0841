"""Tasks run in buffers of their own; and when a GPU fails in the middle of a set, the CPU answers the same call."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from engine.model import runner as module
from engine.model.card import KEY, Card
from engine.model.model_file import Model
from engine.model.runner import RECEPTIVE_FIELD_STEPS, WINDOW_STEPS, FailoverRunner, Runner, results
from engine.model.runtime import open_session
from engine.model.signature import Task
from engine.spec import SPEC
from tests.tiny_model import tiny_model

KNOBS = np.zeros(16, np.float32)


class Breaking:
    """A session on a GPU that breaks after some calls, and stays broken."""

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
    return open_session(path, "cpu", 1)[0]


@pytest.fixture(scope="module")
def card(session: onnxruntime.InferenceSession) -> Card:
    return Card.from_json(session.get_modelmeta().custom_metadata_map[KEY])


def test_every_task_gives_what_it_says(session: onnxruntime.InferenceSession, card: Card) -> None:
    runner = Runner(session, "cpu", card)
    latents = runner.run(Task.LOOP, knobs=KNOBS, variation=np.zeros((32, 16), np.float32))[0]
    image, grain = runner.run(Task.PAINT, latents=latents)
    place, back = runner.run(Task.ENCODE, levels=image)
    assert (latents.shape, image.shape, grain.shape) == ((32, 16), (512, 512), (128, 64))
    assert (place.shape, back.shape) == ((16,), (32, 16))
    assert list(results(card, Task.PAINT, 7).values()) == [(7 * SPEC.step_frames, SPEC.mels), (28, SPEC.mels // 8)]


def test_the_buffers_of_a_set_are_there_when_it_begins(session: onnxruntime.InferenceSession, card: Card) -> None:
    runner = Runner(session, "cpu", card)
    runner.warm_up()
    assert set(runner._bound) == {
        (Task.LOOP, 0),
        (Task.PAINT, 32),
        (Task.PAINT, WINDOW_STEPS + 2 * RECEPTIVE_FIELD_STEPS),
    }
    kept = dict(runner._bound)
    runner.run(Task.PAINT, latents=np.zeros((32, 16), np.float32))
    assert runner._bound == kept


def test_the_call_that_a_gpu_fails_is_answered_by_the_cpu(
    session: onnxruntime.InferenceSession, card: Card, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = module.Bound
    monkeypatch.setattr(module, "Bound", lambda session, device, *rest: make(session, "cpu", *rest))
    opened: list[Runner] = []

    def spare() -> Runner:
        opened.append(Runner(session, "cpu", card))
        return opened[0]

    gpu = Runner(Breaking(session, 3), "cuda", card)  # type: ignore[arg-type]
    model, other = Model(FailoverRunner(gpu, spare), card), Model.load(path)
    for call in range(5):
        knobs = KNOBS + call / 10
        picture, wanted = model.picture(knobs, 1), other.picture(knobs, 1)
        assert np.array_equal(picture.levels, wanted.levels) and np.array_equal(picture.grain, wanted.grain)
        # a picture is two calls, and the fourth call is the first that fails
        assert (model.provider, model.faults) == (("cuda", 0) if call == 0 else ("cpu", 1))
    assert len(opened) == 1
    assert model.note.startswith("the GPU failed (CUDA failure 719") and "\n" not in model.note
    assert model.note.endswith("so the CPU paints from now on")


def test_without_a_spare_a_failure_is_the_callers(session: onnxruntime.InferenceSession, card: Card) -> None:
    relay = FailoverRunner(Runner(Breaking(session, 0), "cpu", card))  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="CUDA failure"):
        relay.run(Task.LOOP, knobs=KNOBS)
    assert (relay.faults, relay.note) == (0, "")


def test_a_spare_that_cannot_be_opened_says_why(session: onnxruntime.InferenceSession, card: Card) -> None:
    def spare() -> Runner:
        raise OSError("the file has gone")

    relay = FailoverRunner(Runner(Breaking(session, 0), "cpu", card), spare)  # type: ignore[arg-type]
    with pytest.raises(OSError, match="the file has gone"):
        relay.run(Task.LOOP, knobs=KNOBS)
