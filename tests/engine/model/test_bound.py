"""Buffers that stay give what a plain call gives, and what they gave stays as it was."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.model.bound import BoundCall
from engine.model.runtime import open_session
from engine.model.signature import Task
from engine.spec import SPEC
from tests.tiny_model import INPUTS, tiny_model

RESULTS = {"image": (7 * SPEC.step_frames, SPEC.mels), "grain": (28, SPEC.mels // 8)}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return open_session(tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx"), "cpu", 1)[0]


def feeds(latents: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    shapes = {name: [size if isinstance(size, int) else 0 for size in shape] for name, shape in INPUTS.items()}
    idle = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    return {**idle, "latents": latents, "task": np.array(Task.PAINT, np.int64)}


def some(seed: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).standard_normal((7, 16)).astype(np.float32)


def test_a_bound_call_gives_the_bytes_of_a_plain_one_and_they_stay(session: Any) -> None:
    bound = BoundCall(session, "cpu", feeds(some(0)), RESULTS)
    made = [bound(latents=some(seed)) for seed in (1, 2, 1)]
    for seed, arrays in zip((1, 2, 1), made, strict=True):
        plain = session.run(list(RESULTS), feeds(some(seed)))
        for mine, theirs in zip(arrays, plain, strict=True):
            assert np.array_equal(mine, theirs)
    assert not np.array_equal(made[0][0], made[1][0])
    assert made[0][0].flags.owndata


def test_the_callers_arrays_are_no_buffers(session: Any) -> None:
    latents = some(1)
    bound = BoundCall(session, "cpu", feeds(latents), RESULTS)
    bound(latents=some(2))
    assert np.array_equal(latents, some(1))
    wide = np.repeat(some(3), 2, axis=1)[:, ::2]  # not in one piece
    assert np.array_equal(bound(latents=wide)[0], bound(latents=some(3))[0])


def test_another_shape_needs_other_buffers(session: Any) -> None:
    bound = BoundCall(session, "cpu", feeds(some(0)), RESULTS)
    with pytest.raises(ValueError, match=r"latents has the shape \(3, 16\), its buffer \(7, 16\)"):
        bound(latents=some(0)[:3])
