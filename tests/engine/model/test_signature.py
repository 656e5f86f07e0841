"""A graph whose inputs or outputs differ from its card is refused."""

import json
from pathlib import Path

import numpy as np
import onnx
import pytest

from engine.errors import ModelMismatch
from engine.model.card import Card
from engine.model.model_file import Model
from engine.model.signature import Task, graph_inputs, graph_outputs
from engine.parameters import LATENTS
from engine.spec import SPEC
from tests.tiny_model import card, save_model, tiny_model


def test_shapes_follow_the_card() -> None:
    ours = Card.from_json(json.dumps(card(step_latents=5, macros={})))
    assert graph_inputs(ours)["variation"] == (SPEC.steps, 5)
    assert graph_inputs(ours)["latents"] == graph_outputs(ours)["step_latents"] == (None, 5)
    assert graph_inputs(ours)["knobs"] == (LATENTS,)
    assert [task.value for task in Task] == [0, 1, 2]  # stored in every model file


def test_a_model_with_other_outputs_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "renamed.onnx")
    graph = onnx.load(path)
    graph.graph.node[-1].output[1] = graph.graph.output[1].name = "picture"
    save_model(graph, path)
    with pytest.raises(ModelMismatch, match="nothing as image"):
        Model.load(path)


def test_a_model_with_an_unknown_input_is_refused(tmp_path: Path) -> None:
    path = tiny_model(tmp_path / "more.onnx")
    graph = onnx.load(path)
    graph.graph.input.append(onnx.helper.make_tensor_value_info("secret", 1, [1]))
    save_model(graph, path)
    with pytest.raises(ModelMismatch, match="secret"):
        Model.load(path)


def test_a_model_with_knobs_of_another_number_is_refused(tmp_path: Path) -> None:
    knobs = card()["knobs"] * 2
    prior = {"centre": [0.0] * 32, "axes": np.eye(32).tolist()}
    path = tiny_model(tmp_path / "wide.onnx", text=json.dumps(card(latents=32, knobs=knobs, prior=prior)))
    with pytest.raises(ModelMismatch, match=r"32 latents, not 16"):
        Model.load(path)
