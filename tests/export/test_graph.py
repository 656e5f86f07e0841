"""The graph is small, plain and of constant shape, and says what the nets say."""

import numpy as np
import onnx
import pytest
import torch

from engine.spec import SPEC
from export.file import LARGEST
from export.graph import INPUTS, OUTPUTS, example, store_halves, to_onnx
from tests.training.tiny_run import TINY
from training.nets import Nets
from training.recipe import Recipe


@pytest.fixture(scope="module")
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC).eval()


def test_only_plain_operators_with_constant_shapes(nets: Nets) -> None:
    graph = to_onnx(nets, SPEC, halves=True).graph
    assert [value.name for value in graph.input] == list(INPUTS)
    assert [value.name for value in graph.output] == list(OUTPUTS)
    assert {node.domain for node in graph.node} <= {"", "ai.onnx"}
    for value in (*graph.input, *graph.output):
        assert all(dimension.dim_value > 0 for dimension in value.type.tensor_type.shape.dim)


def test_halves_are_the_nearest_halves_and_small_tensors_stay_whole(nets: Nets) -> None:
    model = to_onnx(nets, SPEC, halves=False)
    before = {weight.name: onnx.numpy_helper.to_array(weight) for weight in model.graph.initializer}
    store_halves(model)
    after = {weight.name: onnx.numpy_helper.to_array(weight) for weight in model.graph.initializer}
    kinds = {values.dtype for values in after.values()}
    assert {np.dtype(np.float16), np.dtype(np.float32)} <= kinds
    for name, values in before.items():
        kept = after.get(name, after.get(f"{name}.half"))
        assert kept is not None
        np.testing.assert_array_equal(kept, values.astype(kept.dtype))


def test_the_last_layer_stays_whole(nets: Nets) -> None:
    last = f"step.decoder.layers.{len(nets.step.decoder.layers) - 1}.weight"
    weights = {weight.name: weight.data_type for weight in to_onnx(nets, SPEC, halves=True).graph.initializer}
    assert weights[last] == onnx.TensorProto.FLOAT


def test_a_model_of_full_size_fits_its_file() -> None:
    nets = Nets(Recipe(), SPEC).eval()
    halves, whole = (to_onnx(nets, SPEC, halves=halves).ByteSize() for halves in (True, False))
    assert halves < 0.6 * whole
    assert whole < LARGEST


def test_examples_are_knobs_a_performer_might_set(nets: Nets) -> None:
    knobs, variation, steps = example(nets, SPEC, 3)
    assert knobs.abs().max() <= 1.5
    assert variation.shape == steps.shape == (SPEC.steps, TINY.latents)
    assert 0 < int((steps != 0).any(1).sum()) < SPEC.steps
    assert torch.equal(knobs, example(nets, SPEC, 3)[0])
