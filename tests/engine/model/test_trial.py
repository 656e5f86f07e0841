"""A model from elsewhere is tried in a process with limits, and refused in a sentence if it does not run there."""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from engine.errors import ModelMismatch
from engine.model.digest import read_model
from engine.model.model_file import Model, bundled
from engine.model.trial import MAX_REMEMBERED, PASSED_FILE, try_model
from tests.tiny_model import save_model, tiny_model

CPU_LIMIT_S = 1
node = helper.make_node


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give vamen an empty cache folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "vamen"


def changed(path: Path, nodes: Sequence[NodeProto], weights: Mapping[str, NDArray[np.generic]]) -> Path:
    """Write the tiny model with nodes in front of it, on whose result `out` the latents of a loop depend."""
    model = onnx.load(tiny_model(path))
    model.graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in weights.items())
    last = [
        node("Cast", ["out"], ["float"], to=TensorProto.FLOAT),
        node("ReduceMax", ["float"], ["most"], keepdims=0),
        node("Sub", ["most", "most"], ["zero"]),
        node("Add", ["zero", "knobs"], ["moved knobs"]),
    ]
    loop = next(branch.g for branch in model.graph.node[-1].attribute if branch.name == "then_branch")
    for old in loop.node:
        old.input[:] = ["moved knobs" if name == "knobs" else name for name in old.input]
    for place, new in enumerate([*nodes, *last]):
        model.graph.node.insert(place, new)
    save_model(model, path)
    return path


def endless_loop(path: Path) -> Path:
    value = helper.make_tensor_value_info
    body = helper.make_graph(
        [node("Identity", ["go"], ["on"]), node("Identity", ["value"], ["next"])],
        "body",
        [
            value("round", TensorProto.INT64, []),
            value("go", TensorProto.BOOL, []),
            value("value", TensorProto.INT64, []),
        ],
        [value("on", TensorProto.BOOL, []), value("next", TensorProto.INT64, [])],
    )
    weights = {"truth": np.array(True), "start": np.array(0)}
    return changed(path, [node("Loop", ["", "truth", "start"], ["out"], body=body)], weights)


def slow_product(path: Path, *, folded: bool) -> Path:
    """Multiply two large matrices: in one node that runs for long, or while the graph is optimised as it loads."""
    nodes = [node("ConstantOfShape", ["size"], ["a"])]
    if not folded:
        nodes += [node("ReduceMax", ["knobs"], ["x"], keepdims=0), node("Add", ["a", "x"], ["b"])]
    factor = "a" if folded else "b"
    return changed(path, [*nodes, node("MatMul", [factor, factor], ["out"])], {"size": np.array([5000, 5000])})


@pytest.mark.parametrize(
    "make",
    [endless_loop, partial(slow_product, folded=False), partial(slow_product, folded=True)],
    ids=["a loop", "one node", "constant folding"],
)
def test_a_model_that_takes_long_is_stopped(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "slow.onnx")
    with pytest.raises(
        ModelMismatch, match=r"slow.onnx does not load and run within 1 s of computing time and 1024 MB"
    ):
        try_model(read_model(path), CPU_LIMIT_S)


def test_a_file_of_millions_of_fields_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "many.onnx"
    path.write_bytes(b"\x08\x00" * 2**24)
    with pytest.raises(ModelMismatch, match=r"many\.onnx (does not load and run within 1 s|loads but cannot run)"):
        try_model(read_model(path), CPU_LIMIT_S)


def test_a_process_that_only_waits_is_stopped_too(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatch, match=r"within 0.01 s and"):
        try_model(read_model(tiny_model(tmp_path / "tiny.onnx")), clock_limit_s=0.01)


def test_a_model_that_asks_for_gigabytes_is_refused(tmp_path: Path) -> None:
    for size in ([2**29], [2**40]):
        path = changed(tmp_path / "a.onnx", [node("ConstantOfShape", ["size"], ["out"])], {"size": np.array(size)})
        with pytest.raises(
            ModelMismatch, match=r"a\.onnx (is not a playable|loads but cannot|does not load)"
        ) as refusal:
            Model.load(path, provider="cpu")
        assert len(str(refusal.value)) < 500


@pytest.mark.parametrize("inside", [True, False])
def test_a_model_whose_weights_lie_in_other_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inside: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "weights").write_bytes(bytes(64))
    path = changed(tmp_path / "a.onnx", [node("Identity", ["elsewhere"], ["out"])], {})
    model = onnx.load(path)
    tensor = TensorProto(name="elsewhere", data_type=TensorProto.FLOAT, dims=[16], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="weights" if inside else str(tmp_path / "weights"))
    model.graph.initializer.append(tensor)
    save_model(model, path)
    with pytest.raises(ModelMismatch, match="not a playable ONNX file"):
        Model.load(path, provider="cpu")


def test_a_loop_that_ends_for_knobs_at_zero_only_is_found(tmp_path: Path) -> None:
    path = endless_loop(tmp_path / "a.onnx")
    model = onnx.load(path)
    model.graph.node.insert(0, node("ReduceMax", ["knobs"], ["highest"], keepdims=0))
    model.graph.node.insert(1, node("Cast", ["highest"], ["moved"], to=TensorProto.BOOL))
    next(each for each in model.graph.node if each.op_type == "Loop").input[1] = "moved"
    save_model(model, path)
    with pytest.raises(ModelMismatch, match="within 1 s of"):
        try_model(read_model(path), CPU_LIMIT_S)


def test_a_model_whose_encoder_cannot_run_is_refused_before_it_is_used(tmp_path: Path) -> None:
    model = onnx.load(tiny_model(tmp_path / "a.onnx"))
    size = next(weight for weight in model.graph.initializer if weight.name == "steps")
    size.CopyFrom(numpy_helper.from_array(np.array([7, 7]), "steps"))
    save_model(model, tmp_path / "a.onnx")
    with pytest.raises(ModelMismatch, match="loads but cannot run"):
        Model.load(tmp_path / "a.onnx")


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows name the cache folder otherwise")
def test_a_model_is_tried_once_and_a_bundled_one_never(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    Model.load(path)
    monkeypatch.setattr(subprocess, "run", None)
    Model.load(path.rename(tmp_path / "other.onnx"))
    Model.load(bundled(), provider="cpu")
    (cache / PASSED_FILE).write_text(f"{'0' * 64}\n" * MAX_REMEMBERED)
    with pytest.raises(TypeError):
        Model.load(tmp_path / "other.onnx")


@pytest.mark.skipif(sys.platform != "linux", reason="macOS and Windows name the cache folder otherwise")
def test_few_digests_are_kept_and_an_unusable_cache_is_ignored(tmp_path: Path, cache: Path) -> None:
    path = tiny_model(tmp_path / "tiny.onnx")
    cache.mkdir(parents=True)
    (cache / PASSED_FILE).write_text(f"{'0' * 64}\n" * (MAX_REMEMBERED + 5))
    try_model(read_model(path))
    assert len((cache / PASSED_FILE).read_text().split()) == MAX_REMEMBERED
    (cache / PASSED_FILE).write_bytes(b"\xff")
    try_model(read_model(path))
    (cache / PASSED_FILE).unlink()
    (cache / PASSED_FILE).mkdir()
    try_model(read_model(path))
