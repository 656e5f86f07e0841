"""Fixtures of several packages, and what a run of the tests inherits from the shell that started it."""

import os
import signal
import tempfile
from collections.abc import Iterator

# before numpy is imported, as vamen does: sums of several threads have other bits than those of one
for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")

# sets under test keep their last state, which must not replace that of the user
data_home = tempfile.TemporaryDirectory(prefix="vamen-tests-")  # removed at the end
os.environ["XDG_DATA_HOME"] = data_home.name

import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

from . import jack  # noqa: E402

if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup has it ignored, and programs under test would inherit that

# a deadline would measure the machine; a failing example can be repeated from what is printed
settings.register_profile("vamen", deadline=None, print_blob=True)
settings.load_profile("vamen")


LIVE = {"tests.jack", "tests.live", "tests.osc_bridge.panel.browser"}  # modules that play in real time


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests that play in real time as live, so that they can be run one at a time.

    Of several processes, each gets the files with slow tests first: none should be last and alone.
    """
    if hasattr(config, "workerinput"):
        slow = {item.path for item in items if item.get_closest_marker("slow")}
        items.sort(key=lambda item: item.path not in slow)
    for item in items:
        module = item.getparent(pytest.Module)
        used = {getattr(value, "__module__", None) for value in vars(module.obj).values()} if module else set()
        live = used & LIVE or item.get_closest_marker("audio") or item.get_closest_marker("bridge")
        if live and not item.get_closest_marker("slow"):  # what trains or measures for long is not in a hurry
            item.add_marker(pytest.mark.live)


@pytest.fixture
def jack_server(request: pytest.FixtureRequest) -> Iterator[jack.Server]:
    """A private JACK server; another period by `@pytest.mark.parametrize("jack_server", [64], indirect=True)`."""
    with jack.serve(period=getattr(request, "param", 128)) as server:
        yield server
