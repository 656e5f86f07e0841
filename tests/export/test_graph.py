"""The graph has the output of the nets for each task, and stores weights without loss."""

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import numpy_helper

from engine.model.card import Card
from engine.model.signature import Task, graph_inputs, graph_outputs
from engine.spec import SPEC
from export.cuda_operators import CUDA_OPERATORS, operators
from export.graph import MIN_QUANTISED_SIZE, decode, grid_exponent, loop_latents, store_int16, to_onnx
from export.write_model import MAX_MODEL_BYTES
from tests.tiny_model import card
from tests.training.tiny_run import TINY
from training.config import TrainingConfig
from training.nets.bundle import Nets


@pytest.fixture(scope="module")
def nets() -> Nets:
    torch.manual_seed(0)
    return Nets(TINY, SPEC).eval()


@pytest.fixture(scope="module")
def model(nets: Nets) -> onnx.ModelProto:
    return to_onnx(nets, SPEC)


@pytest.fixture(scope="module")
def session(model: onnx.ModelProto) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def run(session: onnxruntime.InferenceSession, task: Task, **feeds: np.ndarray) -> dict[str, np.ndarray]:
    """Run the graph; inputs that are not given are empty. Return all outputs by name."""
    idle = {
        "knobs": np.zeros(TINY.loop_latents, np.float32),
        "variation": np.zeros((SPEC.steps, TINY.latents), np.float32),
        "latents": np.zeros((0, TINY.latents), np.float32),
        "levels": np.zeros((0, SPEC.mels), np.float32),
    }
    names = [value.name for value in session.get_outputs()]
    found = session.run(names, {**idle, **feeds, "task": np.array(int(task))})
    return dict(zip(names, found, strict=True))


