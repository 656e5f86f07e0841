"""One call of a graph, again and again: arrays of fixed shapes in, fresh arrays out, through buffers that stay.

feeds     name -> array        shapes and kinds as they were when the buffers were made
results   name -> shape        float32; copied out, so that the caller owns what it gets

On a GPU the buffers lie on its side: nothing is allocated there per call, and all of a call is copied once each way. On
the CPU the same code runs over the same buffers, and gives the bytes that `session.run` gives.

There is no CUDA graph behind it, which would spare the launching of each kernel: onnxruntime captures no session that
has control flow, wherever it lies, and a model file chooses its task by an `If`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Shape = tuple[int, ...]


class BoundCall:
    """A session with buffers for one task and one size of its arrays. Not for two threads at once."""

    def __init__(
        self, session: "InferenceSession", device: str, feeds: Mapping[str, NDArray[Any]], results: Mapping[str, Shape]
    ) -> None:
        """Make the buffers; inputs that no call moves keep what they hold now.

        Args:
            session: it runs here.
            device: "cpu" or "cuda": where the buffers lie.
            feeds: all inputs of the graph, with the shapes they will always have.
            results: the outputs that are wanted, and their shapes.
        """
        from onnxruntime import OrtValue

        self._session, self._binding = session, session.io_binding()
        # a copy: on the CPU a buffer is the very memory of the array that it is made of
        self._inputs = {name: OrtValue.ortvalue_from_numpy(array.copy(), device, 0) for name, array in feeds.items()}
        for name, value in self._inputs.items():
            self._binding.bind_ortvalue_input(name, value)
        self._outputs = {
            name: OrtValue.ortvalue_from_shape_and_type(shape, np.float32, device, 0) for name, shape in results.items()
        }
        for name, value in self._outputs.items():
            self._binding.bind_ortvalue_output(name, value)

    def __call__(self, **moved: NDArray[Any]) -> list[Floats]:
        """Run with these inputs in place of what was there; the results in the order in which they were named.

        Raises:
            ValueError: an input has another shape than its buffer.
            Exception: whatever the session raises; it has no type in common.
        """
        for name, array in moved.items():
            value = self._inputs[name]
            if list(array.shape) != list(value.shape()):
                raise ValueError(f"{name} has the shape {array.shape}, its buffer {tuple(value.shape())}; make another")
            value.update_inplace(np.ascontiguousarray(array))
            # bound anew, since an input that the graph wants on the other side was copied when it was bound
            self._binding.bind_ortvalue_input(name, value)
        self._session.run_with_iobinding(self._binding)
        self._binding.synchronize_outputs()
        # on the CPU it is a view, which the next call would change
        return [value.numpy().copy() for value in self._outputs.values()]
