"""The sessions of a model file in which its tasks run: one for each, on one execution provider."""

import threading
from typing import TYPE_CHECKING

from .card import Card
from .runtime import open_session
from .signature import Task, require_names, require_signature
from .task_graphs import TaskGraphs

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LIVE_TASKS = (Task.LOOP, Task.DECODE)  # what playing needs


class TaskSessions:
    """Sessions by their tasks: those of LIVE_TASKS are opened at once, the encoder's when it is first used."""

    def __init__(self, graphs: TaskGraphs, card: Card, provider: str, threads: int, record: bool = True) -> None:
        """Open a file.

        Args:
            graphs: those of the file.
            card: its card.
            provider: "auto", "cpu" or "cuda".
            threads: number of CPU threads.
            record: whether CUDA graphs are recorded, where that is possible.

        Raises:
            BadParameter: fewer than one thread.
            ModelMismatch: the file is not ONNX, or its inputs and outputs are not those that its card describes.
            NoDevice: the named provider does not run all of it.
        """
        require_names(graphs.inputs, graphs.outputs, card)
        self.provider = provider  # "cpu" or "cuda", from the first session on
        self.recording: set[Task] = set()  # tasks whose sessions record CUDA graphs
        self._graphs, self._card, self._threads, self._record = graphs, card, threads, record
        self._opened: dict[Task, InferenceSession] = {}
        self._lock = threading.Lock()
        for task in LIVE_TASKS:
            self.session(task)

    def session(self, task: Task) -> "InferenceSession":
        """Return the session of a task; errors of the first call as in `__init__`."""
        with self._lock:
            if task not in self._opened:
                content = self._graphs.model(task)
                record = self._record and task in LIVE_TASKS
                opened = open_session(content, self._graphs.path, self.provider, self._threads, record)
                require_signature(opened.session, self._card)
                self._opened[task], self.provider = opened.session, opened.provider
                self.recording |= {task} if opened.records else set()
            return self._opened[task]
