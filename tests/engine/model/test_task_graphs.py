"""The model of a task gives what the file gives for this task, and has nothing of the others."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from engine.errors import ModelMismatch
from engine.model.digest import ModelBytes, read_model
from engine.model.model_file import Model, bundled
from engine.model.signature import TASK_INPUTS, TASK_OUTPUTS, Task
from engine.model.task_graphs import TaskGraphs
from engine.parameters import LATENTS
from engine.spec import SPEC
from tests.tiny_model import INPUTS, OUTPUTS, save_model, tiny_model

RANDOM = np.random.default_rng(0)
FEEDS = {
    "knobs": RANDOM.uniform(-1, 1, LATENTS).astype(np.float32),
    "variation": RANDOM.standard_normal((SPEC.steps, LATENTS)).astype(np.float32),
    "latents": RANDOM.standard_normal((10, LATENTS)).astype(np.float32),
    "levels": RANDOM.random((SPEC.frames, SPEC.mels)).astype(np.float32),
}


def session(content: bytes) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])


def graphs(model: onnx.ModelProto) -> TaskGraphs:
    return TaskGraphs(ModelBytes(Path("a.onnx"), model.SerializeToString(), ""))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture(scope="module", params=["bundled", "tiny"])
def file(request: pytest.FixtureRequest, tiny: Path) -> ModelBytes:
    return read_model(bundled() if request.param == "bundled" else tiny)


@pytest.mark.parametrize("task", Task)
def test_a_task_gives_what_the_file_gives(file: ModelBytes, task: Task) -> None:
    names = list(TASK_OUTPUTS[task])
    wanted = session(file.content).run(names, {**FEEDS, "task": np.array(task, np.int64)})
    own = session(TaskGraphs(file).model(task))
    found = own.run(names, {name: FEEDS[name] for name in TASK_INPUTS[task]})
    for mine, theirs in zip(found, wanted, strict=True):
        if task is Task.LOOP:
            assert np.array_equal(mine, theirs)
        else:  # a node that is fused with another adds up in another order
            np.testing.assert_allclose(mine, theirs, rtol=0, atol=1e-6 * max(1, float(np.abs(theirs).max())))


@pytest.mark.parametrize("task", Task)
def test_a_task_has_only_its_own_nodes_weights_inputs_and_outputs(file: ModelBytes, task: Task) -> None:
    model = onnx.load_from_string(TaskGraphs(file).model(task))
    onnx.checker.check_model(model, full_check=True)
    assert not {"If", "Shape", "Equal"} & {node.op_type for node in model.graph.node}
    assert tuple(value.name for value in model.graph.input) == TASK_INPUTS[task]
    assert tuple(value.name for value in model.graph.output) == TASK_OUTPUTS[task]
    used = {name for node in model.graph.node for name in node.input}
    assert {weight.name for weight in model.graph.initializer} <= used


def test_the_tasks_share_no_weights_of_the_bundled_model() -> None:
    file = read_model(bundled())
    sizes = [len(TaskGraphs(file).model(task)) for task in Task]
    assert 0.97 * len(file.content) < sum(sizes) < len(file.content)


def test_metadata_is_that_of_the_file(file: ModelBytes) -> None:
    read = TaskGraphs(file)
    for entry in onnx.load_from_string(file.content).metadata_props:
        assert read.metadata(entry.key) == entry.value
    with pytest.raises(ModelMismatch, match="without vamen other"):
        read.metadata("vamen other")


def test_a_file_that_uses_the_task_in_another_way_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "a.onnx")
    model = onnx.load(path)
    model.graph.node.insert(0, helper.make_node("Identity", ["task"], ["number"]))
    for node in model.graph.node[1:]:
        node.input[:] = ["number" if name == "task" else name for name in node.input]
    save_model(model, path)
    with pytest.raises(ModelMismatch, match="is not a playable ONNX file"):
        Model.load(path, provider="cpu")


def test_a_weight_that_an_inner_graph_captures_stays(tiny: Path) -> None:
    model = onnx.load(tiny)
    image = helper.make_tensor_value_info("seen", TensorProto.FLOAT, [])
    body = helper.make_graph([helper.make_node("Identity", ["far"], ["seen"])], "body", [], [image])
    model.graph.initializer.append(numpy_helper.from_array(np.array(0.5, np.float32), "far"))
    model.graph.initializer.append(numpy_helper.from_array(np.array(True), "truth"))
    nodes = [
        helper.make_node("If", ["truth"], ["scale"], then_branch=body, else_branch=body),
        helper.make_node("Mul", ["latents", "scale"], ["smaller"]),
    ]
    for place, node in enumerate(nodes):
        model.graph.node.insert(place, node)
    other = next(part.g for part in model.graph.node[-1].attribute if part.name == "else_branch").node[0]
    paint = next(part.g for part in other.attribute if part.name == "then_branch")
    for node in paint.node:
        node.input[:] = ["smaller" if name == "latents" else name for name in node.input]
    made = session(graphs(model).model(Task.DECODE)).run(["image"], {"latents": FEEDS["latents"]})
    plain = session(TaskGraphs(read_model(tiny)).model(Task.DECODE))
    assert np.array_equal(made[0], plain.run(["image"], {"latents": 0.5 * FEEDS["latents"]})[0])


def test_an_if_without_the_chosen_branch_is_refused(tiny: Path) -> None:
    model = onnx.load(tiny)
    del model.graph.node[-1].attribute[:]
    with pytest.raises(ModelMismatch, match=r"a\.onnx is not a playable ONNX file \(an If has no branch\)"):
        graphs(model).model(Task.LOOP)


def test_graphs_that_are_nested_deep_are_refused(tiny: Path) -> None:
    model = onnx.load(tiny)
    value = helper.make_tensor_value_info("step_latents", TensorProto.FLOAT, None)
    body = helper.make_graph([helper.make_node("Identity", ["plan"], ["step_latents"])], "body", [], [value])
    for _ in range(30):
        node = helper.make_node("If", ["any"], ["step_latents"], then_branch=body)
        body = helper.make_graph([node], "body", [], [value])
    model.graph.node[-1].CopyFrom(node)
    with pytest.raises(ModelMismatch, match="nested deeper than 20"):
        graphs(model).model(Task.LOOP)


def test_damaged_files_are_refused_in_a_sentence_or_read(tiny: Path) -> None:
    content, random = tiny.read_bytes(), np.random.default_rng(1)
    refused = 0
    for _ in range(150):
        damaged = bytearray(content)
        for place in random.integers(0, len(content), 20) if random.random() < 0.5 else [random.integers(0, 4000)]:
            damaged[place] = random.integers(0, 256)
        try:
            read = TaskGraphs(ModelBytes(tiny, bytes(damaged[: random.integers(1, 2 * len(content))]), ""))
            if read.inputs | read.outputs == {*INPUTS, *OUTPUTS}:
                for task in Task:
                    read.model(task)
        except ModelMismatch as refusal:
            assert "is not a playable ONNX file (" in str(refusal)
            refused += 1
    assert 20 < refused < 150
