"""Graphs with operators that need the CPU are refused."""

import pytest
from onnx import TensorProto, helper

from engine.errors import VamenError
from export.cuda_operators import operators, require_cuda


def model(operator: str) -> object:
    """A graph with an operator in one branch of an `If`."""
    value = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    then = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "then", [], [value])
    other = helper.make_graph([helper.make_node(operator, ["x"], ["y"])], "other", [], [value])
    node = helper.make_node("If", ["b"], ["z"], then_branch=then, else_branch=other)
    return helper.make_model(helper.make_graph([node], "g", [], []))


def test_operators_of_branches_are_found() -> None:
    assert operators(model("Tanh").graph) == {"If", "Identity", "Tanh"}  # type: ignore[attr-defined]
    require_cuda(model("Tanh"))  # type: ignore[arg-type]


@pytest.mark.parametrize("operator", ["Shape", "StringNormalizer", "Det"])
def test_operators_without_a_cuda_kernel_are_refused_by_name(operator: str) -> None:
    with pytest.raises(VamenError, match=operator):
        require_cuda(model(operator))  # type: ignore[arg-type]
