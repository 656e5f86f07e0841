"""The sessions of a model file in which its tasks run: one for each, on one execution provider."""

import threading
from typing import TYPE_CHECKING

from .card import Card
from .runtime import open_session
from .signature import Task, require_names, require_signature
from .task_graphs import TaskGraphs

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


class TaskSessions:
    """Sessions by their tasks: those that playing needs are opened at once, the encoder's when it is first used."""

    def __init__(self, graphs: TaskGraphs, card: Card, provider: str, threads: int) -> None:
        """Open a file; `provider` is "auto", "cpu" or "cuda", and `threads` the number of CPU threads.

        Raises:
            BadParameter: fewer than one thread.
            ModelMismatch: the file is not ONNX, or its inputs and outputs are not those that its card describes.
            NoDevice: the named provider does not run all of it.
        """
        require_names(graphs.inputs, graphs.outputs, card)
        self.provider = provider  # "cpu" or "cuda", from the first session on
        self._graphs, self._card, self._threads = graphs, card, threads
        self._opened: dict[Task, InferenceSession] = {}
        self._lock = threading.Lock()
        for task in (Task.LOOP, Task.DECODE):
            self.session(task)

    def session(self, task: Task) -> "InferenceSession":
        """Return the session of a task; errors of the first call as in `__init__`."""
        with self._lock:
            if task not in self._opened:
                content = self._graphs.model(task)
                session, self.provider = open_session(content, self._graphs.path, self.provider, self._threads)
                require_signature(session, self._card)
                self._opened[task] = session
            return self._opened[task]
