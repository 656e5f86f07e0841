"""Which operators a GPU runs: a graph in, silence or a refusal out.

One node that CUDA has no kernel for sends its data to the CPU and back at every call; the engine refuses such a model
on CUDA, so it is not exported. The names are those of onnxruntime's docs/OperatorKernels.md, versions 1.22 to 1.31,
for float32 at opset 18, as far as they may come up here. Shape and its kind are left out on purpose: they have a
kernel, but what is computed of them goes to the CPU.
"""

import onnx
from onnx import GraphProto, ModelProto

from engine.errors import VamenError

ON_CUDA = frozenset(
    {
        "Add",
        "Cast",
        "Clip",
        "Concat",
        "Cos",
        "Div",
        "Equal",
        "Erf",
        "Exp",
        "Expand",
        "Gather",
        "Gemm",
        "Identity",
        "If",
        "LayerNormalization",
        "MatMul",
        "Max",
        "Min",
        "Mul",
        "Neg",
        "Pow",
        "Reciprocal",
        "ReduceMax",
        "ReduceMean",
        "ReduceSum",
        "Relu",
        "Reshape",
        "Sigmoid",
        "Sin",
        "Slice",
        "Softmax",
        "Softplus",
        "Split",
        "Sqrt",
        "Squeeze",
        "Sub",
        "Tanh",
        "Transpose",
        "Unsqueeze",
        "Where",
    }
)


def require_cuda(model: ModelProto) -> None:
    """Refuse a graph that CUDA would leave in part to the CPU.

    Raises:
        VamenError: it has other operators.
    """
    strange = operators(model.graph) - ON_CUDA
    if strange:
        raise VamenError(f"the graph needs {', '.join(sorted(strange))}, which a GPU cannot run; please report this")


def operators(graph: GraphProto) -> set[str]:
    """All operators of a graph and of its branches; constants are no work."""
    found = {node.op_type for node in graph.node if node.op_type != "Constant"}
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                found |= operators(attribute.g)
    return found
