"""Running the three tasks of a model file, each arrays in, arrays out; on the GPU until it fails, then on the CPU.

knobs, variation (noise of a seed) -> step_latents (of each sixteenth)
latents (of sixteenths) -> image (levels), grain (amount of noise to add)
levels (of a recorded loop) -> place (its knobs), step_latents

Each task has a session, and each number of sixteenths its own buffers, which are made at its first call. The fallback
sessions on the CPU are opened and warmed up in the background, so that even the call during which the GPU fails returns
a result.
"""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES

from .card import Card
from .decode_request import WINDOW_STEPS
from .runtime import first_line
from .signature import RECEPTIVE_FIELD_STEPS, TASK_OUTPUTS, Task
from .task_sessions import LIVE_TASKS, TaskSessions

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Shape = tuple[int, ...]
WARM_UP_RUNS = 2  # the first ones allocate; then a CUDA graph is recorded
NO_GRAPH = -1  # number of a CUDA graph: none is recorded or used
MAX_REPLAY_ERROR = 1e-3  # of a level or latent from a CUDA graph


class BoundCall:
    """A session with buffers of fixed shapes, for one thread at a time.

    On a GPU the buffers are in its memory: a call allocates nothing there, and copies once in each direction. As their
    addresses stay, the session can record its kernels as a CUDA graph and launch them at once. On the CPU the results
    are those of `session.run`, to the bit.
    """

    def __init__(
        self,
        session: "InferenceSession",
        device: str,
        feeds: Mapping[str, NDArray[Any]],
        results: Mapping[str, Shape],
        graph: int = NO_GRAPH,
    ) -> None:
        """Make the buffers; inputs that a call does not set keep their present values.

        Args:
            session: the session.
            device: "cpu" or "cuda": where the buffers are.
            feeds: all its inputs, with their final shapes.
            results: its outputs (float32) and their shapes.
            graph: number of the CUDA graph for these shapes, if the session records them.
        """
        from onnxruntime import OrtValue, RunOptions

        self._session, self._binding, self._options = session, session.io_binding(), RunOptions()
        self._options.add_run_config_entry("gpu_graph_id", str(graph))
        # a copy, because on the CPU the buffer would share the memory of the array
        self._inputs = {name: OrtValue.ortvalue_from_numpy(array.copy(), device, 0) for name, array in feeds.items()}
        for name, value in self._inputs.items():
            self._binding.bind_ortvalue_input(name, value)
        self._outputs = {
            name: OrtValue.ortvalue_from_shape_and_type(shape, np.float32, device, 0) for name, shape in results.items()
        }
        for name, value in self._outputs.items():
            self._binding.bind_ortvalue_output(name, value)

    def __call__(self, **feeds: NDArray[Any]) -> list[Floats]:
        """Run with new values for these inputs; returns fresh arrays in the order of the results.

        Raises:
            ValueError: an input has another shape than its buffer.
            Exception: any error of onnxruntime; they have no common type.
        """
        for name, array in feeds.items():
            value = self._inputs[name]
            if list(array.shape) != (shape := list(value.shape())):
                raise ValueError(f"{name} has the shape {array.shape}, its buffer {tuple(shape)}; make another")
            value.update_inplace(np.ascontiguousarray(array))
            # bound again, because an input that the graph needs on the other device is copied when it is bound
            self._binding.bind_ortvalue_input(name, value)
        self._session.run_with_iobinding(self._binding, self._options)
        self._binding.synchronize_outputs()
        # on the CPU numpy() is a view, which the next call would overwrite
        return [value.numpy().copy() for value in self._outputs.values()]


