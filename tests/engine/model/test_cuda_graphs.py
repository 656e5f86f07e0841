"""CUDA graphs have a number for each shape, are compared with what they were recorded from, and can be missing."""

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from engine.model import runner as module
from engine.model.decode_request import WINDOW_STEPS
from engine.model.digest import read_model
from engine.model.model_file import Model
from engine.model.runner import NO_GRAPH, FailoverRunner, Runner
from engine.model.runtime import PROVIDERS
from engine.model.signature import RECEPTIVE_FIELD_STEPS, Task
from engine.model.task_graphs import TaskGraphs
from engine.model.task_sessions import LIVE_TASKS, TaskSessions
from tests.tiny_model import tiny_model


class GraphSession:
    """A session that notes the numbers of CUDA graphs; those of `stale` give the results of their first run."""

    def __init__(self, session: onnxruntime.InferenceSession, stale: bool) -> None:
        self.session, self.stale = session, stale
        self.numbers: list[int] = []

    def io_binding(self) -> Any:
        return self.session.io_binding()

    def run_with_iobinding(self, binding: Any, options: Any) -> None:
        number = int(options.get_run_config_entry("gpu_graph_id"))
        self.numbers.append(number)
        if not (self.stale and number != NO_GRAPH and self.numbers.count(number) > 1):
            self.session.run_with_iobinding(binding, options)


class GraphSessions:
    """Sessions on the CPU that record graphs, as those on a GPU do."""

    provider = "cpu"

    def __init__(self, sessions: TaskSessions, stale: bool = False) -> None:
        self.recording = set(LIVE_TASKS)
        self.opened = {task: GraphSession(sessions.session(task), stale) for task in Task}

    def session(self, task: Task) -> GraphSession:
        return self.opened[task]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_model(tmp_path_factory.mktemp("model") / "tiny.onnx")


@pytest.fixture(scope="module")
def model(path: Path) -> Model:
    return Model.load(path, provider="cpu")


@pytest.fixture(scope="module")
def sessions(path: Path, model: Model) -> TaskSessions:
    return TaskSessions(TaskGraphs(read_model(path)), model.card, "cpu", 1)


def test_each_shape_has_a_graph_of_its_own_and_the_encoder_none(sessions: TaskSessions, model: Model) -> None:
    recorded = GraphSessions(sessions)
    runner = Runner(recorded, model.card)  # type: ignore[arg-type]
    runner.warm_up()
    mine = Model(FailoverRunner(runner), model.card)
    image = mine.decode_loop(np.zeros(16), 1)
    mine.encode(image.levels)
    window = WINDOW_STEPS + 2 * RECEPTIVE_FIELD_STEPS
    assert set(recorded.opened[Task.DECODE].numbers) == {32, window, NO_GRAPH}
    assert set(recorded.opened[Task.LOOP].numbers) == {0, NO_GRAPH}
    assert set(recorded.opened[Task.ENCODE].numbers) == {NO_GRAPH}
    assert np.array_equal(image.levels, model.decode_loop(np.zeros(16), 1).levels)


def test_a_graph_that_gives_other_results_than_its_kernels_is_found(sessions: TaskSessions, model: Model) -> None:
    runner = Runner(GraphSessions(sessions, stale=True), model.card)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="a CUDA graph gives other results"):
        runner.warm_up()


class GpuSession:
    """A session on the CPU that claims to run on the GPU, and perhaps fails when it runs with graphs."""

    def __init__(self, session: onnxruntime.InferenceSession, works: bool) -> None:
        self._session, self._works = session, works

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def get_providers(self) -> list[str]:
        return list(PROVIDERS.values())[::-1]

    def run_with_iobinding(self, binding: Any, options: Any) -> None:
        if not self._works:
            raise RuntimeError("a graph cannot be captured")
        self._session.run_with_iobinding(binding, options)


@pytest.mark.parametrize("opens", [True, False], ids=["it fails when it runs", "it does not open"])
def test_without_graphs_the_gpu_decodes_all_the_same_and_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch, opens: bool
) -> None:
    create, bound = onnxruntime.InferenceSession, module.BoundCall

    def open_session(content: bytes, options: Any, providers: list[Any], **_: Any) -> Any:
        name, settings = providers[0]
        if name == PROVIDERS["cpu"]:
            return create(content, options, providers=providers)
        graphs = settings["enable_cuda_graph"] == "1"
        if graphs and not opens:
            raise RuntimeError("this session cannot use the graph capture feature")
        return GpuSession(create(content, providers=[PROVIDERS["cpu"]]), works=not graphs)

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: list(PROVIDERS.values()))
    monkeypatch.setattr(onnxruntime, "InferenceSession", open_session)
    monkeypatch.setattr(module, "BoundCall", lambda session, device, *rest: bound(session, "cpu", *rest))
    model = Model.load(path)
    assert (model.provider, model.faults) == ("cuda", 0)
    assert model.note == "the GPU decodes without CUDA graphs, because it cannot record them"
    assert model.decode_loop(np.zeros(16), 1).levels.max() > 0.3
