"""An executor without threads, for tests of commands that write files."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any


class InlineExecutor(Executor):
    """Runs calls at once, or keeps them while `held`, until `run`."""

    def __init__(self) -> None:
        self.held = False
        self.waiting: list[Callable[[], None]] = []

    def submit(self, function: Any, /, *args: Any, **options: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def call() -> None:
            try:
                future.set_result(function(*args, **options))
            except Exception as error:
                future.set_exception(error)

        self.waiting.append(call)
        if not self.held:
            self.run()
        return future

    def run(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()
