"""The operators that CUDA supports, and the check of a graph for others.

A node without a CUDA kernel sends its data to the CPU and back at every call; the engine refuses such a model on CUDA,
so it is not exported. The names are those of onnxruntime's docs/OperatorKernels.md, versions 1.22 to 1.31, for float32
at opset 18, as far as they may occur here. Shape is missing on purpose: it has a kernel, but what is computed from it
runs on the CPU.
"""

import onnx
from onnx import GraphProto, ModelProto

from engine.errors import VamenError

OPERATOR_NAMES = """
Add Cast Clip Concat Cos Div Equal Erf Exp Expand Gather Gemm Identity If LayerNormalization MatMul Max
Min Mul Neg Pow Reciprocal ReduceMax ReduceMean ReduceSum Relu Reshape Sigmoid Sin Slice Softmax Softplus
Split Sqrt Squeeze Sub Tanh Transpose Unsqueeze Where
"""
CUDA_OPERATORS = frozenset(OPERATOR_NAMES.split())


def require_cuda(model: ModelProto) -> None:
    """Refuse a graph that CUDA would run only in part.

    Raises:
        VamenError: it has other operators.
    """
    unsupported = operators(model.graph) - CUDA_OPERATORS
    if unsupported:
        names = ", ".join(sorted(unsupported))
        raise VamenError(f"the graph needs {names}, which a GPU cannot run; please report this")


def operators(graph: GraphProto) -> set[str]:
    """Return the types of all nodes of a graph and of its branches, except constants."""
    found = {node.op_type for node in graph.node if node.op_type != "Constant"}
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                found |= operators(attribute.g)
    return found