def weights_of(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    return {weight.name: numpy_helper.to_array(weight) for weight in model.graph.initializer}


def test_inputs_and_outputs_match_the_signature_of_the_engine(model: onnx.ModelProto) -> None:
    ours = Card.from_json(json.dumps(card(step_latents=TINY.latents, macros={})))
    inputs = {"task": (), **graph_inputs(ours)}
    for values, wanted in ((model.graph.input, inputs), (model.graph.output, graph_outputs(ours))):
        sizes = {value.name: [size.dim_value or None for size in value.type.tensor_type.shape.dim] for value in values}
        assert sizes == {name: list(shape) for name, shape in wanted.items()}


def test_the_loop_task_equals_the_nets(nets: Nets, session: onnxruntime.InferenceSession) -> None:
    random = np.random.default_rng(0)
    knobs = random.standard_normal(TINY.loop_latents).astype(np.float32)
    noise = random.standard_normal((SPEC.steps, TINY.latents)).astype(np.float32)
    found = run(session, Task.LOOP, knobs=knobs, variation=noise)
    with torch.no_grad():
        expected = loop_latents(nets, torch.from_numpy(knobs), torch.from_numpy(noise))
    np.testing.assert_allclose(found["step_latents"], expected, atol=1e-5)
    assert [found[name].size for name in ("image", "grain", "place")] == [0, 0, 0]


@pytest.mark.parametrize("steps", [1, 7, 10, 32, 40])
def test_the_decode_task_equals_the_nets_for_any_number_of_steps(
    nets: Nets, session: onnxruntime.InferenceSession, steps: int
) -> None:
    latents = np.random.default_rng(steps).standard_normal((steps, TINY.latents)).astype(np.float32)
    found = run(session, Task.DECODE, latents=latents)
    with torch.no_grad():
        levels, grain = decode(nets, torch.from_numpy(latents))
    np.testing.assert_allclose(found["image"], levels, atol=1e-5)
    np.testing.assert_allclose(found["grain"], grain, atol=1e-5)
    assert found["image"].shape == (16 * steps, SPEC.mels) and found["grain"].shape == (4 * steps, SPEC.mels // 8)
    assert [found[name].size for name in ("step_latents", "place")] == [0, 0]


def test_the_encode_task_equals_the_nets(nets: Nets, session: onnxruntime.InferenceSession) -> None:
    levels = np.random.default_rng(0).random((SPEC.frames, SPEC.mels), np.float32)
    found = run(session, Task.ENCODE, levels=levels)
    with torch.no_grad():
        place, latents = nets.encode(torch.from_numpy(levels))
    np.testing.assert_allclose(found["place"], place, atol=1e-4)
    np.testing.assert_allclose(found["step_latents"], latents, atol=1e-4)
    assert [found[name].size for name in ("image", "grain")] == [0, 0]


def test_levels_are_clipped_and_grain_is_not_negative(session: onnxruntime.InferenceSession) -> None:
    wild = 50 * np.random.default_rng(0).standard_normal((32, TINY.latents)).astype(np.float32)
    found = run(session, Task.DECODE, latents=wild)
    assert found["image"].min() >= 0 and found["image"].max() <= 1
    assert found["grain"].min() >= 0


def test_large_weights_are_in_the_outer_graph_and_all_operators_run_on_cuda(model: onnx.ModelProto) -> None:
    assert {"If", "Gemm", "LayerNormalization"} <= operators(model.graph) <= CUDA_OPERATORS
    inside = [model.graph.node[-1]]
    while inside:
        node = inside.pop()
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                assert all(np.prod(weight.dims) < MIN_QUANTISED_SIZE for weight in attribute.g.initializer)
                assert {inner.domain for inner in attribute.g.node} <= {"", "ai.onnx"}
                inside.extend(attribute.g.node)


@pytest.mark.parametrize("scale", [1e-6, 0.3, 1.0, 700.0])
def test_weights_on_the_grid_are_stored_in_two_bytes_without_loss(tmp_path: Path, scale: float) -> None:
    random = np.random.default_rng(0)
    raw = (scale * random.standard_normal((64, 64))).astype(np.float32)
    step = 2.0 ** grid_exponent(raw)
    weights = {"rough": raw, "even": (np.round(raw / step) * step).astype(np.float32), "few": raw[:4, :4]}
    weights["zero"] = np.zeros((64, 64), np.float32)
    nodes = [onnx.helper.make_node("Identity", [name], [f"{name}_out"]) for name in weights]
    outs = [onnx.helper.make_tensor_value_info(f"{name}_out", 1, value.shape) for name, value in weights.items()]
    inits = [numpy_helper.from_array(value, name) for name, value in weights.items()]
    model = onnx.helper.make_model(
        onnx.helper.make_graph(nodes, "g", [], outs, inits),
        opset_imports=[onnx.helper.make_opsetid("", 18)],
        ir_version=9,
    )
    store_int16(model)
    stored = weights_of(model)
    assert np.abs(stored["even/words"].astype(int)).max() in range(2**14, 2**15)
    assert stored["even/words"].dtype == stored["zero/words"].dtype == np.int16
    assert stored["rough"].dtype == stored["few"].dtype == np.float32
    back = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {})
    for value, found in zip(weights.values(), back, strict=True):
        np.testing.assert_array_equal(found, value)


def test_a_model_of_full_size_has_two_bytes_for_a_weight() -> None:
    nets, generator = Nets(TrainingConfig(), SPEC).eval(), torch.Generator().manual_seed(0)
    with torch.no_grad():
        for weight in nets.parameters():
            if weight.numel() >= MIN_QUANTISED_SIZE:  # weights of a new flow are 0, which would compress to nothing
                raw = weight + 0.01 * torch.randn(weight.shape, generator=generator)
                step = 2.0 ** grid_exponent(raw.numpy())
                weight.copy_((raw / step).round() * step)
    size = to_onnx(nets, SPEC).ByteSize()
    exported = sum(
        weight.numel() for name, weight in nets.named_parameters() if not name.startswith(("loop.decoder", "flow."))
    )
    assert 1.98 * exported < size < 2.2 * exported
    assert size < MAX_MODEL_BYTES