def output_shapes(card: Card, task: Task, span: int) -> dict[str, Shape]:
    """Return output name -> shape for a task; `span`: number of sixteenths that Task.DECODE decodes, else unused."""
    frames, bands = span * card.spec.step_frames, card.spec.mels
    shapes: dict[str, Shape] = {
        "step_latents": (card.spec.steps, card.step_latents),
        "image": (frames, bands),
        "grain": (frames // GRAIN_FRAMES, bands // GRAIN_BANDS),
        "place": (card.latents,),
    }
    return {name: shapes[name] for name in TASK_OUTPUTS[task]}


class Runner:
    """The sessions of a model with a `BoundCall` for each task and length; for any number of threads."""

    def __init__(self, sessions: TaskSessions, card: Card) -> None:
        self._sessions, self._card = sessions, card
        self._calls: dict[tuple[Task, int], BoundCall] = {}
        self._locks = {
            task: threading.Lock() for task in Task
        }  # a session with CUDA graphs is for one thread at a time

    @property
    def note(self) -> str:
        """Message for the user, one line, about the GPU; usually empty."""
        records = self.provider == "cpu" or self._sessions.recording.issuperset(LIVE_TASKS)
        return "" if records else "the GPU decodes without CUDA graphs, because it cannot record them"

    @property
    def provider(self) -> str:
        """Execution provider of the sessions: "cpu" or "cuda"."""
        return self._sessions.provider

    def run(self, task: Task, **feeds: Floats) -> list[Floats]:
        """Return the outputs of a task, in the order of `TASK_OUTPUTS`; `feeds`: the inputs that it reads, by name.

        Raises:
            Exception: any error of onnxruntime; they have no common type.
        """
        span = len(feeds["latents"]) if "latents" in feeds else 0
        with self._locks[task]:
            call = self._calls.get((task, span))
            if call is None:
                call = self._calls[task, span] = self._bound(task, span, feeds, span)
            return call(**feeds)

    def warm_up(self) -> None:
        """Run what live playing needs first: latents of a loop, its image, a part of it.

        Raises:
            RuntimeError: a CUDA graph gives other results than the session without it.
            Exception: as `run`.
        """
        spec, random = self._card.spec, np.random.default_rng(0)
        knobs = np.zeros(self._card.latents, np.float32)
        grid = np.zeros((spec.steps, self._card.step_latents), np.float32)
        for _ in range(WARM_UP_RUNS):
            latents = self.run(Task.LOOP, knobs=knobs, variation=grid)[0]
            self.run(Task.DECODE, latents=latents)
            self.run(Task.DECODE, latents=latents[: WINDOW_STEPS + 2 * RECEPTIVE_FIELD_STEPS])
        for task, span in self._calls if self._sessions.recording else ():
            noise = random.standard_normal(grid.shape).astype(np.float32)
            feeds = {"knobs": knobs, "variation": noise} if task is Task.LOOP else {"latents": noise[:span]}
            plain = self._bound(task, span, feeds, NO_GRAPH)(**feeds)
            for one, other in zip(self.run(task, **feeds), plain, strict=True):
                if not np.allclose(one, other, rtol=0, atol=MAX_REPLAY_ERROR):
                    raise RuntimeError("a CUDA graph gives other results than the kernels that it was recorded from")

    def _bound(self, task: Task, span: int, feeds: Mapping[str, Floats], graph: int) -> BoundCall:
        shapes = output_shapes(self._card, task, span)
        recorded = graph if task in self._sessions.recording else NO_GRAPH
        return BoundCall(self._sessions.session(task), self.provider, feeds, shapes, recorded)


class FailoverRunner:
    """A runner, and a fallback that replaces it when it fails; for any number of threads."""

    def __init__(
        self,
        runner: Runner,
        fallback: Callable[[], Runner] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`fallback` opens the other runner; it is called immediately, in the background. `clock` returns seconds."""
        self.note = runner.note  # one line about the GPU, for the user
        self.faults = 0  # 1 after the failure
        self.decode_seconds = 0.0  # duration of the last Task.DECODE; 0 before the first
        self._runner, self._clock, self._lock = runner, clock, threading.Lock()
        self._failed: Runner | None = None
        self._fallback: Future[Runner] | None = None
        if fallback:
            background = ThreadPoolExecutor(1, "fallback")
            self._fallback = background.submit(fallback)
            background.shutdown(wait=False)

    @property
    def provider(self) -> str:
        """Execution provider of the next task: "cpu" or "cuda"."""
        return self._runner.provider

    def run(self, task: Task, **feeds: Floats) -> list[Floats]:
        """As `Runner.run`; after a failure the task runs again on the fallback, if there is one."""
        began = self._clock()
        outputs = self._run(task, **feeds)
        if task is Task.DECODE:
            self.decode_seconds = self._clock() - began
        return outputs

    def _run(self, task: Task, **feeds: Floats) -> list[Floats]:
        runner = self._runner
        try:
            return runner.run(task, **feeds)
        except Exception as error:
            with self._lock:
                if self._runner is runner:  # else another thread has replaced it
                    if self._fallback is None:
                        raise
                    fallback = self._fallback.result()
                    # kept, because freeing memory on a broken device can end the process
                    self._failed, self._runner, self._fallback = runner, fallback, None
                    self.faults += 1
                    self.note = f"the GPU failed ({first_line(error)}); the CPU decodes from now on"
            return self._runner.run(task, **feeds)
