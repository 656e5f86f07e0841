"""Tasks of a model file in, arrays out; on the GPU until it fails, and from then on the CPU.

knobs, variation -> step_latents     latents -> image, grain     levels -> place, step_latents

Each task and each width of a window has buffers of its own (see bound), made when it is first wanted. The CPU session
that takes over is opened and warmed up in the background, so that the call during which the GPU fails is answered too.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.arrays import Floats
from engine.tape.noise_texture import GRAIN_BANDS, GRAIN_FRAMES

from .bound import BoundCall, Shape
from .card import Card
from .runtime import first_line
from .signature import Task, inputs

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

WARM_UP = 2  # times; the first ones allocate
WINDOW_STEPS = 4  # sixteenths of the window that is warmed up beside the whole
RECEPTIVE_FIELD_STEPS = 3  # sixteenths to either side that a sixteenth of the picture depends on


def results(card: Card, task: Task, span: int) -> dict[str, Shape]:
    """Outputs of a task and their shapes; `span` is how many sixteenths are painted."""
    if task == Task.PAINT:
        frames, bands = span * card.spec.step_frames, card.spec.mels
        return {"image": (frames, bands), "grain": (frames // GRAIN_FRAMES, bands // GRAIN_BANDS)}
    latents = {"step_latents": (card.spec.steps, card.step_latents)}
    place: dict[str, Shape] = {"place": (card.latents,)} if task == Task.ENCODE else {}
    return {**place, **latents}


class Runner:
    """A session with its buffers. Not for two threads at once."""

    def __init__(self, session: "InferenceSession", provider: str, card: Card) -> None:
        """`provider` is "cpu" or "cuda": what really runs the session."""
        self.provider = provider
        self._session, self._card = session, card
        # what a task does not look at
        self._idle = {name: np.zeros([size or 0 for size in shape], np.float32) for name, shape in inputs(card).items()}
        self._bound: dict[tuple[Task, int], BoundCall] = {}

    def run(self, task: Task, **feeds: Floats) -> list[Floats]:
        """The outputs of a task, in the order of `results`.

        Raises:
            Exception: whatever onnxruntime raises; it has no type in common.
        """
        span = len(feeds["latents"]) if "latents" in feeds else 0
        call = self._bound.get((task, span))
        if call is None:
            everything: dict[str, NDArray[Any]] = {**self._idle, **feeds, "task": np.array(task, np.int64)}
            call = BoundCall(self._session, self.provider, everything, results(self._card, task, span))
            self._bound[task, span] = call
        return call(**feeds)

    def warm_up(self) -> None:
        """Do what a set begins with: loops, whole pictures, and windows.

        Raises:
            Exception: as `run`.
        """
        spec, knobs = self._card.spec, np.zeros(self._card.latents, np.float32)
        grid = np.zeros((spec.steps, self._card.step_latents), np.float32)
        for _ in range(WARM_UP):
            latents = self.run(Task.LOOP, knobs=knobs, variation=grid)[0]
            self.run(Task.PAINT, latents=latents)
            self.run(Task.PAINT, latents=latents[: WINDOW_STEPS + 2 * RECEPTIVE_FIELD_STEPS])


class FailoverRunner:
    """A runner, and another one that takes over when it fails."""

    def __init__(self, runner: Runner, spare: Callable[[], Runner] | None = None) -> None:
        """`spare` opens the runner that takes over; it is called at once, in the background."""
        self.note = ""  # why it runs where it does not belong
        self.faults = 0  # 1 once it has
        self._runner = runner
        self._failed: Runner | None = None
        self._spare: Future[Runner] | None = None
        if spare:
            background = ThreadPoolExecutor(1, "spare")
            self._spare = background.submit(spare)
            background.shutdown(wait=False)

    @property
    def provider(self) -> str:
        """What runs the next task: "cpu" or "cuda"."""
        return self._runner.provider

    def run(self, task: Task, **feeds: Floats) -> list[Floats]:
        """As `Runner.run`; a failure is answered by the spare runner, if there is one."""
        try:
            return self._runner.run(task, **feeds)
        except Exception as error:
            if self._spare is None:
                raise
            other = self._spare.result()
            # kept, not freed: to free what lies on a broken device can end the process
            self._failed, self._runner, self._spare = self._runner, other, None
            self.faults += 1
            self.note = f"the GPU failed ({first_line(error)}), so the CPU paints from now on"
            return self._runner.run(task, **feeds)
